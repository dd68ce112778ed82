"""Descent: an optimizer's numbers for a burst of steps, in the two tables that both backends read.

What depends on nothing but the step is computed here, once: learning rates as the schedule has them, and the
corrections for moments that began at 0. An update then is arithmetic on vectors only.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Training

FloatArray = NDArray[np.floating[Any]]

# How an update goes; see `vgviz.engine.optimizers`.
PLAIN = 0
MOMENTUM = 1
SCALED = 2
SCALED_MOMENTUM = 3
ADAM = 4
LION = 5
_RULES = {  # without and with momentum
    "sgd": (PLAIN, MOMENTUM),
    "nesterov": (PLAIN, MOMENTUM),
    "adagrad": (SCALED, SCALED),
    "rmsprop": (SCALED, SCALED_MOMENTUM),
    "adam": (ADAM, ADAM),
    "adamw": (ADAM, ADAM),
    "nadam": (ADAM, ADAM),
    "lion": (LION, LION),
}

# Places in the table of constants.
VELOCITY_KEPT = 0
GRADIENT_SHARE = 1  # of the gradient and of the velocity in a step with momentum
VELOCITY_SHARE = 2
FIRST_KEPT = 3
FIRST_TAKEN = 4
SECOND_KEPT = 5
SECOND_TAKEN = 6
EPSILON = 7
DECAY = 8  # of the gradient's kind
L1 = 9
CLIP_VALUE = 10
CLIP_NORM = 11
CONSTANTS = 12

# Columns of the table of scales, which has a row a step.
RATE = 0
WEIGHT_KEPT = 1  # by decoupled decay
GRADIENT_RATE = 2  # of the gradient and of the first moment in a step of Adam's kind
MOMENT_RATE = 3
ROOT_SCALE = 4
SCALES = 5

CLIP_MARGIN = 1e-6  # PyTorch's clip_grad_norm_ adds it to the norm
NADAM_BASE, NADAM_DECAY = 0.96, 0.004


class Descent(NamedTuple):
    """How to take each step of a burst.

    ``rule`` is a code; ``constants`` has shape (CONSTANTS,) and ``scales`` (steps, SCALES), both in the
    parameters' precision. ``clips`` and ``pulls`` say whether there is clipping, and L1 or decay, at all.
    """

    rule: int
    clips: bool
    pulls: bool
    constants: FloatArray
    scales: FloatArray


def make_descent(training: Training, state: TrainingState, steps: int) -> Descent:
    """The next ``steps`` steps of ``training`` from ``state``."""
    kind = OPTIMIZERS[training.optimizer]
    dtype = state.parameters.dtype
    # A learning rate may be too large to be divided by anything, or for float32.
    with np.errstate(over="ignore", invalid="ignore"):
        constants, scales = _constants(training), _scales(training, state, steps)
        return Descent(
            rule=_RULES[kind.name][training.momentum > 0.0],
            clips=training.clip_value is not None or training.clip_norm is not None,
            pulls=bool(constants[DECAY] or constants[L1]),
            constants=constants.astype(dtype),
            scales=scales.astype(dtype),
        )


def advance(training: Training, state: TrainingState, steps: int) -> None:
    """Count ``steps`` steps as done."""
    state.momentum_product = float(_momentum_products(training, state, steps)[-1])
    state.step += steps
    state.moment_steps += steps


def _constants(training: Training) -> FloatArray:
    looks_ahead = training.optimizer == "nesterov"
    adds_up = training.optimizer == "adagrad"
    # Lion remembers one mean, with beta2, and steps along another, with beta1.
    table = np.empty(CONSTANTS)
    table[VELOCITY_KEPT] = training.momentum
    table[GRADIENT_SHARE] = 1.0 if looks_ahead else 0.0
    table[VELOCITY_SHARE] = training.momentum if looks_ahead else 1.0
    table[FIRST_KEPT], table[FIRST_TAKEN] = training.beta1, 1.0 - training.beta1
    table[SECOND_KEPT] = 1.0 if adds_up else training.beta2
    table[SECOND_TAKEN] = 1.0 if adds_up else 1.0 - training.beta2
    table[EPSILON] = training.epsilon
    table[DECAY] = 0.0 if OPTIMIZERS[training.optimizer].decoupled_decay else training.weight_decay
    table[L1] = training.l1
    table[CLIP_VALUE] = np.inf if training.clip_value is None else training.clip_value
    table[CLIP_NORM] = np.inf if training.clip_norm is None else training.clip_norm
    return table


def learning_rates(training: Training, first: int, steps: int) -> FloatArray:
    """Learning rates of ``steps`` steps, the ``first`` of which counts from step 0 of the training."""
    t = np.arange(first, first + steps)
    return training.learning_rate * SCHEDULES[training.schedule].factor(t, training.schedule_steps)


def _scales(training: Training, state: TrainingState, steps: int) -> FloatArray:
    table = np.zeros((steps, SCALES))
    rates = learning_rates(training, state.step, steps)
    table[:, RATE] = rates
    table[:, WEIGHT_KEPT] = 1.0
    if OPTIMIZERS[training.optimizer].decoupled_decay:
        table[:, WEIGHT_KEPT] -= rates * training.weight_decay
    if _RULES[training.optimizer][0] == ADAM:
        t = np.arange(1, steps + 1) + state.moment_steps
        table[:, ROOT_SCALE] = 1.0 / np.sqrt(1.0 - training.beta2**t)
        table[:, GRADIENT_RATE], table[:, MOMENT_RATE] = _adam_rates(training, state, rates, t)
    return table


def _adam_rates(
    training: Training, state: TrainingState, rates: FloatArray, t: NDArray[np.int64]
) -> tuple[FloatArray | float, FloatArray]:
    """What gradient and first moment count for, corrected for a moment that began at 0."""
    if training.optimizer != "nadam":
        return 0.0, rates / (1.0 - training.beta1**t)
    products = _momentum_products(training, state, len(t) + 1)[1:]
    momenta = _nadam_momenta(training, np.append(t, t[-1] + 1))
    return rates * (1.0 - momenta[:-1]) / (1.0 - products[:-1]), rates * momenta[1:] / (1.0 - products[1:])


def _nadam_momenta(training: Training, t: NDArray[np.int64]) -> FloatArray:
    """NAdam's mu of step t."""
    return np.asarray(training.beta1 * (1.0 - 0.5 * NADAM_BASE ** (NADAM_DECAY * t)))


def _momentum_products(training: Training, state: TrainingState, steps: int) -> FloatArray:
    """mu_1 ... mu_t before the next step and after each of the next ``steps``, shape (steps + 1,)."""
    if training.optimizer != "nadam":
        return np.ones(1)
    t = np.arange(1, steps + 1) + state.moment_steps
    return np.cumprod(np.append(state.momentum_product, _nadam_momenta(training, t)))
