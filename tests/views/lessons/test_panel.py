"""The lesson that is being read, in its place in the window; it points only while it can be seen."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.views.conftest import SnapshotMaker, TextSizer
from tests.views.frames import frame_of
from vgviz.lessons import Condition, Lesson, Step, lessons, staged
from vgviz.session.messages import Command, Configure, Pause, Play, RemoveRun
from vgviz.views.desk import Desk
from vgviz.views.lessons.panel import LessonsPanel
from vgviz.views.look import sized
from vgviz.views.theme import DARK, apply_theme
from vgviz.views.window.main_window import MainWindow


def _is_in_view(widget: QWidget, panel: QWidget) -> bool:
    place = widget.mapTo(panel, QPoint(0, 0))
    return widget.isVisible() and panel.rect().contains(widget.rect().translated(place))


def _opened(qtbot: QtBot, qapp: QApplication) -> tuple[MainWindow, LessonsPanel]:
    apply_theme(qapp, DARK)
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.workspace.deck.reset()  # as on a screen of this size
    window.show()
    window.workspace.deck.dock("lessons").bring_to_front()
    panel = window.workspace.deck.panel("lessons")
    assert isinstance(panel, LessonsPanel)
    return window, panel


def test_title_and_task_stand_out_from_the_first_sight(qtbot: QtBot, qapp: QApplication) -> None:
    _, panel = _opened(qtbot, qapp)
    panel.open(lessons()[0])
    assert panel.task.font().weight() == QFont.Weight.DemiBold
    assert panel.title.font().weight() == QFont.Weight.DemiBold
    assert panel.title.font().pointSizeF() > panel.text.font().pointSizeF()


def test_the_way_on_is_in_view_in_a_small_window_with_another_panel_below(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window, panel = _opened(qtbot, qapp)
    window.workspace.deck.dock("verification").bring_to_front()
    for lesson in lessons():
        panel.open(lesson)
        for _ in lesson.steps:
            qtbot.waitUntil(partial(_is_in_view, panel.next, panel))
            panel.next.click()


def test_a_panel_that_a_step_opened_goes_with_the_step_and_one_that_was_there_stays(
    qtbot: QtBot, qapp: QApplication
) -> None:
    window, panel = _opened(qtbot, qapp)
    deck = window.workspace.deck
    assert deck.dock("verification").isHidden()
    panel.open(lessons()[0])
    panel.next.click()
    panel.next.click()
    assert not deck.dock("verification").isHidden()
    panel.next.click()
    assert deck.dock("verification").isHidden()
    assert not deck.dock("learning").isHidden()


def test_it_points_again_when_it_comes_back_into_view(qtbot: QtBot) -> None:
    desk = Desk()
    pointed: list[str] = []
    desk.point_at = pointed.append
    panel = LessonsPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.show()
    panel.open(Lesson("One", "Short.", (Step("Look.", point="gain"),)))
    assert pointed[-1] == "gain"
    panel.hide()
    assert pointed[-1] == ""
    panel.show()
    assert pointed[-1] == "gain"
    panel.close_lesson()
    panel.hide()
    panel.show()
    assert pointed[-1] == ""


def test_a_stage_is_set_while_nothing_trains(qtbot: QtBot) -> None:
    sent: list[Command] = []
    panel = LessonsPanel(DARK, Desk(sent.append))
    qtbot.addWidget(panel)
    panel.open(Lesson("One", "Short.", (Step("Look.", stage={"depth": 2}, play=False),)))
    assert [type(command) for command in sent] == [Pause, Configure]
    sent.clear()
    panel.open(Lesson("Two", "Short.", (Step("Look.", stage={"depth": 2}, play=True),)))
    assert [type(command) for command in sent] == [Configure, Play]


def test_a_lesson_ends_a_comparison_and_one_undo_leads_back(
    qtbot: QtBot, make_snapshot: SnapshotMaker
) -> None:
    sent: list[Command] = []
    desk = Desk(sent.append)
    desk.history.append([make_snapshot()] * 3)
    panel = LessonsPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.open(Lesson("One", "Short.", (Step("Look.", stage={"depth": 2}),)))
    *removals, begins = sent
    assert removals == [RemoveRun(2), RemoveRun(1)]
    assert isinstance(begins, Configure)
    assert {command.gesture for command in sent if isinstance(command, RemoveRun)} == {begins.gesture}
    assert begins.gesture is not None


def test_a_lesson_that_is_read_again_does_not_find_its_task_done(
    qtbot: QtBot, make_snapshot: SnapshotMaker
) -> None:
    stage = {"depth": 2}
    asks = Step("Look.", stage=stage, task="Train.", until=(Condition("step", at_least=3),))
    panel = LessonsPanel(DARK, Desk())
    qtbot.addWidget(panel)
    trained = make_snapshot(experiment=staged(stage), step=9)
    panel.show_text(replace(frame_of(trained), obeyed=5))
    panel.open(Lesson("One", "Short.", (asks,)))
    tour = panel.tour
    assert tour is not None
    for step, obeyed, is_staged, is_done in ((9, 5, False, False), (0, 6, True, False), (3, 7, True, True)):
        panel.show_text(replace(frame_of(replace(trained, step=step)), obeyed=obeyed))
        assert (tour.is_staged, tour.is_done) == (is_staged, is_done)


def test_with_very_large_text_in_a_small_window_nothing_lies_over_anything_else(
    qtbot: QtBot, write_all: TextSizer
) -> None:
    write_all(1.4)
    window = MainWindow(None, sized(DARK, 1.4))
    qtbot.addWidget(window)
    window.resize(1024, 700)
    deck = window.workspace.deck
    deck.reset()
    window.show()
    deck.dock("lessons").bring_to_front()
    panel = deck.panel("lessons")
    assert isinstance(panel, LessonsPanel)
    deck.panel("verification")
    deck.dock("verification").bring_to_front()
    window.set_theme(sized(DARK, 1.4))
    center = window.centralWidget()
    assert center is not None

    def is_side_by_side() -> bool:
        left, right = deck.controls.geometry(), deck.dock("lessons").geometry()
        in_order = left.right() < center.geometry().left() <= center.geometry().right() < right.left()
        return in_order and right.right() <= window.width()

    qtbot.waitUntil(is_side_by_side)
    for entry in panel.entries:
        assert entry.width() >= entry.sizeHint().width()
        right = entry.mapTo(panel, QPoint(entry.width(), 0)).x()
        assert right <= deck.dock("lessons").width(), entry.text()
