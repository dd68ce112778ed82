"""The theory beside the measurement: its numbers are the analysis', its dot is the network."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.analysis import mean_field
from vgviz.analysis.order_chaos import network_variances
from vgviz.analysis.predicted_gradient import Spread, predicted_profile
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, ExperimentError, Network
from vgviz.number_format import number
from vgviz.session.investigation import Investigation, Work
from vgviz.session.messages import Command, Configure, Frame
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.selection import Place
from vgviz.views.theme import DARK
from vgviz.views.theory.panel import MIXED, NO_NUMBERS, NORMALIZED, SKIPPED, TheoryPanel

DATA = Data(samples=100)
Sent = list[Command]


@pytest.fixture
def sent() -> Sent:
    return []


@pytest.fixture
def desk(sent: Sent) -> Iterator[Desk]:
    simulation = Simulation(Experiment(DATA), "numpy")
    begun: list[Investigation] = []

    def investigate(work: Work) -> Investigation:
        investigation = Investigation(work)
        begun.append(investigation)
        investigation.begin((simulation,))
        return investigation

    yield Desk(sent.append, investigate)
    assert all(investigation.close(QDeadlineTimer(30_000)) for investigation in begun)


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> TheoryPanel:
    panel = TheoryPanel(DARK, desk)
    qtbot.addWidget(panel)
    panel.resize(760, 260)
    panel.show()
    return panel


def _shown(qtbot: QtBot, panel: TheoryPanel, experiment: Experiment) -> Snapshot:
    snapshot = Simulation(experiment, "numpy").snapshot()
    former = panel.words
    panel.show_text(Frame((snapshot,), State.PAUSED, 0.0, 0))
    qtbot.waitUntil(lambda: panel.words != former, timeout=30_000)
    return snapshot


@pytest.mark.parametrize("name", ["sigmoid", "relu"])
def test_the_numbers_are_those_of_the_theory_of_these_weights(
    qtbot: QtBot, panel: TheoryPanel, name: str
) -> None:
    snapshot = _shown(qtbot, panel, Experiment(DATA, Network.uniform(5, 12, activation=name)))
    weight, bias = panel.diagram.place or (np.nan, np.nan)
    exact = network_variances(snapshot.widths, Spread.of(snapshot))
    assert (weight, bias) == pytest.approx(exact, rel=5e-3)
    field = mean_field(name, weight, bias)
    assert f"χ {number(field.chi)}" in panel.words
    assert f"q* {number(field.q_star)}" in panel.words


def test_the_curves_are_the_prediction_and_the_measurement(qtbot: QtBot, panel: TheoryPanel) -> None:
    snapshot = _shown(qtbot, panel, Experiment(DATA, Network.uniform(5, 12)))
    measured = np.log10(snapshot.grad_weight_rms)
    ratio = predicted_profile(snapshot.experiment, snapshot.widths, Spread.of(snapshot))
    np.testing.assert_allclose(panel.profile.measured, measured)
    np.testing.assert_allclose(panel.profile.predicted, measured[-1] + np.log10(ratio))


def test_the_variance_map_crosses_the_diagonal_at_its_fixed_point(qtbot: QtBot, panel: TheoryPanel) -> None:
    _shown(qtbot, panel, Experiment(DATA, Network.uniform(5, 12)))
    q, following = panel.map.points.T
    weight, bias = panel.diagram.place or (np.nan, np.nan)
    q_star = mean_field("sigmoid", weight, bias).q_star
    assert np.interp(q_star, q, following) == pytest.approx(q_star, rel=1e-3)
    assert panel.map.isVisible()


def test_dragging_the_dot_asks_for_a_network_that_starts_there(
    qtbot: QtBot, panel: TheoryPanel, sent: Sent
) -> None:
    _shown(qtbot, panel, Experiment(DATA, Network.uniform(4, 200, activation="tanh")))
    (plot,) = (area.viewport() for area in panel.diagram.findChildren(QAbstractScrollArea))
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(plot.width() // 2, plot.height() // 2))
    (command,) = sent
    assert isinstance(command, Configure)
    wished = panel.diagram.place
    assert wished is not None
    init = command.experiment.network.init
    assert max(len(f"{number:g}".replace(".", "").strip("0")) for number in (init.gain, init.bias_std)) <= 3
    started = Simulation(command.experiment, "numpy").snapshot()
    assert network_variances(started.widths, Spread.of(started)) == pytest.approx(wished, rel=0.05)


def test_arrow_keys_move_the_dot(qtbot: QtBot, panel: TheoryPanel, sent: Sent) -> None:
    _shown(qtbot, panel, Experiment(DATA, Network.uniform(4, 20, activation="tanh")))
    before = panel.diagram.place
    assert before is not None
    QTest.keyClick(panel.diagram, Qt.Key.Key_Right)
    after = panel.diagram.place
    assert after is not None
    assert after == pytest.approx((1.1 * before[0], before[1]))
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("network", "note"),
    [
        (Network.uniform(3, 6), ""),
        (Network.uniform(3, 6, normalization="batch"), NORMALIZED),
        (Network.uniform(3, 6, residual=True), SKIPPED),
        (Network((*Network.uniform(2, 6).hidden, *Network.uniform(1, 6, activation="relu").hidden)), MIXED),
    ],
)
def test_where_the_diagram_does_not_apply_it_says_so(
    qtbot: QtBot, panel: TheoryPanel, network: Network, note: str
) -> None:
    _shown(qtbot, panel, Experiment(DATA, network))
    assert panel.note == note
    assert bool(panel.header.value) == (note in ("", MIXED))


def test_a_dead_network_has_no_measured_points_and_no_error(panel: TheoryPanel) -> None:
    snapshot = Simulation(Experiment(DATA, Network.uniform(3, 4, activation="relu")), "numpy").snapshot()
    dead = {name: np.zeros_like(values) for name, values in snapshot.parameters.items()}
    simulation = Simulation(snapshot.experiment, "numpy")
    simulation.load_parameters(dead)
    panel.show_text(Frame((simulation.snapshot(),), State.PAUSED, 0.0, 0))
    assert panel.profile.measured.size < 4


@pytest.mark.parametrize("value", [1e200, np.inf, np.nan])
def test_weights_that_have_exploded_have_no_theory_until_they_are_numbers_again(
    qtbot: QtBot, panel: TheoryPanel, value: float
) -> None:
    simulation = Simulation(Experiment(DATA, Network.uniform(3, 4)), "numpy")
    exploded = {name: np.full_like(values, value) for name, values in simulation.parameters.items()}
    simulation.load_parameters(exploded)
    panel.show_text(frame_of(simulation.snapshot()))
    assert panel.note == NO_NUMBERS
    assert panel.diagram.place is None
    panel.grab()
    _shown(qtbot, panel, Experiment(DATA, Network.uniform(3, 4)))
    assert panel.note == ""
    assert panel.diagram.place is not None


def test_what_cannot_be_worked_out_says_why_and_is_not_tried_again_and_again(
    qtbot: QtBot, panel: TheoryPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[object] = []

    def fail(*setting: object) -> None:
        tries.append(setting)
        raise ExperimentError("no theory today")

    monkeypatch.setattr("vgviz.views.theory.panel.theory_of", fail)
    frame = frame_of(Simulation(Experiment(DATA, Network.uniform(3, 5)), "numpy").snapshot())
    panel.show_text(frame)
    qtbot.waitUntil(lambda: panel.note == "no theory today", timeout=10_000)
    panel.show_text(frame)
    assert panel.note == "no theory today"
    assert len(tries) == 1


def test_it_is_the_theory_of_the_chosen_run(qtbot: QtBot, sent: Sent, desk: Desk, panel: TheoryPanel) -> None:
    networks = (Network.uniform(3, 4), Network.uniform(5, 6))
    snapshots = [Simulation(Experiment(DATA, network), "numpy").snapshot() for network in networks]
    desk.selection.choose(Place(0, run=1))
    panel.show_text(frame_of(*snapshots))
    exact = network_variances(snapshots[1].widths, Spread.of(snapshots[1]))
    assert panel.diagram.place == pytest.approx(exact, rel=5e-3)
    qtbot.waitUntil(lambda: panel.header.value.startswith("B: "), timeout=30_000)
    QTest.keyClick(panel.diagram, Qt.Key.Key_Right)
    (command,) = sent
    assert isinstance(command, Configure)
    assert command.run == 1
    assert len(command.experiment.network.hidden) == 5


def test_the_dot_of_a_past_moment_changes_the_network_of_now(panel: TheoryPanel, sent: Sent) -> None:
    past, now = (
        Simulation(Experiment(DATA, network), "numpy").snapshot()
        for network in (Network.uniform(3, 4), Network.uniform(6, 8, activation="tanh"))
    )
    panel.show_text(Frame((past,), State.PAUSED, 0.0, 0, moment=5, newest=(now,)))
    QTest.keyClick(panel.diagram, Qt.Key.Key_Right)
    (command,) = sent
    assert isinstance(command, Configure)
    assert command.experiment.network.hidden == now.experiment.network.hidden
