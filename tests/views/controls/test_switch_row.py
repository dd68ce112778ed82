"""One thing that is on or off."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chosen() -> list[bool]:
    return []


@pytest.fixture
def row(qtbot: QtBot, chosen: list[bool]) -> Iterator[SwitchRow]:
    row = SwitchRow("Residual", "A way around.", DARK)
    row.switched.connect(chosen.append)
    qtbot.addWidget(row)
    with qtbot.waitActive(row):
        row.show()
        row.activateWindow()
    yield row
    row.close()


def test_a_click_turns_it_on_and_the_next_off(row: SwitchRow, chosen: list[bool]) -> None:
    for _ in range(2):
        QTest.mouseClick(row.switch, LEFT)
    assert chosen == [True, False]


def test_its_word_is_part_of_the_switch(row: SwitchRow, chosen: list[bool]) -> None:
    QTest.mouseClick(row.switch, LEFT, pos=row.switch.rect().center() + QPoint(20, 0))
    assert chosen == [True]


def test_showing_a_state_sends_nothing(row: SwitchRow, chosen: list[bool]) -> None:
    for state in (True, None, False):
        row.show_state(state)
    assert chosen == []


def test_mixed_is_neither_on_nor_off_and_a_click_makes_all_on(row: SwitchRow, chosen: list[bool]) -> None:
    row.show_state(None)
    assert row.switch.checkState() == Qt.CheckState.PartiallyChecked
    assert row.switch.text() == "mixed"
    assert not row.is_default
    QTest.mouseClick(row.switch, LEFT)
    assert chosen == [True]
    assert row.switch.text() == "on"


@pytest.mark.parametrize("way", ["button", "label", "key"])
def test_there_are_three_ways_back(row: SwitchRow, chosen: list[bool], way: str) -> None:
    row.show_state(True)
    if way == "button":
        QTest.mouseClick(row.way_back, LEFT)
    elif way == "label":
        QTest.mouseDClick(row.label, LEFT, pos=row.label.rect().center())
    else:
        QTest.keyClick(row.switch, Qt.Key.Key_Delete)
    assert chosen == [False]
    assert not row.way_back.isVisible()


def test_the_space_bar_switches(row: SwitchRow, chosen: list[bool]) -> None:
    row.switch.setFocus()
    QTest.keyClick(row.switch, Qt.Key.Key_Space)
    assert chosen == [True]


def test_every_state_and_the_focus_look_different(row: SwitchRow) -> None:
    row.switch.clearFocus()
    pictures = []
    for state in (False, None, True):
        row.show_state(state)
        pictures.append(row.switch.grab().toImage())
    row.switch.setFocus()
    pictures.append(row.switch.grab().toImage())
    row.set_theme(LIGHT)
    pictures.append(row.switch.grab().toImage())
    assert all(one != other for i, one in enumerate(pictures) for other in pictures[:i])
