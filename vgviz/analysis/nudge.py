"""A nudge: one parameter moved a little, and what loss and output do beside what the gradient predicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.analysis.checked_index import checked_index
from vgviz.analysis.nudged_losses import NudgedLosses
from vgviz.engine.batch import Batch
from vgviz.engine.given_arrays import checked_batch
from vgviz.engine.given_data import pair
from vgviz.engine.plan import Plan
from vgviz.engine.reference import backward_from, forward
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]
Parameter = tuple[str, *tuple[int, ...]]  # a name and the entry's place in the array

STEPS_PER_DECADE = 2
LARGEST_STEP, SMALLEST_STEP = -1, -9  # powers of ten
STEPS = 10.0 ** np.linspace(
    LARGEST_STEP, SMALLEST_STEP, STEPS_PER_DECADE * (LARGEST_STEP - SMALLEST_STEP) + 1
)


@dataclass(frozen=True, eq=False)
class Response:
    """What a number did when the parameter was nudged, step by step.

    Attributes
    ----------
    now : the number before the nudge.
    slope : its derivative by the parameter, from backpropagation.
    measured : by how much it really changed, shape (steps,).
    predicted : slope times the step.
    """

    now: float
    slope: float
    measured: FloatArray
    predicted: FloatArray

    @property
    def difference(self) -> FloatArray:
        """abs(measured - predicted): it shrinks with the square of the step, down to what rounding leaves."""
        with np.errstate(all="ignore"):
            return np.abs(self.measured - self.predicted)


@dataclass(frozen=True, eq=False)
class Nudge:
    """One parameter nudged by steps of several sizes.

    Attributes
    ----------
    parameter : its name and place, such as ("layers.0.weight", 1, 3).
    value : the parameter itself.
    steps : by how much it was moved, after rounding; the largest first where they were not given.
    loss : response of the loss.
    output : response of the mean output over the batch, z of the output unit ``unit``, the one that the
        parameter moves most.
    kinks : whether f' jumps somewhere between the two points of a step: there no square law holds.
    samples : in the batch.
    """

    parameter: Parameter
    value: float
    steps: FloatArray
    loss: Response
    output: Response
    unit: int
    kinks: NDArray[np.bool_]
    samples: int


def largest_gradient(gradients: Mapping[str, FloatArray], name: str) -> Parameter:
    """The entry of the array ``name`` with the largest abs(gradient); the first where all are NaN."""
    sizes = np.abs(gradients[name])
    place = np.unravel_index(int(np.argmax(np.where(np.isnan(sizes), -1.0, sizes))), sizes.shape)
    return (name, *(int(index) for index in place))


def nudge(
    simulation: Simulation,
    parameter: Parameter,
    steps: ArrayLike | None = None,
    batch: tuple[ArrayLike, ArrayLike] | None = None,
) -> Nudge:
    """Move one parameter by each of ``steps`` and measure loss and output; changes nothing.

    The gradient of the loss is the simulation's own; the changes are measured in float64, by plain forward
    passes in training mode.

    Parameters
    ----------
    parameter : name and place, counted from 0: ("layers.0.weight", 1, 3) or ("layers.0.bias", 3).
    steps : None takes two a decade from 1e-1 to 1e-9.
    batch : (x, y) to measure on; by default the one that a snapshot measures.

    Raises
    ------
    ExperimentError
        If there is no such parameter, or a step is 0 or not finite.

    Examples
    --------
    >>> from vgviz import Experiment, Simulation
    >>> from vgviz.analysis import nudge
    >>> result = nudge(Simulation(Experiment(), backend="numpy"), ("layers.8.weight", 0, 0), [1e-3, 1e-4])
    >>> coarse, fine = result.loss.difference  # a tenth of the step leaves a hundredth of the difference
    >>> round(float(coarse / fine))
    100
    """
    name, place, index = _checked_parameter(simulation.plan, parameter)
    given = simulation.batch if batch is None else pair("batch", batch)
    chosen = checked_batch(simulation.plan, *given)
    loss, gradients = simulation.loss_and_gradients(chosen.x, chosen.y)
    nudged = NudgedLosses(simulation.plan, simulation.live_parameters, chosen.x, chosen.y)
    value = float(nudged.values(name)[place])
    values = value + _checked_steps(steps)
    exact = values - value  # what the two points are really apart, after rounding
    of_loss, of_outputs, kinks = nudged.changes(name, place, values)
    outputs, slopes = _mean_outputs(simulation, chosen, name, place)
    unit = int(np.argmax(np.where(np.isnan(slopes), -1.0, np.abs(slopes))))
    output_changes = of_outputs[:, :, unit].mean(axis=1)
    return Nudge(
        (name, *index),
        value,
        exact,
        _response(loss, float(gradients[name][index]), of_loss, exact),
        _response(float(outputs[unit]), float(slopes[unit]), output_changes, exact),
        unit,
        kinks,
        len(chosen.x),
    )


def _response(now: float, slope: float, measured: FloatArray, steps: FloatArray) -> Response:
    with np.errstate(all="ignore"):
        return Response(now, slope, measured, slope * steps)


def _mean_outputs(
    simulation: Simulation, batch: Batch, name: str, place: int
) -> tuple[FloatArray, FloatArray]:
    """Mean of each output over the batch, and its derivative by one parameter; both (outputs,)."""
    plan = simulation.plan
    parameters = {key: array.astype(np.float64) for key, array in simulation.live_parameters.items()}
    gradients = {key: np.empty_like(array) for key, array in parameters.items()}
    slopes = np.empty(plan.outputs)
    with np.errstate(all="ignore"):
        passes = forward(plan, parameters, batch.x.astype(np.float64))
        for unit in range(plan.outputs):
            delta = np.zeros_like(passes[-1].z)
            delta[:, unit] = 1.0 / len(delta)
            backward_from(plan, parameters, passes, delta, gradients)
            slopes[unit] = gradients[name].reshape(-1)[place]
        return passes[-1].z.mean(axis=0), slopes


def _checked_parameter(plan: Plan, parameter: Parameter) -> tuple[str, int, tuple[int, ...]]:
    name, *index = parameter
    slot = plan.slots.get(name)
    if slot is None:
        raise ExperimentError(f"parameter: got {name!r}, takes the name of one, such as 'layers.0.weight'")
    if len(index) != len(slot.shape):
        raise ExperimentError(f"parameter: got {len(index)} indices for {name}, takes {len(slot.shape)}")
    checked = tuple(
        checked_index(f"parameter: index {axis}", number, size)
        for axis, (number, size) in enumerate(zip(index, slot.shape, strict=True))
    )
    return name, int(np.ravel_multi_index(checked, slot.shape)), checked


def _checked_steps(steps: ArrayLike | None) -> FloatArray:
    if steps is None:
        return STEPS
    array = np.atleast_1d(np.asarray(steps, dtype=np.float64))
    wrong = [float(step) for step in array.ravel() if not isfinite(step) or step == 0.0]
    if array.ndim != 1 or not array.size or wrong:
        raise ExperimentError(f"steps: got {wrong or steps!r}, takes finite numbers other than 0")
    return array
