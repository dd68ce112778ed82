"""What the picture shows of the networks, and on which samples it is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from vgviz.session.messages import Measured, MeasureOn

if TYPE_CHECKING:
    from vgviz.engine.simulation import Simulation
    from vgviz.engine.telemetry import Snapshot

PROBE = MeasureOn()
NEEDS_MORE_THAN_ONE = (
    "Batch normalization needs more than one sample for its mean and variance: "
    "the picture shows the fixed samples until no layer has it."
)


def possible(simulations: tuple[Simulation, ...], wish: MeasureOn) -> MeasureOn:
    """What is measured of all networks where ``wish`` is wished: the probe where one cannot have it."""
    if wish.samples != "one":
        return wish
    lacks = any(
        simulation.plan.running_units or wish.number >= total(simulation) for simulation in simulations
    )
    return PROBE if lacks else wish


def total(simulation: Simulation) -> int:
    """All samples, those of the test part too."""
    return len(simulation.dataset.x_train) + len(simulation.dataset.x_test)


def batch(simulation: Simulation, on: MeasureOn) -> tuple[Any, Any]:
    """The samples to measure ``simulation`` on, and what it should make of them."""
    if on.samples == "probe":
        return simulation.probe
    if on.samples == "batch":
        return simulation.batch
    data, train = simulation.dataset, len(simulation.dataset.x_train)
    in_test = on.number >= train
    x, y = (data.x_test, data.y_test) if in_test else (data.x_train, data.y_train)
    one = slice(on.number - train * in_test, on.number - train * in_test + 1)
    return x[one], y[one]


def measure(simulations: tuple[Simulation, ...], on: MeasureOn) -> tuple[Snapshot, ...]:
    """Measure each."""
    return tuple(each.snapshot(batch=batch(each, on)) for each in simulations)


def measured(simulation: Simulation, on: MeasureOn) -> Measured:
    """What is to be said of the samples measured."""
    x, y = batch(simulation, on)
    names = simulation.dataset.class_names
    target = names[int(y[0])] if names and on.samples == "one" else ""
    in_test = on.samples == "one" and on.number >= len(simulation.dataset.x_train)
    return Measured(on, len(x), total(simulation), target, in_test=in_test)
