"""Live words take the lines they need, and have nothing laid out while these stay as many."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vgviz.views.live_text import LiveText
from vgviz.views.theme import DARK, font

LONG = "words " * 40


class Panel(QWidget):
    """Counts how often it is to be laid out."""

    def __init__(self) -> None:
        self.layouts = 0
        super().__init__()
        self.words = LiveText("one line")
        self.words.set_look(font(DARK.small), DARK.muted)
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addStretch(1)
        self.resize(200, 300)

    def event(self, event: QEvent) -> bool:
        self.layouts += event.type() == QEvent.Type.LayoutRequest
        return super().event(event)


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    panel = Panel()
    qtbot.addWidget(panel)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_another_number_of_lines_is_laid_out_and_the_same_number_is_not(qtbot: QtBot, panel: Panel) -> None:
    qtbot.waitUntil(lambda: panel.words.height() == panel.words.heightForWidth(panel.words.width()))
    line, before = panel.words.height(), panel.layouts
    for number in range(50):
        panel.words.set_text(f"step {number}")
    panel.words.set_text(LONG)
    qtbot.waitUntil(lambda: panel.words.height() > 3 * line)
    assert panel.layouts == before + 1
    panel.words.set_text("short again")
    qtbot.waitUntil(lambda: panel.words.height() == line)
    assert panel.layouts == before + 2


def test_the_words_are_painted_whole(panel: Panel) -> None:
    panel.words.set_text(LONG)
    layout = panel.layout()
    assert layout is not None
    layout.activate()
    picture = panel.words.grab().toImage()
    ground = picture.pixelColor(picture.width() - 1, 0)
    last_line = range(picture.height() - panel.words.fontMetrics().height(), picture.height())
    inked = [picture.pixelColor(x, y) != ground for y in last_line for x in range(picture.width())]
    assert any(inked)
    assert panel.words.accessibleName() == LONG


def test_it_is_as_tall_as_its_lines_at_any_width() -> None:
    words = LiveText(LONG)
    assert words.heightForWidth(100) > words.heightForWidth(300) > words.heightForWidth(4000)
    assert LiveText("").heightForWidth(100) == LiveText("x").heightForWidth(100)
