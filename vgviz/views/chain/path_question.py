"""What the panel of paths asks the networks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vgviz.analysis.paths import Paths, strongest_paths

if TYPE_CHECKING:  # whoever answers has the engine already
    from vgviz.engine.simulation import Simulation

MOST_PATHS = 12


@dataclass(frozen=True, slots=True)
class PathAnswer:
    """The paths, what they are the answer to, and how many samples there are to choose from."""

    question: PathQuestion
    paths: Paths
    sample: int
    samples: int


@dataclass(frozen=True, slots=True)
class PathQuestion:
    """The strongest paths of one weight for a training sample; the last one where there are fewer."""

    weight: tuple[int, int, int]
    sample: int

    def answer(self, simulation: Simulation) -> PathAnswer:
        """Search them."""
        samples = len(simulation.dataset.x_train)
        sample = min(self.sample, samples - 1)
        return PathAnswer(self, strongest_paths(simulation, self.weight, sample, MOST_PATHS), sample, samples)
