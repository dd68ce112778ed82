"""The straight line, the wave and the bump."""

from math import exp, sqrt

import numpy as np

from vgviz.catalogue.activations.kind import ActivationKind, FloatArray, Shape, always

FARTHEST = 40.0  # e^-z² is 0 long before


def _identity(z: FloatArray, _: Shape) -> FloatArray:
    return z.copy()


def _identity_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, 1.0)


def _sine(z: FloatArray, _: Shape) -> FloatArray:
    return np.sin(z)


def _sine_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.cos(z)


def _gaussian(z: FloatArray, _: Shape) -> FloatArray:
    return np.exp(-np.square(z))


def _gaussian_derivative(z: FloatArray, _: Shape) -> FloatArray:
    reached = np.clip(z, -FARTHEST, FARTHEST)
    root = np.exp(-0.5 * np.square(reached))  # twice, because its square may be no normal number
    return -2.0 * reached * root * root


LINEAR_AND_WAVES = (
    ActivationKind(
        "identity",
        "Identity",
        "Linear and waves",
        _identity,
        _identity_derivative,
        always(1.0),
        "f(z) = z",
        "no activation: a linear network",
        track=7,
    ),
    ActivationKind(
        "sine",
        "Sine",
        "Linear and waves",
        _sine,
        _sine_derivative,
        always(1.0),
        "f(z) = sin z",
        "Sitzmann et al. 2020, Implicit Neural Representations with Periodic Activation Functions",
    ),
    ActivationKind(
        "gaussian",
        "Gaussian",
        "Linear and waves",
        _gaussian,
        _gaussian_derivative,
        always(sqrt(2.0) * exp(-0.5)),
        "f(z) = e^(−z²)",
        "Broomhead and Lowe 1988, radial basis functions",
        saturates="both",
    ),
)
