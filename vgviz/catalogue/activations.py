"""Activation functions: one entry each, with f and f' side by side.

Every function takes z, an array of any shape, and the entry's parameter, and returns an array of that shape.
They are written for exactness and clarity; their compiled twins are in ``vgviz.engine.kernels``. Derivatives
come from z, not from f(z): sigmoid'(40) is 4.2e-18, while a (1 - a) would give 0. Conventions at kinks are
PyTorch's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Function = Callable[[FloatArray, float | FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Parameter:
    """The one number that shapes an activation, such as the slope of leaky ReLU."""

    label: str
    default: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ActivationKind:
    """One activation function.

    ``supremum(parameter)`` is sup abs(f') at steepness 1. ``learned`` means one parameter a unit, learned in
    training. ``track`` is the stop on the activation track, ordered from the functions that kill gradients
    most to those that keep them; None leaves it to the menu.
    """

    name: str
    label: str
    code: int
    function: Function
    derivative: Function
    supremum: Callable[[float], float]
    equation: str
    source: str
    parameter: Parameter | None = None
    learned: bool = False
    saturates_both_sides: bool = False
    track: int | None = None


def _identity(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    return z.copy()


def _identity_derivative(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    return np.where(np.isnan(z), z, np.ones_like(z))


def _sigmoid(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def _sigmoid_derivative(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    e = np.exp(-np.abs(z))
    return e / np.square(1.0 + e)


def _tanh(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    return np.tanh(z)


def _tanh_derivative(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    e = np.exp(-2.0 * np.abs(z))
    return 4.0 * e / np.square(1.0 + e)


def _relu(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    return np.maximum(z, 0.0)


def _relu_derivative(z: FloatArray, _parameter: float | FloatArray) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(z > 0, 1.0, 0.0))


def _leaky_relu(z: FloatArray, parameter: float | FloatArray) -> FloatArray:
    return np.where(z > 0, z, parameter * z)


def _leaky_relu_derivative(z: FloatArray, parameter: float | FloatArray) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(z > 0, 1.0, parameter))


def _one(_parameter: float) -> float:
    return 1.0


_ENTRIES = (
    ActivationKind(
        "identity",
        "Identity",
        0,
        _identity,
        _identity_derivative,
        _one,
        "f(z) = z",
        "no activation: a linear network",
        track=5,
    ),
    ActivationKind(
        "sigmoid",
        "Sigmoid",
        1,
        _sigmoid,
        _sigmoid_derivative,
        lambda _parameter: 0.25,
        "f(z) = 1 / (1 + e^-z)",
        "Rumelhart, Hinton and Williams 1986",
        saturates_both_sides=True,
        track=0,
    ),
    ActivationKind(
        "tanh",
        "Tanh",
        2,
        _tanh,
        _tanh_derivative,
        _one,
        "f(z) = tanh z",
        "LeCun et al. 1998, Efficient BackProp",
        saturates_both_sides=True,
        track=1,
    ),
    ActivationKind(
        "relu",
        "ReLU",
        3,
        _relu,
        _relu_derivative,
        _one,
        "f(z) = max(0, z)",
        "Nair and Hinton 2010",
        track=2,
    ),
    ActivationKind(
        "leaky_relu",
        "Leaky ReLU",
        4,
        _leaky_relu,
        _leaky_relu_derivative,
        lambda slope: max(1.0, abs(slope)),
        "f(z) = z for z > 0, else slope z",
        "Maas, Hannun and Ng 2013",
        parameter=Parameter("slope", 0.01, -1.0, 1.0),
        track=3,
    ),
    ActivationKind(
        "prelu",
        "PReLU",
        5,
        _leaky_relu,
        _leaky_relu_derivative,
        lambda slope: max(1.0, abs(slope)),
        "f(z) = z for z > 0, else slope z; one learned slope a unit",
        "He et al. 2015, Delving Deep into Rectifiers",
        parameter=Parameter("first slope", 0.25, -1.0, 1.0),
        learned=True,
        track=4,
    ),
)

ACTIVATIONS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
TRACK = tuple(sorted((e for e in _ENTRIES if e.track is not None), key=lambda e: e.track or 0))
