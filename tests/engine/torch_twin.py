"""The same network in PyTorch's own functions: the yardstick of the engine's tests.

Nothing of the engine's arithmetic is used here, only its records and the names of its parameters.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from vgviz import Activation, Layer, Simulation
from vgviz.catalogue.activations import ACTIVATIONS

Floats = NDArray[np.floating[Any]]
Tensor = Any  # PyTorch ships its functions untyped

_functional: Any = torch.nn.functional
_EPSILON = 1e-5  # of the normalizations

_FUNCTIONS: dict[str, Callable[[Tensor, Tensor | float], Tensor]] = {
    "identity": lambda u, _: u,
    "sigmoid": lambda u, _: torch.sigmoid(u),
    "hard_sigmoid": lambda u, _: _functional.relu6(u + 3.0) / 6.0,  # hardsigmoid's slope is single precision
    "log_sigmoid": lambda u, _: _functional.logsigmoid(u),
    "tanh": lambda u, _: torch.tanh(u),
    "hard_tanh": lambda u, _: _functional.hardtanh(u),
    "softsign": lambda u, _: _functional.softsign(u),
    "arctan": lambda u, _: torch.arctan(u),
    "softplus": lambda u, beta: _functional.softplus(u, beta, threshold=500.0),
    "relu": lambda u, _: torch.relu(u),
    "relu6": lambda u, _: _functional.relu6(u),
    "leaky_relu": lambda u, slope: _functional.leaky_relu(u, slope),
    "prelu": lambda u, slope: _functional.prelu(u, slope),
    "elu": lambda u, alpha: _functional.elu(u, alpha),
    # PyTorch's own celu takes 1 / alpha in single precision on its way back.
    "celu": lambda u, alpha: torch.where(u > 0, u, alpha * torch.expm1(torch.clamp(u, max=0) / alpha)),
    "selu": lambda u, _: _functional.selu(u),
    "gelu": lambda u, _: _functional.gelu(u),
    "gelu_tanh": lambda u, _: _functional.gelu(u, approximate="tanh"),
    "silu": lambda u, beta: u * torch.sigmoid(beta * u),
    "hard_swish": lambda u, _: _functional.hardswish(u),
    "mish": lambda u, _: _functional.mish(u),
    "sine": lambda u, _: torch.sin(u),
    "gaussian": lambda u, _: torch.exp(-u * u),
}


class TorchTwin:
    """The network of a simulation, with the parameters it has now.

    Parameters
    ----------
    simulation : whose experiment and parameters are taken over.
    double : compute in float64 even if the simulation does not.

    Attributes
    ----------
    parameters : tensors that require gradients, under the names of the simulation's parameters.
    """

    def __init__(self, simulation: Simulation, *, double: bool = False) -> None:
        single = simulation.experiment.precision == "float32" and not double
        self.dtype: Any = torch.float32 if single else torch.float64
        self.parameters: dict[str, Tensor] = {
            name: torch.tensor(value.copy(), dtype=self.dtype, requires_grad=True)
            for name, value in simulation.parameters.items()
        }
        self._hidden = simulation.experiment.network.hidden
        self._training = simulation.experiment.training
        self._classes = len(simulation.dataset.class_names)

    def outputs(self, x: Floats) -> Tensor:
        """Outputs of the last layer in training mode, shape (batch, outputs)."""
        a = torch.tensor(x, dtype=self.dtype)
        for index, layer in enumerate(self._hidden):
            a = self._hidden_layer(index, layer, a)
        return self._linear(len(self._hidden), a)

    def loss(self, x: Floats, y: NDArray[Any]) -> Tensor:
        """Mean loss of one batch."""
        return self._loss(self.outputs(x), torch.tensor(y))

    def loss_and_gradients(self, x: Floats, y: NDArray[Any]) -> tuple[float, dict[str, Floats]]:
        """Loss of one batch and its gradients under the parameters' names."""
        for tensor in self.parameters.values():
            tensor.grad = None
        loss = self.loss(x, y)
        loss.backward()
        # What takes no part in the outputs, as slopes of an activation that is blended away, has no gradient.
        none = {name: torch.zeros_like(tensor) for name, tensor in self.parameters.items()}
        gradients = {name: tensor.grad for name, tensor in self.parameters.items() if tensor.grad is not None}
        return float(loss.detach()), {name: value.numpy() for name, value in (none | gradients).items()}

    def values(self) -> dict[str, Floats]:
        """The parameters as they are now."""
        return {name: tensor.detach().numpy() for name, tensor in self.parameters.items()}

    def _linear(self, index: int, a: Tensor) -> Tensor:
        return a @ self.parameters[f"layers.{index}.weight"] + self.parameters[f"layers.{index}.bias"]

    def _hidden_layer(self, index: int, layer: Layer, a: Tensor) -> Tensor:
        z = self._normalized(index, layer.normalization, self._linear(index, a))
        f = configured(layer.activation, z, self.parameters.get(f"layers.{index}.slope"))
        return f + a if layer.residual and a.shape == f.shape else f

    def _normalized(self, index: int, normalization: str, u: Tensor) -> Tensor:
        if normalization == "none":
            return u
        scale, shift = (self.parameters.get(f"layers.{index}.norm_{part}") for part in ("scale", "shift"))
        if normalization == "batch":
            return _functional.batch_norm(u, None, None, scale, shift, training=True, eps=_EPSILON)
        width = (u.shape[1],)
        if normalization == "layer":
            return _functional.layer_norm(u, width, scale, shift, _EPSILON)
        z = _functional.rms_norm(u, width, scale, _EPSILON)
        return z if shift is None else z + shift

    def _loss(self, z: Tensor, y: Tensor) -> Tensor:
        name, smoothing = self._training.loss, self._training.label_smoothing
        if name == "auto":
            name = {0: "mse", 2: "binary_cross_entropy"}.get(self._classes, "cross_entropy")
        if name == "binary_cross_entropy":
            target = y.to(self.dtype) * (1.0 - smoothing) + smoothing / 2.0
            return _functional.binary_cross_entropy_with_logits(z[:, 0], target)
        if name == "cross_entropy":
            return _functional.cross_entropy(z, y, label_smoothing=smoothing)
        target = _functional.one_hot(y, z.shape[1]) if self._classes else y
        target = target.to(self.dtype)
        if name == "hinge":
            return torch.relu(1.0 - (2.0 * target - 1.0) * z).mean()
        losses = {"mse": "mse_loss", "mae": "l1_loss", "huber": "huber_loss"}
        return getattr(_functional, losses[name])(z, target)


def configured(activation: Activation, z: Tensor, slope: Tensor | None = None) -> Tensor:
    """f(z) as configured; ``slope`` are the layer's learned slopes."""
    u = activation.steepness * z
    kind = ACTIVATIONS[activation.name]
    owner = kind.name if kind.parameter is not None else activation.blend_to

    def function(name: str) -> Tensor:
        parameter = ACTIVATIONS[name].parameter
        given = activation.parameter if name == owner else None
        fixed = 0.0 if parameter is None else parameter.default if given is None else given
        return _FUNCTIONS[name](u, slope if name == "prelu" and slope is not None else fixed)

    first = function(activation.name) if activation.blend < 1.0 else 0.0 * u
    if activation.blend_to is None or activation.blend == 0.0:
        return first
    return (1.0 - activation.blend) * first + activation.blend * function(activation.blend_to)
