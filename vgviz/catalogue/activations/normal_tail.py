"""Tail of the normal distribution to full relative precision, which GELU needs where z is negative.

With t >= 0 the share of N(0, 1) above t is e^(-t²/2) times a smooth function that falls like 1/t. That
function times t + SHIFT is a polynomial of y = (t - SHIFT) / (t + SHIFT) to 3e-16, for t up to FARTHEST;
beyond, the tail is 0 in double precision. The coefficients are our minimax fit (Remez's exchange, 50 digits).
"""

from math import pi, sqrt

import numpy as np

from vgviz.catalogue.activations.kind import FloatArray

SHIFT = 4.0
FARTHEST = 39.0
# fmt: off
TAIL = (
    0.7552851304157513, -0.6078966419718902, 0.38713740074226516, -0.1865218579598599, 0.06039657488859168,
    -0.007540188960732991, -0.0034796923247542655, 0.0016308183795033357, 0.00013334391116012046,
    -0.00023109439579187377, -1.9060342496757045e-06, 3.514253263515257e-05, 7.089101662164712e-07,
    -5.915066662627483e-06, -6.122029641713376e-07, 1.0146114396444084e-06, 2.463561006505555e-07,
    -1.5050358642289239e-07, -6.24251414749827e-08, 1.3528660850647982e-08, 7.956789915406206e-09,
)
# fmt: on
DENSITY_AT_ZERO = 1.0 / sqrt(2.0 * pi)


def tail_over_bell(t: FloatArray) -> FloatArray:
    """Share of N(0, 1) above ``t`` divided by e^(-t²/2), for 0 <= t <= FARTHEST."""
    y = (t - SHIFT) / (t + SHIFT)
    total = np.full_like(t, TAIL[-1])
    for coefficient in TAIL[-2::-1]:
        total = total * y + coefficient
    return total / (t + SHIFT)
