"""One step of each optimizer in plain NumPy, the twin of `vgviz.engine.kernels.optimizers`.

Equations and sources are in `vgviz.catalogue.optimizers`; the numbers come from a `Descent`.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import descent as at
from vgviz.engine.descent import Descent
from vgviz.engine.norms import norm
from vgviz.engine.training_state import TrainingState

FloatArray = NDArray[np.floating[Any]]


def update(descent: Descent, step: int, state: TrainingState, gradient: FloatArray) -> None:
    """Take one step along ``gradient``, shape (parameter_count,), and note the change of the parameters.

    Parameters
    ----------
    step : row of the descent's scales.
    """
    before = state.parameters.copy()
    g = _pulled(descent, _clipped(descent, gradient), before)
    state.parameters[...] = before * descent.scales[step, at.WEIGHT_KEPT] - _way(descent, step, state, g)
    state.change[...] = state.parameters - before


def _clipped(descent: Descent, gradient: FloatArray) -> FloatArray:
    """Entries first, then the norm, as PyTorch's clip_grad_value_ and clip_grad_norm_ do it."""
    if not descent.clips:
        return gradient
    bound, longest = descent.constants[at.CLIP_VALUE], descent.constants[at.CLIP_NORM]
    g = np.clip(gradient, -bound, bound)
    share = longest / (norm(g) + at.CLIP_MARGIN) if np.isfinite(longest) else 1.0
    return np.asarray(g * np.minimum(share, 1.0))


def _pulled(descent: Descent, g: FloatArray, parameters: FloatArray) -> FloatArray:
    constants = descent.constants
    if not descent.pulls:
        return g
    return np.asarray(g + constants[at.DECAY] * parameters + constants[at.L1] * np.sign(parameters))


def _way(descent: Descent, step: int, state: TrainingState, g: FloatArray) -> FloatArray:
    """What the step takes off the parameters, learning rate included; updates the moments."""
    scale = descent.scales[step]
    if descent.rule == at.PLAIN:
        return np.asarray(scale[at.RATE] * g)
    if descent.rule == at.MOMENTUM:
        return np.asarray(scale[at.RATE] * _along_velocity(descent.constants, state, g))
    if descent.rule == at.LION:
        return np.asarray(scale[at.RATE] * _lion_sign(descent.constants, state, g))
    if descent.rule == at.ADAM:
        return _adam_way(descent.constants, scale, state, g)
    scaled = g / (_root(descent.constants, state, g) + descent.constants[at.EPSILON])
    if descent.rule == at.SCALED_MOMENTUM:
        scaled = _along_velocity(descent.constants, state, scaled)
    return np.asarray(scale[at.RATE] * scaled)


def _along_velocity(constants: FloatArray, state: TrainingState, g: FloatArray) -> FloatArray:
    velocity = state.first_moment
    velocity *= constants[at.VELOCITY_KEPT]
    velocity += g
    return np.asarray(constants[at.GRADIENT_SHARE] * g + constants[at.VELOCITY_SHARE] * velocity)


def _root(constants: FloatArray, state: TrainingState, g: FloatArray) -> FloatArray:
    """Root of the mean, or for Adagrad the sum, of squared gradients."""
    squares = state.second_moment
    squares *= constants[at.SECOND_KEPT]
    squares += constants[at.SECOND_TAKEN] * np.square(g)
    return np.sqrt(squares)


def _adam_way(constants: FloatArray, scale: FloatArray, state: TrainingState, g: FloatArray) -> FloatArray:
    mean = state.first_moment
    mean += constants[at.FIRST_TAKEN] * (g - mean)
    divisor = scale[at.ROOT_SCALE] * _root(constants, state, g) + constants[at.EPSILON]
    return np.asarray((scale[at.GRADIENT_RATE] * g + scale[at.MOMENT_RATE] * mean) / divisor)


def _lion_sign(constants: FloatArray, state: TrainingState, g: FloatArray) -> FloatArray:
    """Sign of the mean with beta1; what is remembered is the mean with beta2."""
    mean = state.first_moment
    sign = np.sign(constants[at.FIRST_KEPT] * mean + constants[at.FIRST_TAKEN] * g)
    mean *= constants[at.SECOND_KEPT]
    mean += constants[at.SECOND_TAKEN] * g
    return np.asarray(sign)
