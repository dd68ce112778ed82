"""How fast the engine is: ``python tests/benchmarks/bench_engine.py``.

All sides train the same network (sigmoid, full batch, plain gradient descent) and take turns, so that what
else the machine does meets them alike. Equal work is checked by equal parameters afterwards. Figures are
medians of a step in microseconds; a ratio is the other side's time over the compiled kernels'.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from vgviz import Data, Experiment, Network, Simulation, Training

ROUNDS = 9
SECONDS_A_TURN = 0.15


@dataclass(frozen=True)
class Case:
    """One network: features-[width] x depth-outputs, and its batch."""

    features: int
    width: int
    depth: int
    outputs: int
    batch: int

    @property
    def label(self) -> str:
        """The network in short."""
        return f"{self.features}-[{self.width}]x{self.depth}-{self.outputs}, batch {self.batch}"

    def experiment(self) -> Experiment:
        """Full batch on clouds of points."""
        classes = max(2, self.outputs)
        data = Data("blobs", samples=self.batch, features=self.features, classes=classes, test_fraction=0.0)
        return Experiment(data, Network.uniform(self.depth, self.width), Training(batch_size=self.batch))


CASES = (
    Case(2, 8, 3, 1, 32),
    Case(2, 10, 10, 1, 32),
    Case(2, 32, 50, 1, 64),
    Case(64, 128, 10, 10, 128),
)

Run = Callable[[int], object]


def torch_side(simulation: Simulation) -> tuple[Run, Callable[[], dict[str, Any]]]:
    """The same training in PyTorch eager: its functional layers and an SGD step."""
    import torch

    torch.set_num_threads(1)
    parameters = {
        name: torch.tensor(value.copy(), requires_grad=True) for name, value in simulation.parameters.items()
    }
    descent = torch.optim.SGD(list(parameters.values()), lr=simulation.experiment.training.learning_rate)
    x, y = torch.tensor(simulation.dataset.x_train), torch.tensor(simulation.dataset.y_train)
    top = simulation.plan.depth - 1
    layers = [(parameters[f"layers.{i}.weight"], parameters[f"layers.{i}.bias"]) for i in range(top + 1)]
    binary = simulation.plan.outputs == 1
    target = y.double() if binary else y
    functional = torch.nn.functional

    def run(steps: int) -> None:
        for _ in range(steps):
            descent.zero_grad()
            a = x
            for weight, bias in layers[:-1]:
                a = torch.sigmoid(torch.addmm(bias, a, weight))
            z = torch.addmm(layers[-1][1], a, layers[-1][0])
            if binary:
                loss = functional.binary_cross_entropy_with_logits(z[:, 0], target)
            else:
                loss = functional.cross_entropy(z, target)
            back: Any = loss.backward  # PyTorch ships it untyped
            back()
            descent.step()

    return run, lambda: {name: tensor.detach().numpy() for name, tensor in parameters.items()}


def steps_for(run: Run) -> int:
    """How many steps fill one turn."""
    run(2)
    begun = time.perf_counter()
    run(3)
    return max(1, int(SECONDS_A_TURN / ((time.perf_counter() - begun) / 3)))


def step_times(runs: dict[str, Run]) -> dict[str, float]:
    """Median microseconds of a step for each side, taking turns."""
    counts = {name: steps_for(run) for name, run in runs.items()}
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            begun = time.perf_counter()
            run(counts[name])
            times[name].append((time.perf_counter() - begun) / counts[name] * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def check_equal_work(case: Case) -> None:
    """All sides have the same parameters after 20 steps."""
    compiled, plain = Simulation(case.experiment()), Simulation(case.experiment(), "numpy")
    run, torch_parameters = torch_side(compiled)
    compiled.run(steps=20)
    plain.run(steps=20)
    run(20)
    others = (plain.parameters, torch_parameters())
    for name, value in compiled.parameters.items():
        for other in others:
            np.testing.assert_allclose(value, other[name], rtol=1e-9, atol=1e-12)


def compare(case: Case) -> None:
    """Print one line of the table."""
    check_equal_work(case)
    compiled, plain = Simulation(case.experiment()), Simulation(case.experiment(), "numpy")
    eager, _ = torch_side(compiled)
    medians = step_times(
        {
            "vgviz": lambda steps: compiled.run(steps=steps),
            "NumPy": lambda steps: plain.run(steps=steps),
            "PyTorch": eager,
        }
    )
    ours = medians["vgviz"]
    print(
        f"{case.label:<28}{ours:>10.2f}"
        f"{medians['NumPy']:>12.1f}{medians['NumPy'] / ours:>8.1f}x"
        f"{medians['PyTorch']:>12.1f}{medians['PyTorch'] / ours:>8.1f}x"
    )


def snapshot_cost(experiment: Experiment, label: str) -> None:
    """Print what a snapshot costs beside a step."""
    simulation = Simulation(experiment)

    def snapshots(count: int) -> None:
        for _ in range(count):
            simulation.snapshot()

    medians = step_times({"step": lambda steps: simulation.run(steps=steps), "snapshot": snapshots})
    step, snapshot = medians["step"], medians["snapshot"]
    print(f"{label:<28}{step:>10.1f}{snapshot:>12.1f}   = {snapshot / step:.1f} steps")


def start_times() -> None:
    """Print how long kernels take to compile into an empty cache, and to load from it, in new processes."""
    program = (
        "import time; t = time.perf_counter()\n"
        "import numba; u = time.perf_counter()\n"
        "from vgviz.engine import kernel_cache; kernel_cache.load()\n"
        "print(u - t, time.perf_counter() - u)"
    )
    with tempfile.TemporaryDirectory() as folder:
        for label in ("compile all kernels", "load them from the cache"):
            environment = {**os.environ, "NUMBA_CACHE_DIR": folder}
            command = [sys.executable, "-c", program]
            done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
            importing, kernels = (float(word) for word in done.stdout.split())
            print(f"{label:<28}{kernels:>10.2f} s   (importing Numba before: {importing:.2f} s)")


def main() -> None:
    """Print all tables."""
    print(f"{'full batch, us a step':<28}{'vgviz':>10}{'NumPy':>12}{'':>9}{'PyTorch':>12}")
    for case in CASES:
        compare(case)
    print(f"\n{'us':<28}{'step':>10}{'snapshot':>12}")
    snapshot_cost(Experiment(), "default, 8 x 10, batch 32")
    for case in CASES:
        snapshot_cost(case.experiment(), case.label)
    print()
    start_times()


if __name__ == "__main__":
    main()
