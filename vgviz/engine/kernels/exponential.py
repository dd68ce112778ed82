"""Exponentials as additions and products only, so that loops over them become vector instructions.

x = n ln 2 - r with abs(r) <= ln 2 / 2, then e^x = 2^n e^-r with e^-r by a polynomial: our minimax fit of
degree 11 (Remez's exchange, 50 digits), whose error is below 3e-17. Only e^x down to 2^-548 are made here: a
product of two reaches down to the smallest denormal number. NaN stays NaN.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from vgviz.engine.jit import formula

LOG2_E = 1.4426950408889634
# ln 2 in two parts: products of the first with whole numbers below 2^20 are exact.
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
# Adding this rounds a number to a whole one and leaves it in the lowest bits.
ROUNDER = 6755399441055744.0
EXPONENT_BITS = np.int64(52)
ONE_BITS = np.float64(1.0).view(np.int64)
FARTHEST = 380.0  # e^-380 squared is 0
SINGLE_FARTHEST = 53.0  # of e^-53, four times the square is 0 in float32

# e^-r = 1 - r (1 - r/2 + ...), from the third power on.
FITTED = (
    -0.1666666666666668, 0.041666666666619355, -0.00833333333331899, 0.0013888888920807409,
    -0.00019841269894274108, 2.480151592578656e-05, -2.755723517873435e-06, 2.762241141403497e-07,
    -2.511234906822299e-08,
)  # fmt: skip
SINGLE_FITTED = (-0.1666654418605632, 0.04166640366832765, -0.008366490122967044, 0.001394063058252285)

Decay = Callable[[float], tuple[float, float]]


def _decay(share: float) -> Decay:
    """A function of x >= 0 that gives e^(-share x) and e^(-share x) - 1, each to full precision."""
    farthest, log2_e = FARTHEST / share, -LOG2_E * share
    ln2_high, ln2_low = LN2_HIGH / share, LN2_LOW / share
    series = (-1.0, 0.5, *FITTED)
    # Powers of x in place of share x: a power of two changes no digit.
    c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11 = (c * share**k for k, c in enumerate(series, start=1))

    @formula
    def decay(x: float) -> tuple[float, float]:
        x = farthest if x > farthest else x
        shifted = x * log2_e + ROUNDER
        n = shifted - ROUNDER
        r = (x + n * ln2_high) + n * ln2_low
        # Even and odd powers apart, so that a processor works on both at once.
        q = r * r
        even = c2 + q * (c4 + q * (c6 + q * (c8 + q * c10)))
        odd = c3 + q * (c5 + q * (c7 + q * (c9 + q * c11)))
        series = q * (even + r * odd) + c1 * r
        bits = np.int64((np.float64(shifted).view(np.int64) << EXPONENT_BITS) + ONE_BITS)
        scale = bits.view(np.float64)
        part = scale * series
        return part + scale, part + (scale - 1.0)

    return decay


def _single_decay(share: float) -> Decay:
    """`_decay` in float32, with the minimax fit of degree 6, whose error is below 2e-8."""
    real: Any = np.float32
    whole = np.int32
    farthest, log2_e, rounder = real(SINGLE_FARTHEST / share), real(-LOG2_E * share), real(12582912.0)
    ln2_high, ln2_low = real(0.693359375 / share), real(-2.1219444005469057e-4 / share)
    exponent_bits, one_bits, one = whole(23), real(1.0).view(whole), real(1.0)
    series = (-1.0, 0.5, *SINGLE_FITTED)
    c1, c2, c3, c4, c5, c6 = (real(c * share**k) for k, c in enumerate(series, start=1))

    @formula
    def decay(x: float) -> tuple[float, float]:
        x = farthest if x > farthest else x
        shifted = x * log2_e + rounder
        n = shifted - rounder
        r = (x + n * ln2_high) + n * ln2_low
        q = r * r
        series = q * ((c2 + q * (c4 + q * c6)) + r * (c3 + q * c5)) + c1 * r
        bits: Any = np.int32((np.float32(shifted).view(np.int32) << exponent_bits) + one_bits)
        scale = bits.view(np.float32)
        part = scale * series
        return part + scale, part + (scale - one)

    return decay


decay = _decay(1.0)
half_decay = _decay(0.5)
single_decay = _single_decay(1.0)
single_half_decay = _single_decay(0.5)


@formula
def exp_and_expm1(x: float) -> tuple[float, float]:
    """e^x and e^x - 1 for x <= 0, each to full precision; e^x down to the smallest denormal number."""
    h, less_one = half_decay(-np.float64(x))  # uncompiled, a float32 would stay one
    return h * h, less_one * (h + 1.0)
