"""Activation functions and their derivatives in exact arithmetic: what both implementations are held to.

Written from the definitions, in mpmath with 40 digits, and without the tricks that double precision needs.
"""

from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
from mpmath import mp, mpf
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]

DIGITS = 40
SMALLEST_STEPS = 2e-323
ALPHA = mpf("1.6732632423543772848170429916717")
SCALE = mpf("1.0507009873554804934193349852946")


def _logistic(z: Any) -> Any:
    return 1 / (1 + mp.exp(-z))


def _logistic_slope(z: Any) -> Any:
    return 1 / ((1 + mp.exp(-z)) * (1 + mp.exp(z)))


def _normal_share(z: Any) -> Any:
    return mp.erfc(-z / mp.sqrt(2)) / 2


def _bell(z: Any) -> Any:
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)


def _cubic(z: Any) -> Any:
    return 2 * mp.sqrt(2 / mp.pi) * (z + mpf("0.044715") * z**3)


def _cubic_slope(z: Any) -> Any:
    return 2 * mp.sqrt(2 / mp.pi) * (1 + 3 * mpf("0.044715") * z**2)


def _mish_gate(z: Any) -> Any:
    grown = (1 + mp.exp(z)) ** 2
    return mp.exp(z) * (mp.exp(z) + 2) / (grown + 1)


def _mish_slope(z: Any) -> Any:
    cosh = ((1 + mp.exp(z)) + 1 / (1 + mp.exp(z))) / 2
    return _mish_gate(z) + z * _logistic(z) / cosh**2


def _between(z: Any, low: Any, high: Any) -> Any:
    return min(max(z, mpf(low)), mpf(high))


def _elu(z: Any, alpha: Any) -> Any:
    return z if z > 0 else alpha * mp.expm1(z)


def _elu_slope(z: Any, alpha: Any) -> Any:
    return mpf(1) if z > 0 else alpha * mp.exp(z)


def _leaky(z: Any, slope: Any) -> Any:
    return z if z > 0 else slope * z


def _leaky_slope(z: Any, slope: Any) -> Any:
    return mpf(1) if z > 0 else slope


def _hard_swish_slope(z: Any) -> Any:
    return mpf(0) if z <= -3 else (mpf(1) if z >= 3 else (2 * z + 3) / 6)


# Functions of z alone, and those of z and a parameter.
PLAIN: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "identity": (lambda z: z, lambda _: mpf(1)),
    "sigmoid": (_logistic, _logistic_slope),
    "hard_sigmoid": (lambda z: _between(z + 3, 0, 6) / 6, lambda z: mpf(-3 < z < 3) / 6),
    "log_sigmoid": (lambda z: -mpmath.log1p(mp.exp(-z)), lambda z: _logistic(-z)),
    "tanh": (lambda z: mp.tanh(z), lambda z: mp.sech(z) ** 2),
    "hard_tanh": (lambda z: _between(z, -1, 1), lambda z: mpf(-1 < z < 1)),
    "softsign": (lambda z: z / (1 + abs(z)), lambda z: 1 / (1 + abs(z)) ** 2),
    "arctan": (lambda z: mp.atan(z), lambda z: 1 / (1 + z * z)),
    "relu": (lambda z: max(z, mpf(0)), lambda z: mpf(z > 0)),
    "relu6": (lambda z: _between(z, 0, 6), lambda z: mpf(0 < z < 6)),
    "selu": (lambda z: SCALE * _elu(z, ALPHA), lambda z: SCALE * _elu_slope(z, ALPHA)),
    "gelu": (lambda z: z * _normal_share(z), lambda z: _normal_share(z) + z * _bell(z)),
    "gelu_tanh": (
        lambda z: z * _logistic(_cubic(z)),
        lambda z: _logistic(_cubic(z)) + z * _logistic_slope(_cubic(z)) * _cubic_slope(z),
    ),
    "hard_swish": (lambda z: z * _between(z + 3, 0, 6) / 6, _hard_swish_slope),
    "mish": (lambda z: z * _mish_gate(z), _mish_slope),
    "sine": (lambda z: mp.sin(z), lambda z: mp.cos(z)),
    "gaussian": (lambda z: mp.exp(-z * z), lambda z: -2 * z * mp.exp(-z * z)),
}
SHAPED: dict[str, tuple[Callable[[Any, Any], Any], Callable[[Any, Any], Any]]] = {
    "softplus": (
        lambda z, beta: mpmath.log1p(mp.exp(beta * z)) / beta,
        lambda z, beta: _logistic(beta * z),
    ),
    "leaky_relu": (_leaky, _leaky_slope),
    "prelu": (_leaky, _leaky_slope),
    "elu": (_elu, _elu_slope),
    "celu": (lambda z, alpha: alpha * _elu(z / alpha, 1), lambda z, alpha: _elu_slope(z / alpha, 1)),
    "silu": (
        lambda z, beta: z * _logistic(beta * z),
        lambda z, beta: _logistic(beta * z) + beta * z * _logistic_slope(beta * z),
    ),
}


def exact(name: str, z: float, parameter: float) -> tuple[Any, Any]:
    """F(z) and f'(z) of the activation ``name``, to 40 digits."""
    with mp.workdps(DIGITS):
        if name in PLAIN:
            function, derivative = PLAIN[name]
            return function(mpf(z)), derivative(mpf(z))
        shaped, slope = SHAPED[name]
        return shaped(mpf(z), mpf(parameter)), slope(mpf(z), mpf(parameter))


def places() -> Floats:
    """Where values are compared: at random, evenly, near 0, next to multiples of pi/2, in the last tails."""
    generator = np.random.default_rng(0)
    powers = 10.0 ** np.arange(-12, 2)
    waves = np.arange(-31, 32) * (np.pi / 2.0)
    return np.concatenate(
        (
            generator.uniform(-50.0, 50.0, 250),
            generator.normal(0.0, 2.0, 250),
            np.arange(-100, 101) / 2.0,
            powers,
            -powers,
            waves,
            np.linspace(340.0, 380.0, 7),
            np.linspace(-380.0, -340.0, 7),
            np.linspace(690.0, 750.0, 7),
            np.linspace(-750.0, -690.0, 7),
            np.linspace(-39.0, -37.0, 7),
            np.linspace(-21.6, -21.0, 7),
            np.linspace(26.0, 27.4, 7),
            [-0.0, 5e-324, -5e-324, 1e-310, np.nextafter(3.0, 0.0), np.nextafter(-3.0, -4.0)],
        )
    )


def assert_exact(name: str, parameter: float, compute: Callable[[Floats], tuple[Floats, Floats]]) -> None:
    """Hold f and f' to 1e-12 of the exact values; near a zero of f' to 1e-15.

    Results below the smallest normal number may be off by a few of the smallest steps.
    """
    z = places()
    f, derivative = compute(z)
    for index, place in enumerate(z):
        exact_f, exact_derivative = exact(name, float(place), parameter)
        _assert_close(f[index], exact_f, 0.0, (name, place))
        _assert_close(
            derivative[index], exact_derivative, 1e-15 * (abs(exact_derivative) < 0.1), (name, place)
        )


def _assert_close(got: Any, wanted: Any, absolute: float, where: tuple[str, float]) -> None:
    error = abs(mpf(float(got)) - wanted)
    tolerance = max(1e-12 * abs(wanted), mpf(absolute), mpf(SMALLEST_STEPS))
    assert error <= tolerance, f"{where}: got {got}, exact {mpmath.nstr(wanted, 17)}"
