"""e^x for x <= 0 as additions and products only, so that loops over it become vector instructions.

x = n ln 2 + r with abs(r) <= ln 2 / 2, then e^x = 2^n e^r with e^r by its Taylor series. The largest relative
error is about 2e-16. Results reach down to the smallest denormal number, and NaN stays NaN.
"""

from math import factorial

import numpy as np

from vgviz.engine.jit import inlined

LOG2_E = 1.4426950408889634
# ln 2 in two parts: products of the first with whole numbers below 2^20 are exact.
LN2_HIGH = float.fromhex("0x1.62e42fee00000p-1")
LN2_LOW = float.fromhex("0x1.a39ef35793c76p-33")
# Adding this rounds a number to a whole one and leaves it in the lowest bits.
ROUNDER = 6755399441055744.0
ROUNDER_BITS = np.float64(ROUNDER).view(np.int64)
EXPONENT_BITS = np.int64(52)
EXPONENT_BIAS = np.int64(1023)
BELOW_ALL = -800.0  # e^-800 is 0

C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13 = (1.0 / factorial(k) for k in range(2, 14))


@inlined
def power_of_two(exponent: np.int64) -> np.float64:
    """2^exponent for exponents from -1022 to 1023."""
    bits = np.int64((exponent + EXPONENT_BIAS) << EXPONENT_BITS)
    return bits.view(np.float64)


@inlined
def exp_and_expm1(x: float) -> tuple[float, float]:
    """e^x and e^x - 1 for x <= 0, each to full precision."""
    x = BELOW_ALL if x < BELOW_ALL else x
    shifted = x * LOG2_E + ROUNDER
    n = shifted - ROUNDER
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    # In pairs of terms (Estrin's scheme), so that a processor works on several at once.
    r2 = r * r
    r4 = r2 * r2
    low = (C2 + r * C3) + r2 * (C4 + r * C5)
    middle = (C6 + r * C7) + r2 * (C8 + r * C9)
    high = (C10 + r * C11) + r2 * (C12 + r * C13)
    less_one = r + r2 * (low + r4 * (middle + r4 * high))
    # 2^n in two factors, because for the smallest results it is no normal number itself.
    half_shifted = 0.5 * n + ROUNDER
    half = _whole_part(half_shifted)
    first = power_of_two(half)
    second = power_of_two(_whole_part(shifted) - half)
    scale = first * second
    return (1.0 + less_one) * first * second, scale * less_one + (scale - 1.0)


@inlined
def _whole_part(shifted: float) -> np.int64:
    """The whole number that adding ROUNDER left in the lowest bits."""
    return np.float64(shifted).view(np.int64) - ROUNDER_BITS
