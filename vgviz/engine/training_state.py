"""TrainingState: every number that training changes."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.engine import cache_lines
from vgviz.engine.shelf import LEAST_READY, Shelf
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
    lent : names of the arrays that somebody else has too, so that they must not be changed; see `own_arrays`.
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
    lent: frozenset[str] = field(default=frozenset(), compare=False)

    @classmethod
    def at_rest(cls, parameters: FloatArray, running: FloatArray) -> "TrainingState":
        """Step 0 with these parameters and running statistics, and nothing remembered."""
        size, dtype = parameters.size, parameters.dtype
        nothing = np.empty(0, dtype)
        own, change = cache_lines.copy_of(parameters, dtype), cache_lines.zeros(size, dtype)
        return cls(own, nothing, nothing, change, running, _frozen(parameters))

    def blank(self, size: int, running: FloatArray, shelf: Shelf) -> "TrainingState":
        """The same place in the training of a network with ``size`` parameters, none of them written yet."""

        def unwritten(old: FloatArray) -> FloatArray:
            return shelf.take(size, old.dtype) if old.size else old

        return replace(
            self,
            parameters=unwritten(self.parameters),
            first_moment=unwritten(self.first_moment),
            second_moment=unwritten(self.second_moment),
            change=unwritten(self.change),
            running=running,
            start=unwritten(self.start),
            lent=frozenset(),
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

    def twin(self) -> "TrainingState":
        """The same state on the same arrays, until one of the two has arrays of its own."""
        self.lend(*self.own)
        return replace(self)

    def lend(self, *names: str) -> None:
        """Leave these arrays as they are from now on, for somebody who has them too.

        To copy millions of numbers would keep a picture waiting, and is not needed before they are trained.
        """
        self.lent |= set(names)

    def own_arrays(self, shelf: Shelf) -> None:
        """Have copies in place of what is lent, as whoever changes arrays must; large ones of ``shelf``."""
        for name in self.lent:
            array = getattr(self, name)
            is_large = array.size == self.parameters.size and array.nbytes >= LEAST_READY
            copy = shelf.copy_of(array) if is_large else cache_lines.copy_of(array, array.dtype)
            setattr(self, name, copy)
        self.lent = frozenset()

    def rounded_to(self, dtype: np.dtype[np.floating[Any]]) -> "TrainingState":
        """The same numbers in another precision."""
        rounded = replace(self)
        for name, array in self.own.items():
            setattr(rounded, name, array if array.dtype == dtype else cache_lines.copy_of(array, dtype))
        rounded.start = self.start.astype(dtype, copy=False)
        return rounded

    @property
    def own(self) -> dict[str, FloatArray]:
        """The arrays that training changes, by name."""
        values = {entry.name: getattr(self, entry.name) for entry in fields(self) if entry.compare}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}


def _frozen(array: FloatArray) -> FloatArray:
    copy = array.copy()
    copy.flags.writeable = False
    return copy
