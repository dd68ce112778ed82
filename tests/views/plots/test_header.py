"""The line above a plot keeps title and number apart."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from vgviz.views.plots.header import NARROW, PlotHeader
from vgviz.views.theme import DARK, font

LONG, SHORT = "the last layer moves the loss ×1.3e+03 as much", "last ×1.3e+03"


@pytest.mark.parametrize(
    ("width", "room", "shown"), [(NARROW, 400, LONG), (NARROW, 120, SHORT), (NARROW - 1, 400, SHORT)]
)
def test_the_number_is_written_as_long_as_there_is_room(
    qtbot: QtBot, width: int, room: int, shown: str
) -> None:
    assert _shown(qtbot, width, room, SHORT) == shown


def test_a_number_without_room_is_cut_off_and_not_painted_over_the_title(qtbot: QtBot) -> None:
    text = _shown(qtbot, 200, 60, SHORT)
    assert text.endswith("…")
    assert QFontMetricsF(font(DARK.body, bold=True)).horizontalAdvance(text) <= 60


def _shown(qtbot: QtBot, width: int, room: int, short: str) -> str:
    header = PlotHeader("Nudge and verify", DARK)
    qtbot.addWidget(header)
    header.resize(width, 30)
    header.set_value(LONG, short=short)
    return header.value_in(room)
