"""f and f' of the functions that saturate on both sides."""

from math import copysign, pi
from typing import Any

import numpy as np

from vgviz.engine.jit import formula
from vgviz.engine.kernels.activations import Pair
from vgviz.engine.kernels.exponential import (
    Decay,
    decay,
    half_decay,
    single_decay,
    single_half_decay,
)

LARGEST_HALF = 1e300
# arctan x = x + x^3 A(x^2) for abs(x) <= tan(pi/8): our minimax fit of degree 10 (Remez's exchange, 50
# digits).
BEND = 0.41421356237309503  # tan(pi/8)
A0, A1, A2, A3, A4, A5, A6, A7, A8, A9, A10 = (
    -0.333333333333332, 0.19999999999954043, -0.14285714280244324, 0.11111110785915586, -0.09090897829739925,
    0.07692061512852937, -0.06663118921753484, 0.05847997951646064, -0.05039794765361191, 0.03807700016897113,
    -0.017920800752135434,
)  # fmt: skip


def _sigmoid(real: Any, half_decay: Decay) -> Pair:
    zero, one = real(0.0), real(1.0)

    @formula
    def sigmoid(u: float, _parameter: float) -> tuple[float, float]:
        h, _ = half_decay(abs(u))
        e = h * h
        share = one / (one + e)
        root = h * share
        return share if u >= zero else e * share, root * root

    return sigmoid


def _tanh(real: Any, decay: Decay) -> Pair:
    one, two, four = real(1.0), real(2.0), real(4.0)

    @formula
    def tanh(u: float, _parameter: float) -> tuple[float, float]:
        h, less_one = decay(abs(u))
        share = one / (one + h * h)
        root = h * share
        return copysign(less_one * (less_one + two) * share, u), four * root * root

    return tanh


sigmoid, tanh = _sigmoid(np.float64, half_decay), _tanh(np.float64, decay)
single_sigmoid, single_tanh = _sigmoid(np.float32, single_half_decay), _tanh(np.float32, single_decay)


@formula
def hard_sigmoid(u: float, _parameter: float) -> tuple[float, float]:
    moved = u + 3.0
    held = 6.0 if moved > 6.0 else (0.0 if moved < 0.0 else moved)
    return held / 6.0, (1.0 / 6.0 if abs(u) < 3.0 else (0.0 if abs(u) >= 3.0 else u))


@formula
def hard_tanh(u: float, _parameter: float) -> tuple[float, float]:
    held = 1.0 if u > 1.0 else (-1.0 if u < -1.0 else u)
    return held, (1.0 if abs(u) < 1.0 else (0.0 if abs(u) >= 1.0 else u))


@formula
def softsign(u: float, _parameter: float) -> tuple[float, float]:
    size = abs(u)
    share = 1.0 / (1.0 + size)
    held = LARGEST_HALF if size > LARGEST_HALF else size
    return copysign(held / (1.0 + held), u), share * share


@formula
def arctan(u: float, _parameter: float) -> tuple[float, float]:
    size = abs(u)
    # Turned by 45 or 90 degrees, so that what is left is below 22.5 degrees.
    far = size > 1.0 / BEND
    turned = size > BEND
    above = -1.0 if far else (size - 1.0 if turned else size)
    below = size if far else (size + 1.0 if turned else 1.0)
    x = above / below
    q = x * x
    p = q * q
    even = A0 + p * (A2 + p * (A4 + p * (A6 + p * (A8 + p * A10))))
    odd = A1 + p * (A3 + p * (A5 + p * (A7 + p * A9)))
    rest = x + x * q * (even + q * odd)
    base = pi / 2.0 if far else (pi / 4.0 if turned else 0.0)
    return copysign(base + rest, u), 1.0 / (1.0 + size * size)
