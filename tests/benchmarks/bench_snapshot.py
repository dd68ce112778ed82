"""What a snapshot costs beside a training step: ``python -m tests.benchmarks.bench_snapshot``.

Both are measured in turns on the same batch, in processor time, so that what else the machine does counts for
little; figures are medians in microseconds. A snapshot may cost 1.5 steps and 100 us, with and without its
histograms; the copy of the parameters that it leaves to the next step counts.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from vgviz import Data, Experiment, Layer, Network, Simulation, Snapshot, Training

ROUNDS = 31
SECONDS_A_TURN = 0.01


@dataclass(frozen=True)
class Case:
    """One network, features-[width] x depth-outputs, and its batch."""

    features: int
    width: int
    depth: int
    outputs: int
    batch: int
    normalization: str = "none"

    @property
    def label(self) -> str:
        """The network in short."""
        kind = "" if self.normalization == "none" else f", {self.normalization}"
        return f"{self.features}-[{self.width}]x{self.depth}-{self.outputs}, batch {self.batch}{kind}"

    def simulation(self) -> Simulation:
        """Full batch on clouds of points."""
        classes = max(2, self.outputs)
        data = Data("blobs", samples=self.batch, features=self.features, classes=classes, test_fraction=0.0)
        hidden = (Layer(self.width, normalization=self.normalization),) * self.depth
        return Simulation(Experiment(data, Network(hidden), Training(batch_size=self.batch)))


CASES = (
    Case(2, 10, 8, 1, 32),
    Case(2, 8, 3, 1, 32),
    Case(2, 10, 10, 1, 32),
    Case(2, 32, 50, 1, 64),
    Case(64, 128, 10, 10, 128),
    Case(2, 16, 200, 1, 32),
    Case(2, 512, 4, 1, 32),
    Case(2, 10, 10, 1, 32, "batch"),
)


def medians(runs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Median microseconds of one call of each, taking turns."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    counts = {name: max(1, int(SECONDS_A_TURN / max(_seconds(run, 3), 1e-7))) for name, run in runs.items()}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            times[name].append(_seconds(run, counts[name]) * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def _seconds(run: Callable[[], object], count: int) -> float:
    run()  # histograms that somebody looks at are counted with the next snapshot
    begun = time.process_time()
    for _ in range(count):
        run()
    return (time.process_time() - begun) / count


def compare(case: Case) -> None:
    """Print one line of the table."""
    simulation = case.simulation()
    simulation.run(steps=20)

    def snapshot() -> Snapshot:
        simulation.own_arrays()
        return simulation.snapshot()

    figures = medians(
        {
            "ten steps": lambda: simulation.run(steps=10),
            "snapshot": snapshot,
            "with histograms": lambda: snapshot().histograms,
        }
    )
    step, measured = figures["ten steps"] / 10.0, figures["snapshot"]
    counted, allowed = figures["with histograms"], 1.5 * step + 100.0
    print(
        f"{case.label:<34}{step:>10.1f}{measured:>11.1f}{allowed:>10.1f}"
        f"{_within(measured, allowed)}{counted:>17.1f}{_within(counted, allowed)}"
    )


def _within(microseconds: float, allowed: float) -> str:
    return f"{'yes' if microseconds <= allowed else 'NO':>8}"


def main() -> None:
    """Print the table."""
    within = f"{'within':>8}"
    print(f"{'us':<34}{'step':>10}{'snapshot':>11}{'allowed':>10}{within}{'with histograms':>17}{within}")
    for case in CASES:
        compare(case)


if __name__ == "__main__":
    main()
