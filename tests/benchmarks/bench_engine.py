"""How fast the engine is: ``python -m tests.benchmarks.bench_engine [part ...]``; without a part all of them.

Parts: start, memory, threads (what a second thread brings), speed (float64 and float32 against JAX and
PyTorch), peak, depth, width, batch, surcharge, snapshot. All but the first three run on one core. Sides take
turns, figures are medians; a ratio is the other side's time over ours. Sides that are compared have done
equal work: their parameters agree afterwards. What each activation costs is in ``bench_activations``, what
compiles how long in ``bench_compile``.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import msgspec
import numpy as np

from tests.benchmarks.peak import quickest_chains
from tests.benchmarks.rivals import jax_side, torch_side, vgviz_side
from tests.benchmarks.turns import step_times, use_one_core
from vgviz import Activation, Data, Experiment, Layer, Network, Simulation, Training
from vgviz.experiment import PRECISIONS

ROUNDS = 9
SECONDS = 0.15
TOLERANCE = {"float64": 1e-9, "float32": 1e-3}
LAYER, TRAINING = Layer(), Training()


@dataclass(frozen=True)
class Case:
    """One network: features-[width] x depth-outputs, and its batch."""

    features: int
    width: int
    depth: int
    outputs: int
    batch: int
    layer: Layer = LAYER
    training: Training = TRAINING

    @property
    def label(self) -> str:
        """The network in short."""
        return f"{self.features}-[{self.width}]x{self.depth}-{self.outputs}, batch {self.batch}"

    def experiment(self, precision: str = "float64") -> Experiment:
        """Full batch on clouds of points; batches of one take turns, as no data has a single sample."""
        classes, samples = max(2, self.outputs), self.batch if self.batch > 1 else 256
        data = Data("blobs", samples=samples, features=self.features, classes=classes, test_fraction=0.0)
        hidden = tuple(replace_record(self.layer, width=self.width) for _ in range(self.depth))
        training = replace_record(self.training, batch_size=self.batch)
        return Experiment(data, Network(hidden), training, precision=precision)

    @property
    def operations(self) -> int:
        """Multiplications and additions in the products of one step; the data need no gradient."""
        widths = (self.features, *(self.width,) * self.depth, self.outputs)
        pairs = [above * below for above, below in pairwise(widths)]
        return 2 * self.batch * (3 * sum(pairs) - pairs[0])


def replace_record(record: Any, **fields: Any) -> Any:
    """A record with some fields changed."""
    return msgspec.structs.replace(record, **fields)


CASES = (
    Case(2, 8, 3, 1, 32),
    Case(2, 10, 10, 1, 32),
    Case(2, 32, 50, 1, 64),
    Case(64, 128, 10, 10, 128),
    Case(784, 256, 10, 10, 256),
    Case(784, 1024, 4, 10, 256),
)
# JAX's and PyTorch's time over ours that is aimed at; in float32 only JAX's.
TARGETS = {
    "float64": ((3, 60), (2.5, 40), (2, 5.5), (1.25, 1.7), (1.3, 1.15), (1.3, 1.5)),
    "float32": ((2, 0), (2, 0), (1.1, 0), (1, 0), (1, 0), (1, 0)),
}


def step_time(case: Case, precision: str = "float64") -> float:
    """Median microseconds of a step by itself."""
    simulation = Simulation(case.experiment(precision), threads=1)
    return step_times({"vgviz": vgviz_side(simulation).run}, ROUNDS, SECONDS)["vgviz"]


def speed() -> None:
    """All sides on all cases."""
    for precision in PRECISIONS:
        print(f"{precision}, full batch, us a step      vgviz         JAX              PyTorch")
        for case, targets in zip(CASES, TARGETS[precision], strict=True):
            compare(case, precision, targets)
        print()


def compare(case: Case, precision: str, targets: tuple[float, float]) -> None:
    """Print one line of the table, after a check that all sides do equal work."""
    make = (("vgviz", vgviz_side), ("JAX", jax_side), ("PyTorch", torch_side))
    sides = {name: side(Simulation(case.experiment(precision), threads=1)) for name, side in make}
    for side in sides.values():
        side.run(20)
    for name, value in sides["vgviz"].values().items():
        for other in ("JAX", "PyTorch"):
            np.testing.assert_allclose(
                value, sides[other].values()[name], TOLERANCE[precision], TOLERANCE[precision]
            )
    medians = step_times({name: side.run for name, side in sides.items()}, ROUNDS, SECONDS)
    ours = medians["vgviz"]
    line = f"{case.label:<28}{ours:>12.2f}"
    for name, target in zip(("JAX", "PyTorch"), targets, strict=True):
        aim = f" (aim {target:g})" if target else ""
        line += f"{medians[name]:>12.1f}{medians[name] / ours:>8.2f}x{aim:<11}"
    print(line, flush=True)


def threads() -> None:
    """What a second thread brings by the clock on the wall, on a machine whose two processors are free."""
    print(f"{'us a step':<32}{'one thread':>12}{'two':>12}{'gain':>8}")
    for precision in PRECISIONS:
        for case in (*CASES, *(replace(CASES[3], width=width) for width in (64, 96))):
            experiment = case.experiment(precision)
            runs = {count: vgviz_side(Simulation(experiment, threads=count)).run for count in (1, 2)}
            named = {str(count): run for count, run in runs.items()}
            medians = step_times(named, ROUNDS, SECONDS, time.perf_counter)
            label, gain = f"{case.label}, {precision[-2:]} bit", medians["1"] / medians["2"]
            print(f"{label:<32}{medians['1']:>12.2f}{medians['2']:>12.2f}{gain:>7.2f}x", flush=True)
    print()


def peak() -> None:
    """How near whole steps come to the most that a core can multiply and add."""
    for precision in PRECISIONS:
        best, product = quickest_chains(precision), quickest_product(precision)
        print(f"{precision}: a core does {best:.0f} Gflop/s in multiply-adds without any memory;")
        print(
            f"  of those NumPy's product of 768 x 768 reaches{product:>10.1f} Gflop/s{product / best:>8.0%}"
        )
        for case in CASES:
            reached = case.operations / step_time(case, precision) / 1e3
            label = f"whole steps of {case.label}"
            print(f"  {label:<45}{reached:>10.1f} Gflop/s{reached / best:>8.0%}", flush=True)
    print()


def quickest_product(precision: str) -> float:
    """Gflop/s of NumPy's product of two square matrices."""
    a, b = (np.random.default_rng(0).standard_normal((768, 768)).astype(precision) for _ in range(2))
    out = np.empty_like(a)
    times = step_times({"": lambda count: repeat(lambda: np.dot(a, b, out), count)}, ROUNDS, SECONDS)
    return float(2 * 768**3 / times[""] / 1e3)


