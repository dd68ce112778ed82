"""Optimizers and schedules against PyTorch, Lion against its paper, and the backends against each other."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from vgviz import Experiment, Simulation, Training
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES

Floats = NDArray[np.floating[Any]]

STEPS = 50
LENGTH = 20  # of the schedules
VARIANTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "momentum": {"momentum": 0.8},
    "decay": {"weight_decay": 0.05},
    "l1": {"l1": 0.01},
    "clip value": {"clip_value": 0.01},
    "clip norm": {"clip_norm": 0.02},
    "all": {"momentum": 0.5, "weight_decay": 0.02, "l1": 0.003, "clip_value": 0.02, "clip_norm": 0.03},
}


class PaperLion:
    """Lion as its paper writes it (Chen et al. 2023, algorithm 2), with a PyTorch optimizer's interface."""

    def __init__(self, torch: Any, weights: list[Any], training: Training) -> None:
        self.param_groups = [{"lr": training.learning_rate}]
        self.torch, self.weights, self.training = torch, weights, training
        self.means = [torch.zeros_like(weight) for weight in weights]

    def step(self) -> None:
        training, rate = self.training, self.param_groups[0]["lr"]
        with self.torch.no_grad():
            for weight, mean in zip(self.weights, self.means, strict=True):
                update = training.beta1 * mean + (1 - training.beta1) * weight.grad
                weight -= rate * (self.torch.sign(update) + training.weight_decay * weight)
                mean.copy_(training.beta2 * mean + (1 - training.beta2) * weight.grad)


def torch_optimizer(torch: Any, training: Training, weights: list[Any]) -> Any:
    optim, name = torch.optim, training.optimizer
    common = {"lr": training.learning_rate, "weight_decay": training.weight_decay}
    adam = {**common, "betas": (training.beta1, training.beta2), "eps": training.epsilon}
    makers: dict[str, Callable[[], Any]] = {
        "sgd": lambda: optim.SGD(weights, momentum=training.momentum, **common),
        "nesterov": lambda: optim.SGD(
            weights, momentum=training.momentum, nesterov=training.momentum > 0, **common
        ),
        "adagrad": lambda: optim.Adagrad(weights, eps=training.epsilon, **common),
        "rmsprop": lambda: optim.RMSprop(
            weights, alpha=training.beta2, eps=training.epsilon, momentum=training.momentum, **common
        ),
        "adam": lambda: optim.Adam(weights, **adam),
        "adamw": lambda: optim.AdamW(weights, **adam),
        "nadam": lambda: optim.NAdam(weights, **adam),
        "lion": lambda: PaperLion(torch, weights, training),
    }
    return makers[name]()


def torch_rate(torch: Any, training: Training) -> Callable[[int], float]:
    """Learning rate of each step as PyTorch's scheduler has it."""
    schedulers, length = torch.optim.lr_scheduler, training.schedule_steps
    dummy = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=training.learning_rate)
    makers: dict[str, Callable[[], Any]] = {
        "constant": lambda: schedulers.ConstantLR(dummy, factor=1.0),
        "step": lambda: schedulers.StepLR(dummy, length, gamma=0.1),
        "exponential": lambda: schedulers.ExponentialLR(dummy, gamma=0.1 ** (1 / length)),
        "cosine": lambda: schedulers.CosineAnnealingLR(dummy, T_max=length),
        "warmup": lambda: schedulers.LinearLR(dummy, start_factor=1 / length, total_iters=length - 1),
    }
    scheduler = makers[training.schedule]()
    rates = []
    for _ in range(STEPS):
        rates.append(dummy.param_groups[0]["lr"])
        dummy.step()
        scheduler.step()
    # PyTorch's cosine rises again after its length; ours stays where it is.
    return lambda step: 0.0 if training.schedule == "cosine" and step >= length else rates[step]


