"""The panel of paths: the sum of all is the sample's gradient, and it is asked only while someone looks."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz import Experiment, Network, Simulation
from vgviz.analysis import largest_gradient, strongest_paths
from vgviz.number_format import magnitude
from vgviz.session.messages import Frame, Measured, MeasureOn, Watch
from vgviz.session.questions import NoAnswer, Question
from vgviz.session.states import State
from vgviz.views.chain.path_panel import HOW_TO, QUESTION, SEARCHING, PathPanel
from vgviz.views.chain.path_words import THIN_ARROW, counted, elided_way, product_in_full, share_text
from vgviz.views.desk import Desk
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT


class Worker:
    """Answers what a panel asks, as the session does."""

    def __init__(self, **fields: Any) -> None:
        network = Network.uniform(fields.pop("depth", 5), fields.pop("width", 6), **fields)
        self.simulation = Simulation(Experiment(network=network), "numpy")
        self.simulation.run(steps=5)
        self.questions: dict[str, Question | None] = {}

    def take(self, command: object) -> None:
        assert isinstance(command, Watch)
        self.questions[command.name] = command.question

    def frame(self) -> Frame:
        answers = {
            name: (question.answer(self.simulation),) for name, question in self.questions.items() if question
        }
        return Frame((self.simulation.snapshot(),), State.PAUSED, 0.0, 0, answers)


Shown = Callable[[Worker], PathPanel]


@pytest.fixture
def shown(qtbot: QtBot) -> Shown:
    """Function that shows a panel over a network."""

    def show(worker: Worker) -> PathPanel:
        panel = PathPanel(DARK, Desk(worker.take), np.random.default_rng(0))
        qtbot.addWidget(panel)
        panel.resize(560, 260)
        panel.show()
        panel.show_text(worker.frame())
        return panel

    return show


def selection_of(panel: PathPanel) -> Any:
    return panel._desk.selection


def test_without_a_weight_it_says_how_to_choose_one_and_offers_the_strongest(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    assert panel.words.text() == HOW_TO
    assert worker.questions == {}
    QTest.mouseClick(panel.strongest, Qt.MouseButton.LeftButton)
    gradient = np.abs(worker.simulation.snapshot().gradients["layers.0.weight"])
    place = selection_of(panel).place
    assert place.layer == 0
    assert gradient[place.source, place.unit] == gradient.max()
    assert panel.words.text() == SEARCHING
    assert worker.questions[QUESTION] is not None


@pytest.mark.parametrize(
    "fields", [{}, {"activation": "relu", "residual": True}, {"activation": "tanh", "depth": 30}]
)
def test_what_is_listed_are_the_strongest_paths_of_the_samples_gradient(
    shown: Shown, fields: dict[str, Any]
) -> None:
    worker = Worker(**fields)
    panel = shown(worker)
    simulation, data = worker.simulation, worker.simulation.dataset
    _, own = simulation.loss_and_gradients(data.x_train[:1], data.y_train[:1])
    _, *place = largest_gradient(own, "layers.1.weight")
    source, target = place
    selection_of(panel).choose(Place(1, target, source))
    panel.show_text(worker.frame())
    expected = strongest_paths(simulation, (1, source, target), 0, 12)
    gradient = magnitude(float(own["layers.1.weight"][source, target]))
    weight = f"neuron {source + 1} of layer 1 → neuron {target + 1} of layer 2"
    assert panel.header.value == f"{weight}: ∂L/∂w = {gradient}"
    assert [(share, product) for share, product, _ in panel.list.texts] == [
        (share_text(path.share), magnitude(path.product)) for path in expected
    ]
    units = [unit + 1 for _, unit in expected[0].units[:-1]]
    assert panel.list.texts[0][2] == THIN_ARROW.join([*map(str, (source + 1, *units)), "out"])
    assert f"The 12 strongest of {counted(expected.count)} paths" in panel.words.text()
    assert share_text(expected.share) in panel.words.text()


def test_the_paths_are_drawn_through_the_diagram_while_wished_and_seen(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection = selection_of(panel)
    selection.choose(Place(1, 4, 2))
    panel.show_text(worker.frame())
    expected = strongest_paths(worker.simulation, (1, 2, 4), 0, 12)
    assert [trail.units for trail in selection.trails] == [((0, 2), *path.units) for path in expected]
    assert selection.trails[0].strength == 1.0
    assert selection.trails[3].strength == pytest.approx(expected[3].share / expected[0].share)
    assert [trail.is_negative for trail in selection.trails] == [path.product < 0 for path in expected]
    panel.drawn.setChecked(False)
    assert selection.trails == ()
    panel.drawn.setChecked(True)
    panel.hide()
    assert selection.trails == ()
    panel.show()
    selection.choose(Place(1))
    assert selection.trails == ()


def test_another_sample_is_asked_for_by_number_and_by_die(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    panel.show_text(worker.frame())
    assert panel.field.text() == "1"
    panel.field.selectAll()
    QTest.keyClicks(panel.field, "17\r")
    panel.show_text(worker.frame())
    expected = strongest_paths(worker.simulation, (0, 0, 1), 16, 12)
    assert panel.header.value.endswith(magnitude(expected.total))
    QTest.mouseClick(panel.die, Qt.MouseButton.LeftButton)
    panel.show_text(worker.frame())
    thrown = int(panel.field.text())
    assert thrown != 17
    assert 1 <= thrown <= 750
    expected = strongest_paths(worker.simulation, (0, 0, 1), thrown - 1, 12)
    assert panel.header.value.endswith(magnitude(expected.total))


def test_the_sample_that_the_picture_is_measured_on_is_the_one_asked_for(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    on = Measured(MeasureOn("one", 41), 1, 1000)
    for _ in range(2):  # the first asks, the second brings the answer
        panel.show_text(replace(worker.frame(), measured=on))
    assert panel.field.text() == "42"
    assert panel.header.value.endswith(magnitude(strongest_paths(worker.simulation, (0, 0, 1), 41, 12).total))
    panel.field.selectAll()
    QTest.keyClicks(panel.field, "7\r")
    panel.show_text(replace(worker.frame(), measured=on))
    assert panel.field.text() == "7"


def test_a_sample_that_is_not_there_is_refused_in_words(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    panel.show_text(worker.frame())
    panel.field.selectAll()
    QTest.keyClicks(panel.field, "751\r")
    assert panel.refusal.text() == "The sample takes whole numbers from 1 to 750; 751 is not possible."


@pytest.mark.parametrize(
    ("normalization", "why"), [("batch", "the whole batch"), ("layer", "the others of its layer")]
)
def test_with_normalization_one_sentence_says_why_there_are_no_paths(
    shown: Shown, normalization: str, why: str
) -> None:
    worker = Worker(normalization=normalization)
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    panel.show_text(worker.frame())
    assert panel.words.text() == (
        f"With {normalization} normalization the gradient is no sum over paths: "
        f"each neuron’s z depends on {why}."
    )
    assert not any(worker.questions.values())
    assert panel.list.texts == ()
    assert panel.strongest.isHidden()
    assert not panel.field.isVisible()
    assert not panel.field.isVisible()


def test_nothing_is_asked_while_nobody_looks(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    assert worker.questions[QUESTION] is not None
    panel.hide()
    assert worker.questions[QUESTION] is None
    selection_of(panel).choose(Place(0, 2, 0))
    assert worker.questions[QUESTION] is None
    panel.show()
    assert worker.questions[QUESTION] is not None


def test_an_answer_to_an_older_question_is_not_shown_for_the_new_one(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    old = worker.frame()
    selection_of(panel).choose(Place(0, 2, 0))
    panel.show_text(old)
    assert panel.words.text() == SEARCHING
    assert panel.list.texts == ()


def test_why_there_is_no_answer_is_said(shown: Shown) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    snapshot = worker.simulation.snapshot()
    panel.show_text(Frame((snapshot,), State.PAUSED, 0.0, 0, {QUESTION: (NoAnswer("no such weight"),)}))
    assert panel.words.text() == "no such weight"


def test_a_number_of_paths_can_be_read_however_large_it_is() -> None:
    assert counted(10_000_000) == "10,000,000"
    assert counted(16**200) == "6.6e+240"


def test_a_long_way_leaves_out_whole_neurons_in_its_middle() -> None:
    names = ["x₁", *map(str, range(10, 30)), "out"]
    whole = THIN_ARROW.join(names)
    assert elided_way(whole, lambda _text: True) == whole
    lengths = []
    for most in (20, 40, 60):
        fits = partial(is_within, most)
        shown = elided_way(whole, fits).split(THIN_ARROW)
        gap = shown.index("…")
        assert shown[:gap] == names[:gap]
        assert shown[gap + 1 :] == names[len(names) - (len(shown) - gap - 1) :]
        assert fits(THIN_ARROW.join(shown))
        lengths.append(len(shown))
    assert lengths == [4, 8, 12]
    assert elided_way(whole, partial(is_within, 0)) == THIN_ARROW.join(("x₁", "…", "out"))


def is_within(most: int, text: str) -> bool:
    return len(text) <= most


def test_the_factors_of_a_path_are_told_in_full_and_a_long_one_is_cut() -> None:
    worker = Worker(depth=40, width=2, activation="tanh")
    snapshot = worker.simulation.snapshot()
    path = strongest_paths(worker.simulation, (0, 0, 0), 0, 1)[0]
    words = product_in_full(path, snapshot)
    assert "58 more" in words  # 2 + 2 * 39 + 2 factors, 24 of them written
    assert words.endswith(f"= {magnitude(path.product, 3)}</b>")


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_it_is_painted_in_every_theme(shown: Shown, theme: Any) -> None:
    worker = Worker()
    panel = shown(worker)
    selection_of(panel).choose(Place(0, 1, 0))
    panel.show_text(worker.frame())
    panel.set_theme(theme)
    assert not panel.grab().isNull()
