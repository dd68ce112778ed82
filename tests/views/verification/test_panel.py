"""Nudge and verify: what is shown is what was measured, and it says when that is out of date."""

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from vgviz import Experiment, Network, Simulation, Training
from vgviz.analysis import gradient_check, largest_gradient, nudge
from vgviz.number_format import factor, magnitude, number
from vgviz.session.investigation import Investigation, Work
from vgviz.session.measured import batch, measured
from vgviz.session.messages import Frame, MeasureOn
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.look import sized
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT, apply_theme
from vgviz.views.verification.panel import VerificationPanel
from vgviz.views.verification.work import TELL_INTERVAL, CheckWork, NudgeWork


class Session:
    """Gives out copies of a network, as the session does."""

    def __init__(self, **fields: Any) -> None:
        training = Training(**fields.pop("training", {}))
        precision = fields.pop("precision", "float64")
        network = Network.uniform(fields.pop("depth", 4), fields.pop("width", 5), **fields)
        self.simulation = Simulation(
            Experiment(network=network, training=training, precision=precision), "numpy"
        )
        self.simulation.run(steps=5)
        self.begun: list[Investigation] = []

    def investigate(self, work: Work) -> Investigation:
        copy = Simulation(self.simulation.experiment, "numpy")
        copy.restore(self.simulation.state())
        investigation = Investigation(work)
        self.begun.append(investigation)
        investigation.begin((copy,))
        return investigation

    def frame(self, on: MeasureOn = MeasureOn()) -> Frame:  # noqa: B008 - frozen
        snapshot = self.simulation.snapshot(batch(self.simulation, on))
        return Frame((snapshot,), State.PAUSED, 0.0, 0, measured=measured(self.simulation, on))


Shown = Callable[[Session], VerificationPanel]


@pytest.fixture
def sessions() -> Iterator[list[Session]]:
    sessions: list[Session] = []
    yield sessions
    for session in sessions:
        for investigation in session.begun:
            assert investigation.close(QDeadlineTimer(10_000))


@pytest.fixture
def shown(qtbot: QtBot, sessions: list[Session]) -> Shown:
    """Function that shows a panel and waits for its first nudge."""

    def show(session: Session) -> VerificationPanel:
        sessions.append(session)
        panel = VerificationPanel(DARK, Desk(None, session.investigate))
        qtbot.addWidget(panel)
        panel.resize(490, 214)
        panel.show()
        panel.show_text(session.frame())
        wait(qtbot, session)
        return panel

    return show


def wait(qtbot: QtBot, session: Session) -> None:
    qtbot.waitUntil(lambda: all(each.is_over for each in session.begun), timeout=20_000)


def selection_of(panel: VerificationPanel) -> Any:
    return panel._desk.selection


@pytest.mark.parametrize(
    "fields",
    [{}, {"activation": "relu"}, {"normalization": "batch"}, {"activation": "tanh", "residual": True}],
)
def test_measured_and_predicted_stand_side_by_side(shown: Shown, fields: dict[str, Any]) -> None:
    session = Session(**fields)
    panel = shown(session)
    simulation = session.simulation
    batch = simulation.probe
    gradients = simulation.snapshot(batch).gradients
    for column, layer in enumerate((0, 4)):
        parameter = largest_gradient(gradients, f"layers.{layer}.weight")
        expected = nudge(simulation, parameter, [1e-3], batch)
        assert panel.table.texts[column] == (
            number(expected.value, 4),
            magnitude(expected.loss.slope),
            magnitude(float(expected.loss.measured[0]), 4),
            magnitude(float(expected.loss.predicted[0]), 4),
            magnitude(float(expected.loss.difference[0])),
            magnitude(float(expected.output.measured[0]), 4),
            magnitude(float(expected.output.predicted[0]), 4),
            magnitude(float(expected.output.difference[0])),
        )
    assert panel.table.titles[0].text.endswith(", layer 1")
    assert panel.table.titles[1].text.endswith("→ out")


def test_how_much_more_the_last_layer_moves_the_loss_is_said(shown: Shown) -> None:
    session = Session(depth=6)
    panel = shown(session)
    simulation = session.simulation
    batch = simulation.probe
    gradients = simulation.snapshot(batch).gradients
    first, last = (
        nudge(simulation, largest_gradient(gradients, f"layers.{layer}.weight"), [1e-3], batch)
        for layer in (0, 6)
    )
    more = abs(last.loss.measured[0] / first.loss.measured[0])
    assert more > 10
    assert panel.header.value == f"the last layer moves the loss {factor(float(more))} as much"


def test_another_nudge_shows_what_was_measured_for_it(shown: Shown) -> None:
    session = Session()
    panel = shown(session)
    panel.step.show_choice("-1")
    panel.step.chosen.emit("-1")
    simulation = session.simulation
    parameter = largest_gradient(simulation.snapshot(simulation.probe).gradients, "layers.0.weight")
    expected = nudge(simulation, parameter, [1e-1], simulation.probe)
    assert panel.table.texts[0][2] == magnitude(float(expected.loss.measured[0]), 4)
    assert len(session.begun) == 1