def torch_run(torch: Any, simulation: Simulation, twin: Any) -> dict[str, Floats]:
    """Parameters after as many steps of full-batch training in PyTorch."""
    training, leaves = simulation.experiment.training, list(twin.parameters.values())
    optimizer, rate = torch_optimizer(torch, training, leaves), torch_rate(torch, training)
    batch = simulation.dataset.x_train, simulation.dataset.y_train
    for step in range(STEPS):
        twin.loss_and_gradients(*batch)
        if training.clip_value is not None:
            torch.nn.utils.clip_grad_value_(leaves, training.clip_value)
        if training.clip_norm is not None:
            torch.nn.utils.clip_grad_norm_(leaves, training.clip_norm)
        for leaf in leaves:
            leaf.grad += training.l1 * torch.sign(leaf.detach())
        optimizer.param_groups[0]["lr"] = rate(step)
        optimizer.step()
    return dict(twin.values())


def rate_of(optimizer: str) -> float:
    return 0.05 if optimizer in ("sgd", "nesterov", "adagrad") else 0.003


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_optimizers_follow_pytorch(
    optimizer: str,
    variant: str,
    backend: str,
    blobs: Callable[..., Experiment],
    torch_twin: Callable[..., Any],
    difference: Callable[..., float],
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the yardstick of this test")
    fields = {"optimizer": optimizer, "learning_rate": rate_of(optimizer), "batch_size": 1000}
    simulation = Simulation(blobs(activation="tanh", **fields, **VARIANTS[variant]), backend)
    expected = torch_run(torch, simulation, torch_twin(simulation))
    simulation.run(steps=STEPS)
    assert difference(simulation.parameters, expected) <= 1e-9


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_schedules_follow_pytorch(
    optimizer: str,
    schedule: str,
    blobs: Callable[..., Experiment],
    torch_twin: Callable[..., Any],
    difference: Callable[..., float],
) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is the yardstick of this test")
    fields = {"optimizer": optimizer, "learning_rate": rate_of(optimizer), "batch_size": 1000}
    schedule_fields = {"schedule": schedule, "schedule_steps": LENGTH, "weight_decay": 0.01, "momentum": 0.5}
    simulation = Simulation(blobs(activation="tanh", **fields, **schedule_fields))
    expected = torch_run(torch, simulation, torch_twin(simulation))
    simulation.run(steps=STEPS)
    assert difference(simulation.parameters, expected) <= 1e-9


@pytest.mark.parametrize("variant", ["plain", "all"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_backends_agree_after_100_steps(
    optimizer: str, variant: str, blobs: Callable[..., Experiment], difference: Callable[..., float]
) -> None:
    experiment = blobs(
        (6, 6),
        "tanh",
        optimizer=optimizer,
        learning_rate=rate_of(optimizer),
        batch_size=7,
        schedule="cosine",
        schedule_steps=150,
        **VARIANTS[variant],
    )
    first, second = Simulation(experiment, "numpy"), Simulation(experiment, "numba")
    first.run(steps=100)
    second.run(steps=100)
    assert difference(first.parameters, second.parameters) <= 1e-10
    np.testing.assert_allclose(first.snapshot().update_ratio, second.snapshot().update_ratio, rtol=1e-8)


@pytest.mark.parametrize("number", ["momentum", "beta1", "beta2", "epsilon", "schedule_steps"])
@pytest.mark.parametrize("schedule", ["constant", "cosine"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_number_has_an_effect_exactly_where_the_catalogue_says_so(
    optimizer: str, schedule: str, number: str, blobs: Callable[..., Experiment]
) -> None:
    def parameters(**fields: Any) -> dict[str, Floats]:
        experiment = blobs(optimizer=optimizer, schedule=schedule, batch_size=4, **fields)
        simulation = Simulation(experiment, "numpy")
        simulation.run(steps=30)
        return simulation.parameters

    other = {"momentum": 0.3, "beta1": 0.7, "beta2": 0.8, "epsilon": 0.1, "schedule_steps": 7}[number]
    usual, changed = parameters(), parameters(**{number: other})
    used = {*OPTIMIZERS[optimizer].numbers, *SCHEDULES[schedule].numbers}
    same = all(np.array_equal(value, changed[name]) for name, value in usual.items())
    assert same == (number not in used)
