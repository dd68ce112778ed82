"""The same training in PyTorch and JAX: sigmoid layers, full batch, plain gradient descent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz import Simulation

Run = Callable[[int], object]
Values = Callable[[], dict[str, NDArray[Any]]]


@dataclass(frozen=True)
class Side:
    """One of those that are compared: ``run`` trains so many steps, ``values`` are the parameters then."""

    run: Run
    values: Values


def vgviz_side(simulation: Simulation) -> Side:
    """Whatever backend the simulation has."""
    return Side(lambda steps: simulation.run(steps=steps), lambda: simulation.parameters)


def torch_side(simulation: Simulation) -> Side:
    """PyTorch eager: its functional layers and an SGD step."""
    import torch

    torch.set_num_threads(1)
    parameters = {
        name: torch.tensor(value.copy(), requires_grad=True) for name, value in simulation.parameters.items()
    }
    descent = torch.optim.SGD(list(parameters.values()), lr=simulation.experiment.training.learning_rate)
    dtype = next(iter(parameters.values())).dtype
    x, y = torch.tensor(simulation.dataset.x_train, dtype=dtype), torch.tensor(simulation.dataset.y_train)
    layers = _layers(parameters)
    binary = simulation.plan.outputs == 1
    target = y.to(dtype) if binary else y
    functional = torch.nn.functional

    def run(steps: int) -> None:
        for _ in range(steps):
            descent.zero_grad()
            a = x
            for weight, bias in layers[:-1]:
                a = torch.sigmoid(torch.addmm(bias, a, weight))
            z = torch.addmm(layers[-1][1], a, layers[-1][0])
            if binary:
                loss = functional.binary_cross_entropy_with_logits(z[:, 0], target)
            else:
                loss = functional.cross_entropy(z, target)
            back: Any = loss.backward  # PyTorch ships it untyped
            back()
            descent.step()

    return Side(run, lambda: {name: tensor.detach().numpy() for name, tensor in parameters.items()})


def jax_side(simulation: Simulation) -> Side:
    """JAX: all steps of a run in one compiled ``lax.scan``."""
    import jax
    import jax.numpy as jnp

    config: Any = jax.config
    config.update("jax_enable_x64", True)
    dtype = simulation.plan.dtype
    parameters: Any = {name: jnp.asarray(value) for name, value in simulation.parameters.items()}
    x, y = jnp.asarray(simulation.dataset.x_train, dtype), jnp.asarray(simulation.dataset.y_train)
    rate = dtype.type(simulation.experiment.training.learning_rate)
    binary = simulation.plan.outputs == 1

    def loss(values: Any) -> Any:
        a = x
        layers = _layers(values)
        for weight, bias in layers[:-1]:
            a = jax.nn.sigmoid(a @ weight + bias)
        z = a @ layers[-1][0] + layers[-1][1]
        if binary:
            return jnp.mean(jnp.logaddexp(0, z[:, 0]) - z[:, 0] * y)
        return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(z), y[:, None], 1))

    def step(values: Any, _nothing: None) -> Any:
        gradients = jax.grad(loss)(values)
        return jax.tree.map(lambda value, gradient: value - rate * gradient, values, gradients), None

    def steps_of(values: Any, count: int) -> Any:
        return jax.lax.scan(step, values, None, length=count)[0]

    compiled: Any = jax.jit(steps_of, static_argnums=1)

    def run(steps: int) -> None:
        nonlocal parameters
        parameters = compiled(parameters, steps)
        for value in parameters.values():
            value.block_until_ready()

    return Side(run, lambda: {name: np.asarray(value) for name, value in parameters.items()})


def _layers(parameters: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Weight and bias of each layer."""
    depth = sum(name.endswith(".weight") for name in parameters)
    return [(parameters[f"layers.{i}.weight"], parameters[f"layers.{i}.bias"]) for i in range(depth)]
