"""First weights, biases and slopes; every layer has random streams of its own."""

from collections.abc import Collection
from functools import lru_cache
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.gaussian import gaussian_mean
from vgviz.engine.lsuv import scale_to_variance
from vgviz.engine.plan import FAN_IN, FAN_OUT, LINEAR, Plan, learned_kind, parameter_of
from vgviz.engine.random_streams import (
    HIDDEN_BIAS_STREAM,
    HIDDEN_WEIGHT_STREAM,
    OUTPUT_BIAS_STREAM,
    OUTPUT_WEIGHT_STREAM,
    stream,
)
from vgviz.engine.reference import function_and_derivative
from vgviz.experiment import Activation, Experiment, Init

FloatArray = NDArray[np.floating[Any]]


def initial_parameters(experiment: Experiment, plan: Plan, x: FloatArray) -> FloatArray:
    """The flat parameter vector at step 0; ``x`` are the training samples, for schemes that look at them.

    Drawn in float64 and then rounded, so that both precisions start from the same network.
    """
    flat = np.empty(plan.parameter_count)
    for index in range(plan.depth):
        initialize_layer(experiment, plan, index, flat)
    fit_to_data(experiment, plan, range(plan.depth), flat, x)
    return flat.astype(plan.dtype, copy=False)


def fit_to_data(
    experiment: Experiment, plan: Plan, layers: Collection[int], flat: FloatArray, x: FloatArray
) -> None:
    """Scale newly drawn ``layers`` by training samples ``x``, where the scheme does so."""
    init = experiment.network.init
    if INITIALIZERS[init.scheme].fits_data:
        gains = [gain_of(init, activation) for activation in plan.activations]
        scale_to_variance(plan, flat, x, gains, layers)


def initialize_layer(experiment: Experiment, plan: Plan, index: int, flat: FloatArray) -> None:
    """Draw weight and bias of one layer into ``flat``, and set what else it learns to its first value."""
    named = plan.named(flat)
    fan_in, fan_out = int(plan.layers[index, FAN_IN]), int(plan.layers[index, FAN_OUT])
    weight_key, bias_key = _keys(plan, index)
    init = experiment.network.init
    weights = stream(experiment.seed, weight_key)
    gain = gain_of(init, plan.activations[index])
    named[f"layers.{index}.weight"][...] = INITIALIZERS[init.scheme].draw(weights, fan_in, fan_out, gain)
    draws = stream(experiment.seed, bias_key).standard_normal(fan_out)
    named[f"layers.{index}.bias"][...] = init.bias_std * draws
    initialize_learned_parts(plan, index, flat)


def initialize_learned_parts(plan: Plan, index: int, flat: FloatArray) -> None:
    """Set what else a layer learns to its first value: slopes, and the scales and shifts of normalization."""
    named = plan.named(flat)
    first = {"slope": first_slope(plan.activations[index]), "norm_scale": 1.0, "norm_shift": 0.0}
    for part, value in first.items():
        learned = named.get(f"layers.{index}.{part}")
        if learned is not None:
            learned[...] = value


def first_slope(activation: Activation) -> float:
    """Where the learned slopes of ``activation`` start; 0 where it has none."""
    return parameter_of(activation, learned_kind(activation))


def _keys(plan: Plan, index: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if index == plan.depth - 1:
        return OUTPUT_WEIGHT_STREAM, OUTPUT_BIAS_STREAM
    return (HIDDEN_WEIGHT_STREAM, index), (HIDDEN_BIAS_STREAM, index)


def gain_of(init: Init, activation: Activation) -> float:
    """The gain of ``init``, or the one recommended for a layer with this activation."""
    if init.gain is not None:
        return init.gain
    return recommended_gain(activation) / INITIALIZERS[init.scheme].implied_gain


@lru_cache(maxsize=1024)
def recommended_gain(activation: Activation) -> float:
    """1 / sqrt(E f'(z)^2) for z ~ N(0, 1), which keeps the size of gradients from layer to layer."""
    if activation == LINEAR:
        return 1.0
    slope = np.full(1, first_slope(activation))

    def squared_derivative(z: FloatArray) -> FloatArray:
        return np.square(function_and_derivative(activation, z[:, np.newaxis], slope)[1][:, 0])

    return 1.0 / sqrt(gaussian_mean(squared_derivative))
