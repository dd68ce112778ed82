"""The window: wired to a session, and ended with it."""

import gc
import weakref
from collections.abc import Callable
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.views.conftest import Paints
from tests.views.frames import frame_of
from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.session.messages import (
    Configure,
    Failure,
    Pause,
    Play,
    Recover,
    SetDrawing,
    ShowMoment,
)
from vgviz.session.session import Session
from vgviz.session.states import State
from vgviz.views import look
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.window import frame_clock
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]
PaintCounter = Callable[[QWidget], Paints]


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    return wired_window


def test_a_frame_reaches_every_part(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    snapshot = make_snapshot(step=1240)
    session.answer(frame_of(snapshot, state=State.RUNNING))
    assert window.snapshot is snapshot
    assert len(window.desk.history.runs[0].losses.train) == 1
    profile = window.workspace.deck.panel("depth_profile")
    assert isinstance(profile, DepthProfilePlot)
    assert profile.vertical_range == (-8.0, 0.0)
    qtbot.waitUntil(lambda: window.workspace.status.figures[0] == "1,240 step")
    assert window.workspace.status.pill.text == "VANISHING"
    assert profile.header.value == "×0.21 per layer"


def test_an_answer_is_shown_without_waiting_for_the_clock(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    for step in range(3):
        session.answer(frame_of(make_snapshot(step=step), state=State.RUNNING))
        assert window.snapshot is not None
        assert window.snapshot.step == step


def test_edits_and_buttons_become_commands(window: MainWindow, session: FakeSession) -> None:
    session.sent.clear()
    edited = Experiment(seed=7)
    window.workspace.controls.experiment_edited.emit(edited, 0)
    window.transport.command.emit(Play())
    window.workspace.failure_bar.command.emit(Recover())
    assert session.sent == [Configure(edited), Play(), Recover()]


def test_the_confirmed_experiment_is_in_the_title(window: MainWindow, session: FakeSession) -> None:
    assert window.windowTitle() == "8 × 10 sigmoid, two moons – vgviz"
    session.experiments_changed.emit((Experiment(network=Network.uniform(3, 4, activation="relu")),))
    assert window.windowTitle() == "3 × 4 ReLU, two moons – vgviz"


def test_a_shown_window_wants_frames_and_a_hidden_one_none(window: MainWindow, session: FakeSession) -> None:
    window.hide()
    window.show()
    assert [command for command in session.sent if isinstance(command, SetDrawing)] == [
        SetDrawing(True),
        SetDrawing(False),
        SetDrawing(True),
    ]


def test_a_failure_is_told_at_once_with_ways_back_and_goes_with_it(
    window: MainWindow, session: FakeSession
) -> None:
    session.state_changed.emit(State.FAILED)
    session.failed.emit(Failure("Training stopped: layer 3 is NaN.", "Traceback", can_recover=True))
    assert window.workspace.failure_bar.isVisible()
    session.state_changed.emit(State.PAUSED)
    assert not window.workspace.failure_bar.isVisible()


def test_nothing_moves_when_a_failure_comes(window: MainWindow, session: FakeSession) -> None:
    parts = window.workspace
    QApplication.processEvents()  # the plots find their room once the window has its size
    before = [part.geometry() for part in (*parts.deck.docks, parts.diagram, parts.status)]
    session.failed.emit(Failure("Training stopped. " * 8, "Traceback", can_recover=True))
    assert parts.failure_bar.isVisible()
    assert [part.geometry() for part in (*parts.deck.docks, parts.diagram, parts.status)] == before
    assert parts.failure_bar.width() == parts.diagram.width()
    window.resize(1024, 700)
    assert parts.failure_bar.width() == parts.diagram.width()


def test_a_remark_leaves_the_network_free(window: MainWindow, session: FakeSession) -> None:
    session.remarked.emit("3 rows were left out.")
    parts = window.workspace
    assert parts.notice.isVisible()
    lowest = parts.diagram.mapTo(window, parts.diagram.rect().bottomLeft()).y()
    assert parts.notice.y() > lowest
    assert parts.notice.geometry().bottom() < parts.status.mapTo(window, QPoint(0, 0)).y()


def test_a_remark_lies_above_a_dock_that_comes_to_the_front_later(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.remarked.emit("3 rows were left out.")
    parts = window.workspace
    for name in ("theory", "learning_speed"):
        parts.deck.dock(name).bring_to_front()

    def is_on_top() -> bool:
        widgets = [child for child in window.children() if isinstance(child, QWidget)]
        docks = [widgets.index(dock) for dock in parts.deck.docks]
        return widgets.index(parts.notice) > max(docks)

    qtbot.waitUntil(is_on_top)


def test_the_details_of_a_failure_open_beside_the_window(window: MainWindow, session: FakeSession) -> None:
    session.failed.emit(Failure("Stopped.", "Traceback: x"))
    window.workspace.failure_bar.details_requested.emit(window.workspace.failure_bar.failure)
    dialogs = [dialog for dialog in window.findChildren(QDialog) if dialog.windowTitle() == "Error details"]
    assert len(dialogs) == 1
    dialogs[0].close()


def test_remarks_pass_and_progress_stays_until_it_ends(window: MainWindow, session: FakeSession) -> None:
    session.remarked.emit("3 rows were left out.")
    session.remarked.emit("Column 2 is constant.")
    assert window.workspace.notice.text == "3 rows were left out.\nColumn 2 is constant."
    session.progress.emit("Compiling…")
    assert window.workspace.status.is_busy
    session.progress.emit("")
    assert not window.workspace.status.is_busy


def test_a_held_window_shows_the_moment_and_then_catches_up_in_order(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    first, second = make_snapshot(step=1), make_snapshot(step=2)
    session.answer(frame_of(first, state=State.RUNNING))
    window.hold()
    session.answer(frame_of(second, state=State.RUNNING))
    session.state_changed.emit(State.FAILED)
    session.failed.emit(Failure("Stopped."))
    session.state_changed.emit(State.PAUSED)
    session.experiments_changed.emit((Experiment(title="Later"),))
    assert window.snapshot is first
    assert not window.workspace.failure_bar.isVisible()
    assert "Later" not in window.windowTitle()
    window.release()
    session.answered.emit()
    assert window.snapshot is second
    assert not window.workspace.failure_bar.isVisible()
    assert window.windowTitle() == "Later – vgviz"


def test_closing_ends_the_session_and_the_clock(window: MainWindow, session: FakeSession) -> None:
    window.close()
    assert session.closed >= 1
    assert window.clock is not None
    assert not window.clock.is_running


def test_no_part_has_a_style_sheet_of_its_own_which_makes_themes_slow(window: MainWindow) -> None:
    for dock in window.workspace.deck.panels:
        dock.build()
    assert [part for part in window.findChildren(QWidget) if part.styleSheet()] == []


def test_a_paint_that_was_due_while_the_theme_changed_keeps_none_from_coming(
    qtbot: QtBot, window: MainWindow, count_paints: PaintCounter
) -> None:
    status = window.workspace.status
    paints = count_paints(status)
    qtbot.waitUntil(lambda: paints.count > 0)
    for theme in (LIGHT, DARK):
        status.update()  # and before that is painted:
        window.set_theme(theme)
        qtbot.waitUntil(window.updatesEnabled)
        QApplication.processEvents()
        paints.count = 0
        status.update()
        qtbot.waitUntil(lambda: paints.count > 0)


def test_the_timeline_is_painted_once_with_the_moment_that_is_wished_for(
    qtbot: QtBot,
    window: MainWindow,
    session: FakeSession,
    count_paints: PaintCounter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    strip = window.workspace.timeline.strip
    paints = count_paints(strip)
    qtbot.waitUntil(lambda: paints.count > 0)
    monkeypatch.setattr(frame_clock, "FRAME_INTERVAL", 60.0)
    window.send(ShowMoment(3))
    strip.update()
    paints.count = 0
    QApplication.processEvents()
    assert paints.count == 0
    session.answered.emit()
    qtbot.waitUntil(lambda: paints.count == 1)


def test_a_moment_that_is_kept_for_a_picture_has_every_panel_in_the_newest_theme(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    window.resize(1440, 900)
    panels = [window.workspace.deck.panel(name) for name in ("depth_profile", "findings")]
    for name in ("depth_profile", "findings"):
        window.workspace.deck.dock(name).bring_to_front()
    session.answer(frame_of(make_snapshot(step=1), state=State.RUNNING))
    qtbot.waitUntil(lambda: all(panel.isVisible() for panel in panels))
    window.set_theme(LIGHT)
    assert not any(panel.updatesEnabled() for panel in panels)
    window.hold()
    qtbot.waitUntil(window.updatesEnabled)
    assert all(panel.updatesEnabled() for panel in panels)
    window.release()


def test_the_theme_is_chosen_in_the_menu(window: MainWindow) -> None:
    assert window.menus.look.themes["system"].isChecked()
    window.menus.look.themes["light"].trigger()
    assert (window.theme, window.look.theme) == (LIGHT, "light")
    window.menus.look.themes["dark"].trigger()
    assert window.theme == DARK


def test_a_wish_of_the_desktop_is_followed_only_where_that_was_chosen(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look, "chosen_theme", lambda choice: LIGHT if choice == "system" else DARK)
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.theme == LIGHT
    window.menus.look.themes["dark"].trigger()
    QGuiApplication.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.theme == DARK


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (2560, 1440)])
@pytest.mark.parametrize("layers", [2, 9, 201])
def test_everything_fits_at_every_size(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker, size: Any, layers: int
) -> None:
    window.resize(*size)
    session.answer(
        frame_of(
            make_snapshot(10.0 ** np.linspace(-100, -1, layers), step=10**7, width=3), state=State.RUNNING
        )
    )
    session.failed.emit(Failure("Training stopped. " * 8, "Traceback", can_recover=True))
    qtbot.waitUntil(lambda: window.workspace.failure_bar.isVisible())
    assert (window.width(), window.height()) == size
    parts = window.workspace
    for part in (*parts.deck.in_view, parts.controls, parts.diagram, parts.status, parts.failure_bar):
        corner = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(corner)
        assert window.rect().contains(part.mapTo(window, part.rect().topLeft()))
    assert parts.diagram.height() >= 200


def test_a_lesson_that_goes_after_the_toolbar_points_at_nothing_without_asking_it(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(window, "transport")
    window.desk.point_at("")
    assert window.guide.pointer.target is None


@pytest.mark.usefixtures("qtbot")
def test_closed_windows_leave_nothing_behind(make_snapshot: Maker) -> None:
    def visit() -> weakref.ref[MainWindow]:
        session = FakeSession()
        window = MainWindow(cast(Session, session), DARK)
        window.show()
        for step in range(3):
            session.answer(frame_of(make_snapshot(step=step), state=State.RUNNING))
        session.remarked.emit("Something.")
        session.failed.emit(Failure("Stopped.", "Traceback"))
        picture_of(window)
        window.close()
        window.deleteLater()
        return weakref.ref(window)

    counts = []
    for _ in range(6):
        ghost = visit()
        for _round in range(2):
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
            gc.collect()
        assert ghost() is None
        counts.append((len(QApplication.allWidgets()), len(gc.get_objects())))
    (widgets, objects), (last_widgets, last_objects) = counts[2], counts[-1]
    assert last_widgets == widgets
    assert last_objects - objects < 300  # a window is some 20,000


def test_a_pause_keeps_the_picture(window: MainWindow, session: FakeSession, make_snapshot: Maker) -> None:
    session.answer(frame_of(make_snapshot(step=3), state=State.RUNNING))
    window.transport.command.emit(Pause())
    session.state_changed.emit(State.PAUSED)
    assert window.snapshot is not None
    assert window.workspace.status.figures[3] == "– fps"


def test_full_screen_comes_and_goes_with_one_key(qtbot: QtBot, window: MainWindow) -> None:
    action = next(action for action in window.findChildren(QAction) if action.text() == "&Full screen")
    action.trigger()
    qtbot.waitUntil(window.isFullScreen)
    action.trigger()
    qtbot.waitUntil(lambda: not window.isFullScreen())
