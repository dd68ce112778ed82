"""Gradient check: every entry of the backpropagated gradient beside a central difference of the loss."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, nan
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.nudged_losses import NudgedLosses
from vgviz.engine.norms import norm
from vgviz.engine.simulation import Simulation
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]
Progress = Callable[[int, int], object]

EPSILON = float(np.finfo(np.float64).eps)
STEP = EPSILON ** (1 / 3)  # where the errors of rounding and of truncation are about equal
FINER = 1e-2  # share of the step that is tried where the step crosses a kink


@dataclass(frozen=True, eq=False, repr=False)
class GradientCheck:
    """Backpropagated gradients g and numeric ones n, entry by entry.

    Attributes
    ----------
    gradients, differences : g and n by parameter name, float64; n is NaN where nothing was measured.
    steps : by how much each parameter was moved to either side.
    kinks : entries between whose two points f' jumps somewhere, so that n is no derivative.
    loss : of the batch.
    """

    gradients: Mapping[str, FloatArray]
    differences: Mapping[str, FloatArray]
    steps: Mapping[str, FloatArray]
    kinks: Mapping[str, NDArray[np.bool_]]
    loss: float

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}(relative_error={self.relative_error:.2g}, checked={self.checked}, "
            f"total={self.total}, below_resolution={self.below_resolution})"
        )

    @property
    def total(self) -> int:
        """Number of parameters."""
        return self._flat(self.gradients).size

    @cached_property
    def checked(self) -> int:
        """Number of parameters that were checked; fewer than `total` only where the check was stopped."""
        return int(self._measured.sum())

    @cached_property
    def relative_error(self) -> float:
        """norm(g - n) / (norm(g) + norm(n)) over all parameters; 0 where both are 0."""
        kept = self._measured
        return _relative_error(self._flat(self.gradients)[kept], self._flat(self.differences)[kept])

    @cached_property
    def smooth_relative_error(self) -> float:
        """The same without the entries that have a kink between their two points."""
        kept = self._measured & ~self._flat(self.kinks)
        return _relative_error(self._flat(self.gradients)[kept], self._flat(self.differences)[kept])

    @cached_property
    def errors(self) -> dict[str, float]:
        """The relative error of each parameter array by its name; NaN where nothing was measured."""
        return {name: self._error_of(name) for name in self.gradients}

    @cached_property
    def below_resolution(self) -> int:
        """Entries with abs(g) < eps abs(loss) / step: the loss's own rounding drowns their difference."""
        threshold = EPSILON * abs(self.loss) / self._flat(self.steps)
        return int((self._measured & (np.abs(self._flat(self.gradients)) < threshold)).sum())

    @cached_property
    def kinks_crossed(self) -> int:
        """Entries that have a kink, such as ReLU's at 0, between their two points."""
        return int(self._flat(self.kinks).sum())

    @cached_property
    def _measured(self) -> NDArray[np.bool_]:
        return self._flat(self.steps) > 0.0

    def _error_of(self, name: str) -> float:
        kept = self.steps[name] > 0.0
        if not kept.any():
            return nan
        return _relative_error(self.gradients[name][kept], self.differences[name][kept])

    def _flat(self, arrays: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([arrays[name].ravel() for name in self.gradients])


def gradient_check(
    simulation: Simulation, step: float | None = None, progress: Progress | None = None
) -> GradientCheck:
    """Compare the gradient of the whole network with central differences; changes nothing.

    n = (L(w + h) - L(w - h)) / 2h for each parameter w, on the batch that a snapshot measures, in training
    mode. The gradients are the simulation's own. The differences are always taken in float64, by plain
    forward passes, so that in a float32 simulation the error states what float32 costs.

    Parameters
    ----------
    step : h, the same for every parameter. None takes max(abs(w), 1) times the cube root of float64's
        epsilon, 6e-6; where f' jumps between the two points (a unit crosses ReLU's kink), a hundredth of
        it. Entries that still cross a kink are counted, and `GradientCheck.smooth_relative_error` leaves
        them out.
    progress : called now and then with the parameters checked and their total; returning False stops the
        check, and the result is then that of the parameters checked so far, the first layer first.

    Raises
    ------
    ExperimentError
        If ``step`` is not a finite number above 0.

    Notes
    -----
    Central differences: Nocedal and Wright 2006, Numerical Optimization, section 8.1.

    Examples
    --------
    >>> from vgviz import Experiment, Network, Simulation
    >>> from vgviz.analysis import gradient_check
    >>> simulation = Simulation(Experiment(network=Network.uniform(depth=2, width=4)), backend="numpy")
    >>> check = gradient_check(simulation)
    >>> check.total, check.relative_error < 1e-8
    (37, True)
    """
    _check_step(step)
    x, y = simulation.batch
    loss, gradients = simulation.loss_and_gradients(x, y)
    nudged = NudgedLosses(simulation.plan, simulation.live_parameters, x, y)
    differences = {name: np.full(value.shape, nan) for name, value in gradients.items()}
    steps = {name: np.zeros(value.shape) for name, value in gradients.items()}
    kinks = {name: np.zeros(value.shape, dtype=bool) for name, value in gradients.items()}
    total = sum(value.size for value in gradients.values())
    done = 0
    for name, entries in nudged.portions():
        measured = _measure(nudged, name, entries, step)
        for arrays, values in zip((differences, steps, kinks), measured, strict=True):
            arrays[name].reshape(-1)[entries] = values
        done += entries.stop - entries.start
        if progress is not None and progress(done, total) is False:
            break
    exact = {name: value.astype(np.float64) for name, value in gradients.items()}
    return GradientCheck(exact, differences, steps, kinks, loss)


def _check_step(step: float | None) -> None:
    if step is None:
        return
    if isinstance(step, bool) or not isinstance(step, Real) or not isfinite(step) or step <= 0.0:
        raise ExperimentError(f"step: got {step!r}, takes None or a finite number above 0")


def _measure(
    nudged: NudgedLosses, name: str, entries: slice, step: float | None
) -> tuple[FloatArray, FloatArray, NDArray[np.bool_]]:
    """Differences, steps and whether a kink is crossed, for some entries of one parameter array."""
    places = np.arange(entries.start, entries.stop)
    values = nudged.values(name)[places]
    steps = STEP * np.maximum(np.abs(values), 1.0) if step is None else np.full(places.size, float(step))
    differences, kinks = nudged.differences(name, places, steps)
    again = np.flatnonzero(kinks)
    if step is None and again.size:
        finer, still = nudged.differences(name, places[again], FINER * steps[again])
        smooth = again[~still]
        differences[smooth], steps[smooth], kinks[smooth] = finer[~still], FINER * steps[smooth], False
    return differences, steps, kinks


def _relative_error(gradient: FloatArray, difference: FloatArray) -> float:
    with np.errstate(all="ignore"):
        size = norm(gradient) + norm(difference)
        return float(np.float64(norm(gradient - difference)) / size) if size else 0.0