def test_the_curves_are_the_differences_and_fall_by_two_decades_a_decade(shown: Shown) -> None:
    session = Session(activation="tanh")
    panel = shown(session)
    simulation = session.simulation
    gradients = simulation.snapshot(simulation.probe).gradients
    for layer, points in zip((0, 4), panel.plot.points, strict=True):
        expected = nudge(
            simulation, largest_gradient(gradients, f"layers.{layer}.weight"), batch=simulation.probe
        )
        np.testing.assert_allclose(points[:, 0], np.log10(expected.steps))
        usual = expected.loss.difference > 0
        np.testing.assert_allclose(points[usual, 1], np.log10(expected.loss.difference[usual]))
    (_, first), (_, second) = panel.plot.points[0][[2, 4]]
    assert first - second == pytest.approx(2.0, abs=0.1)


@pytest.mark.parametrize(
    ("place", "column", "parameter"),
    [
        (Place(2, 3, 1), 0, ("layers.2.weight", 1, 3)),
        (Place(4, 0, 2), 1, ("layers.4.weight", 2, 0)),
        (Place(1, 2), 0, ("layers.1.bias", 2)),
    ],
)
def test_the_selected_weight_or_bias_is_nudged(
    qtbot: QtBot, shown: Shown, place: Place, column: int, parameter: Any
) -> None:
    session = Session()
    panel = shown(session)
    selection_of(panel).choose(place)
    wait(qtbot, session)
    expected = nudge(session.simulation, parameter, [1e-3], session.simulation.probe)
    title = {2: "2 → 4, layer 3", 4: "3 → out", 1: "bias 3, layer 2"}[place.layer]
    assert panel.table.titles[column].text == title
    assert panel.table.texts[column][0] == number(expected.value, 4)
    assert panel.table.texts[column][2] == magnitude(float(expected.loss.measured[0]), 4)


def test_after_training_on_the_moment_stays_named_until_it_is_nudged_again(
    qtbot: QtBot, shown: Shown
) -> None:
    session = Session()
    panel = shown(session)
    assert panel.table.moment.text == "step 5"
    assert not panel.again.isEnabled()
    session.simulation.run(steps=3)
    panel.show_text(session.frame())
    assert panel.table.moment.text == "step 5"
    assert panel.again.isEnabled()
    QTest.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    wait(qtbot, session)
    panel.show_text(session.frame())
    assert panel.table.moment.text == "step 8"
    assert not panel.again.isEnabled()


def test_it_is_nudged_on_the_samples_that_the_picture_is_measured_on(qtbot: QtBot, shown: Shown) -> None:
    session = Session()
    panel = shown(session)
    one = MeasureOn("one", 3)
    panel.show_text(session.frame(one))
    assert panel.again.isEnabled()
    panel.nudge()
    wait(qtbot, session)
    panel.show_text(session.frame(one))
    assert not panel.again.isEnabled()
    snapshot = session.frame(one).snapshots[0]
    assert panel.table.texts[1][1] == magnitude(
        snapshot.gradients["layers.4.weight"].ravel()[np.abs(snapshot.gradients["layers.4.weight"]).argmax()]
    )


def test_nothing_is_measured_while_nobody_looks(qtbot: QtBot, shown: Shown) -> None:
    session = Session()
    panel = shown(session)
    panel.hide()
    selection_of(panel).choose(Place(1, 2, 0))
    assert len(session.begun) == 1
    panel.show()
    panel.show_text(session.frame())
    assert len(session.begun) == 2
    wait(qtbot, session)
    assert panel.table.titles[0].text == "1 → 3, layer 2"


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_the_badge_states_the_relative_error_of_the_whole_gradient(
    qtbot: QtBot, shown: Shown, precision: str
) -> None:
    session = Session(depth=30, width=3, precision=precision)
    panel = shown(session)
    assert panel.check.badge.isHidden()
    QTest.mouseClick(panel.check.button, Qt.MouseButton.LeftButton)
    assert panel.check.cancel.isVisible()
    wait(qtbot, session)
    expected = gradient_check(session.simulation)
    assert panel.check.badge.text == f"AGREES {magnitude(expected.relative_error)}"
    assert panel.check.badge.isVisible()
    words = panel.check.words.text()
    assert f"over all {expected.total} parameters, step 5, last batch of 32." in words
    assert expected.below_resolution > 50
    assert f"{expected.below_resolution} are too small" in words