def repeat(work: Callable[[], object], count: int) -> None:
    """Do it so often."""
    for _ in range(count):
        work()


def growth(title: str, cases: dict[int, Case], unit: str) -> list[float]:
    """Print step times along one axis and nanoseconds for each ``unit`` of work, which it returns.

    All cases take turns.
    """
    print(f"{title:<28}{'us a step':>12}{'ns per ' + unit:>24}")
    simulations = {str(count): Simulation(case.experiment(), threads=1) for count, case in cases.items()}
    runs = {count: vgviz_side(simulation).run for count, simulation in simulations.items()}
    medians = step_times(runs, ROUNDS, SECONDS)
    nanoseconds = []
    for count, case in cases.items():
        microseconds = medians[str(count)]
        nanoseconds.append(microseconds * 1e3 / (count if unit == "layer" else case.operations / 2))
        print(f"{count:>28}{microseconds:>12.1f}{nanoseconds[-1]:>24.4g}", flush=True)
    print()
    return nanoseconds


def depth() -> None:
    """Layers of 16."""
    counts = (10, 20, 50, 100, 200, 500, 1000)
    each = growth("depth, layers of 16", {n: Case(2, 16, n, 1, 32) for n in counts}, "layer")
    middle = (min(each) + max(each)) / 2.0
    print(f"a straight line of {middle:.0f} ns a layer meets them all within {max(each) / middle - 1.0:.1%}")
    print(f"where a layer takes longest it takes {max(each) / min(each):.2f} times the shortest time\n")


def width() -> None:
    """Four layers."""
    growth(
        "width, 4 layers, batch 64", {n: Case(2, n, 4, 1, 64) for n in (8 << i for i in range(9))}, "product"
    )


def batch() -> None:
    """Eight layers of 10."""
    growth("batch, 8 layers of 10", {n: Case(2, 10, 8, 1, n) for n in (1, 8, 32, 128, 512, 2048)}, "product")


