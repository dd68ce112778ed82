"""f and f' of the wave and the bump."""

import numpy as np

from vgviz.engine.jit import formula
from vgviz.engine.kernels.exponential import ROUNDER, half_decay

FARTHEST = 40.0
EXACT_TO = 1e5  # beyond, the angle needs more of the digits of pi
TWO_OVER_PI = 0.6366197723675814
# pi/2 in three parts: products of the first two with whole numbers below 2^20 are exact.
PI_HIGH = float.fromhex("0x1.921fb54400000p+0")
PI_MIDDLE = float.fromhex("0x1.0b4611a600000p-34")
PI_LOW = float.fromhex("0x1.3198a2e037073p-69")
# sin x = x + x^3 S(x^2), cos x = 1 - x^2/2 + x^4 C(x^2) for abs(x) <= pi/4: our minimax fits of degree 5
# (Remez's exchange, 50 digits).
S0, S1, S2, S3, S4, S5 = (
    -0.16666666666666632, 0.008333333333322418, -0.00019841269829812437, 2.7557313693596768e-06,
    -2.50507583882916e-08, 1.5896812018509898e-10,
)  # fmt: skip
C0, C1, C2, C3, C4, C5 = (
    0.0416666666666666, -0.0013888888888874131, 2.480158728948718e-05, -2.755731435383587e-07,
    2.087572348517195e-09, -1.1359659146389105e-11,
)  # fmt: skip


@formula
def sine(u: float, _parameter: float) -> tuple[float, float]:
    shifted = u * TWO_OVER_PI + ROUNDER
    n = shifted - ROUNDER
    x = ((u - n * PI_HIGH) - n * PI_MIDDLE) - n * PI_LOW
    q = x * x
    sin = x + x * q * (S0 + q * (S1 + q * (S2 + q * (S3 + q * (S4 + q * S5)))))
    cos = (1.0 - 0.5 * q) + q * q * (C0 + q * (C1 + q * (C2 + q * (C3 + q * (C4 + q * C5)))))
    quarter = np.int64(np.float64(shifted).view(np.int64))
    swapped = (quarter & 1) != 0
    f = cos if swapped else sin
    d = sin if swapped else cos
    return (-f if (quarter & 2) != 0 else f), (-d if ((quarter + 1) & 2) != 0 else d)


@formula
def gaussian(u: float, _parameter: float) -> tuple[float, float]:
    t = FARTHEST if u > FARTHEST else (-FARTHEST if u < -FARTHEST else u)
    h, _ = half_decay(t * t)
    return h * h, -2.0 * t * h * h
