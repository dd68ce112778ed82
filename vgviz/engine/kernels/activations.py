"""Compiled activation functions: one pair (f, f') for each entry of the catalogue, under its name.

A pair takes u = s z and the function's parameter and gives f and f' at once, so that nothing is worked out
twice. Derivatives come from u, as in the catalogue. `apply_activation` runs a whole layer through the one or
two functions that it mixes.
"""

from collections.abc import Callable

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Buffers, Floats, Network
from vgviz.engine.kernels.exponential import exp_and_expm1
from vgviz.engine.plan import (
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
# Kind, offset of its learned slopes or -1, steepness, fixed parameter.
Function = tuple[int, int, float, float]


@inlined
def _identity(u: float, _parameter: float) -> tuple[float, float]:
    return u, 1.0 if u == u else u


@inlined
def _sigmoid(u: float, _parameter: float) -> tuple[float, float]:
    e, _ = exp_and_expm1(-abs(u))
    share = 1.0 / (1.0 + e)
    smaller = e * share
    return share if u >= 0.0 else smaller, smaller * share


@inlined
def _tanh(u: float, _parameter: float) -> tuple[float, float]:
    e, less_one = exp_and_expm1(-2.0 * abs(u))
    share = 1.0 / (1.0 + e)
    size = -less_one * share
    return size if u >= 0.0 else -size, 4.0 * e * share * share


@inlined
def _relu(u: float, _parameter: float) -> tuple[float, float]:
    # Not-a-number fails both comparisons and comes back as itself.
    return (0.0 if u <= 0.0 else u), (1.0 if u > 0.0 else (0.0 if u <= 0.0 else u))


@inlined
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


def _layer_loop(pair: Pair) -> Callable[..., None]:
    @exact
    def loop(z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
        for i in range(z.size):
            value, derivative = pair(steepness * z[i], parameter)
            f[i] = value
            d[i] = steepness * derivative

    return loop


@inlined
def _no_loop(_kind: int, _z: Floats, _f: Floats, _d: Floats, _steepness: float, _parameter: float) -> None:
    """Where the chain ends; the plan names only kinds of the catalogue."""


def _link(code: int, loop: Callable[..., None], rest: Callable[..., None]) -> Callable[..., None]:
    @inlined
    def call(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
        if kind == code:
            loop(z, f, d, steepness, parameter)
        else:
            rest(kind, z, f, d, steepness, parameter)

    return call


def _chain() -> Callable[..., None]:
    """A function that calls the loop of the kind it is given."""
    chained: Callable[..., None] = _no_loop
    for kind in ACTIVATIONS.values():
        chained = _link(kind.code, _layer_loop(PAIRS[kind.name]), chained)
    return chained


_call_loop = _chain()


@inlined
def apply_activation(
    network: Network,
    layer: int,
    parameters: Floats,
    buffers: Buffers,
    z: Floats,
    f: Floats,
    d: Floats,
    stride: int,
) -> None:
    """F and f' of one layer; ``z``, ``f`` and ``d`` are flat, fan_out rows of ``stride`` numbers each."""
    row, value = network.layers[layer], network.values[layer]
    slopes = row[SLOPE_OFFSET] if row[FIRST_LEARNED] else -1
    first = row[FIRST_KIND], slopes, value[STEEPNESS], value[FIRST_PARAMETER]
    _apply_function(first, parameters, z, f, d, stride)
    if row[SECOND_KIND] >= 0:
        slopes = row[SLOPE_OFFSET] if row[SECOND_LEARNED] else -1
        second = row[SECOND_KIND], slopes, value[STEEPNESS], value[SECOND_PARAMETER]
        g, e = buffers.incoming[: z.size], buffers.blended[: z.size]
        _apply_function(second, parameters, z, g, e, stride)
        _blend(f, g, value[FIRST_SHARE], value[SECOND_SHARE])
        _blend(d, e, value[FIRST_SHARE], value[SECOND_SHARE])


@exact
def _apply_function(
    function: Function, parameters: Floats, z: Floats, f: Floats, d: Floats, stride: int
) -> None:
    """Run z through one function: all at once, or unit by unit where each has a slope of its own."""
    kind, slopes, steepness, parameter = function
    length = z.size if slopes < 0 else stride
    for start in range(0, z.size, length):
        stop = start + length
        if slopes >= 0:
            parameter = parameters[slopes + start // stride]
        _call_loop(kind, z[start:stop], f[start:stop], d[start:stop], steepness, parameter)


@exact
def _blend(first: Floats, second: Floats, first_share: float, second_share: float) -> None:
    for i in range(first.size):
        first[i] = first_share * first[i] + second_share * second[i]
