"""Every control can be reached by keyboard and is read aloud by a name."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QScrollBar, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(qtbot: QtBot, make_snapshot: Maker) -> Iterator[MainWindow]:
    """A window with every panel there is."""
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.resize(1920, 1080)
    window.show()
    snapshot = make_snapshot(step=30)
    window.show_experiments((snapshot.experiment,))
    window.show_frame(frame_of(snapshot))
    window.show_text(frame_of(snapshot))
    window.desk.selection.choose(Place(2, 3))
    for section in window.workspace.controls.sections:
        if section.fold:
            section.fold.open(True)
    yield window
    window.close()


def _seen(window: MainWindow) -> list[QWidget]:
    """Every widget that can be seen while one panel after another is in front."""
    seen: dict[QWidget, None] = {}
    for dock in window.workspace.deck.panels:
        dock.bring_to_front()
        QApplication.processEvents()
        seen |= {widget: None for widget in window.findChildren(QWidget) if widget.isVisible()}
    return list(seen)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def test_every_control_has_a_name(window: MainWindow) -> None:
    widgets = [widget for widget in _seen(window) if _takes_tab(widget)]
    widgets = [widget for widget in widgets if not isinstance(widget, QScrollBar)]
    assert len(widgets) > 60
    nameless = [
        f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in widgets
        if not _name(widget) and widget.focusProxy() is None
    ]
    assert not nameless


def test_every_button_list_and_tab_is_within_reach_of_the_keyboard(window: MainWindow) -> None:
    kinds = (QAbstractButton, QComboBox, QTabBar)
    lost = [
        f"{_name(widget) or type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        for widget in _seen(window)
        if isinstance(widget, kinds) and widget.isEnabled() and not _takes_tab(widget)
    ]
    assert not lost
