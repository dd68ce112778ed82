"""Measured on: what is chosen is sent, what is in force is ticked and said."""

import pytest
from PySide6.QtWidgets import QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from vgviz.session.messages import Measured, MeasureOn
from vgviz.views.window.measure_actions import MeasureActions, measured_words


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (Measured(MeasureOn(), 256, 1000), "on 256 fixed samples"),
        (Measured(MeasureOn("batch"), 32, 1000), "on the last batch of 32"),
        (Measured(MeasureOn("one", 16), 1, 1000, "class 1"), "on sample 17, class 1"),
        (Measured(MeasureOn("one", 1199), 1, 2000, in_test=True), "on test sample 1,200"),
    ],
)
def test_words_name_the_samples(measured: Measured, words: str) -> None:
    assert measured_words(measured) == words


def test_choices_are_sent_and_ticked_only_when_in_force(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions, sent = MeasureActions(window), list[MeasureOn]()
    actions.command.connect(sent.append)
    actions.choices["batch"].trigger()
    actions.show_measured(Measured(MeasureOn("batch"), 32, 10))
    assert sent == [MeasureOn("batch")]
    assert actions.choices["batch"].isChecked()
    actions.next.trigger()
    actions.show_measured(Measured(MeasureOn("one", 0), 1, 10))
    actions.previous.trigger()
    actions.show_measured(Measured(MeasureOn("one", 9), 1, 10))
    actions.next.trigger()
    assert sent[1:] == [MeasureOn("one", 0), MeasureOn("one", 9), MeasureOn("one", 0)]


def test_a_number_is_asked_for_within_the_data(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    actions, sent = MeasureActions(window), list[MeasureOn]()
    actions.command.connect(sent.append)
    actions.show_measured(Measured(MeasureOn(), 256, 1000))
    actions.choices["one"].trigger()
    assert actions.choices["probe"].isChecked()
    dialog = window.findChild(QInputDialog)
    assert isinstance(dialog, QInputDialog)
    assert (dialog.intMinimum(), dialog.intMaximum()) == (1, 1000)
    dialog.setIntValue(17)
    dialog.accept()
    assert sent == [MeasureOn("one", 16)]
