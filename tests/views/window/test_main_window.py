"""The window: wired to a session, and ended with it."""

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network, Training
from vgviz.experiment_file import write_experiments
from vgviz.session.messages import (
    Configure,
    EditTitles,
    Failure,
    Frame,
    Pause,
    Play,
    Recover,
    Redo,
    SetDrawing,
    ShowMoment,
    Undo,
)
from vgviz.session.session import Session
from vgviz.session.states import State
from vgviz.views import look
from vgviz.views.inspector.panel import InspectorPanel
from vgviz.views.opening.table_task import TableReport
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.window import data_actions, frame_clock
from vgviz.views.window.gesture import PAUSE, Gesture
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.shortcut_sheet import by_menu, shortcuts

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(qtbot: QtBot, session: FakeSession) -> Iterator[MainWindow]:
    window = MainWindow(cast(Session, session), DARK)
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    yield window
    window.close()


def _frame(snapshot: Snapshot, state: State = State.RUNNING) -> Frame:
    return Frame((snapshot,), state, 1000.0, 0)


def _show(session: FakeSession, snapshot: Snapshot) -> None:
    session.mailbox.put(_frame(snapshot))
    session.answered.emit()


def test_a_frame_reaches_every_part(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    snapshot = make_snapshot(step=1240)
    _show(session, snapshot)
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
        _show(session, make_snapshot(step=step))
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
    _show(session, first)
    window.hold()
    _show(session, second)
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


def test_a_dropped_table_is_read_as_its_dialog_says(
    window: MainWindow, session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,x\n")
    data = Data("csv", path=str(path))
    asked: list[str] = []

    def answer(name: str, _parent: object) -> tuple[Data, TableReport]:
        asked.append(name)
        return data, TableReport(targets=2)

    monkeypatch.setattr(data_actions, "ask_how_to_read", answer)
    session.experiments_changed.emit((Experiment(seed=3),))
    session.sent.clear()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    _drop(window, mime)
    assert asked == [str(path)]
    assert session.sent == [Configure(replace(Experiment(seed=3), data=data))]


def test_a_dropped_experiment_is_begun(window: MainWindow, session: FakeSession, tmp_path: Path) -> None:
    path = tmp_path / "Mine.JSON"
    write_experiments(path, (Experiment(seed=5),))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    _drop(window, mime)
    assert session.sent[-1] == Configure(Experiment(seed=5), restart=True)


def test_a_dropped_folder_or_several_files_are_left_alone(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.data_actions, "open", pytest.fail)
    for urls in ([tmp_path], [tmp_path / "a", tmp_path / "b"], []):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(url)) for url in urls])
        _drop(window, mime)


def _drop(window: MainWindow, mime: QMimeData) -> None:
    action, button, modifier = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    enters = QDragEnterEvent(QPoint(50, 50), action, mime, button, modifier.NoModifier)
    QApplication.sendEvent(window, enters)
    if enters.isAccepted():
        drops = QDropEvent(QPointF(50, 50), action, mime, button, modifier.NoModifier)
        QApplication.sendEvent(window, drops)


