"""A row of choices with a remark at its end."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vgviz.views.plots.choice_buttons import ChoiceButtons
from vgviz.views.theme import DARK

CHOICES = ((1, "Gradient", "What comes back"), (2, "Step", "What the optimizer does"))
REMARK = "since this panel was opened"


@pytest.mark.parametrize(("width", "is_whole"), [(500, True), (260, False)])
def test_the_remark_is_whole_where_there_is_room_and_else_ends_in_an_ellipsis(
    qtbot: QtBot, width: int, is_whole: bool
) -> None:
    row = ChoiceButtons(CHOICES)
    qtbot.addWidget(row)
    row.set_theme(DARK)
    row.resize(width, 30)
    row.show()
    row.say(REMARK)
    QApplication.processEvents()
    assert (row.remark.shown_text == REMARK) is is_whole
    assert is_whole or row.remark.shown_text.endswith("…")
