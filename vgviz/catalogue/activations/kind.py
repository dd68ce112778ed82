"""What the catalogue says of an activation function."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Shape = float | FloatArray  # a parameter, or one for each unit
Function = Callable[[FloatArray, Shape], FloatArray]
Family = Literal["S-shaped", "Rectifiers", "Exponential", "Self-gated", "Linear and waves"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """The one number that shapes an activation, such as the slope of leaky ReLU.

    Attributes
    ----------
    label : its name in a sentence.
    default, low, high : taken where none is given; the range that is accepted.
    meaning : what it does, in a sentence for the window.
    slider : the part of the range that a slider spans; ``logarithmic``: by factors.
    """

    label: str
    default: float
    low: float
    high: float
    meaning: str
    slider: tuple[float, float]
    logarithmic: bool = False


@dataclass(frozen=True, slots=True)
class ActivationKind:
    """One activation function.

    Attributes
    ----------
    function, derivative : f and f', given z of any shape and the parameter; in the dtype of z.
    supremum : sup abs(f') at steepness 1, for a parameter.
    saturates : on which side of 0 f' goes to 0.
    kinks : where f' jumps; its value there is PyTorch's.
    learned : one parameter a unit, learned in training.
    track : stop on the activation track, ordered from the functions that kill gradients most to those that
        keep them; None leaves it to the menu.
    code : its number in the kernels.
    """

    name: str
    label: str
    family: Family
    function: Function
    derivative: Function
    supremum: Callable[[float], float]
    equation: str
    source: str
    saturates: Literal["both", "left", "right", "none"] = "none"
    kinks: tuple[float, ...] = ()
    parameter: Parameter | None = None
    learned: bool = False
    track: int | None = None
    code: int = -1


def always(slope: float) -> Callable[[float], float]:
    """A largest slope that no parameter changes."""
    return lambda _parameter: slope


def in_float64(function: Function) -> Function:
    """Let ``function`` work in float64 and round what it returns once, to the dtype of z.

    Beyond the range of numbers f and f' go to their limits, so that no warning is due.
    """

    def exact(z: FloatArray, parameter: Shape) -> FloatArray:
        with np.errstate(all="ignore"):
            return function(z.astype(np.float64, copy=False), parameter).astype(z.dtype, copy=False)

    return exact
