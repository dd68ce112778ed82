import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMainWindow, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.views.pixels import places_of
from vgviz.session.messages import (
    Command,
    Pause,
    Play,
    Recover,
    Reset,
    RunEpochs,
    RunSteps,
    SetSpeed,
    TrainUntil,
)
from vgviz.session.states import State
from vgviz.views.controls.transport import TransportBar
from vgviz.views.theme import DARK, LIGHT, Theme

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def sent() -> list[Command]:
    return []


@pytest.fixture
def bar(qtbot: QtBot, sent: list[Command]) -> Iterator[TransportBar]:
    window = QMainWindow()
    qtbot.addWidget(window)
    result = TransportBar(DARK)
    window.addToolBar(result)
    field = QLineEdit()
    window.setCentralWidget(field)
    result.command.connect(sent.append)
    window.resize(1024, 200)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    result.show_state(State.PAUSED)
    window.setFocus()
    yield result
    result.popup.close()
    window.close()


def _click(bar: TransportBar, action: QAction) -> None:
    button = bar.widgetForAction(action)
    assert button is not None
    QTest.mouseClick(button, LEFT)


def _press(bar: TransportBar, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
    window = bar.window()
    QTest.keyClick(window, key, modifier or Qt.KeyboardModifier.NoModifier)


def test_every_button_sends_its_command(bar: TransportBar, sent: list[Command]) -> None:
    for action in (bar.reset, bar.play_pause, bar.step, bar.epoch):
        _click(bar, action)
    assert sent == [Reset(), Play(), RunSteps(1), RunEpochs(1)]


def test_every_button_has_its_key(bar: TransportBar, sent: list[Command]) -> None:
    _press(bar, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    _press(bar, Qt.Key.Key_Space)
    _press(bar, Qt.Key.Key_S)
    _press(bar, Qt.Key.Key_E)
    assert sent == [Reset(), Play(), RunSteps(1), RunEpochs(1)]
    for action in (bar.reset, bar.play_pause, bar.step, bar.epoch, bar.until):
        assert f"({action.shortcut().toString()})" in action.toolTip()


def test_the_space_bar_pauses_while_running(bar: TransportBar, sent: list[Command]) -> None:
    bar.show_state(State.RUNNING)
    assert "Pause" in bar.play_pause.text()
    _press(bar, Qt.Key.Key_Space)
    assert sent == [Pause()]


def test_letters_typed_into_a_field_train_nothing(bar: TransportBar, sent: list[Command]) -> None:
    window = bar.window()
    assert isinstance(window, QMainWindow)
    field = window.centralWidget()
    assert isinstance(field, QLineEdit)
    field.setFocus()
    QTest.keyClicks(field, "see u")
    assert sent == []
    assert field.text() == "see u"


def test_while_compiling_play_is_armed_says_so_and_can_be_taken_back(
    bar: TransportBar, sent: list[Command]
) -> None:
    bar.show_state(State.COMPILING)
    _click(bar, bar.play_pause)
    assert sent == [Play()]
    assert "ready" in bar.play_pause.text()
    assert "as soon as" in bar.play_pause.toolTip()
    _click(bar, bar.play_pause)
    assert sent == [Play(), Pause()]
    assert "Play" in bar.play_pause.text()


def test_an_armed_play_stays_armed_from_idle_to_compiling_and_ends_when_running(bar: TransportBar) -> None:
    bar.show_state(State.IDLE)
    bar.play()
    bar.show_state(State.COMPILING)
    assert "ready" in bar.play_pause.text()
    bar.show_state(State.RUNNING)
    assert "Pause" in bar.play_pause.text()


def test_a_failed_run_offers_reset_and_the_last_good_state_only(
    bar: TransportBar, sent: list[Command]
) -> None:
    assert not bar.recover.isVisible()
    bar.show_state(State.FAILED)
    usable = [a for a in bar.actions() if a.text() and a.isVisible() and a.isEnabled()]
    assert usable == [bar.reset, bar.flat_out, bar.recover]
    _click(bar, bar.recover)
    _click(bar, bar.reset)
    assert sent == [Recover(), Reset()]
    bar.show_state(State.PAUSED)
    assert bar.play_pause.isVisible()
    assert bar.play_pause.isEnabled()
    assert not bar.recover.isVisible()


def test_the_speed_slider_ends_flat_out(bar: TransportBar, sent: list[Command]) -> None:
    QTest.keyClick(bar.speed.slider, Qt.Key.Key_Home)
    assert bar.speed.field.text() == "1/s"
    bar.speed.field.setFocus()
    bar.speed.field.selectAll()
    QTest.keyClicks(bar.speed.field, "2.5\r")
    QTest.keyClick(bar.speed.slider, Qt.Key.Key_End)
    assert sent == [SetSpeed(1.0), SetSpeed(2.5), SetSpeed(None)]
    assert math.isinf(bar.speed.value)


def test_flat_out_is_one_click_away_and_so_is_the_way_back(bar: TransportBar, sent: list[Command]) -> None:
    bar.speed.field.setFocus()
    bar.speed.field.selectAll()
    QTest.keyClicks(bar.speed.field, "40\r")
    bar.flat_out.trigger()
    assert bar.speed.field.text() == "flat out"
    bar.flat_out.trigger()
    assert bar.speed.value == 40
    assert sent == [SetSpeed(40), SetSpeed(None), SetSpeed(40)]


def test_the_button_follows_the_slider(bar: TransportBar) -> None:
    QTest.keyClick(bar.speed.slider, Qt.Key.Key_End)
    assert bar.flat_out.isChecked()
    QTest.keyClick(bar.speed.slider, Qt.Key.Key_Home)
    assert not bar.flat_out.isChecked()


def test_training_begins_at_the_speed_on_show(bar: TransportBar, sent: list[Command]) -> None:
    bar.play()
    assert sent == [SetSpeed(bar.speed.value), Play()]


@pytest.mark.parametrize("text", ["0", "-3", "fast"])
def test_an_impossible_speed_is_refused(bar: TransportBar, sent: list[Command], text: str) -> None:
    bar.speed.field.setFocus()
    bar.speed.field.selectAll()
    QTest.keyClicks(bar.speed.field, text + "\r")
    assert sent == []
    assert bar.speed.refusal.text()


def _fill(field: QWidget, text: str) -> None:
    assert isinstance(field, QLineEdit)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def test_a_refusal_has_its_colour_in_the_toolbar_too(bar: TransportBar) -> None:
    refusal = bar.speed.refusal
    refusal.say("0 is not possible.")
    assert len(places_of(refusal.grab().toImage(), DARK.danger))


def test_train_until_an_epoch(bar: TransportBar, sent: list[Command]) -> None:
    _press(bar, Qt.Key.Key_U)
    assert bar.popup.isVisible()
    _fill(bar.popup.epoch_field, "40\r")
    assert sent == [TrainUntil(epoch=40)]
    assert not bar.popup.isVisible()
    assert bar.until.text() == "Until epoch 40"
    bar.show_state(State.RUNNING)
    assert bar.until.text() == "Until epoch 40"
    bar.show_state(State.PAUSED)
    assert "until…" in bar.until.text()


@pytest.mark.parametrize(("text", "accuracy"), [("97.5", 0.975), ("90 %", 0.9), ("100", 1.0)])
def test_train_until_an_accuracy(bar: TransportBar, sent: list[Command], text: str, accuracy: float) -> None:
    _click(bar, bar.until)
    _fill(bar.popup.accuracy_field, text)
    QTest.mouseClick(bar.popup.accuracy_go, LEFT)
    assert sent == [TrainUntil(accuracy=accuracy)]


@pytest.mark.parametrize("text", ["0", "1.5", "soon"])
def test_an_impossible_goal_is_refused_and_starts_nothing(
    bar: TransportBar, sent: list[Command], text: str
) -> None:
    _click(bar, bar.until)
    _fill(bar.popup.epoch_field, text)
    QTest.mouseClick(bar.popup.epoch_go, LEFT)
    assert sent == []
    assert bar.popup.isVisible()
    assert bar.popup.refusal.text()
    QTest.mouseClick(bar.popup.accuracy_go, LEFT)
    assert sent == [TrainUntil(accuracy=0.95)]


def test_escape_closes_the_popup_and_starts_nothing(bar: TransportBar, sent: list[Command]) -> None:
    _click(bar, bar.until)
    QTest.keyClick(bar.popup.epoch_field, Qt.Key.Key_Escape)
    assert not bar.popup.isVisible()
    assert sent == []


def test_every_button_can_be_reached_with_the_tab_key_and_keeps_the_space_bar(
    bar: TransportBar, sent: list[Command]
) -> None:
    button = bar.widgetForAction(bar.step)
    assert button is not None
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert sent == [RunSteps(1)]


def test_the_bar_fits_a_small_window(bar: TransportBar) -> None:
    assert bar.sizeHint().width() <= 800


def test_a_theme_changes_the_icons(bar: TransportBar) -> None:
    before = bar.step.icon().pixmap(20, 20).toImage()
    bar.set_theme(LIGHT)
    assert bar.step.icon().pixmap(20, 20).toImage() != before


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_in_a_narrow_window_the_way_to_the_rest_can_be_seen(bar: TransportBar, theme: Theme) -> None:
    bar.set_theme(theme)
    rest = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    assert rest is not None
    assert _is_drawn_in(theme.text, rest.icon())


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("state", [State.PAUSED, State.RUNNING, State.FAILED])
def test_play_has_the_texts_colour_in_menus_and_that_of_writing_on_colour_in_its_button(
    bar: TransportBar, theme: Theme, state: State
) -> None:
    bar.show_state(state)
    bar.set_theme(theme)
    button = bar.widgetForAction(bar.play_pause)
    assert isinstance(button, QToolButton)
    assert _is_drawn_in(theme.text, bar.play_pause.icon())
    assert _is_drawn_in(theme.on_accent, button.icon())
    bar.show_state(State.IDLE)
    bar.play()
    assert _is_drawn_in(theme.text, bar.play_pause.icon())
    assert _is_drawn_in(theme.accent, button.icon())


def _is_drawn_in(color: str, shown: QIcon) -> bool:
    """Whether the strongest pixel of an icon has about this lightness."""
    drawn = shown.pixmap(12, 12).toImage()
    pixels = (drawn.pixelColor(x, y) for x in range(12) for y in range(12))
    strongest = max(pixels, key=lambda pixel: pixel.alpha())
    return strongest.alpha() > 200 and abs(strongest.lightness() - QColor(color).lightness()) < 16
