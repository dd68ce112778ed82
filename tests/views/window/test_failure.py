"""What went wrong, and the ways on."""

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.views.conftest import TextSizer
from vgviz.session.messages import Failure, Recover, Reset
from vgviz.session.states import State
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.window.failure_bar import FailureBar
from vgviz.views.window.failure_dialog import FailureDialog

STOPPED = Failure("Training stopped at step 12.", "Traceback\nValueError: x", can_recover=True)
REFUSED = Failure("network.hidden (depth): got 0, takes a whole number from 1 to 1000", refused=True)


@pytest.fixture
def bar(qtbot: QtBot) -> FailureBar:
    bar = FailureBar(DARK)
    qtbot.addWidget(bar)
    bar.resize(900, 50)
    return bar


def _buttons(bar: FailureBar) -> list[str]:
    return [button.text() for button in bar.findChildren(QPushButton) if not button.isHidden()]


def test_nothing_is_shown_without_a_failure(bar: FailureBar) -> None:
    assert bar.isHidden()


def test_a_stop_offers_every_way_on(bar: FailureBar) -> None:
    bar.show_failure(STOPPED)
    assert _buttons(bar) == ["Back to the last good state", "Reset", "Details…"]
    sent: list[Any] = []
    bar.command.connect(sent.append)
    for button in bar.findChildren(QPushButton)[:2]:
        button.click()
    assert sent == [Recover(), Reset()]


def test_without_a_good_state_there_is_no_way_back_to_it(bar: FailureBar) -> None:
    bar.show_failure(Failure("Something went wrong."))
    assert _buttons(bar) == ["Reset"]


def test_a_refusal_needs_no_way_back_and_goes_with_the_next_accepted_edit(bar: FailureBar) -> None:
    bar.show_failure(REFUSED)
    assert _buttons(bar) == []
    bar.show_state(State.RUNNING)
    assert not bar.isHidden()
    bar.dismiss_refusal()
    assert bar.isHidden()


@pytest.mark.parametrize("state", [State.PAUSED, State.RUNNING])
def test_a_stop_goes_when_the_run_goes_on(bar: FailureBar, state: State) -> None:
    bar.show_failure(STOPPED)
    bar.dismiss_refusal()
    bar.show_state(State.FAILED)
    assert not bar.isHidden()
    bar.show_state(state)
    assert bar.isHidden()
    assert bar.failure is None


def test_details_are_asked_for_with_the_failure(qtbot: QtBot, bar: FailureBar) -> None:
    bar.set_theme(LIGHT)
    bar.show_failure(STOPPED)
    with qtbot.waitSignal(bar.details_requested) as asked:
        bar.findChildren(QPushButton)[2].click()
    assert asked.args == [STOPPED]


def test_details_can_be_copied_with_the_versions(qtbot: QtBot) -> None:
    dialog = FailureDialog(STOPPED)
    qtbot.addWidget(dialog)
    dialog.copy()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Training stopped at step 12.\n\nTraceback\nValueError: x")
    for name in ("vgviz", "Python", "Qt", "PySide6", "NumPy", "Numba"):
        assert f"\n{name} " in text


@pytest.mark.parametrize(("width", "factor"), [(900, 1.0), (640, 1.4), (350, 1.4), (1000, 2.24)])
def test_nothing_of_a_failure_is_cut_however_narrow_the_bar_and_large_the_text(
    qtbot: QtBot, write_all: TextSizer, width: int, factor: float
) -> None:
    write_all(factor)
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(width, 700)
    bar = FailureBar(DARK, ground)
    bar.lie_over(ground)
    ground.show()
    bar.show_failure(STOPPED)
    QApplication.processEvents()
    for button in bar.findChildren(QPushButton):
        assert button.width() >= button.sizeHint().width(), button.text()
        assert bar.rect().contains(button.geometry())
    sentence = next(label for label in bar.findChildren(QLabel) if label.text() == STOPPED.message)
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    assert sentence.height() < 8 * sentence.fontMetrics().height()


def test_the_bar_covers_at_least_what_would_look_torn_off(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    ground.resize(900, 700)
    bar = FailureBar(DARK, ground)
    bar.lie_over(ground, lambda: 70.3)
    ground.show()
    bar.show_failure(STOPPED)
    assert bar.height() == 71
    bar.lie_over(ground, lambda: 5.0)
    bar.show_failure(STOPPED)
    assert bar.height() == bar.heightForWidth(900) < 71


def test_return_closes_the_details_and_their_text_is_as_large_as_chosen(
    qtbot: QtBot, write_all: TextSizer
) -> None:
    write_all(1.4)
    dialog = FailureDialog(STOPPED)
    qtbot.addWidget(dialog)
    dialog.show()
    assert [each.text() for each in dialog.findChildren(QPushButton) if each.isDefault()] == ["Close"]
    (text,) = dialog.findChildren(QPlainTextEdit)
    assert text.font().pointSizeF() == pytest.approx(1.4 * DARK.body)
