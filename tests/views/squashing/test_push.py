"""A change pushed through a function: exact numbers at both ends."""

import mpmath
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.experiment import Activation
from vgviz.views.controls.activation_palette import ActivationPalette
from vgviz.views.squashing.push import Push, four_decimals
from vgviz.views.squashing.push_block import PushBlock
from vgviz.views.theme import DARK, LIGHT

SIGMOID = ConfiguredFunction(Activation("sigmoid"))


@pytest.fixture
def block(qtbot: QtBot) -> PushBlock:
    block = PushBlock(DARK)
    qtbot.addWidget(block)
    block.resize(240, 220)
    block.show()
    return block


def _sigmoid(z: float) -> float:
    with mpmath.workdps(40):
        return float(1 / (1 + mpmath.exp(-z)))


@pytest.mark.parametrize(("start", "end"), [(-6.0, 6.0), (4.0, 6.0), (0.0, 1.0), (-40.0, -30.0)])
def test_outputs_and_slopes_are_exact(start: float, end: float) -> None:
    push = Push(SIGMOID, start, end)
    assert push.outputs == pytest.approx((_sigmoid(start), _sigmoid(end)), rel=1e-15)
    assert push.change_out == pytest.approx(_sigmoid(end) - _sigmoid(start), rel=1e-12)
    assert push.slopes[1] == pytest.approx(float(mpmath.exp(-end) / (1 + mpmath.exp(-end)) ** 2), rel=1e-14)


def test_a_sigmoid_lets_hardly_any_of_a_large_change_out(block: PushBlock) -> None:
    assert block.push.words_in == "−6 → 6"
    assert block.push.words_out == "0.0025 → 0.9975"
    assert block.words.text() == "12 in, 0.995 out: ×0.0829. f′ at 6 is 0.00247."
    assert block.picture.accessibleDescription() in ("", "in −6 → 6, out 0.0025 → 0.9975")


def test_the_sliders_push(block: PushBlock) -> None:
    block.start.field.setText("4")
    block.start.field.setModified(True)
    QTest.keyClick(block.start.field, Qt.Key.Key_Return)
    assert block.push.words_out == "0.9820 → 0.9975"
    assert block.words.text().startswith("2 in, 0.0155 out: ×0.00776.")
    assert block.picture.accessibleDescription() == "in 4 → 6, out 0.9820 → 0.9975"


def test_a_hand_drags_the_nearer_end(block: PushBlock) -> None:
    picture = block.picture
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=QPoint(picture.width() - 30, 20))
    QTest.mouseMove(picture, QPoint(picture.width() // 2, 20))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=QPoint(picture.width() // 2, 20))
    assert block.start.value == -6.0
    assert block.end.value == pytest.approx(0.0, abs=0.2)


def test_another_function_can_be_chosen(block: PushBlock) -> None:
    block.button.click()
    palette = block.findChild(ActivationPalette)
    assert palette is not None
    next(tile for tile in palette.tiles if tile.kind.name == "relu").click()
    assert block.button.text() == "ReLU"
    assert block.push.words_out == "0 → 6.0000"
    assert block.words.text() == "12 in, 6.00 out: ×0.500. f′ at 6 is 1.00."


def test_no_change_in_is_no_division(block: PushBlock) -> None:
    block.end.value_changed.emit(block.end.value)
    push = Push(SIGMOID, 1.0, 1.0)
    assert push.words_between == "0 in, 0 out. f′ at 1 is 0.197."


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (0.00247, "0.0025"), (-1.5, "−1.5000"), (4.2e-18, "4.20e−18")]
)
def test_four_decimals_hide_nothing(value: float, text: str) -> None:
    assert four_decimals(value) == text


def test_the_theme_can_change(block: PushBlock) -> None:
    dark = block.grab().toImage()
    block.set_theme(LIGHT)
    assert block.grab().toImage() != dark
