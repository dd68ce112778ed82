"""f and f' of the functions z g(z) with a gate g that opens from 0 to 1."""

from vgviz.catalogue.activations.normal_tail import DENSITY_AT_ZERO, FARTHEST, SHIFT, TAIL
from vgviz.catalogue.activations.self_gated import CUBIC, FARTHEST_CUBIC, FARTHEST_EXPONENT, SLOPE_AT_ZERO
from vgviz.engine.jit import formula
from vgviz.engine.kernels.exponential import half_decay

(T0, T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18, T19, T20) = TAIL
LARGEST_HALF = 1e300


@formula
def _tail_over_bell(t: float) -> float:
    """As `vgviz.catalogue.activations.normal_tail.tail_over_bell`."""
    share = 1.0 / (t + SHIFT)
    y = (t - SHIFT) * share
    q = y * y
    even = T0 + q * (
        T2
        + q * (T4 + q * (T6 + q * (T8 + q * (T10 + q * (T12 + q * (T14 + q * (T16 + q * (T18 + q * T20))))))))
    )
    odd = T1 + q * (
        T3 + q * (T5 + q * (T7 + q * (T9 + q * (T11 + q * (T13 + q * (T15 + q * (T17 + q * T19)))))))
    )
    return share * (even + y * odd)


@formula
def gelu(u: float, _parameter: float) -> tuple[float, float]:
    size = abs(u)
    t = FARTHEST if size > FARTHEST else size
    h, _ = half_decay(0.5 * t * t)
    share = _tail_over_bell(t)
    left = h * (share - t * DENSITY_AT_ZERO) * h
    return (u if u > 0.0 else 0.0) - t * h * share * h, 1.0 - left if u > 0.0 else left


@formula
def gelu_tanh(u: float, _parameter: float) -> tuple[float, float]:
    size = abs(u)
    t = FARTHEST_CUBIC if size > FARTHEST_CUBIC else size
    q = t * t
    h, _ = half_decay(SLOPE_AT_ZERO * t * (1.0 + CUBIC * q))
    slope = t * (SLOPE_AT_ZERO * (1.0 + 3.0 * CUBIC * q))
    share = 1.0 / (1.0 + h * h)
    root = h * share
    right = u > 0.0
    return (u * share if right else -t * root * h), (
        share * (1.0 + slope * h * root) if right else root * (1.0 - slope * share) * h
    )


@formula
def silu(u: float, beta: float) -> tuple[float, float]:
    size = abs(u)
    held = LARGEST_HALF if size > LARGEST_HALF else size
    v = beta * held
    far = v > FARTHEST_EXPONENT
    v = FARTHEST_EXPONENT if far else v
    h, _ = half_decay(v)
    share = 1.0 / (1.0 + h * h)
    root = h * share
    left = 0.0 if far else -size * root * h
    right = u > 0.0
    return (u * share if right else left), (
        share * (1.0 + v * h * root) if right else root * (1.0 - v * share) * h
    )


@formula
def hard_swish(u: float, _parameter: float) -> tuple[float, float]:
    moved = u + 3.0
    held = 6.0 if moved > 6.0 else (0.0 if moved < 0.0 else moved)
    reached = -3.0 if u < -3.0 else u
    rising = u / 3.0 + 0.5 if u > -3.0 else (0.0 if u <= -3.0 else u)
    return reached * held / 6.0, 1.0 if u >= 3.0 else rising


@formula
def mish(u: float, _parameter: float) -> tuple[float, float]:
    size = abs(u)
    t = FARTHEST_EXPONENT if size > FARTHEST_EXPONENT else size
    h, _ = half_decay(t)
    e = h * h
    # tanh(log(1 + e^u)) = above / below, to the left less a factor e, to the right multiplied by e^-2u.
    right = u > 0.0
    above = 1.0 + 2.0 * e if right else e + 2.0
    below = 1.0 + 2.0 * e * (1.0 + e) if right else e * above + 2.0
    share = 1.0 / below
    gate = above * share
    spread = 4.0 * t * (1.0 + e) * share * share
    return (u * gate if right else -t * h * gate * h), (
        gate + e * e * spread if right else h * (gate - spread) * h
    )
