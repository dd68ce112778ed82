"""The line above a plot keeps title and number apart."""

import pytest
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from vgviz.views.plots.choice_buttons import ChoiceButtons
from vgviz.views.plots.header import NARROW, LegendEntry, PlotHeader
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


def test_a_legend_is_shortened_before_an_entry_goes(qtbot: QtBot) -> None:
    header = PlotHeader("Theory", DARK)
    qtbot.addWidget(header)
    header.set_entries([LegendEntry("theory", "#fff"), LegendEntry("chaos: explodes", "#fff", short="chaos")])
    assert header.legend_in(400) == ["theory", "chaos: explodes"]
    assert header.legend_in(120) == ["theory", "chaos"]


def test_buttons_stand_beside_the_title_and_at_the_left_without_it(qtbot: QtBot) -> None:
    header, buttons = PlotHeader("Squashing", DARK), ChoiceButtons((("a", "Inputs", ""), ("b", "Push", "")))
    qtbot.addWidget(header)
    header.take_buttons(buttons)
    header.resize(338, header.sizeHint().height())
    header.show()
    title = QFontMetricsF(font(DARK.body, bold=True)).horizontalAdvance("Squashing")
    assert buttons.geometry().left() > title
    assert buttons.width() >= buttons.sizeHint().width()
    header.show_title(False)
    assert buttons.geometry().left() == 0


def _shown(qtbot: QtBot, width: int, room: int, short: str) -> str:
    header = PlotHeader("Nudge and verify", DARK)
    qtbot.addWidget(header)
    header.resize(width, 30)
    header.set_value(LONG, short=short)
    return header.value_in(room)
