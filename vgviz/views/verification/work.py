"""What is measured on copies of the networks, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.gradient_check import GradientCheck, gradient_check
from vgviz.analysis.nudge import Nudge, Parameter, largest_gradient, nudge
from vgviz.session.measured import PROBE, batch, possible
from vgviz.session.messages import MeasureOn
from vgviz.views.selection import Place
from vgviz.views.verification.moment import Moment
from vgviz.views.verification.titles import parameter_title

if TYPE_CHECKING:  # whoever works on it has the engine already
    from vgviz.engine.simulation import Simulation

FloatArray = NDArray[np.floating[Any]]
Tell = Callable[[float], None]
TELL_INTERVAL = 0.05  # s


@dataclass(frozen=True, slots=True)
class NudgePair:
    """The same nudge in an early layer and in the last one, of one network, measured ``on`` some samples."""

    moment: Moment
    on: MeasureOn
    titles: tuple[str, str]
    first: Nudge
    last: Nudge


@dataclass(frozen=True, slots=True)
class NetworkCheck:
    """A gradient check of one network, and the batch that it was done on."""

    moment: Moment
    check: GradientCheck
    samples: int


@dataclass(frozen=True, slots=True)
class NudgeWork:
    """Nudge the weights with the largest gradients of the first and of the last layer.

    The chosen weight, or the chosen neuron's bias, takes the place of the last layer's where it is in that
    layer, else that of the first layer's; of a chosen layer it is the weight with the largest gradient.
    """

    place: Place | None
    on: MeasureOn = PROBE

    def __call__(self, simulations: tuple[Simulation, ...], tell: Tell) -> NudgePair:
        """Nudge on the samples that the diagram shows the gradients of."""
        place = self.place
        simulation = simulations[place.run if place is not None and place.run < len(simulations) else 0]
        samples = batch(simulation, possible(simulations, self.on))
        snapshot = simulation.snapshot(samples)
        end = snapshot.layers - 1
        parameters = [largest_gradient(snapshot.gradients, f"layers.{layer}.weight") for layer in (0, end)]
        if place is not None and place.layer >= 0:
            parameters[place.layer == end] = _chosen(place, snapshot.gradients)
        tell(0.1)
        first = nudge(simulation, parameters[0], batch=samples)
        tell(0.5)
        last = nudge(simulation, parameters[1], batch=samples)
        titles = parameter_title(parameters[0], snapshot), parameter_title(parameters[1], snapshot)
        return NudgePair(Moment.of(snapshot), self.on, titles, first, last)


def _chosen(place: Place, gradients: Mapping[str, FloatArray]) -> Parameter:
    if place.unit is None:
        return largest_gradient(gradients, f"layers.{place.layer}.weight")
    if place.source is None:
        return f"layers.{place.layer}.bias", place.unit
    return f"layers.{place.layer}.weight", place.source, place.unit


@dataclass(frozen=True, slots=True)
class CheckWork:
    """Check the gradient of the whole network on the batch last trained."""

    run: int = 0

    def __call__(self, simulations: tuple[Simulation, ...], tell: Tell) -> NetworkCheck:
        """Check, and tell how far it is."""
        simulation = simulations[self.run if self.run < len(simulations) else 0]
        moment = Moment.of(simulation.snapshot())
        check = gradient_check(simulation, progress=_now_and_then(tell))
        return NetworkCheck(moment, check, len(simulation.batch[0]))


def _now_and_then(tell: Tell) -> Callable[[int, int], None]:
    """Tell no more often than a person can see: in wide layers every single entry is a portion."""
    due = 0.0

    def told(done: int, total: int) -> None:
        nonlocal due
        if perf_counter() >= due:
            tell(done / total)
            due = perf_counter() + TELL_INTERVAL

    return told
