"""What the inspector asks of the networks because no snapshot holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vgviz.analysis.parameter_figures import ParameterFigures, parameter_figures
from vgviz.analysis.squashing import Squashing, squashing
from vgviz.session.measured import PROBE, batch, possible
from vgviz.session.messages import MeasureOn

if TYPE_CHECKING:
    from vgviz.engine.simulation import Simulation


@dataclass(frozen=True, slots=True)
class Inspected:
    """What enters the activation, and how far the layer's parameters have come."""

    squashing: Squashing
    parameters: Mapping[str, ParameterFigures]


@dataclass(frozen=True, slots=True)
class Inspection:
    """Look at a weight layer, or at one unit of it, on the samples that the picture is measured on."""

    layer: int
    unit: int | None = None
    on: MeasureOn = PROBE

    def answer(self, simulation: Simulation) -> Inspected:
        """Measure it."""
        x, _ = batch(simulation, possible((simulation,), self.on))
        return Inspected(
            squashing(simulation, self.layer, self.unit, x), parameter_figures(simulation, self.layer)
        )
