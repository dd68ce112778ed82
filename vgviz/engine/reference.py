"""The network's passes in plain NumPy: the tests' twin, and what answers while kernels compile.

Arrays are (batch, units). The functions f and f' are the catalogue's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.batch import Batch, Targets
from vgviz.engine.losses import loss_delta, loss_value
from vgviz.engine.plan import Plan, blended, parameters_of
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Activation, Training

FloatArray = NDArray[np.floating[Any]]
Arrays = Mapping[str, FloatArray]


@dataclass(slots=True)
class LayerPass:
    """What one layer leaves behind: forward its first four fields, backward the rest.

    ``derivative`` is f'(z); ``incoming`` is dL/df(z), what comes back through the weights above.
    """

    x: FloatArray
    z: FloatArray
    activation: FloatArray
    derivative: FloatArray
    incoming: FloatArray | None = None
    delta: FloatArray | None = None


def function_and_derivative(
    activation: Activation, z: FloatArray, slope: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """f(z) and f'(z) of the activation as configured; ``slope`` are learned parameters, shape (units,)."""
    first, second = blended(activation)
    first_parameter, second_parameter = parameters_of(activation)
    u = activation.steepness * z

    def parameter(learned: bool, fixed: float) -> float | FloatArray:
        return slope if learned and slope is not None else fixed

    p = parameter(first.learned, first_parameter)
    f, derivative = first.function(u, p), first.derivative(u, p)
    if second is not None:
        p = parameter(second.learned, second_parameter)
        blend = activation.blend
        f = (1.0 - blend) * f + blend * second.function(u, p)
        derivative = (1.0 - blend) * derivative + blend * second.derivative(u, p)
    return f, activation.steepness * derivative


def slope_derivative(activation: Activation, z: FloatArray) -> FloatArray:
    """df/da of the learned slopes a: the learned functions' share of s z where s z is not positive."""
    first, second = blended(activation)
    share = 0.0
    if first.learned:
        share += 1.0 if second is None else 1.0 - activation.blend
    if second is not None and second.learned:
        share += activation.blend
    u = activation.steepness * z
    return np.where(u > 0, 0.0, share * u)


def layer_forward(plan: Plan, parameters: Arrays, index: int, x: FloatArray) -> LayerPass:
    """One layer's pass for what the layer below hands on, shape (batch, fan_in)."""
    activation = plan.activations[index]
    z = x @ parameters[f"layers.{index}.weight"] + parameters[f"layers.{index}.bias"]
    f, derivative = function_and_derivative(activation, z, parameters.get(f"layers.{index}.slope"))
    return LayerPass(x, z, f, derivative)


def forward(plan: Plan, parameters: Arrays, x: FloatArray) -> list[LayerPass]:
    """All layers' passes for inputs ``x``, shape (batch, features)."""
    passes = []
    for index in range(plan.depth):
        passes.append(layer_forward(plan, parameters, index, x))
        x = passes[-1].activation
    return passes


def outputs(plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
    """Outputs of the last layer, shape (batch, outputs)."""
    parameters = plan.named(state.parameters)
    for index in range(plan.depth):
        x = layer_forward(plan, parameters, index, x).activation
    return x


def backward(
    plan: Plan, parameters: Arrays, passes: list[LayerPass], y: Targets, gradients: Mapping[str, FloatArray]
) -> None:
    """Complete ``passes`` with incoming gradients and deltas, and write dL/dparameter into ``gradients``."""
    delta = loss_delta(plan.loss, passes[-1].z, y)
    for index in range(plan.depth - 1, -1, -1):
        layer = passes[index]
        if index < plan.depth - 1:
            layer.incoming = delta @ parameters[f"layers.{index + 1}.weight"].T
            delta = layer.incoming * layer.derivative
            slope = gradients.get(f"layers.{index}.slope")
            if slope is not None:
                slope[...] = (layer.incoming * slope_derivative(plan.activations[index], layer.z)).sum(axis=0)
        layer.delta = delta
        gradients[f"layers.{index}.weight"][...] = layer.x.T @ delta
        gradients[f"layers.{index}.bias"][...] = delta.sum(axis=0)


def loss_and_gradient(
    plan: Plan, state: TrainingState, batch: Batch
) -> tuple[float, FloatArray, list[LayerPass]]:
    """Loss, flat gradient and the layers' passes on one batch."""
    gradient = np.empty_like(state.parameters)
    named = plan.named(state.parameters)
    with np.errstate(all="ignore"):
        passes = forward(plan, named, batch.x)
        loss = loss_value(plan.loss, passes[-1].z, batch.y)
        backward(plan, named, passes, batch.y, plan.named(gradient))
    return loss, gradient, passes


def train_step(plan: Plan, state: TrainingState, batch: Batch, training: Training) -> tuple[float, bool]:
    """One step of gradient descent in place; the loss before it, and whether all is still finite.

    v = m v + g, then w = w - lr v (PyTorch's momentum). A loss that is not finite changes no parameter.
    """
    loss, gradient, _ = loss_and_gradient(plan, state, batch)
    state.step += 1
    if not np.isfinite(loss):
        state.change[...] = 0.0
        return loss, False
    before = state.parameters.copy()
    with np.errstate(all="ignore"):
        state.first_moment *= training.momentum
        state.first_moment += gradient
        state.parameters -= training.learning_rate * state.first_moment
        np.subtract(state.parameters, before, out=state.change)
    return loss, state.has_finite_parameters
