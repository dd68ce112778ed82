"""Functions z g(z) with a gate g that opens from 0 to 1.

Each derivative is g(z) + z g'(z) without the difference of near numbers. ``reached`` is z held where the gate
is not yet 0 in double precision, so that 0 is not multiplied by infinity. e^-x is multiplied in as its root
twice, which keeps all digits where e^-x alone would be no normal number.
"""

from math import pi, sqrt

import numpy as np

from vgviz.catalogue.activations.kind import ActivationKind, FloatArray, Parameter, Shape, always
from vgviz.catalogue.activations.normal_tail import DENSITY_AT_ZERO, FARTHEST, tail_over_bell
from vgviz.catalogue.activations.s_shaped import logistic, times_logistic

SLOPE_AT_ZERO = 2.0 * sqrt(2.0 / pi)  # of the argument of GELU's tanh form, as that of a sigmoid
CUBIC = 0.044715
FARTHEST_CUBIC = 22.0
FARTHEST_EXPONENT = 760.0


def _gelu(z: FloatArray, _: Shape) -> FloatArray:
    t = np.minimum(np.abs(z), FARTHEST)
    root = np.exp(-0.25 * t * t)
    tail = t * root * tail_over_bell(t) * root
    return np.where(z > 0, z, 0.0) - tail


def _gelu_derivative(z: FloatArray, _: Shape) -> FloatArray:
    t = np.minimum(np.abs(z), FARTHEST)
    root = np.exp(-0.25 * t * t)
    left = root * (tail_over_bell(t) - t * DENSITY_AT_ZERO) * root
    return np.where(z > 0, 1.0 - left, left)


def _gelu_tanh_argument(z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Z within reach, v so that the gate is 1 / (1 + e^-v), and the slope of v."""
    reached = np.clip(z, -FARTHEST_CUBIC, FARTHEST_CUBIC)
    square = reached * reached
    v = SLOPE_AT_ZERO * reached * (1.0 + CUBIC * square)
    return reached, v, SLOPE_AT_ZERO * (1.0 + 3.0 * CUBIC * square)


def _gelu_tanh(z: FloatArray, _: Shape) -> FloatArray:
    reached, v, _slope = _gelu_tanh_argument(z)
    return times_logistic(np.where(z > 0, z, reached), v)


def _gelu_tanh_derivative(z: FloatArray, _: Shape) -> FloatArray:
    reached, v, slope = _gelu_tanh_argument(z)
    return times_logistic(1.0 + reached * slope * logistic(-v), v)


def _silu(z: FloatArray, beta: Shape) -> FloatArray:
    v = beta * np.clip(z, -1e300, 1e300)
    return times_logistic(np.where(v < -FARTHEST_EXPONENT, 0.0, z), v)


def _silu_derivative(z: FloatArray, beta: Shape) -> FloatArray:
    v = np.clip(beta * np.clip(z, -1e300, 1e300), -FARTHEST_EXPONENT, FARTHEST_EXPONENT)
    return times_logistic(1.0 + v * logistic(-v), v)


def _hard_swish(z: FloatArray, _: Shape) -> FloatArray:
    gate: FloatArray = np.clip(z + 3.0, 0.0, 6.0) / 6.0
    return np.maximum(z, -3.0) * gate


def _hard_swish_derivative(z: FloatArray, _: Shape) -> FloatArray:
    within = np.where(z < 3.0, z / 3.0 + 0.5, 1.0)
    return np.where(np.isnan(z), z, np.where(z > -3.0, within, 0.0))


def _mish(z: FloatArray, _: Shape) -> FloatArray:
    root = np.exp(-0.5 * np.minimum(np.abs(z), FARTHEST_EXPONENT))
    e = root * root
    left = np.maximum(z, -FARTHEST_EXPONENT) * root * (e + 2.0) * root
    right = z * (1.0 + 2.0 * e) / (1.0 + 2.0 * e * (1.0 + e))
    return np.where(z > 0, right, left / (e * (e + 2.0) + 2.0))


def _mish_derivative(z: FloatArray, _: Shape) -> FloatArray:
    reached = np.clip(z, -FARTHEST_EXPONENT, FARTHEST_EXPONENT)
    root = np.exp(-0.5 * np.abs(reached))
    e = root * root
    below = e * (e + 2.0) + 2.0
    left = root * ((e + 2.0) * below + 4.0 * reached * (1.0 + e)) * root / np.square(below)
    above = 1.0 + 2.0 * e * (1.0 + e)
    right = (1.0 + 2.0 * e) / above + 4.0 * reached * e * e * (1.0 + e) / np.square(above)
    return np.where(z > 0, right, left)


SELF_GATED = (
    ActivationKind(
        "gelu",
        "GELU",
        "Self-gated",
        _gelu,
        _gelu_derivative,
        always(1.1289041451851548),
        "f(z) = z Φ(z), Φ the share of N(0, 1) below z",
        "Hendrycks and Gimpel 2016",
        saturates="left",
        track=2,
    ),
    ActivationKind(
        "gelu_tanh",
        "GELU, tanh form",
        "Self-gated",
        _gelu_tanh,
        _gelu_tanh_derivative,
        always(1.1289930686587718),
        "f(z) = z/2 (1 + tanh(√(2/π) (z + 0.044715 z³)))",
        "Hendrycks and Gimpel 2016",
        saturates="left",
    ),
    ActivationKind(
        "silu",
        "SiLU",
        "Self-gated",
        _silu,
        _silu_derivative,
        lambda beta: 1.0998393201288669 if beta > 0 else 0.5,
        "f(z) = z / (1 + e^(−βz))",
        "Elfwing, Uchibe and Doya 2018; with β: Ramachandran, Zoph and Le 2017, Swish",
        saturates="left",
        parameter=Parameter(
            "beta",
            1.0,
            0.0,
            100.0,
            "How fast the gate opens: 0 is a straight line of slope ½, large values come near ReLU.",
            slider=(0.0, 10.0),
        ),
    ),
    ActivationKind(
        "hard_swish",
        "Hard swish",
        "Self-gated",
        _hard_swish,
        _hard_swish_derivative,
        always(1.5),
        "f(z) = z times (z + 3) / 6, held within 0 and 1",
        "Howard et al. 2019, Searching for MobileNetV3",
        saturates="left",
        kinks=(-3.0, 3.0),
    ),
    ActivationKind(
        "mish",
        "Mish",
        "Self-gated",
        _mish,
        _mish_derivative,
        always(1.0884981612517279),
        "f(z) = z tanh(log(1 + e^z))",
        "Misra 2019",
        saturates="left",
    ),
)
