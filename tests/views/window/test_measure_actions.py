"""Measured on: what is chosen is sent, what is in force is ticked and said."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QInputDialog, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame, Measured, MeasureOn
from vgviz.session.states import State
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow
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
    field = dialog.findChild(QSpinBox)
    assert isinstance(field, QSpinBox)
    assert field.buttonSymbols() == QSpinBox.ButtonSymbols.NoButtons  # they are black on black in the dark
    assert (dialog.intMinimum(), dialog.intMaximum()) == (1, 1000)
    dialog.setIntValue(17)
    dialog.accept()
    assert sent == [MeasureOn("one", 16)]


def test_curves_and_findings_are_of_the_data_not_of_one_sample(
    qtbot: QtBot, make_snapshot: Callable[..., Snapshot]
) -> None:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    one = Measured(MeasureOn("one", 4), 1, 10, "class 1")
    for step, measured in enumerate((Measured(MeasureOn(), 8, 10), one, Measured(MeasureOn("batch"), 2, 10))):
        frame = Frame((make_snapshot(step=step),), State.PAUSED, 0.0, 0, measured=measured)
        window.show_frame(frame)
        window.show_text(frame)
        words = window.workspace.coloring.key(DARK).words
        assert measured_words(measured) in words
        assert window.measure_actions.choices[measured.on.samples].isChecked()
        if measured.is_one_sample:
            assert window.desk.findings.snapshot is not frame.snapshots[0]
            assert not window.desk.findings.findings
        assert window.desk.findings.rests == measured.is_one_sample
    assert len(window.desk.history.runs[0].losses.train) == 2
