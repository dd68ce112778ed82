"""Controls behind a heading."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.views.controls.fold import Fold
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.slider_scale import LinearScale
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.theme import DARK, LIGHT

L1 = Quantity("L1", LinearScale(0, 1), Range(0, 1), 0, "Pulls towards 0.")


@pytest.fixture
def number() -> NumberSlider:
    return NumberSlider(L1, DARK)


@pytest.fixture
def switch() -> SwitchRow:
    return SwitchRow("Residual", "A way around.", DARK)


@pytest.fixture
def fold(qtbot: QtBot, number: NumberSlider, switch: SwitchRow) -> Fold:
    fold = Fold("Decay and a way around", DARK)
    fold.add(number)
    fold.add(switch)
    qtbot.addWidget(fold)
    fold.show()
    return fold


def test_a_click_opens_and_closes(qtbot: QtBot, fold: Fold, number: NumberSlider) -> None:
    assert not number.isVisible()
    with qtbot.waitSignal(fold.toggled):
        QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert number.isVisible()
    QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert not number.isVisible()


def test_closed_it_names_what_acts_unseen(fold: Fold, number: NumberSlider, switch: SwitchRow) -> None:
    assert fold.button.text() == "More"
    number.show_value(0.5)
    switch.show_state(True)
    fold.refresh()
    assert fold.button.text() == "More: L1, Residual"
    fold.open(True)
    assert fold.button.text() == "More"


def test_a_row_that_is_not_in_use_is_not_named(fold: Fold, number: NumberSlider) -> None:
    number.show_value(0.5)
    number.hide()
    fold.refresh()
    assert fold.button.text() == "More"


def test_the_space_bar_opens_it(fold: Fold, number: NumberSlider) -> None:
    QTest.keyClick(fold.button, Qt.Key.Key_Space)
    assert number.isVisible()


def test_a_theme_reaches_the_arrow(fold: Fold) -> None:
    before = fold.button.grab().toImage()
    fold.set_theme(LIGHT)
    assert fold.button.grab().toImage() != before
