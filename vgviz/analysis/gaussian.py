"""An activation under Gaussian input: the moments of f and f' that the theory of wide networks is made of."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.gaussian import gaussian_mean
from vgviz.engine.initialization import first_slope
from vgviz.engine.reference import function_and_derivative
from vgviz.experiment import Activation, checked_activation

FloatArray = NDArray[np.floating[Any]]
Function = Callable[[FloatArray], FloatArray]


def function_of(activation: Activation) -> Function:
    """Give f of the activation as configured; learned slopes as they start."""
    slope = np.full(1, first_slope(activation))
    return lambda z: function_and_derivative(activation, z[:, np.newaxis], slope)[0][:, 0]


def derivative_of(activation: Activation) -> Function:
    """Give f' of the activation as configured; learned slopes as they start."""
    slope = np.full(1, first_slope(activation))
    return lambda z: function_and_derivative(activation, z[:, np.newaxis], slope)[1][:, 0]


def gaussian_moments(activation: Activation | str) -> tuple[float, float]:
    """E f(z)^2 and E f'(z)^2 for z ~ N(0, 1), each to a relative 1e-8 or better.

    Raises
    ------
    ExperimentError
        If there is no such activation.

    Examples
    --------
    >>> from vgviz.analysis import gaussian_moments
    >>> [round(moment, 8) for moment in gaussian_moments("relu")]
    [0.5, 0.5]
    """
    checked = checked_activation(activation)
    return mean_square(function_of(checked), 1.0), mean_square(derivative_of(checked), 1.0)


def mean_square(function: Function, variance: float) -> float:
    """E g(z)^2 for z ~ N(0, variance)."""
    deviation = sqrt(variance)
    return gaussian_mean(lambda z: np.square(function(deviation * z)))
