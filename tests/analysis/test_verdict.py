"""The verdict: which word for which numbers, and a sentence that holds its number."""

import math
import timeit
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vgviz.analysis.verdict import verdict
from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import number

Snapshots = Callable[..., Snapshot]
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)


def changed(layers: int, layer: int, value: float, rest: float = 1.0) -> Any:
    values = np.full(layers, rest)
    values[layer] = value
    return values


@pytest.mark.parametrize(
    ("ratio", "kind", "sentence"),
    [
        (3.1e-9, "vanishing", "VANISHING: layer 1 gets 3.1e−09 of the last layer’s gradient"),
        (9.9e-4, "vanishing", "VANISHING: layer 1 gets 9.9e−04 of the last layer’s gradient"),
        (1.1e-3, "healthy", "HEALTHY: layer 1 gets 0.0011 of the last layer’s gradient"),
        (0.42, "healthy", "HEALTHY: layer 1 gets 0.42 of the last layer’s gradient"),
        (1.7, "healthy", "HEALTHY: layer 1 gets 1.7 times the last layer’s gradient"),
        (345.6, "healthy", "HEALTHY: layer 1 gets 346 times the last layer’s gradient"),
        (999.0, "healthy", "HEALTHY: layer 1 gets 999 times the last layer’s gradient"),
        (1001.0, "exploding", "EXPLODING: layer 1 gets 1,001 times the last layer’s gradient"),
        (2.5e40, "exploding", "EXPLODING: layer 1 gets 2.5e+40 times the last layer’s gradient"),
    ],
)
def test_the_first_layers_share_decides(made: Snapshots, ratio: float, kind: str, sentence: str) -> None:
    judged = verdict(made([ratio, 1.0, 1.0]))
    assert (judged.kind, judged.sentence) == (kind, sentence)
    assert judged.ratio == ratio


@REUSED
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=2, max_size=6), st.data())
def test_any_numbers_get_a_verdict_and_a_sentence(
    made: Snapshots, rms: list[float], data: st.DataObject
) -> None:
    numbers = np.abs(rms)
    names = ("delta_rms", "dead_fraction", "weight_norm", "activation_mean", "activation_std")
    draw = st.floats(0.0, 1.0)
    fields = {name: np.array([data.draw(draw) for _ in rms]) for name in names}
    judged = verdict(made(numbers, **fields))
    assert judged.sentence.startswith(judged.kind.upper().replace("_", " ") + ": ")
    assert "\n" not in judged.sentence
    if not np.isfinite(numbers).all():
        assert judged.kind == "not_a_number"


def test_numbers_beyond_the_range_are_said_to_be(made: Snapshots) -> None:
    assert "more than 1e+308 times" in verdict(made([1e200, 1e-200])).sentence
    assert "less than 1e−323 of" in verdict(made([1e-200, 1e200])).sentence


def test_a_deep_sigmoid_vanishes_and_says_how_much(measured: Snapshots) -> None:
    snapshot = measured(8, 10)
    judged = verdict(snapshot)
    assert judged.kind == "vanishing"
    assert f"{number(snapshot.vanishing_ratio, 2)} of" in judged.sentence


def test_relu_with_he_is_healthy(measured: Snapshots) -> None:
    assert verdict(measured(8, 10, activation="relu", scheme="he_normal")).kind == "healthy"


def test_one_hidden_layer_is_judged_too(measured: Snapshots) -> None:
    assert verdict(measured(1, 10)).kind == "healthy"


def test_a_sigmoid_too_deep_for_float64_has_vanished_by_underflow(measured: Snapshots) -> None:
    snapshot = measured(1000, 2)
    assert snapshot.grad_weight_rms[0] == 0
    judged = verdict(snapshot)
    assert judged.kind == "vanishing"
    zeros = int((snapshot.grad_weight_rms == 0).sum())
    assert judged.sentence == (
        f"VANISHING: layers 1 to {zeros} get exactly 0 (underflow: too small for float64)"
    )
    assert judged.ratio == 0.0


def test_one_underflown_layer_is_singular(made: Snapshots) -> None:
    assert verdict(made([0.0, 1e-300, 1.0])).sentence.startswith("VANISHING: layer 1 gets exactly 0 (under")


@pytest.mark.parametrize("gain", [3.0, 0.02])
def test_weights_of_a_wrong_size_are_told_by_the_error_that_comes_back(
    measured: Snapshots, gain: float
) -> None:
    snapshot = measured(8, 10, activation="relu", scheme="normal", gain=gain)
    assert 1e-3 < snapshot.vanishing_ratio < 1e3
    judged = verdict(snapshot)
    assert judged.kind == ("exploding" if gain > 1 else "vanishing")
    growth = snapshot.delta_rms[0] / snapshot.delta_rms[-1]
    assert f"the error that reaches layer 1 is {number(growth, 2)} " in judged.sentence


