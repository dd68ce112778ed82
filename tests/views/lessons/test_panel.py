"""The panel of lessons: it points only while it can be seen."""

from pytestqt.qtbot import QtBot

from vgviz.lessons import Lesson, Step
from vgviz.views.desk import Desk
from vgviz.views.lessons.panel import LessonsPanel
from vgviz.views.theme import DARK


def test_it_points_again_when_it_comes_back_into_view(qtbot: QtBot) -> None:
    desk, pointed = Desk(), []
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
