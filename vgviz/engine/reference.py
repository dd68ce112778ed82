"""The network's passes in plain NumPy: the tests' twin, and what answers while kernels compile.

Arrays are (batch, units). The functions f and f' are the catalogue's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.activations.kind import ActivationKind, Shape
from vgviz.catalogue.normalizations import BATCH, NONE
from vgviz.engine.batch import Batch, Targets
from vgviz.engine.descent import Descent
from vgviz.engine.losses import loss_delta, loss_value
from vgviz.engine.normalization import Normalized, normalize, normalize_backward, update_running
from vgviz.engine.optimizers import update
from vgviz.engine.plan import NORMALIZATION, SKIP, Plan, blended, parameters_of
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Activation

FloatArray = NDArray[np.floating[Any]]
Arrays = Mapping[str, FloatArray]


@dataclass(slots=True)
class LayerPass:
    """What one layer leaves behind: forward its first fields, backward the rest.

    ``activation`` is what the layer hands on, its skip included; ``derivative`` is f'(z). Backward,
    ``through_weights`` is what comes back through the weights above, ``incoming`` the same and what comes
    back through the skip above, ``delta`` is dL/dz and ``linear_delta`` is dL/d(W x + b).
    """

    x: FloatArray
    z: FloatArray
    activation: FloatArray
    derivative: FloatArray
    normalized: Normalized | None = None
    through_weights: FloatArray | None = None
    incoming: FloatArray | None = None
    delta: FloatArray | None = None
    linear_delta: FloatArray | None = None


def function_values(activation: Activation, z: FloatArray, slope: FloatArray | None) -> FloatArray:
    """f(z) of the activation as configured; ``slope`` are learned parameters, shape (units,)."""
    u = activation.steepness * z
    return _mixed(activation, [kind.function(u, shape) for kind, shape in _kinds(activation, slope)])


def function_and_derivative(
    activation: Activation, z: FloatArray, slope: FloatArray | None
) -> tuple[FloatArray, FloatArray]:
    """f(z) and f'(z) of the activation as configured; ``slope`` as in `function_values`."""
    u, kinds = activation.steepness * z, _kinds(activation, slope)
    f = _mixed(activation, [kind.function(u, shape) for kind, shape in kinds])
    derivative = _mixed(activation, [kind.derivative(u, shape) for kind, shape in kinds])
    return f, activation.steepness * derivative


def _kinds(activation: Activation, slope: FloatArray | None) -> list[tuple[ActivationKind, Shape]]:
    """The function, or the two of a blend, each with its parameter."""
    pairs = zip(blended(activation), parameters_of(activation), strict=True)
    return [
        (kind, slope if kind.learned and slope is not None else fixed)
        for kind, fixed in pairs
        if kind is not None
    ]


def _mixed(activation: Activation, values: list[FloatArray]) -> FloatArray:
    """The values of one function, or of two as they are blended."""
    if len(values) == 1:
        return values[0]
    return (1.0 - activation.blend) * values[0] + activation.blend * values[1]


def slope_gradient(activation: Activation, z: FloatArray, incoming: FloatArray) -> FloatArray | float:
    """dL/da of the learned slopes a; df/da is their share of s z where s z is not positive."""
    first, second = blended(activation)
    share = 0.0
    if first.learned:
        share += 1.0 if second is None else 1.0 - activation.blend
    if second is not None and second.learned:
        share += activation.blend
    if share == 0.0:
        return 0.0
    u = activation.steepness * z
    return np.asarray((incoming * np.where(u > 0, 0.0, share * u)).sum(axis=0))


def layer_forward(
    plan: Plan, parameters: Arrays, index: int, x: FloatArray, running: FloatArray | None = None
) -> LayerPass:
    """One layer's pass for what the layer below hands on, shape (batch, fan_in).

    Batch normalization takes the batch's own statistics, or in evaluation mode the ``running`` ones.
    """
    name, kind = f"layers.{index}", int(plan.layers[index, NORMALIZATION])
    z = x @ parameters[f"{name}.weight"] + parameters[f"{name}.bias"]
    normalized = None
    if kind != NONE:
        given = None if running is None else plan.running_of(running, index)
        normalized = normalize(kind, z, None if given is None else (given[0], given[1]))
        z = normalized.values * parameters[f"{name}.norm_scale"] + parameters.get(f"{name}.norm_shift", 0.0)
    f, derivative = function_and_derivative(plan.activations[index], z, parameters.get(f"{name}.slope"))
    return LayerPass(x, z, f + x if plan.layers[index, SKIP] else f, derivative, normalized)


def forward(plan: Plan, parameters: Arrays, x: FloatArray) -> list[LayerPass]:
    """All layers' passes in training mode for inputs ``x``, shape (batch, features)."""
    passes = []
    for index in range(plan.depth):
        passes.append(layer_forward(plan, parameters, index, x))
        x = passes[-1].activation
    return passes


