import math

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.views.mouse import turn_wheel
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.slider import MARGIN
from vgviz.views.controls.slider_scale import LinearScale, LogScale
from vgviz.views.theme import DARK, LIGHT

DEPTH = Quantity("Depth", LinearScale(1, 200), Range(1, 1000, whole=True), 8, "Layers.")
RATE = Quantity("Rate", LogScale(1e-4, 10, zero_stop=True), Range(0, math.inf), 0.1, "Step length.")
SPEED = Quantity(
    "Speed", LogScale(1, 10_000, infinite_stop=True), Range(0.01, 1e6), math.inf, "x", "/s", "flat out"
)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def make(qtbot: QtBot) -> "Maker":
    return Maker(qtbot)


class Maker:
    """Rows in an active window, with another field that can take the focus away."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.values: list[float] = []

    def __call__(self, quantity: Quantity) -> NumberSlider:
        window = QWidget()
        self._qtbot.addWidget(window)
        row = NumberSlider(quantity, DARK)
        self.elsewhere = QLineEdit()
        layout = QVBoxLayout(window)
        layout.addWidget(row)
        layout.addWidget(self.elsewhere)
        row.value_changed.connect(self.values.append)
        window.resize(320, 120)
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        self.window = window
        return row


def _place(row: NumberSlider, fraction: float) -> QPoint:
    width = row.slider.width() - 2 * MARGIN
    return QPoint(round(MARGIN + fraction * width), row.slider.height() // 2)


def _type(row: NumberSlider, text: str) -> None:
    row.field.setFocus()
    row.field.selectAll()
    if text.isascii():
        QTest.keyClicks(row.field, text)
        return
    QApplication.clipboard().setText(text)  # QTest types ASCII only
    row.field.paste()


def test_dragging_sends_every_value_on_the_way_and_the_field_follows(make: Maker) -> None:
    row = make(DEPTH)
    QTest.mousePress(row.slider, LEFT, pos=_place(row, 7 / 199))
    for share in (0.25, 0.5, 0.75, 1.1):  # past the end: the hand holds the handle beside its middle
        QTest.mouseMove(row.slider, _place(row, share))
    assert row.slider.is_held
    QTest.mouseRelease(row.slider, LEFT, pos=_place(row, 1.1))
    assert not row.slider.is_held
    assert make.values == sorted(make.values)
    assert len(make.values) >= 4
    assert make.values[-1] == 200
    assert row.field.text() == "200"


def test_gripping_the_handle_beside_its_middle_moves_nothing(make: Maker) -> None:
    row = make(DEPTH)
    row.show_value(100)
    beside = _place(row, 99 / 199) + QPoint(4, 0)
    QTest.mousePress(row.slider, LEFT, pos=beside)
    QTest.mouseRelease(row.slider, LEFT, pos=beside)
    assert make.values == []


def test_showing_a_value_sends_nothing(make: Maker) -> None:
    row = make(RATE)
    row.show_value(0.02)
    row.show_value(0.0)
    assert make.values == []
    assert row.value == 0.0
    assert row.field.text() == "0"


def test_a_value_shown_while_dragging_leaves_the_hand_alone(make: Maker) -> None:
    row = make(DEPTH)
    QTest.mousePress(row.slider, LEFT, pos=_place(row, 0.8))
    held_at = row.slider.sliderPosition()
    row.show_value(3)
    assert row.slider.sliderPosition() == held_at
    assert row.field.text() == "3"
    QTest.mouseRelease(row.slider, LEFT, pos=_place(row, 0.8))
    assert row.slider.sliderPosition() < held_at / 10


def test_a_value_shown_while_typing_leaves_the_text_alone(make: Maker) -> None:
    row = make(DEPTH)
    _type(row, "12")
    row.show_value(30)
    assert row.field.text() == "12"
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert make.values == [12]


def test_the_same_number_typed_another_way_is_written_as_usual(make: Maker) -> None:
    row = make(RATE)
    _type(row, "1e-1")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.field.text() == "0.1"
    assert make.values == []


def test_what_was_refused_is_gone_when_the_default_comes_back(make: Maker) -> None:
    row = make(DEPTH)
    _type(row, "abc")
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert row.field.property("refused")
    QTest.mouseDClick(row.label, LEFT, pos=row.label.rect().center())
    assert row.field.text() == "8"
    assert not row.field.property("refused")


@pytest.mark.parametrize("part", ["slider", "label"])
def test_a_double_click_returns_to_the_default(make: Maker, part: str) -> None:
    row = make(DEPTH)
    row.show_value(77)
    widget = getattr(row, part)
    QTest.mouseDClick(widget, LEFT, pos=widget.rect().center())
    assert make.values[-1] == 8
    assert row.value == 8


def test_a_double_click_in_the_field_selects_the_whole_number(make: Maker) -> None:
    row = make(RATE)
    row.show_value(0.25)
    QTest.mouseDClick(row.field, LEFT, pos=row.field.rect().center())
    assert row.field.selectedText() == "0.25"


def test_the_way_back_is_there_only_away_from_the_default(make: Maker) -> None:
    row = make(DEPTH)
    assert not row.way_back.isVisible()
    row.show_value(9)
    width = row.slider.width()
    assert row.way_back.isVisible()
    QTest.mouseClick(row.way_back, LEFT)
    assert make.values == [8]
    assert not row.way_back.isVisible()
    assert row.slider.width() == width


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (Qt.Key.Key_Right, 9),
        (Qt.Key.Key_Up, 9),
        (Qt.Key.Key_Left, 7),
        (Qt.Key.Key_Down, 7),
        (Qt.Key.Key_PageUp, 18),
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_End, 200),
    ],
)
def test_keys_move_the_slider(make: Maker, key: Qt.Key, value: float) -> None:
    row = make(DEPTH)
    QTest.keyClick(row.slider, key)
    assert make.values == [value]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_delete_returns_to_the_default(make: Maker, key: Qt.Key) -> None:
    row = make(DEPTH)
    row.show_value(50)
    QTest.keyClick(row.slider, key)
    assert make.values == [8]


def test_the_wheel_turns_only_a_focused_slider(make: Maker) -> None:
    row = make(DEPTH)
    make.elsewhere.setFocus()
    assert not turn_wheel(row.slider, row.slider.rect().center(), 1).isAccepted()
    assert make.values == []
    row.slider.setFocus()
    assert turn_wheel(row.slider, row.slider.rect().center(), 1).isAccepted()
    assert make.values == [9]


def test_an_exact_number_beyond_the_scale_is_taken_and_keys_lead_back(make: Maker) -> None:
    row = make(DEPTH)
    _type(row, "700\r")
    assert make.values == [700]
    QTest.keyClick(row.slider, Qt.Key.Key_Right)
    assert make.values == [700]
    QTest.keyClick(row.slider, Qt.Key.Key_Left)
    assert make.values == [700, 200]


@pytest.mark.parametrize(("text", "value"), [("0.02", 0.02), ("1e-3", 1e-3), ("1,5", 1.5), ("0", 0.0)])
def test_the_field_takes_exact_numbers(make: Maker, text: str, value: float) -> None:
    row = make(RATE)
    _type(row, text + "\r")
    assert make.values == [value]
    assert not row.refusal.isVisible()


@pytest.mark.parametrize("text", ["0", "1001", "2.5", "many", "1,000"])
def test_an_impossible_number_is_refused_in_words_and_changes_nothing(make: Maker, text: str) -> None:
    row = make(DEPTH)
    _type(row, text + "\r")
    assert make.values == []
    assert row.refusal.isVisible()
    assert text in row.refusal.text()
    assert row.field.text() == text
    QTest.keyClick(row.field, Qt.Key.Key_Escape)
    assert row.field.text() == "8"
    assert not row.refusal.isVisible()


def test_leaving_a_refused_number_says_what_stays(make: Maker) -> None:
    row = make(DEPTH)
    _type(row, "0")
    make.elsewhere.setFocus()
    assert row.field.text() == "8"
    assert row.refusal.text() == "Depth takes whole numbers from 1 to 1000; 0 is not possible. It stays 8."
    assert make.values == []


def test_leaving_the_field_takes_a_good_number(make: Maker) -> None:
    row = make(DEPTH)
    _type(row, "21")
    make.elsewhere.setFocus()
    assert make.values == [21]


def test_dragging_a_logarithmic_slider_to_its_left_end_gives_zero(make: Maker) -> None:
    row = make(RATE)
    QTest.mouseClick(row.slider, LEFT, pos=_place(row, 0.0))
    assert make.values == [0.0]


@pytest.mark.parametrize("text", ["flat out", "Flat Out", "max", "∞"])
def test_infinity_has_a_word(make: Maker, text: str) -> None:
    row = make(SPEED)
    assert row.field.text() == "flat out"
    _type(row, "50/s\r")
    _type(row, text)
    QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert make.values == [50, math.inf]
    assert row.field.text() == "flat out"


def test_infinity_is_refused_where_it_has_no_word(make: Maker) -> None:
    row = make(RATE)
    _type(row, "inf\r")
    assert make.values == []
    assert row.refusal.isVisible()


def test_a_word_stands_for_several_values_until_one_is_chosen(make: Maker) -> None:
    row = make(DEPTH)
    row.show_value(8, word="mixed")
    assert (row.field.text(), row.field.placeholderText()) == ("", "mixed")
    assert row.way_back.isVisible()
    QTest.keyClick(row.slider, Qt.Key.Key_Delete)
    assert make.values == [8]
    assert row.field.text() == "8"


def test_every_part_has_a_name_and_a_word_of_what_it_does(make: Maker) -> None:
    row = make(RATE)
    assert row.slider.accessibleName() == "Rate"
    assert row.field.accessibleName() == "Rate, exact number"
    assert "Step length." in row.slider.toolTip()
    assert "at least 0" in row.field.toolTip()
    assert row.way_back.accessibleName() == "Rate: back to 0.1"


def test_focus_and_theme_are_visible(make: Maker) -> None:
    row = make(DEPTH)
    make.elsewhere.setFocus()
    without = row.slider.grab().toImage()
    row.slider.setFocus()
    assert row.slider.grab().toImage() != without
    dark = row.slider.grab().toImage()
    row.set_theme(LIGHT)
    assert row.slider.grab().toImage() != dark
