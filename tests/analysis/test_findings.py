"""Findings: each rule on a network that breaks it, none on healthy ones; remedies do what they say."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vgviz import Activation, Experiment, ExperimentError, Init, Network, Simulation, Snapshot, Training
from vgviz.analysis import DEFAULT_RULES, Finding, findings, finite_width_range, predicted_ratio
from vgviz.analysis.unit_findings import saturates_on_both_sides
from vgviz.analysis.verdict import EXPLODING_ABOVE, VANISHING_BELOW
from vgviz.number_format import number

HEALTHY = [
    {"activation": "relu", "scheme": "he_normal"},
    {"activation": "tanh"},
    {"activation": "selu", "scheme": "lecun_normal"},
    {"activation": "gelu", "scheme": "he_normal"},
    {"activation": "relu6", "scheme": "he_normal"},
    {"activation": "sigmoid", "normalization": "batch"},
    {"activation": "sigmoid", "depth": 2},
    {"activation": "relu", "scheme": "he_normal", "residual": True},
]


def experiment_of(depth: int = 8, width: int = 10, **fields: Any) -> Experiment:
    init = Init(fields.pop("scheme", "glorot_uniform"), fields.pop("gain", 1.0))
    precision, training = fields.pop("precision", "float64"), Training(**fields.pop("training", {}))
    network = Network.uniform(depth, width, init=init, **fields)
    return Experiment(network=network, training=training, precision=precision)


def run(experiment: Experiment, steps: int = 0, moments: int = 4) -> list[Snapshot]:
    simulation = Simulation(experiment, "numpy")
    snapshots = [simulation.snapshot()]
    for _ in range(moments if steps else 0):
        simulation.run(steps=steps // moments)
        snapshots.append(simulation.snapshot())
    return snapshots


def found(experiment: Experiment, steps: int = 0, rules: Any = DEFAULT_RULES) -> dict[str, Finding]:
    *history, snapshot = run(experiment, steps)
    made = findings(snapshot, history, rules)
    for prediction in (remedy.prediction for finding in made for remedy in finding.remedies):
        assert prediction.low <= prediction.number <= prediction.high
    return {finding.rule.name: finding for finding in made}


@pytest.mark.parametrize("fields", HEALTHY, ids=str)
@pytest.mark.parametrize("steps", [0, 20, 200])
def test_a_healthy_network_has_no_findings(fields: dict[str, Any], steps: int) -> None:
    assert found(experiment_of(**fields), steps) == {}


def test_the_thresholds_of_the_gradient_are_the_verdicts() -> None:
    thresholds = {rule.name: rule.threshold for rule in DEFAULT_RULES}
    assert (thresholds["vanishing"], thresholds["exploding"]) == (VANISHING_BELOW, EXPLODING_ABOVE)


def test_a_deep_sigmoid_vanishes_and_every_remedy_keeps_its_word() -> None:
    experiment = experiment_of()
    by_rule = found(experiment)
    assert set(by_rule) == {"vanishing", "poor_initialization"}
    vanishing = by_rule["vanishing"]
    assert vanishing.number == run(experiment)[-1].vanishing_ratio
    assert number(vanishing.number, 2) in vanishing.seen
    assert {remedy.label for remedy in vanishing.remedies[:2]} == {
        "Batch normalization",
        "ReLU with He’s initialization",
    }
    for remedy in vanishing.remedies:
        after = run(remedy(experiment))[-1]
        assert remedy.prediction.came_true(after)
        assert after.vanishing_ratio > 100 * vanishing.number


def test_its_first_layer_learns_too_slowly_while_others_learn() -> None:
    finding = found(experiment_of(), 200)["updates_too_small"]
    assert finding.layer == 0
    assert "Other layers move" in finding.why


def test_a_threshold_of_ones_own_counts() -> None:
    loose = [replace(rule, threshold=1e-9) for rule in DEFAULT_RULES if rule.name == "vanishing"]
    assert found(experiment_of(), rules=loose) == {}
    strict = [replace(rule, threshold=0.5) for rule in DEFAULT_RULES if rule.name == "vanishing"]
    finding = found(experiment_of(2), rules=strict)["vanishing"]
    assert finding.rule.threshold == 0.5


@pytest.mark.parametrize("gain", [3.0, 0.02])
def test_weights_of_a_wrong_size_are_a_poor_start_and_the_gain_is_the_remedy(gain: float) -> None:
    experiment = experiment_of(activation="relu", scheme="normal", gain=gain)
    by_rule = found(experiment)
    assert set(by_rule) == {"poor_initialization", "exploding" if gain > 1 else "vanishing"}
    poor = by_rule["poor_initialization"]
    assert (poor.number > 1.5) == (gain > 1)
    remedy = next(remedy for remedy in poor.remedies if remedy.label == "The recommended gain")
    assert remedy.prediction.came_true(run(remedy(experiment))[-1])
    assert not remedy.prediction.came_true(run(experiment)[-1])


@pytest.mark.parametrize("scheme", ["zeros", "constant"])
def test_equal_units_are_a_poor_start(scheme: str) -> None:
    poor = found(experiment_of(4, activation="tanh", scheme=scheme, gain=0.1))["poor_initialization"]
    assert scheme in poor.seen
    assert {"ReLU with He’s initialization", "The recommended gain"} <= {r.label for r in poor.remedies}


def test_a_deep_network_with_batch_normalization_grows() -> None:
    experiment = experiment_of(60, 20, activation="relu", scheme="he_normal", normalization="batch")
    finding = found(experiment)["batch_norm_growth"]
    snapshot = run(experiment)[-1]
    assert finding.number == pytest.approx(float(snapshot.delta_rms[0] / snapshot.delta_rms[-2]))
    assert finding.number ** (1 / 59) == pytest.approx(1.21, abs=0.05)
    for remedy in finding.remedies:
        assert remedy.prediction.came_true(run(remedy(experiment))[-1])


def test_saturated_units_are_found_and_normalization_brings_them_back() -> None:
    experiment = experiment_of(activation="tanh", scheme="normal", gain=3.0)
    finding = found(experiment)["saturated"]
    snapshot = run(experiment)[-1]
    assert (
        finding.number == snapshot.saturated_fraction[finding.layer] == snapshot.saturated_fraction[:-1].max()
    )
    for remedy in finding.remedies:
        assert remedy.prediction.came_true(run(remedy(experiment))[-1])


@pytest.mark.parametrize(
    ("activation", "judged"),
    [
        (Activation("sigmoid"), True),
        (Activation("tanh", steepness=5.0), True),
        (Activation("hard_tanh"), True),
        (Activation("softsign"), True),
        (Activation("sigmoid", blend_to="tanh", blend=0.5), True),
        (Activation("sigmoid", blend_to="relu", blend=0.5), False),
        (Activation("relu"), False),
        (Activation("relu6"), False),
        (Activation("elu"), False),
        (Activation("identity"), False),
    ],
)
def test_saturation_is_judged_where_both_sides_of_a_live_middle_are_flat(
    activation: Activation, judged: bool
) -> None:
    assert saturates_on_both_sides(activation) == judged


def test_dead_layers_are_found_and_leaky_relu_revives_them() -> None:
    experiment = experiment_of(4, activation="relu", scheme="he_normal")
    simulation = Simulation(experiment, "numpy")
    parameters = {name: value.copy() for name, value in simulation.parameters.items()}
    parameters["layers.1.bias"][:] = -50.0
    simulation.load_parameters(parameters)
    (finding,) = [f for f in findings(simulation.snapshot()) if f.rule.name == "dead"]
    assert all(each.prediction.number == 0.0 for each in finding.remedies[:2]), "none dead"
    assert (finding.layer, finding.number) == (1, 1.0)
    assert finding.seen == "In layer 2, 10 of 10 units have f′ = 0 on every sample."
    assert "only layers before it that change can bring them back" in finding.why
    leaky = next(remedy for remedy in finding.remedies if remedy.label == "Leaky ReLU")
    simulation.reconfigure(leaky(experiment))
    assert leaky.prediction.came_true(simulation.snapshot())


def test_steps_that_are_too_large_are_found() -> None:
    experiment = experiment_of(4, activation="tanh", training={"learning_rate": 30.0})
    finding = found(experiment, 200)["updates_too_large"]
    assert finding.number > 0.1
    remedy = finding.remedies[0]
    assert remedy(experiment).training.learning_rate == pytest.approx(0.3)
    assert remedy.prediction.came_true(run(remedy(experiment), 200)[-1])


def test_a_learning_rate_that_is_too_small_is_found() -> None:
    experiment = experiment_of(4, activation="tanh", training={"learning_rate": 1e-7})
    finding = found(experiment, 40)["updates_too_small"]
    assert "learning rate is too small" in finding.why
    assert finding.remedies[0](experiment).training.learning_rate == pytest.approx(1e-5)


def test_weights_that_rounding_holds_in_place_and_gradients_that_underflow_are_found() -> None:
    experiment = experiment_of(60, precision="float32")
    by_rule = found(experiment, 20)
    assert by_rule["unchanged"].layer == 0
    assert by_rule["unchanged"].number >= 0.95
    underflow = by_rule["underflow"]
    assert underflow.number < np.finfo(np.float32).smallest_normal
    double = next(remedy for remedy in underflow.remedies if remedy.label == "float64")
    assert double.prediction.came_true(run(double(experiment))[-1])
    assert "underflow" not in found(double(experiment))


def test_numbers_that_are_lost_are_an_explosion() -> None:
    training = {"loss": "mse", "learning_rate": 1.0}
    experiment = experiment_of(activation="identity", scheme="normal", gain=3.0, training=training)
    with np.errstate(all="ignore"):
        finding = found(experiment, 20)["exploding"]
    assert "infinite" in finding.seen or "NaN" in finding.seen
    assert finding.remedies


@pytest.mark.parametrize("optimizer", ["adam", "adagrad", "rmsprop"])
def test_zero_divided_by_zero_is_named_and_undone_by_epsilon(optimizer: str) -> None:
    training = {"optimizer": optimizer, "epsilon": 0.0, "learning_rate": 0.01}
    experiment = experiment_of(depth=2, activation="relu", gain=3.0, training=training)
    finding = found(experiment, 4)["exploding"]
    remedy = finding.remedies[0]

    assert "0 / 0" in finding.why
    assert [each.label for each in finding.remedies] == ["ε = 1e−08"]
    assert remedy.prediction.came_true(run(remedy(experiment), 4)[-1])


def test_growth_without_epsilon_is_still_growth() -> None:
    training = {"optimizer": "adam", "epsilon": 0.0, "learning_rate": 1e300}
    assert "grown" in found(experiment_of(activation="gelu", training=training), 40)["exploding"].why


def test_a_rule_that_is_not_there_is_refused() -> None:
    unknown = [replace(DEFAULT_RULES[0], name="boring")]
    with pytest.raises(ExperimentError, match="rules: got 'boring', takes one of vanishing"):
        found(experiment_of(2, 2), rules=unknown)


@pytest.mark.parametrize("fields", [{}, *HEALTHY], ids=str)
def test_theory_is_right_about_a_wide_network_within_the_range_it_states(fields: dict[str, Any]) -> None:
    ratios = []
    experiment = experiment_of(**{"depth": 6, **fields}, width=100)
    for seed in range(3):
        simulation = Simulation(Experiment(network=experiment.network, seed=seed), "numpy")
        ratios.append(simulation.snapshot().vanishing_ratio)
    measured = np.exp(np.mean(np.log(ratios)))
    widths = simulation.plan.widths
    low, high = finite_width_range(predicted_ratio(experiment, widths), widths)
    assert low < measured < high


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(st.data())
def test_any_numbers_are_judged_without_a_warning(made: Any, data: st.DataObject) -> None:
    numbers = st.one_of(st.floats(0.0), st.sampled_from([0.0, np.nan, np.inf, 1e-320, 1e300]))
    names = ("delta_rms", "weight_norm", "update_ratio", "weight_factor", "skip_factor", "derivative_factor")
    fields = {name: np.array([data.draw(numbers) for _ in range(4)]) for name in names}
    shares = st.one_of(st.floats(0.0, 1.0), st.just(np.nan))
    for name in ("dead_fraction", "saturated_fraction"):
        fields[name] = np.array([data.draw(shares) for _ in range(4)])
    step = data.draw(st.sampled_from([0, 5, 50]))
    snapshot = made([data.draw(numbers) for _ in range(4)], step=step, **fields)
    for finding in findings(snapshot, [snapshot]):
        assert 0 <= finding.layer < 4
        assert finding.seen.endswith(".")
        assert finding.why.endswith(".")


def test_a_step_of_the_network_before_an_edit_says_nothing_of_the_one_after_it() -> None:
    experiment = experiment_of(4, activation="tanh", training={"learning_rate": 1e-7})
    simulation = Simulation(experiment, "numpy")
    past = []
    for _ in range(4):
        simulation.run(steps=10)
        past.append(simulation.snapshot())
    names = {finding.rule.name for finding in findings(past[-1], past[:-1])}
    assert "updates_too_small" in names
    simulation.reconfigure(experiment_of(4, activation="tanh", training={"learning_rate": 0.1}))
    for _ in range(3):
        edited = simulation.snapshot()
        assert "updates_too_small" not in {finding.rule.name for finding in findings(edited, past)}
        past.append(edited)
        simulation.run(steps=10)