def test_the_gradients_own_ratio_comes_before_the_errors(made: Snapshots) -> None:
    judged = verdict(made([1e-5, 1.0], delta_rms=np.array([1e5, 1.0])))
    assert judged.kind == "vanishing"


def test_zero_weights_with_relu_are_dead_in_every_layer(measured: Snapshots) -> None:
    judged = verdict(measured(5, 4, activation="relu", gain=0.0))
    assert judged.kind == "dead"
    assert "in 5 layers, first in layer 1" in judged.sentence


def test_a_dead_layer_in_the_middle_is_named(made: Snapshots) -> None:
    judged = verdict(made([0.0, 0.0, 1.0, 1.0], dead_fraction=np.array([0.5, 1.0, 0.9, 0.0])))
    assert judged.kind == "dead"
    assert "every unit of layer 2 has f′ = 0" in judged.sentence


def test_some_dead_units_are_no_dead_layer(made: Snapshots) -> None:
    assert verdict(made([1.0, 1.0, 1.0], dead_fraction=np.array([0.9, 0.99, 0.0]))).kind == "healthy"


def test_an_output_layer_that_gets_only_zeros_is_dead(measured: Snapshots) -> None:
    judged = verdict(measured(4, 5, activation="tanh", gain=0.0))
    assert judged.kind == "dead"
    assert "output layer’s inputs are all 0" in judged.sentence


def test_severed_weights_are_named_as_the_cause(made: Snapshots) -> None:
    weight_norm = np.array([1.0, 1.0, 0.0, 1.0])
    judged = verdict(made([0.0, 0.0, 1.0, 1.0], weight_norm=weight_norm))
    assert judged.kind == "vanishing"
    assert judged.sentence.endswith("because all weights of layer 3 are 0")


def test_inputs_that_are_all_zero_are_named_as_the_cause(made: Snapshots) -> None:
    judged = verdict(made([0.0, 1.0, 1.0], delta_rms=np.ones(3)))
    assert judged.sentence.endswith("because its inputs are all 0")


def test_a_perfect_fit_is_healthy_not_vanished(made: Snapshots) -> None:
    judged = verdict(made([0.0, 0.0, 0.0], loss=0.0))
    assert judged.kind == "healthy"
    assert "nothing is left to learn" in judged.sentence
    assert math.isnan(judged.ratio)


def test_errors_that_cancel_at_the_output_are_no_explosion(made: Snapshots) -> None:
    judged = verdict(made([1.0, 1.0, 0.0], delta_rms=np.ones(3)))
    assert judged.kind == "healthy"
    assert "cancel" in judged.sentence


def test_a_spread_too_large_for_a_number_is_no_fault_while_all_that_counts_is_finite(
    made: Snapshots,
) -> None:
    judged = verdict(made([1.0, 1.0, 1.0], pre_activation_std=np.array([1.0, np.inf, 1.0])))
    assert judged.kind == "healthy"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"weight_norm": [1.0, np.nan, np.nan, 1.0]}, "the weights of layer 2 are NaN"),
        ({"weight_norm": [1.0, 1.0, 1.0, np.inf]}, "the weights of the output layer are infinite"),
        (
            {"pre_activation_std": [1.0, 1.0, np.inf, np.nan], "loss": np.nan},
            "the pre-activations z of layer 3 are infinite",
        ),
        ({"loss": np.nan}, "the loss is NaN"),
        ({"loss": np.inf}, "the loss is infinite"),
        ({"grad_weight_norm": [np.nan, np.nan, np.inf, 1.0]}, "the gradient of layer 3 is infinite"),
        ({"grad_bias_norm": [np.nan, 1.0, 1.0, 1.0]}, "the gradient of layer 1 is NaN"),
    ],
)
def test_not_a_number_names_where_it_began(made: Snapshots, fields: dict[str, Any], words: str) -> None:
    arrays = {name: np.array(value) if isinstance(value, list) else value for name, value in fields.items()}
    judged = verdict(made([1e-9, 1.0, 1.0, 1.0], **arrays))
    assert (judged.kind, judged.sentence) == ("not_a_number", f"NOT A NUMBER: {words}")


def test_not_a_number_comes_before_dead(made: Snapshots) -> None:
    fields = {"dead_fraction": np.ones(3), "weight_norm": changed(3, 0, np.nan)}
    assert verdict(made([0.0, 0.0, 0.0], **fields)).kind == "not_a_number"


def test_training_that_explodes_ends_as_not_a_number(measured: Snapshots) -> None:
    with np.errstate(all="ignore"):
        snapshot = measured(8, 10, activation="identity", scheme="normal", gain=3.0, rate=1e300, steps=3)
        assert verdict(snapshot).kind == "not_a_number"


def test_a_verdict_on_a_thousand_layers_costs_less_than_a_millisecond(made: Snapshots) -> None:
    snapshot = made(np.full(1000, 0.5))
    assert min(timeit.repeat(lambda: verdict(snapshot), number=20, repeat=5)) / 20 < 1e-3