def test_a_wrong_gradient_differs(qtbot: QtBot, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    right = Simulation.loss_and_gradients

    def wrong(simulation: Simulation, x: Any, y: Any) -> Any:
        loss, gradients = right(simulation, x, y)
        return loss, gradients | {"layers.3.weight": 1.01 * gradients["layers.3.weight"]}

    monkeypatch.setattr(Simulation, "loss_and_gradients", wrong)
    session = Session()
    panel = shown(session)
    panel.verify()
    wait(qtbot, session)
    assert panel.check.badge.text.startswith("DIFFERS ")


def test_the_badge_becomes_stale_when_the_network_changes_and_fresh_when_it_comes_back(
    qtbot: QtBot, shown: Shown
) -> None:
    session = Session()
    panel = shown(session)
    panel.verify()
    wait(qtbot, session)
    fresh = panel.check.badge.text
    panel.show_text(session.frame())
    assert panel.check.badge.text == fresh
    state = session.simulation.state()
    session.simulation.run(steps=1)
    panel.show_text(session.frame())
    assert panel.check.badge.text == fresh.replace("AGREES", "STALE")
    session.simulation.restore(state)
    panel.show_text(session.frame())
    assert panel.check.badge.text == fresh
    changed = {name: 1.1 * value for name, value in session.simulation.parameters.items()}
    session.simulation.load_parameters(changed)
    panel.show_text(session.frame())
    assert panel.check.badge.text.startswith("STALE")


def test_a_learning_rate_leaves_a_check_as_good_as_it_was(qtbot: QtBot, shown: Shown) -> None:
    session = Session()
    panel = shown(session)
    panel.verify()
    wait(qtbot, session)
    network = session.simulation.experiment.network
    session.simulation.reconfigure(Experiment(network=network, training=Training(learning_rate=0.7)))
    panel.show_text(session.frame())
    assert panel.check.badge.text.startswith("AGREES")
    relu = Network.uniform(4, 5, activation="relu")
    session.simulation.reconfigure(Experiment(network=relu, training=Training(learning_rate=0.7)))
    panel.show_text(session.frame())
    assert panel.check.badge.text.startswith("STALE")


def test_a_check_can_be_cancelled(qtbot: QtBot, shown: Shown) -> None:
    session = Session(depth=60, width=20)
    panel = shown(session)
    panel.verify()
    qtbot.waitUntil(lambda: panel.check.bar.value() > 0, timeout=20_000)
    QTest.mouseClick(panel.check.cancel, Qt.MouseButton.LeftButton)
    assert panel.check.button.isVisible()
    assert panel.check.bar.isHidden()
    assert panel.check.badge.isHidden()
    assert session.begun[-1].is_over


def test_without_a_session_it_says_nothing_and_waits_for_nothing(qtbot: QtBot) -> None:
    panel = VerificationPanel(DARK, Desk())
    qtbot.addWidget(panel)
    panel.show()
    panel.show_text(Session().frame())
    panel.verify()
    assert panel.check.button.isVisible()


@pytest.mark.parametrize("size", [(240, 120), (300, 560), (490, 214), (1200, 400)])
def test_it_is_painted_in_every_size_and_theme(shown: Shown, size: tuple[int, int]) -> None:
    panel = shown(Session(depth=1, width=1))
    panel.resize(*size)
    panel.set_theme(LIGHT)
    assert not panel.grab().isNull()


def test_it_needs_no_more_room_than_before_when_text_is_small_again(qapp: QApplication, shown: Shown) -> None:
    panel = shown(Session(depth=1, width=1))
    needed = []
    for theme in (DARK, sized(DARK, 1.4), DARK):
        apply_theme(qapp, theme)
        panel.set_theme(theme)
        needed.append(panel.minimumWidth())
        QApplication.processEvents()
    assert needed[1] > needed[0] == needed[2]
    assert needed[1] <= 340  # what is left of 960 px beside the controls and the network


def test_the_work_is_done_on_the_run_that_is_selected() -> None:
    first, second = (Session(depth=depth).simulation for depth in (2, 3))
    pair = NudgeWork(Place(1, 0, 0, run=1))((first, second), lambda _: None)
    assert pair.moment.experiment is second.experiment
    result = CheckWork(1)((first, second), lambda _: None)
    assert result.check.total == second.plan.parameter_count


def test_progress_is_told_no_more_often_than_a_person_can_see(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vgviz.analysis.nudged_losses.STACKED", 1)  # a portion for every entry
    heard: list[float] = []
    simulation = Session(depth=3, width=12).simulation
    started = perf_counter()
    result = CheckWork()((simulation,), heard.append)
    assert result.check.total > 300
    assert 1 <= len(heard) <= 1 + (perf_counter() - started) / TELL_INTERVAL
    assert heard == sorted(heard)


def test_what_was_measured_keeps_its_names_when_the_network_changes(shown: Shown) -> None:
    session = Session()
    panel = shown(session)
    titles = tuple(title.text for title in panel.table.titles)
    session.simulation = Simulation(Experiment(network=Network.uniform(1, 5)), "numpy")
    panel.show_text(session.frame())
    panel.step.chosen.emit("-2")
    assert tuple(title.text for title in panel.table.titles) == titles


@pytest.mark.parametrize(("value", "said"), [(0.0, "exactly 0"), (np.nan, "nan")])
def test_only_a_change_of_exactly_0_is_called_so(qtbot: QtBot, shown: Shown, value: float, said: str) -> None:
    session = Session()
    panel = shown(session)
    parameters = session.simulation.parameters.items()
    session.simulation.load_parameters({name: np.full_like(array, value) for name, array in parameters})
    panel.nudge()
    wait(qtbot, session)
    assert said in panel.header.value.lower()