def activations(plan: Plan, state: TrainingState, x: FloatArray) -> list[FloatArray]:
    """What every layer hands on in evaluation mode, each of shape (batch, fan_out)."""
    parameters = plan.named(state.parameters)
    layers: list[FloatArray] = []
    for index in range(plan.depth):
        x = layer_forward(plan, parameters, index, x, state.running).activation
        layers.append(x)
    return layers


def outputs(plan: Plan, state: TrainingState, x: FloatArray) -> FloatArray:
    """Outputs of the last layer in evaluation mode, shape (batch, outputs)."""
    return activations(plan, state, x)[-1]


def backward(
    plan: Plan, parameters: Arrays, passes: list[LayerPass], y: Targets, gradients: Mapping[str, FloatArray]
) -> None:
    """Complete ``passes`` with incoming gradients and deltas, and write dL/dparameter into ``gradients``."""
    delta = loss_delta(plan.loss, passes[-1].z, y).astype(plan.dtype, copy=False)
    backward_from(plan, parameters, passes, delta, gradients)


def backward_from(
    plan: Plan,
    parameters: Arrays,
    passes: list[LayerPass],
    delta: FloatArray,
    gradients: Mapping[str, FloatArray],
) -> None:
    """As `backward`, for any function of the outputs whose derivative by them is ``delta``."""
    above: LayerPass | None = None
    for index in range(plan.depth - 1, -1, -1):
        layer = passes[index]
        if above is None:
            layer.delta = delta
        else:
            _receive(plan, index, parameters, layer, above, gradients)
        _linear_delta(plan, index, parameters, layer, gradients)
        above = layer


def _receive(
    plan: Plan,
    index: int,
    parameters: Arrays,
    layer: LayerPass,
    above: LayerPass,
    gradients: Mapping[str, FloatArray],
) -> None:
    """What comes back from the layer above, through its weights and its skip, and this layer's delta."""
    assert above.linear_delta is not None, "layers are gone through from the last to the first"
    incoming = layer.through_weights = above.linear_delta @ parameters[f"layers.{index + 1}.weight"].T
    if plan.layers[index + 1, SKIP] and above.incoming is not None:
        incoming = incoming + above.incoming
    layer.incoming, layer.delta = incoming, incoming * layer.derivative
    slope = gradients.get(f"layers.{index}.slope")
    if slope is not None:
        slope[...] = slope_gradient(plan.activations[index], layer.z, incoming)


def _linear_delta(
    plan: Plan, index: int, parameters: Arrays, layer: LayerPass, gradients: Mapping[str, FloatArray]
) -> None:
    """The rest of a layer's way back: through its normalization to its weights and bias."""
    name, kind = f"layers.{index}", int(plan.layers[index, NORMALIZATION])
    delta = layer.delta
    assert delta is not None, "the layer has received its gradient"
    if layer.normalized is not None:
        gradients[f"{name}.norm_scale"][...] = (delta * layer.normalized.values).sum(axis=0)
        if f"{name}.norm_shift" in gradients:
            gradients[f"{name}.norm_shift"][...] = delta.sum(axis=0)
        delta = normalize_backward(kind, layer.normalized, delta * parameters[f"{name}.norm_scale"])
    layer.linear_delta = delta
    gradients[f"{name}.weight"][...] = layer.x.T @ delta
    # What is the same for the whole batch leaves no trace in u_hat: exactly 0, where a sum would leave noise.
    gradients[f"{name}.bias"][...] = delta.sum(axis=0) * (0.0 if kind == BATCH else 1.0)


def loss_and_gradient(
    plan: Plan, state: TrainingState, batch: Batch
) -> tuple[float, FloatArray, list[LayerPass]]:
    """Loss, flat gradient and the layers' passes on one batch."""
    gradient = np.empty_like(state.parameters)
    named = plan.named(state.parameters)
    with np.errstate(all="ignore"):
        passes = forward(plan, named, batch.x)
        loss = loss_value(plan.loss, passes[-1].z.astype(np.float64, copy=False), batch.y)
        backward(plan, named, passes, batch.y, plan.named(gradient))
    return loss, gradient, passes


def train_step(
    plan: Plan, state: TrainingState, batch: Batch, descent: Descent, step: int
) -> tuple[float, bool]:
    """One training step in place; the loss before it, and whether all is still finite.

    A loss that is not finite changes no parameter.

    Parameters
    ----------
    step : row of the descent's scales.
    """
    loss, gradient, passes = loss_and_gradient(plan, state, batch)
    if not np.isfinite(loss):
        state.change[...] = 0.0
        return loss, False
    with np.errstate(all="ignore"):
        remember_statistics(plan, state.running, passes)
        update(descent, step, state, gradient)
    return loss, state.has_finite_parameters


def remember_statistics(plan: Plan, running: FloatArray, passes: list[LayerPass]) -> None:
    """Move the running statistics towards those of the batch that was passed through, in place."""
    for index, layer in enumerate(passes):
        own = plan.running_of(running, index)
        if own is not None and layer.normalized is not None:
            update_running(own, layer.normalized.mean, layer.normalized.variance, len(layer.x))
