"""f and f' of the functions made of straight lines. Not-a-number fails all comparisons and comes back."""

from vgviz.engine.jit import formula


@formula
def identity(u: float, _parameter: float) -> tuple[float, float]:
    return u, 1.0 if u == u else u


@formula
def relu(u: float, _parameter: float) -> tuple[float, float]:
    return (0.0 if u <= 0.0 else u), (1.0 if u > 0.0 else (0.0 if u <= 0.0 else u))


@formula
def relu6(u: float, _parameter: float) -> tuple[float, float]:
    held = 6.0 if u > 6.0 else (0.0 if u < 0.0 else u)
    return held, ((1.0 if u < 6.0 else 0.0) if u > 0.0 else (0.0 if u <= 0.0 else u))


@formula
def leaky_relu(u: float, slope: float) -> tuple[float, float]:
    falling = slope * u if slope != 0.0 or u != u else 0.0
    return u if u > 0.0 else falling, (1.0 if u > 0.0 else (slope if u <= 0.0 else u))
