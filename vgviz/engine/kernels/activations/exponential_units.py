"""f and f' of the functions with an exponential tail on one side."""

from vgviz.catalogue.activations.exponential import SELU_ALPHA, SELU_SCALE
from vgviz.engine.jit import formula
from vgviz.engine.kernels.exponential import half_decay

# log(1 + e) = 2 s + s^3 L(s^2) with s = e / (2 + e), for 0 <= e <= 1: our minimax fit of degree 8 (Remez's
# exchange, 50 digits).
L0, L1, L2, L3, L4, L5, L6, L7, L8 = (
    0.6666666666667788, 0.399999999959972, 0.285714290632409, 0.22222192651742978, 0.18182820817757409,
    0.1536419070866352, 0.13587259007392596, 0.09898242635117965, 0.1774898490958576,
)  # fmt: skip


@formula
def _softplus(u: float) -> tuple[float, float]:
    """log(1 + e^u) and its slope."""
    h, _ = half_decay(abs(u))
    e = h * h
    both = 1.0 / ((1.0 + e) * (2.0 + e))
    s = e * (1.0 + e) * both
    share = (2.0 + e) * both
    q = s * s
    p = q * q
    series = (L0 + p * (L2 + p * (L4 + p * (L6 + p * L8)))) + q * (L1 + p * (L3 + p * (L5 + p * L7)))
    log = 2.0 * s + s * q * series
    return (u + log if u > 0.0 else log), (share if u > 0.0 else e * share)


@formula
def softplus(u: float, beta: float) -> tuple[float, float]:
    f, d = _softplus(beta * u)
    return f / beta, d


@formula
def log_sigmoid(u: float, _parameter: float) -> tuple[float, float]:
    f, d = _softplus(-u)
    return -f, d


@formula
def elu(u: float, alpha: float) -> tuple[float, float]:
    h, less_one = half_decay(0.0 if u > 0.0 else -u)
    return u if u > 0.0 else alpha * (less_one * (h + 1.0)), (1.0 if u > 0.0 else alpha * h * h)


@formula
def celu(u: float, alpha: float) -> tuple[float, float]:
    f, d = elu(u / alpha, 1.0)
    return u if u > 0.0 else alpha * f, d


@formula
def selu(u: float, _parameter: float) -> tuple[float, float]:
    f, d = elu(u, SELU_ALPHA)
    return SELU_SCALE * f, SELU_SCALE * d
