"""Backends: who computes. The same questions to NumPy's plain passes or to the compiled kernels."""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import reference
from vgviz.engine.blas import limit_numpy_blas
from vgviz.engine.losses import Targets
from vgviz.engine.measurement import measure
from vgviz.engine.plan import Plan
from vgviz.engine.telemetry import Measurement
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Trained:
    """How a run of steps went: ``steps`` done, loss before the last one, whether all is still finite."""

    steps: int
    loss: float
    finite: bool


@dataclass(frozen=True, slots=True)
class Descent:
    """Step size and momentum of gradient descent."""

    learning_rate: float
    momentum: float


class Backend(Protocol):
    """What a `Simulation` asks of whoever computes."""

    name: str

    def train_steps(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        x: FloatArray,
        y: Targets,
        order: NDArray[np.int64],
        batch_size: int,
        steps: int,
        descent: Descent,
    ) -> Trained:
        """Train in place on batches of order, one after the other, from its start again after its end.

        Stops at once when the loss or a parameter is no longer finite; a step whose loss is not finite
        counts, but changes no parameter.
        """
        ...

    def measure(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        learning_rate: float,
        x: FloatArray,
        y: Targets,
        gradient: FloatArray,
    ) -> Measurement:
        """Everything a snapshot shows, on one batch; ``gradient`` is filled and becomes part of it."""
        ...

    def loss_and_gradient(
        self, plan: Plan, parameters: FloatArray, x: FloatArray, y: Targets
    ) -> tuple[float, FloatArray]:
        """Loss and flat gradient on one batch."""
        ...

    def outputs(self, plan: Plan, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """Outputs of the last layer, shape (batch, outputs)."""
        ...


class NumpyBackend:
    """The plain NumPy passes of `vgviz.engine.reference`."""

    name = "numpy"

    def __init__(self) -> None:
        limit_numpy_blas()

    def train_steps(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        x: FloatArray,
        y: Targets,
        order: NDArray[np.int64],
        batch_size: int,
        steps: int,
        descent: Descent,
    ) -> Trained:
        """See `Backend`."""
        loss = float("nan")
        for step in range(steps):
            start = step * batch_size % _rounded_up(len(order), batch_size)
            batch = order[start : start + batch_size]
            loss, finite = reference.train_step(
                plan, parameters, velocity, x[batch], y[batch], descent.learning_rate, descent.momentum
            )
            if not finite:
                return Trained(step + 1, loss, False)
        return Trained(steps, loss, True)

    def measure(
        self,
        plan: Plan,
        parameters: FloatArray,
        velocity: FloatArray,
        learning_rate: float,
        x: FloatArray,
        y: Targets,
        gradient: FloatArray,
    ) -> Measurement:
        """See `Backend`."""
        return measure(plan, parameters, velocity, learning_rate, x, y, gradient)

    def loss_and_gradient(
        self, plan: Plan, parameters: FloatArray, x: FloatArray, y: Targets
    ) -> tuple[float, FloatArray]:
        """See `Backend`."""
        loss, gradient, _ = reference.loss_and_gradient(plan, parameters, x, y)
        return loss, gradient

    def outputs(self, plan: Plan, parameters: FloatArray, x: FloatArray) -> FloatArray:
        """See `Backend`."""
        with np.errstate(all="ignore"):
            return reference.outputs(plan, plan.named(parameters), x)


def _rounded_up(count: int, batch_size: int) -> int:
    """Samples in an epoch as if its last batch were whole."""
    return -(-count // batch_size) * batch_size


def make_backend(name: str) -> Backend:
    """The backend called ``name``: "numba" or "numpy".

    Raises
    ------
    ExperimentError
        If there is no such backend.
    """
    if name == "numpy":
        return NumpyBackend()
    if name == "numba":
        # Numba takes half a second to import; whoever only wants NumPy does not pay for it.
        from vgviz.engine.numba_backend import NumbaBackend

        return NumbaBackend()
    raise ExperimentError(f"backend: got {name!r}, takes one of numba, numpy")
