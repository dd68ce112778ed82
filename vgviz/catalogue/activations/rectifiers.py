"""Straight lines with a bend at 0."""

import numpy as np

from vgviz.catalogue.activations.kind import ActivationKind, FloatArray, Parameter, Shape, always

_SLOPE_MEANING = "How much of the gradient passes where z is negative: 0 is ReLU, 1 is no activation at all."


def _relu(z: FloatArray, _: Shape) -> FloatArray:
    return np.maximum(z, 0.0)


def _relu_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(z > 0, 1.0, 0.0))


def _relu6(z: FloatArray, _: Shape) -> FloatArray:
    return np.clip(z, 0.0, 6.0)


def _relu6_derivative(z: FloatArray, _: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, np.where((z > 0) & (z < 6), 1.0, 0.0))


def _leaky_relu(z: FloatArray, slope: Shape) -> FloatArray:
    flat = np.equal(slope, 0.0) & np.isneginf(z)  # 0 times infinity
    return np.where(z > 0, z, np.where(flat, 0.0, slope * z))


def _leaky_relu_derivative(z: FloatArray, slope: Shape) -> FloatArray:
    return np.where(np.isnan(z), z, np.where(z > 0, 1.0, slope))


def _steeper_side(slope: float) -> float:
    return max(1.0, abs(slope))


RECTIFIERS = (
    ActivationKind(
        "relu",
        "ReLU",
        "Rectifiers",
        _relu,
        _relu_derivative,
        always(1.0),
        "f(z) = max(0, z)",
        "Nair and Hinton 2010",
        saturates="left",
        kinks=(0.0,),
        track=3,
    ),
    ActivationKind(
        "relu6",
        "ReLU6",
        "Rectifiers",
        _relu6,
        _relu6_derivative,
        always(1.0),
        "f(z) = z, held within 0 and 6",
        "Krizhevsky 2010, Convolutional Deep Belief Networks on CIFAR-10",
        saturates="both",
        kinks=(0.0, 6.0),
    ),
    ActivationKind(
        "leaky_relu",
        "Leaky ReLU",
        "Rectifiers",
        _leaky_relu,
        _leaky_relu_derivative,
        _steeper_side,
        "f(z) = z for z > 0, else slope z",
        "Maas, Hannun and Ng 2013",
        kinks=(0.0,),
        parameter=Parameter("slope", 0.01, -1.0, 1.0, _SLOPE_MEANING, slider=(-1.0, 1.0)),
        track=4,
    ),
    ActivationKind(
        "prelu",
        "PReLU",
        "Rectifiers",
        _leaky_relu,
        _leaky_relu_derivative,
        _steeper_side,
        "f(z) = z for z > 0, else slope z; one learned slope a unit",
        "He et al. 2015, Delving Deep into Rectifiers",
        kinks=(0.0,),
        parameter=Parameter(
            "first slope",
            0.25,
            -1.0,
            1.0,
            "How much of the gradient passes where z is negative, before training changes it unit by unit.",
            slider=(-1.0, 1.0),
        ),
        learned=True,
        track=5,
    ),
)
