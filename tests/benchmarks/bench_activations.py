"""What f and f' of each activation cost: ``python -m tests.benchmarks.bench_activations``.

Nanoseconds an element for f and f' together, on one core, with arrays that fit the cache. Functions take
turns, so that what else the machine does meets them alike; figures are the least and the median of all turns.
"""

import statistics
import time

import numpy as np

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine import kernel_cache
from vgviz.engine.jit import entry
from vgviz.engine.kernels.activations.activate import activate
from vgviz.engine.kernels.arrays import Floats
from vgviz.experiment import PRECISIONS

ELEMENTS = 2048
CALLS = 50
ROUNDS = 40
TITLE = "ns an element, f and f'"
AIMS = {"sigmoid": 1.2, "tanh": 1.2}  # float64

Times = dict[tuple[str, str], list[float]]


@entry
def repeat(calls: int, kind: int, z: Floats, f: Floats, d: Floats, parameter: float) -> None:
    """The same loop so many times."""
    for _ in range(calls):
        activate(kind, z, f, d, 1.0, parameter)


def take_turns() -> Times:
    """Nanoseconds an element of every turn, by function and precision."""
    draws = np.random.default_rng(0).normal(0.0, 2.0, ELEMENTS)
    arrays = {precision: np.tile(draws.astype(precision), (3, 1)) for precision in PRECISIONS}
    times: Times = {(name, precision): [] for name in ACTIVATIONS for precision in PRECISIONS}
    for z, f, d in arrays.values():
        repeat(0, 0, z, f, d, 0.0)  # compiled before the first turn
    for _ in range(ROUNDS):
        for (name, precision), turns in times.items():
            kind, (z, f, d) = ACTIVATIONS[name], arrays[precision]
            parameter = kind.parameter.default if kind.parameter else 0.0
            begun = time.perf_counter()
            repeat(CALLS, kind.code, z, f, d, parameter)
            turns.append((time.perf_counter() - begun) / (CALLS * ELEMENTS) * 1e9)
    return times


def main() -> None:
    """Print the table."""
    for precision in PRECISIONS:
        kernel_cache.load(precision)
    times = take_turns()
    heads = "".join(f"{precision + ' least':>16}{'median':>8}" for precision in PRECISIONS)
    print(f"{TITLE:<26}{heads}")
    for name, kind in ACTIVATIONS.items():
        figures = "".join(
            f"{min(times[name, precision]):>16.2f}{statistics.median(times[name, precision]):>8.2f}"
            for precision in PRECISIONS
        )
        print(f"{kind.label:<26}{figures}{f'   aim {AIMS[name]}' if name in AIMS else ''}")


if __name__ == "__main__":
    main()
