"""How high the plots are in a window that becomes lower, and higher again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from tests.views.window.resized_docks import HIGH, WIDE, resize, shown_deck, wide_window
from vgviz.engine.telemetry import Snapshot
from vgviz.views.panel import Panel
from vgviz.views.window.arrangement import PLOT_SHARE
from vgviz.views.window.deck import Deck
from vgviz.views.window.panels import Group, PanelKind

Maker = Callable[..., Snapshot]
KINDS = tuple(
    PanelKind(name, name, group, lambda _theme, _desk: Panel())
    for name, group in (("depth", Group.GRADIENT), ("loss", Group.LEARNING))
)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    return wide_window(qtbot)


@pytest.fixture
def deck(window: QMainWindow, make_snapshot: Maker) -> Deck:
    return shown_deck(window, KINDS, make_snapshot())


def _share(window: QMainWindow, deck: Deck) -> float:
    return deck.dock("depth").height() / window.height()


def test_plots_keep_their_share_of_a_window_that_becomes_higher_and_lower(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    for height in (HIGH, 1600, 600, HIGH):
        resize(qtbot, window, WIDE, height)
        assert _share(window, deck) == pytest.approx(PLOT_SHARE, abs=0.01)


def test_the_share_that_a_person_has_chosen_is_kept(qtbot: QtBot, window: QMainWindow, deck: Deck) -> None:
    window.resizeDocks([deck.dock("depth")], [HIGH // 2], Qt.Orientation.Vertical)
    for _ in range(3):
        QApplication.processEvents()
    resize(qtbot, window, WIDE, 2 * HIGH)
    assert _share(window, deck) == pytest.approx(0.5, abs=0.01)


def test_a_window_that_was_too_low_for_it_takes_nothing_of_the_share(
    qtbot: QtBot, window: QMainWindow, deck: Deck
) -> None:
    resize(qtbot, window, WIDE, 300)
    assert _share(window, deck) > PLOT_SHARE + 0.05, "plots have a least height"
    resize(qtbot, window, WIDE, HIGH)
    assert _share(window, deck) == pytest.approx(PLOT_SHARE, abs=0.01)