def surcharge() -> None:
    """What each ingredient adds to a step."""
    print(f"{'surcharge on a step':<28}" + "".join(f"{case.label:>30}" for case in CASES[1:4]))
    additions: dict[str, dict[str, Any]] = {
        "sigmoid, plain descent": {},
        "ReLU instead": {"layer": Layer(activation=Activation("relu"))},
        "batch normalization": {"layer": Layer(normalization="batch")},
        "residual": {"layer": Layer(residual=True)},
        "Adam": {"training": Training(optimizer="adam", learning_rate=1e-3)},
    }
    columns = []
    for case in CASES[1:4]:
        simulations = {name: Simulation(replace(case, **add).experiment()) for name, add in additions.items()}
        runs = {name: vgviz_side(simulation).run for name, simulation in simulations.items()}
        columns.append(step_times(runs, ROUNDS, SECONDS))
    for name in additions:
        cells = [
            f"{column[name]:.1f} us {column[name] / next(iter(column.values())) - 1:+.0%}"
            for column in columns
        ]
        print(f"{name:<28}" + "".join(f"{cell:>30}" for cell in cells), flush=True)
    print()


def snapshot() -> None:
    """What a snapshot costs beside a step."""
    print(f"{'us':<28}{'step':>10}{'snapshot':>12}")
    for case in (Case(2, 10, 8, 1, 32), *CASES):
        simulation = Simulation(case.experiment())
        runs = {"step": vgviz_side(simulation).run, "snapshot": lambda n: repeat(simulation.snapshot, n)}  # noqa: B023 - called in this round only
        medians = step_times(runs, ROUNDS, SECONDS)
        ratio = medians["snapshot"] / medians["step"]
        print(f"{case.label:<28}{medians['step']:>10.1f}{medians['snapshot']:>12.1f}   = {ratio:.1f} steps")
    print()


def start() -> None:
    """How long kernels take to compile into an empty cache, and to load from it, in new processes."""
    compiling = "from vgviz.engine import compile_kernels; compile_kernels.main()"
    loading = "from vgviz.engine import kernel_cache; kernel_cache.load({!r})"
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'compile all kernels':<34}{timed(compiling, folder):>8.2f} s")
        for precision in PRECISIONS:
            times = [timed(loading.format(precision), folder) for _ in range(5)]
            print(f"{f'load {precision} from the cache':<34}{statistics.median(times):>8.2f} s")
    print()


def timed(statement: str, cache: str) -> float:
    """Seconds that a new process takes for a statement, the import of Numba included, Python's start not."""
    program = f"import time; t = time.perf_counter(); {statement}; print('seconds', time.perf_counter() - t)"
    return float(new_process(program, cache)[-1])


def memory() -> None:
    """Memory of a new process that trains the default network, and of one that has only loaded NumPy."""
    ask = "import psutil; print(psutil.Process().memory_info().rss / 1e6)"
    make = "import vgviz; s = vgviz.Simulation(vgviz.Experiment(precision={!r}));"
    train = f"{make} s.run(steps=1000); s.snapshot();"
    with tempfile.TemporaryDirectory() as folder:
        print(
            f"{'memory with NumPy only':<34}{float(new_process(f'import numpy; {ask}', folder)[-1]):>8.0f} MB"
        )
        for precision in PRECISIONS:
            program = f"{train.format(precision)} {ask}"
            new_process(program, folder)  # compiles
            print(f"{f'bare Simulation, {precision}':<34}{float(new_process(program, folder)[-1]):>8.0f} MB")
    print()


def new_process(program: str, cache: str) -> list[str]:
    """The words a program prints, with a kernel cache of its own."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": cache}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout.split()


PARTS: dict[str, Callable[[], None]] = {
    part.__name__: part
    for part in (start, memory, threads, speed, peak, depth, width, batch, surcharge, snapshot)
}


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description="How fast the engine is.")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="by default all of them")
    wanted = parser.parse_args().parts or list(PARTS)
    begun = time.perf_counter()
    for name in [name for name in PARTS if name in wanted]:
        if name not in ("start", "memory", "threads"):
            use_one_core()
        PARTS[name]()
    print(f"{time.perf_counter() - begun:.0f} s in all")


if __name__ == "__main__":
    main()
