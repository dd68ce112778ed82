"""The decision map panel: asks while it is seen, shows what it is told, chooses samples."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.mouse import hover, turn_wheel
from vgviz.drawing.decision_map import DecisionMapQuestion
from vgviz.drawing.input_plane import InputPlane
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network
from vgviz.session.messages import Command, Frame, Measured, MeasureOn, Watch
from vgviz.session.questions import NoAnswer
from vgviz.session.states import State
from vgviz.views.decision import point_layer
from vgviz.views.decision.panel import LEAST_WIDTH, NAME, DecisionMapPanel
from vgviz.views.desk import Desk
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.theme import DARK, LIGHT


class Setting:
    """A panel on screen, its networks, and what it sent."""

    def __init__(self, qtbot: QtBot, *experiments: Experiment) -> None:
        self.sent: list[Command] = []
        self.panel = DecisionMapPanel(DARK, Desk(self.sent.append))
        qtbot.addWidget(self.panel)
        self.panel.resize(640, 320)
        self.panel.show()
        self.simulations = [Simulation(experiment) for experiment in experiments]
        for simulation in self.simulations:
            simulation.run(steps=300)

    @property
    def asked(self) -> list[Any]:
        return [command.question for command in self.sent if isinstance(command, Watch)]

    def answer(self, measured: Measured = Measured(), *others: Any) -> Frame:  # noqa: B008 - frozen
        """Answer the newest question."""
        question = self.asked[-1]
        answers = others or tuple(question.answer(each) for each in self.simulations)
        snapshots = tuple(each.snapshot() for each in self.simulations)
        frame = Frame(snapshots, State.PAUSED, 0.0, 0, {NAME: answers}, measured=measured)
        self.panel.show_frame(frame)
        self.panel.show_text(frame)
        return frame


MOONS = Experiment(network=Network.uniform(2, 8, activation="tanh"))


@pytest.fixture
def setting(qtbot: QtBot) -> Setting:
    return Setting(qtbot, MOONS)


def test_it_asks_only_while_it_is_seen(setting: Setting) -> None:
    assert isinstance(setting.asked[-1], DecisionMapQuestion)
    setting.panel.hide()
    assert setting.asked[-1] is None
    setting.panel.show()
    assert isinstance(setting.asked[-1], DecisionMapQuestion)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_confident_cells_have_their_classes_colour(setting: Setting, theme: Any) -> None:
    setting.panel.set_theme(theme)
    setting.answer()
    canvas = setting.panel.canvases[0]
    frame, shown = canvas.frame(), canvas.shown
    assert frame is not None
    assert shown is not None
    image = picture_of(canvas)
    corner = shown.plane.left + 0.02 * shown.plane.width, shown.plane.top - 0.04 * shown.plane.height
    pixel = frame.to_pixels(np.array([corner]))[0]
    color = QColor(image.pixel(round(pixel[0]), round(pixel[1])))
    assert shown.winners[shown.cell(*corner) or (0, 0)] == 0
    assert color.blue() > color.red() + 60


def test_the_header_counts_what_is_wrong(setting: Setting) -> None:
    setting.answer()
    shown = setting.panel.canvases[0].shown
    assert shown is not None
    wrong = int(shown.samples.wrong[~shown.samples.in_test].sum())
    assert setting.panel.header.value.startswith(f"wrong: {wrong} of 750, test ")
    names = [entry.text for entry in setting.panel.header.entries]
    assert names == ["class 0", "class 1", "test", "wrong"]


def test_the_mouse_reads_out_the_probability(setting: Setting) -> None:
    setting.answer()
    canvas = setting.panel.canvases[0]
    shown, frame = canvas.shown, canvas.frame()
    assert shown is not None
    assert frame is not None
    spot = canvas.box.center().toPoint()
    hover(canvas, spot)
    canvas.pointed.emit(frame.to_plane(spot.x(), spot.y()))
    cell = shown.cell(*frame.to_plane(spot.x(), spot.y()))
    assert cell is not None
    assert f"{100 * shown.outputs[cell]:.1f} %" in setting.panel.header.value
    canvas.pointed.emit(None)
    assert setting.panel.header.value.startswith("wrong")


def test_a_click_on_a_sample_measures_on_it(setting: Setting) -> None:
    setting.answer()
    canvas = setting.panel.canvases[0]
    shown, frame = canvas.shown, canvas.frame()
    assert shown is not None
    assert frame is not None
    number = 803  # of the test part
    x, y = frame.to_pixels(shown.samples.places[number : number + 1])[0]
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    (chosen,) = [command for command in setting.sent if isinstance(command, MeasureOn)]
    place = shown.samples.places[chosen.number]
    assert abs(place - shown.samples.places[number]).max() * frame.unit < 2
    setting.answer(Measured(chosen, 1, 1000))
    assert canvas.chosen == chosen.number


def test_zooming_asks_for_the_view_and_a_double_click_comes_back(setting: Setting, qtbot: QtBot) -> None:
    setting.answer()
    canvas = setting.panel.canvases[0]
    before = setting.asked[-1]
    place = canvas.box.center().toPoint()
    turn_wheel(canvas, place, 2)
    qtbot.waitUntil(lambda: setting.asked[-1] != before)
    setting.answer()
    assert canvas.shown is not None
    assert canvas.shown.plane.width == pytest.approx(
        canvas.shown.home.shaped(canvas.aspect).width / 1.44, rel=1e-3
    )
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: setting.asked[-1] == before)


def test_a_double_click_over_a_sample_does_not_choose_it(setting: Setting) -> None:
    setting.answer(Measured(MeasureOn("batch")))
    canvas = setting.panel.canvases[0]
    shown, frame = canvas.shown, canvas.frame()
    assert shown is not None
    assert frame is not None
    x, y = frame.to_pixels(shown.samples.places[803:804])[0]
    place = QPoint(round(x), round(y))
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    (chosen,) = [command for command in setting.sent if isinstance(command, MeasureOn)]
    setting.answer(Measured(chosen, 1, 1000))
    QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=place)
    assert [command for command in setting.sent if isinstance(command, MeasureOn)][-1] == MeasureOn("batch")


@pytest.mark.parametrize("key", [Qt.Key.Key_Home, Qt.Key.Key_0])
def test_a_key_shows_all_samples_again(setting: Setting, key: Qt.Key) -> None:
    setting.answer()
    canvas = setting.panel.canvases[0]
    turn_wheel(canvas, canvas.box.center().toPoint(), 2)
    assert canvas.view is not None
    QTest.keyClick(canvas, key)
    assert canvas.view is None


def test_networks_lie_side_by_side_with_letters(qtbot: QtBot) -> None:
    setting = Setting(qtbot, MOONS, Experiment(network=Network.uniform(8, 10)))
    setting.answer()
    assert [canvas.letter for canvas in setting.panel.canvases] == ["A", "B"]
    assert setting.panel.header.value.startswith("% wrong: A ")
    assert setting.panel.header.value.count(" · ") == 1
    setting.simulations.pop()
    setting.answer()
    assert [canvas.isHidden() for canvas in setting.panel.canvases] == [False, True]
    assert setting.panel.canvases[0].letter == ""


@pytest.mark.parametrize(("width", "rows"), [(340, 2), (800, 1)])
def test_four_maps_lie_in_two_rows_where_one_would_make_them_slivers(
    width: int, rows: int, qtbot: QtBot
) -> None:
    setting = Setting(qtbot, *[MOONS] * 4)
    setting.answer()
    setting.panel.resize(width, 240)
    qtbot.waitUntil(lambda: len({canvas.y() for canvas in setting.panel.canvases}) == rows)
    assert len({(canvas.x(), canvas.y()) for canvas in setting.panel.canvases}) == 4
    assert min(canvas.width() for canvas in setting.panel.canvases) >= LEAST_WIDTH
    assert len({canvas.size().toTuple() for canvas in setting.panel.canvases}) == 1


def test_other_data_get_a_sentence(qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(Data("iris")))
    setting.answer(Measured(), NoAnswer("A decision map needs data with two features; these have 4."))
    assert setting.panel.message.endswith("these have 4.")
    assert setting.panel.header.value == ""
    picture_of(setting.panel)


@pytest.mark.parametrize("source", ["surface", "xor", "spirals", "blobs"])
def test_all_data_in_the_plane_are_painted(source: Any, qtbot: QtBot) -> None:
    setting = Setting(qtbot, Experiment(Data(source, samples=200), Network.uniform(1, 3)))
    setting.answer()
    assert not setting.panel.message
    picture_of(setting.panel, 2)


def test_of_more_samples_than_can_be_seen_an_even_share_is_drawn_and_the_map_says_so(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = setting.panel.canvases[0]
    setting.answer()
    without = picture_of(canvas)
    assert canvas.note == ""
    monkeypatch.setattr(point_layer, "MOST_LAID", 70)
    canvas.show_view(InputPlane(-9.0, 18.0, -9.0, 18.0))  # all samples are in view
    noted = picture_of(canvas)
    total = sum(map(len, (setting.simulations[0].dataset.x_train, setting.simulations[0].dataset.x_test)))
    assert canvas.note == f"1 in {-(-total // 70)} samples drawn"
    monkeypatch.setattr(point_layer, "MOST_LAID", 10**6)
    canvas.show_view(InputPlane(-9.0, 18.0, -9.0, 18.001))
    assert without != noted
    assert picture_of(canvas) != noted
    assert canvas.note == ""


def test_crosses_lie_only_over_samples_that_are_drawn(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting.answer()
    shown, frame = setting.panel.canvases[0].shown, setting.panel.canvases[0].frame()
    assert shown is not None
    assert frame is not None
    monkeypatch.setattr(point_layer, "MOST_LAID", 30)
    drawn = point_layer.LaidSamples.of(shown, frame)
    assert drawn.numbers.tolist() == list(range(0, len(shown.samples.places), drawn.every))
    for number, is_crossed in ((0, True), (1, False)):
        wrong = np.arange(len(shown.samples.places)) == number
        crossed = replace(shown, samples=replace(shown.samples, wrong=wrong))
        image = point_layer.cross_layer(crossed, drawn, frame, DARK, 1.0)
        assert np.frombuffer(image.constBits(), dtype=np.uint8).any() == is_crossed