def test_new_data_keep_an_edit_that_is_not_yet_confirmed(
    window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Data("circles")
    monkeypatch.setattr(data_actions, "ask_how_to_read", lambda *_: (data, TableReport(targets=2)))
    window.workspace.controls.experiment_edited.emit(Experiment(seed=9), 0)
    window.data_actions.open("x.csv")
    assert session.sent[-1] == Configure(Experiment(data=data, seed=9))


def test_a_loss_that_does_not_fit_new_data_becomes_the_automatic_one(
    window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Data("npz", path="x.npz")
    session.experiments_changed.emit((Experiment(training=Training(loss="cross_entropy")),))
    classes, numbers = TableReport(targets=3), TableReport(task="regression", targets=1)
    for report, loss in ((classes, "cross_entropy"), (numbers, "auto")):
        monkeypatch.setattr(data_actions, "ask_how_to_read", lambda *_, found=report: (data, found))
        window.data_actions.open("x.npz")
        command = session.sent[-1]
        assert isinstance(command, Configure)
        assert command.experiment.training.loss == loss


def test_closing_ends_the_session_and_the_clock(window: MainWindow, session: FakeSession) -> None:
    window.close()
    assert session.closed >= 1
    assert window.clock is not None
    assert not window.clock.is_running


def test_no_part_has_a_style_sheet_of_its_own_which_makes_themes_slow(window: MainWindow) -> None:
    for dock in window.workspace.deck.panels:
        dock.build()
    assert [part for part in window.findChildren(QWidget) if part.styleSheet()] == []


class Paints(QObject):
    """Counts how often what it watches is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_a_paint_that_was_due_while_the_theme_changed_keeps_none_from_coming(
    qtbot: QtBot, window: MainWindow
) -> None:
    status, paints = window.workspace.status, Paints()
    status.installEventFilter(paints)
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
    qtbot: QtBot, window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip, paints = window.workspace.timeline.strip, Paints()
    strip.installEventFilter(paints)
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
    _show(session, make_snapshot(step=1))
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


def test_no_shortcut_is_given_twice(window: MainWindow) -> None:
    actions = window.findChildren(QAction)
    keys = [key.toString() for action in actions for key in action.shortcuts()]
    keys = [key for key in keys if key]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+E", "Ctrl+Shift+C", "Ctrl+O", "Ctrl+Q", "F1"} <= set(keys)


def test_no_menu_is_empty_or_greyed(window: MainWindow, session: FakeSession) -> None:
    session.state_changed.emit(State.PAUSED)
    for menu in window.menuBar().actions():
        entries: list[Any] = [entry for entry in cast(Any, menu.menu()).actions() if not entry.isSeparator()]
        assert entries
        if menu.text() != "&Edit":  # without an edit there is nothing to undo; the place stays
            assert all(entry.isEnabled() for entry in entries if entry.isVisible())


@pytest.mark.parametrize("size", [(1024, 700), (1440, 900), (2560, 1440)])
@pytest.mark.parametrize("layers", [2, 9, 201])
def test_everything_fits_at_every_size(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker, size: Any, layers: int
) -> None:
    window.resize(*size)
    _show(session, make_snapshot(10.0 ** np.linspace(-100, -1, layers), step=10**7, width=3))
    session.failed.emit(Failure("Training stopped. " * 8, "Traceback", can_recover=True))
    qtbot.waitUntil(lambda: window.workspace.failure_bar.isVisible())
    assert (window.width(), window.height()) == size
    parts = window.workspace
    for part in (*parts.deck.in_view, parts.controls, parts.diagram, parts.status, parts.failure_bar):
        corner = part.mapTo(window, part.rect().bottomRight())
        assert window.rect().contains(corner)
        assert window.rect().contains(part.mapTo(window, part.rect().topLeft()))
    assert parts.diagram.height() >= 200


def test_every_menu_fits_on_a_small_screen_with_the_largest_text(window: MainWindow) -> None:
    window.choose_look(look.Look(text_size="very large"))
    QApplication.processEvents()
    for action in window.menuBar().actions():
        menu = cast("QMenu", action.menu())
        assert menu.sizeHint().height() < 700 - 2 * window.menuBar().height()


def test_every_dock_can_be_put_away_and_brought_back_from_the_menu(
    window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    for dock in window.workspace.deck.docks:
        action = window.menus.dock_actions[dock.objectName()]
        assert action.isChecked() != dock.isHidden()
        if not dock.is_in_view:
            action.trigger()  # behind another tab, it comes to the front first
        assert dock.is_in_view
        action.trigger()
        assert dock.isHidden()
        assert not action.isChecked()
    _show(session, make_snapshot(step=5))
    assert not window.workspace.controls.isVisible()
    for dock in window.workspace.deck.docks:
        window.menus.dock_actions[dock.objectName()].trigger()
        assert dock.is_in_view
    assert len(window.desk.history.runs[0].losses.train) == 1


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
            _show(session, make_snapshot(step=step))
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
    _show(session, make_snapshot(step=3))
    window.transport.command.emit(Pause())
    session.state_changed.emit(State.PAUSED)
    assert window.snapshot is not None
    assert window.workspace.status.figures[3] == "– fps"


def _gestures(session: FakeSession) -> list[int | None]:
    return [command.gesture for command in session.sent if isinstance(command, Configure)]


def test_a_drag_however_slow_is_one_gesture_and_the_next_another(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    slider = window.workspace.controls.network.width_row.slider
    handle = window.windowHandle()
    gesture = window.findChild(Gesture)
    assert gesture is not None
    none = Qt.KeyboardModifier.NoModifier
    for start in (0.2, 0.7):
        at = slider.mapTo(window, QPoint(round(start * slider.width()), slider.height() // 2))
        QTest.mousePress(handle, Qt.MouseButton.LeftButton, none, at)
        QTest.mouseMove(handle, at + QPoint(8, 0))
        qtbot.wait(2 * PAUSE)  # a hand that rests holds the slider still
        QTest.mouseMove(handle, at + QPoint(16, 0))
        QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, none, at + QPoint(16, 0))
        qtbot.waitUntil(lambda: not gesture.goes_on)
    gestures = _gestures(session)
    assert len(gestures) >= 4
    assert set(gestures) == {1, 2}


def test_a_held_key_is_one_gesture(window: MainWindow, session: FakeSession) -> None:
    slider = window.workspace.controls.network.depth_row.slider
    for _ in range(5):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    assert set(_gestures(session)) == {1}


def test_edits_of_the_inspector_are_numbered_with_those_of_the_controls(
    qtbot: QtBot, window: MainWindow, session: FakeSession, make_snapshot: Maker
) -> None:
    panel = window.workspace.deck.panel("inspector")
    assert isinstance(panel, InspectorPanel)
    window.desk.selection.choose(Place(2))
    _show(session, make_snapshot())
    gesture = window.findChild(Gesture)
    assert gesture is not None
    QTest.keyClick(window.workspace.controls.network.width_row.slider, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: not gesture.goes_on)
    QTest.keyClick(panel.settings.steepness.slider, Qt.Key.Key_Right)
    QTest.keyClick(panel.settings.steepness.slider, Qt.Key.Key_Right)
    assert _gestures(session) == [1, 2, 2]
    edit = session.sent[-1]
    assert isinstance(edit, Configure)
    steepness = [layer.activation.steepness for layer in edit.experiment.network.hidden]
    assert [layer for layer, steep in enumerate(steepness) if steep != 1.0] == [2]


def test_undo_and_redo_say_what_they_would_do(window: MainWindow, session: FakeSession) -> None:
    actions = window.edit_actions
    assert [actions.undo.text(), actions.undo.isEnabled()] == ["&Undo", False]
    session.edits_changed.emit(EditTitles("width 10 → 20", "data a&b.csv → c.csv"))
    assert actions.undo.text() == "&Undo width 10 → 20"
    assert actions.redo.text() == "&Redo data a&&b.csv → c.csv"
    session.sent.clear()
    actions.undo.trigger()
    actions.redo.trigger()
    assert session.sent == [Undo(), Redo()]


def test_undo_keys_reach_the_window_from_a_field_in_which_nothing_is_typed(
    qtbot: QtBot, window: MainWindow, session: FakeSession
) -> None:
    session.edits_changed.emit(EditTitles("width 10 → 20"))
    field = window.workspace.controls.network.width_row.field
    with qtbot.waitActive(window):
        window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    session.sent.clear()
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.sent == [Undo()]
    QTest.keyClicks(field, "7")
    QTest.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.sent == [Undo()]


def test_the_sheet_names_every_key_of_every_action(window: MainWindow, session: FakeSession) -> None:
    session.edits_changed.emit(EditTitles("width 10 → 20"))
    rows = dict(shortcuts(window.findChildren(QAction)))
    assert rows["Ctrl+Z"] == "Undo"
    assert rows["Ctrl+Shift+Z, Ctrl+Y"] == "Redo"
    assert rows["F11"] == "Full screen"
    assert rows["F1, ?"] == "Keyboard shortcuts"
    assert rows["Ctrl+O"] == "Open data"


def test_the_sheet_follows_the_menus_and_leaves_out_no_key(window: MainWindow) -> None:
    actions = window.findChildren(QAction)
    groups = by_menu(window.menuBar(), actions)
    assert [title for title, _ in groups] == [
        "File", "Edit", "View", "Panels", "Run", "Help", "More",
    ]  # fmt: skip
    run = dict(shortcuts(dict(groups)["Run"]))
    assert list(run)[:3] == ["Ctrl+R", "Space", "S"]
    assert run["U"] == "Train until"
    rows = [row for _, group in groups for row in shortcuts(group)]
    assert sorted(rows) == sorted(shortcuts(actions))


def test_full_screen_comes_and_goes_with_one_key(qtbot: QtBot, window: MainWindow) -> None:
    action = next(action for action in window.findChildren(QAction) if action.text() == "&Full screen")
    action.trigger()
    qtbot.waitUntil(window.isFullScreen)
    action.trigger()
    qtbot.waitUntil(lambda: not window.isFullScreen())
