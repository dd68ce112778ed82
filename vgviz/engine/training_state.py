"""TrainingState: every number that training changes."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine import cache_lines
from vgviz.engine.shelf import Shelf
from vgviz.experiment import Training

FloatArray = NDArray[np.floating[Any]]


@dataclass(slots=True, eq=False)
class TrainingState:
    """What training changes; backends work on the arrays in place.

    Attributes
    ----------
    parameters : the network's, shape (parameter_count,), in the order of the plan.
    first_moment, second_moment : the optimizer's memory, shape (parameter_count,), or empty where it keeps
        none.
    change : what the last step added to the parameters, shape (parameter_count,).
    running : running means and then variances of batch normalization; empty where there is none.
    start : the parameters as they were drawn or loaded, each layer's at its place; read-only, so that copies
        share it. It decides nothing of what follows.
    step : training steps done.
    moment_steps : steps since the optimizer's memory was empty.
    momentum_product : NAdam's product of the momenta of those steps.
    """

    parameters: FloatArray
    first_moment: FloatArray
    second_moment: FloatArray
    change: FloatArray
    running: FloatArray
    start: FloatArray = field(compare=False)
    step: int = 0
    moment_steps: int = 0
    momentum_product: float = 1.0

    @classmethod
    def at_rest(cls, parameters: FloatArray, running: FloatArray) -> "TrainingState":
        """Step 0 with these parameters and running statistics, and nothing remembered."""
        size, dtype = parameters.size, parameters.dtype
        nothing = np.empty(0, dtype)
        own, change = cache_lines.copy_of(parameters, dtype), cache_lines.zeros(size, dtype)
        return cls(own, nothing, nothing, change, running, _frozen(parameters))

    def blank(self, size: int, running: FloatArray, shelf: Shelf) -> "TrainingState":
        """The same place in the training of a network with ``size`` parameters, all its numbers 0."""

        def zeros(old: FloatArray) -> FloatArray:
            if not old.size:
                return old
            array = shelf.take(size, old.dtype)
            array[...] = 0.0
            return array

        return replace(
            self,
            parameters=zeros(self.parameters),
            first_moment=zeros(self.first_moment),
            second_moment=zeros(self.second_moment),
            change=zeros(self.change),
            running=running,
            start=zeros(self.start),
        )

    @property
    def vectors(self) -> list[FloatArray]:
        """The arrays with a number for each parameter."""
        vectors = (self.parameters, self.first_moment, self.second_moment, self.change, self.start)
        return [vector for vector in vectors if vector.size]

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays that are this state's own."""
        return sum(array.nbytes for array in self.own.values())

    @property
    def has_finite_parameters(self) -> bool:
        """Whether all parameters are finite."""
        return bool(np.isfinite(self.parameters).all())

    def forget_moments(self) -> None:
        """Empty the optimizer's memory."""
        self.first_moment = self.second_moment = np.empty(0, self.parameters.dtype)
        self.moment_steps, self.momentum_product = 0, 1.0

    def fit_moments(self, training: Training) -> None:
        """Keep exactly what the optimizer of ``training`` remembers; what it lacks begins at 0."""
        kind = OPTIMIZERS[training.optimizer]
        self.first_moment = self._fitted(self.first_moment, kind.keeps_first_moment(training.momentum))
        self.second_moment = self._fitted(self.second_moment, kind.second_moment)

    def _fitted(self, moment: FloatArray, kept: bool) -> FloatArray:
        if kept and moment.size:
            return moment
        return cache_lines.zeros(self.parameters.size if kept else 0, self.parameters.dtype)

    def begin_here(self) -> None:
        """Take the parameters as they are now for those of the start."""
        self.start = _frozen(self.parameters)

    def copy(self, room: "TrainingState | None" = None) -> "TrainingState":
        """The same numbers in arrays of its own, those of ``room`` where they fit."""
        copy, places = replace(self), {} if room is None else room.own
        for name, array in self.own.items():
            place = places.get(name)
            fits = place is not None and (place.shape, place.dtype) == (array.shape, array.dtype)
            if place is None or not fits or not place.flags.writeable:
                place = cache_lines.empty(array.size, array.dtype)
            place[...] = array
            setattr(copy, name, place)
        return copy

    def unwritten(self, array_like: Callable[[FloatArray], FloatArray]) -> "TrainingState":
        """The same in arrays of its own, from ``array_like``, whose numbers mean nothing yet."""
        blank = replace(self)
        for name, array in self.own.items():
            setattr(blank, name, array_like(array))
        return blank

    def rounded_to(self, dtype: np.dtype[np.floating[Any]]) -> "TrainingState":
        """The same numbers in another precision."""
        rounded = replace(self)
        for name, array in self.own.items():
            setattr(rounded, name, array if array.dtype == dtype else cache_lines.copy_of(array, dtype))
        rounded.start = self.start.astype(dtype, copy=False)
        return rounded

    def frozen_copy(self, room: "TrainingState | None" = None) -> "TrainingState":
        """A `copy` whose arrays are read-only."""
        copy = self.copy(room)
        for array in copy.own.values():
            array.flags.writeable = False
        return copy

    @property
    def own(self) -> dict[str, FloatArray]:
        """The arrays of which each state has its own, by name."""
        values = {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.compare}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


def _frozen(array: FloatArray) -> FloatArray:
    copy = array.copy()
    copy.flags.writeable = False
    return copy
