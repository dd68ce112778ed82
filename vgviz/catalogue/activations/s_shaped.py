"""Bounded functions that rise from one side to the other and saturate on both."""

from math import pi

import numpy as np

from vgviz.catalogue.activations.kind import ActivationKind, FloatArray, Shape, always


def logistic(z: FloatArray) -> FloatArray:
    """1 / (1 + e^-z), to full precision on both sides."""
    # Both exponentials take less time than a choice between 1 and e^z does.
    return np.exp(np.minimum(z, 0.0)) / (1.0 + np.exp(-np.abs(z)))


def times_logistic(factor: FloatArray, z: FloatArray) -> FloatArray:
    """``factor`` / (1 + e^-z), exact also where it is the factor that makes it a normal number."""
    root = np.exp(-0.5 * np.abs(z))
    share = factor / (1.0 + root * root)
    return np.where(z >= 0, share, share * root * root)


def logistic_derivative(z: FloatArray) -> FloatArray:
    """Slope of `logistic`, as exact in its tails as at 0."""
    e = np.exp(-np.abs(z))
    return e / np.square(1.0 + e)


def _sigmoid(z: FloatArray, _: Shape) -> FloatArray:
    return logistic(z)


def _sigmoid_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return logistic_derivative(z)


def _hard_sigmoid(z: FloatArray, _: Shape) -> FloatArray:
    return np.asarray(np.clip(z + 3.0, 0.0, 6.0) / 6.0)


def _hard_sigmoid_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(np.abs(z) < 3.0, 1.0 / 6.0, 0.0))


def _tanh(z: FloatArray, _: Shape) -> FloatArray:
    return np.tanh(z)


def _tanh_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return 4.0 * logistic_derivative(2.0 * z)


def _hard_tanh(z: FloatArray, _: Shape) -> FloatArray:
    return np.clip(z, -1.0, 1.0)


def _hard_tanh_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(np.abs(z) < 1.0, 1.0, 0.0))


def _softsign(z: FloatArray, _: Shape) -> FloatArray:
    within = np.clip(z, -1e300, 1e300)
    return within / (1.0 + np.abs(within))


def _softsign_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.square(1.0 / (1.0 + np.abs(z)))


def _arctan(z: FloatArray, _: Shape) -> FloatArray:
    return np.arctan(z)


def _arctan_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return 1.0 / (1.0 + np.square(z))


S_SHAPED = (
    ActivationKind(
        "sigmoid",
        "Sigmoid",
        "S-shaped",
        _sigmoid,
        _sigmoid_derivative,
        always(0.25),
        "f(z) = 1 / (1 + e^−z)",
        "Rumelhart, Hinton and Williams 1986",
        saturates="both",
        track=0,
    ),
    ActivationKind(
        "hard_sigmoid",
        "Hard sigmoid",
        "S-shaped",
        _hard_sigmoid,
        _hard_sigmoid_derivative,
        always(1.0 / 6.0),
        "f(z) = (z + 3) / 6, held within 0 and 1",
        "Courbariaux, Bengio and David 2015, BinaryConnect; with Howard et al. 2019's slope 1/6",
        saturates="both",
        kinks=(-3.0, 3.0),
    ),
    ActivationKind(
        "tanh",
        "Tanh",
        "S-shaped",
        _tanh,
        _tanh_derivative,
        always(1.0),
        "f(z) = tanh z",
        "LeCun et al. 1998, Efficient BackProp",
        saturates="both",
        track=1,
    ),
    ActivationKind(
        "hard_tanh",
        "Hard tanh",
        "S-shaped",
        _hard_tanh,
        _hard_tanh_derivative,
        always(1.0),
        "f(z) = z, held within −1 and 1",
        "Collobert 2004, Large Scale Machine Learning",
        saturates="both",
        kinks=(-1.0, 1.0),
    ),
    ActivationKind(
        "softsign",
        "Softsign",
        "S-shaped",
        _softsign,
        _softsign_derivative,
        always(1.0),
        "f(z) = z / (1 + |z|)",
        "Bergstra, Desjardins, Lamblin and Bengio 2009",
        saturates="both",
    ),
    ActivationKind(
        "arctan",
        "Arctan",
        "S-shaped",
        _arctan,
        _arctan_derivative,
        always(1.0),
        "f(z) = arctan z",
        f"the inverse tangent, from −{pi / 2:.2f} to {pi / 2:.2f}",
        saturates="both",
    ),
)
