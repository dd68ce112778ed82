"""The weights before and after training that is done anew, of an experiment or one that differs from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment

Arrays = Mapping[str, NDArray[np.floating[Any]]]
BURSTS = 50  # between which progress is told


@dataclass(frozen=True, slots=True, eq=False)
class Retrained:
    """What training did from the start.

    Attributes
    ----------
    experiment : which one.
    start, after : the parameters at step 0 and at the end, by name.
    step : the last one; it comes early where numbers did not stay finite.
    """

    experiment: Experiment
    start: Arrays
    after: Arrays
    step: int


def retrained(
    simulation: Simulation,
    experiment: Experiment | None = None,
    steps: int | None = None,
    progress: Callable[[float], None] = lambda _share: None,
) -> Retrained:
    """Begin anew and train; for a copy, because ``simulation`` is changed by it.

    Parameters
    ----------
    experiment : what to train in place of the simulation's own; the data stay where they are the same.
    steps : how many; None is one epoch.
    progress : is told the share done, 0 to 1.
    """
    if experiment is not None and experiment != simulation.experiment:
        simulation.reconfigure(experiment)
    simulation.restart()
    start = simulation.parameters
    wanted = simulation.epoch_size if steps is None else steps
    burst = max(1, wanted // BURSTS)
    for done in range(0, wanted, burst):
        progress(done / wanted)
        simulation.run(steps=min(burst, wanted - done))
    return Retrained(simulation.experiment, start, simulation.parameters, simulation.step)
