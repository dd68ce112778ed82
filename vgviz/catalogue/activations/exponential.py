"""Functions with an exponential tail on one side and a straight line on the other."""

import numpy as np

from vgviz.catalogue.activations.kind import ActivationKind, FloatArray, Parameter, Shape, always
from vgviz.catalogue.activations.s_shaped import logistic

# The values under which mean 0 and variance 1 stay as they are; digits as in the paper's code.
SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def log_one_plus_exp(z: FloatArray) -> FloatArray:
    """log(1 + e^z), to full precision where it is tiny and without overflow where it is large."""
    return np.maximum(z, 0.0) + np.log1p(np.exp(-np.abs(z)))


def _softplus(z: FloatArray, beta: Shape) -> FloatArray:
    return log_one_plus_exp(beta * z) / beta


def _softplus_derivative(z: FloatArray, beta: Shape) -> FloatArray:
    return logistic(beta * z)


def _log_sigmoid(z: FloatArray, _: Shape) -> FloatArray:
    return -log_one_plus_exp(-z)


def _log_sigmoid_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return logistic(-z)


def _elu(z: FloatArray, alpha: Shape) -> FloatArray:
    return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def _elu_derivative(z: FloatArray, alpha: Shape) -> FloatArray:
    return np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))


def _celu(z: FloatArray, alpha: Shape) -> FloatArray:
    return _elu(z / alpha, 1.0) * alpha


def _celu_derivative(z: FloatArray, alpha: Shape) -> FloatArray:
    return _elu_derivative(z / alpha, 1.0)


def _selu(z: FloatArray, _: Shape) -> FloatArray:
    return SELU_SCALE * _elu(z, SELU_ALPHA)


def _selu_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return SELU_SCALE * _elu_derivative(z, SELU_ALPHA)


EXPONENTIAL = (
    ActivationKind(
        "softplus",
        "Softplus",
        "Exponential",
        _softplus,
        _softplus_derivative,
        always(1.0),
        "f(z) = log(1 + e^(βz)) / β",
        "Dugas, Bengio et al. 2001",
        saturates="left",
        parameter=Parameter(
            "beta",
            1.0,
            0.01,
            100.0,
            "How sharp the bend is: large values come near ReLU.",
            slider=(0.1, 10.0),
            logarithmic=True,
        ),
    ),
    ActivationKind(
        "log_sigmoid",
        "Log-sigmoid",
        "Exponential",
        _log_sigmoid,
        _log_sigmoid_derivative,
        always(1.0),
        "f(z) = log(1 / (1 + e^−z))",
        "the logarithm of the sigmoid, Rumelhart, Hinton and Williams 1986",
        saturates="right",
    ),
    ActivationKind(
        "elu",
        "ELU",
        "Exponential",
        _elu,
        _elu_derivative,
        lambda alpha: max(1.0, alpha),
        "f(z) = z for z > 0, else α (e^z − 1)",
        "Clevert, Unterthiner and Hochreiter 2016",
        saturates="left",
        kinks=(0.0,),
        parameter=Parameter(
            "alpha",
            1.0,
            0.0,
            10.0,
            "How far down the left side goes: f falls to −α. The slope just left of 0 is α.",
            slider=(0.0, 3.0),
        ),
        track=6,
    ),
    ActivationKind(
        "celu",
        "CELU",
        "Exponential",
        _celu,
        _celu_derivative,
        always(1.0),
        "f(z) = z for z > 0, else α (e^(z/α) − 1)",
        "Barron 2017, Continuously Differentiable Exponential Linear Units",
        saturates="left",
        parameter=Parameter(
            "alpha",
            1.0,
            0.01,
            100.0,
            "How far down the left side goes: f falls to −α, and the larger α, the later it saturates.",
            slider=(0.1, 10.0),
            logarithmic=True,
        ),
    ),
    ActivationKind(
        "selu",
        "SELU",
        "Exponential",
        _selu,
        _selu_derivative,
        always(SELU_SCALE * SELU_ALPHA),
        "f(z) = 1.0507 z for z > 0, else 1.7581 (e^z − 1)",
        "Klambauer et al. 2017, Self-Normalizing Neural Networks",
        saturates="left",
        kinks=(0.0,),
    ),
)
