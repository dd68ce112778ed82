"""A vectorised loop for each entry of the catalogue: f and f' of a row of pre-activations."""

from collections.abc import Callable

import numpy as np

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.jit import exact
from vgviz.engine.kernels.activations import Pair
from vgviz.engine.kernels.activations.pairs import PAIRS, SINGLE_PRECISION_PAIRS
from vgviz.engine.kernels.activations.waves import EXACT_TO
from vgviz.engine.kernels.arrays import Floats

Loop = Callable[[Floats, Floats, Floats, float, float], None]


def _loop(pair: Pair) -> Loop:
    """Works in float64, whatever the arrays hold."""

    @exact
    def loop(z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
        for i in range(z.size):
            value, derivative = pair(steepness * np.float64(z[i]), parameter)
            f[i] = value
            d[i] = steepness * derivative

    return loop


def _single_precision_loop(pair: Pair) -> Loop:
    """Works in float32."""

    @exact
    def loop(z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
        s = z.dtype.type(steepness)
        for i in range(z.size):
            value, derivative = pair(s * z[i], parameter)
            f[i] = value
            d[i] = s * derivative

    return loop


_wave = _loop(PAIRS["sine"])


@exact
def _sine_loop(z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    _wave(z, f, d, steepness, parameter)
    for i in range(z.size):
        u = steepness * np.float64(z[i])
        if not abs(u) <= EXACT_TO:
            f[i] = np.sin(u)
            d[i] = steepness * np.cos(u)


def _loops() -> dict[str, Loop]:
    """Entries that share a pair share its loop."""
    loops = {pair: _loop(pair) for pair in PAIRS.values()}
    return {name: loops[pair] for name, pair in PAIRS.items()} | {"sine": _sine_loop}


LOOPS = {"float64": _loops()}
LOOPS["float32"] = LOOPS["float64"] | {
    name: _single_precision_loop(pair) for name, pair in SINGLE_PRECISION_PAIRS.items()
}


def loop_of(code: int, precision: str) -> Loop:
    """The loop of the catalogue's entry with this code."""
    return LOOPS[precision][next(kind.name for kind in ACTIVATIONS.values() if kind.code == code)]
