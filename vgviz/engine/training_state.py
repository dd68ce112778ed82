"""TrainingState: every number that training changes."""

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

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
    step : training steps done.
    """

    parameters: FloatArray
    first_moment: FloatArray
    second_moment: FloatArray
    change: FloatArray
    running: FloatArray
    step: int = 0

    @classmethod
    def at_rest(cls, parameters: FloatArray, running: FloatArray) -> "TrainingState":
        """Step 0 with these parameters and running statistics."""
        nothing = np.empty(0, parameters.dtype)
        return cls(parameters, np.zeros_like(parameters), nothing, np.zeros_like(parameters), running)

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays."""
        return sum(array.nbytes for array in self._arrays().values())

    @property
    def has_finite_parameters(self) -> bool:
        """Whether all parameters are finite."""
        return bool(np.isfinite(self.parameters).all())

    def copy(self) -> "TrainingState":
        """The same numbers in arrays of its own."""
        copy = replace(self)
        for name, array in self._arrays().items():
            setattr(copy, name, array.copy())
        return copy

    def rounded_to(self, dtype: np.dtype[np.floating[Any]]) -> "TrainingState":
        """The same numbers in another precision."""
        rounded = replace(self)
        for name, array in self._arrays().items():
            setattr(rounded, name, array.astype(dtype, copy=False))
        return rounded

    def frozen_copy(self) -> "TrainingState":
        """A `copy` whose arrays are read-only."""
        copy = self.copy()
        for array in copy._arrays().values():
            array.flags.writeable = False
        return copy

    def _arrays(self) -> dict[str, FloatArray]:
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, np.ndarray)}
