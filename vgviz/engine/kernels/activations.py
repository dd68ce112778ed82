"""Compiled activation functions: one pair (f, f') for each entry of the catalogue, under its name.

A pair takes u = s z and the function's parameter and gives f and f' at once, so that nothing is worked out
twice. Derivatives come from u, as in the catalogue. `apply_activation` runs a whole layer through the one or
two functions that it mixes.
"""

from collections.abc import Callable

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.jit import exact
from vgviz.engine.kernels.arrays import Floats, Integers, Network
from vgviz.engine.kernels.exponential import exp_and_expm1
from vgviz.engine.plan import (
    FAN_OUT,
    FIRST_KIND,
    FIRST_LEARNED,
    FIRST_PARAMETER,
    FIRST_SHARE,
    SECOND_KIND,
    SECOND_LEARNED,
    SECOND_PARAMETER,
    SECOND_SHARE,
    SLOPE_OFFSET,
    STEEPNESS,
)

Pair = Callable[[float, float], tuple[float, float]]


@exact
def _identity(u: float, _parameter: float) -> tuple[float, float]:
    return u, 1.0 if u == u else u  # noqa: PLR0124 (NaN differs from itself)


@exact
def _sigmoid(u: float, _parameter: float) -> tuple[float, float]:
    e, _ = exp_and_expm1(-abs(u))
    share = 1.0 / (1.0 + e)
    smaller = e * share
    return share if u >= 0.0 else smaller, smaller * share


@exact
def _tanh(u: float, _parameter: float) -> tuple[float, float]:
    e, less_one = exp_and_expm1(-2.0 * abs(u))
    share = 1.0 / (1.0 + e)
    size = -less_one * share
    return size if u >= 0.0 else -size, 4.0 * e * share * share


@exact
def _relu(u: float, _parameter: float) -> tuple[float, float]:
    # Not-a-number fails both comparisons and comes back as itself.
    return (0.0 if u <= 0.0 else u), (1.0 if u > 0.0 else (0.0 if u <= 0.0 else u))


@exact
def _leaky_relu(u: float, parameter: float) -> tuple[float, float]:
    f = u if u > 0.0 else parameter * u
    return f, (1.0 if u > 0.0 else (parameter if u <= 0.0 else u))


PAIRS: dict[str, Pair] = {
    "identity": _identity,
    "sigmoid": _sigmoid,
    "tanh": _tanh,
    "relu": _relu,
    "leaky_relu": _leaky_relu,
    "prelu": _leaky_relu,
}


def _loops(pair: Pair) -> tuple[Callable[..., None], Callable[..., None]]:
    """Two loops over a layer: one sets f and f', one adds a share of them."""

    @exact
    def set_function(
        z: Floats, f: Floats, d: Floats, steepness: float, share: float, parameter: float
    ) -> None:
        for i in range(z.size):
            value, derivative = pair(steepness * z[i], parameter)
            f[i] = share * value
            d[i] = share * steepness * derivative

    @exact
    def add_function(
        z: Floats, f: Floats, d: Floats, steepness: float, share: float, parameter: float
    ) -> None:
        for i in range(z.size):
            value, derivative = pair(steepness * z[i], parameter)
            f[i] += share * value
            d[i] += share * steepness * derivative

    return set_function, add_function


@exact
def _end_of_chain(
    _kind: int, _z: Floats, _f: Floats, _d: Floats, _steepness: float, _share: float, _parameter: float
) -> None:
    """No kind is left; the plan names only kinds of the catalogue."""


def _chain(loops: dict[int, Callable[..., None]]) -> Callable[..., None]:
    """A function that calls the loop of the kind it is given."""
    chained: Callable[..., None] = _end_of_chain
    for code, loop in loops.items():
        chained = _link(code, loop, chained)
    return chained


def _link(code: int, loop: Callable[..., None], rest: Callable[..., None]) -> Callable[..., None]:
    @exact
    def choose(
        kind: int, z: Floats, f: Floats, d: Floats, steepness: float, share: float, parameter: float
    ) -> None:
        if kind == code:
            loop(z, f, d, steepness, share, parameter)
        else:
            rest(kind, z, f, d, steepness, share, parameter)

    return choose


_LOOPS = {entry.code: _loops(PAIRS[name]) for name, entry in ACTIVATIONS.items()}
_set_kind = _chain({code: loops[0] for code, loops in _LOOPS.items()})
_add_kind = _chain({code: loops[1] for code, loops in _LOOPS.items()})


@exact
def apply_activation(
    network: Network, layer: int, parameters: Floats, z: Floats, f: Floats, d: Floats, stride: int
) -> None:
    """f and f' of one layer; ``z``, ``f`` and ``d`` are flat, fan_out rows of ``stride`` numbers each."""
    row, value = network.layers[layer], network.values[layer]
    steepness, share, parameter = value[STEEPNESS], value[FIRST_SHARE], value[FIRST_PARAMETER]
    if row[FIRST_LEARNED]:
        for unit in range(row[FAN_OUT]):
            a, b = unit * stride, (unit + 1) * stride
            slope = parameters[row[SLOPE_OFFSET] + unit]
            _set_kind(row[FIRST_KIND], z[a:b], f[a:b], d[a:b], steepness, share, slope)
    else:
        _set_kind(row[FIRST_KIND], z, f, d, steepness, share, parameter)
    if row[SECOND_KIND] >= 0:
        _add_second(row, value, parameters, z, f, d, stride)


@exact
def _add_second(
    row: Integers, value: Floats, parameters: Floats, z: Floats, f: Floats, d: Floats, stride: int
) -> None:
    steepness, share, parameter = value[STEEPNESS], value[SECOND_SHARE], value[SECOND_PARAMETER]
    if row[SECOND_LEARNED]:
        for unit in range(row[FAN_OUT]):
            a, b = unit * stride, (unit + 1) * stride
            slope = parameters[row[SLOPE_OFFSET] + unit]
            _add_kind(row[SECOND_KIND], z[a:b], f[a:b], d[a:b], steepness, share, slope)
    else:
        _add_kind(row[SECOND_KIND], z, f, d, steepness, share, parameter)
