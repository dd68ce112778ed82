"""Mean-field theory of wide networks: what depth does to a signal and to its gradient.

In a wide layer the pre-activations of one sample are Gaussian with a variance q that the layer below decides,
q -> V(q) = sigma_w^2 E f(sqrt(q) z)^2 + sigma_b^2 (Poole et al. 2016). A squared gradient is multiplied by
chi = sigma_w^2 E f'(sqrt(q*) z)^2 on its way back through a layer (Schoenholz et al. 2017): below 1 gradients
vanish with depth, above 1 they explode.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf, log, nan, sqrt

from vgviz.analysis.correlation import correlated_mean
from vgviz.analysis.gaussian import derivative_of, function_of, mean_square
from vgviz.engine.gaussian import gaussian_mean
from vgviz.experiment import Activation, ExperimentError, checked_activation
from vgviz.field_checks import number
from vgviz.number_format import setting

# Where variances are looked for; a limit at 0 or at infinity is taken at the ends.
SMALLEST, LARGEST = 1e-24, 1e24
STEP = 2.0
# Differences below this share are rounding.
RESOLUTION = 1e-11
LARGEST_WEIGHT_VARIANCE = 1e6
LEAP = 1e-2  # chi this far from 1 where it should be 1 has leapt over it


@dataclass(frozen=True, slots=True)
class MeanField:
    """What becomes of signals in a deep, wide network.

    Attributes
    ----------
    q_star : variance of the pre-activations far from the input: the fixed point that V leads to from q = 1;
        0 or infinity where it shrinks or grows for ever.
    chi : factor of the mean squared gradient per layer, and slope of the correlation map at 1.
    c_star : correlation that two different samples end up with; 1 where chi is at most 1.
    xi_q, xi_c : layers in which the distance to q_star and to c_star falls by a factor e; infinite at a
        critical point. Where q_star is infinite, xi_q is NaN, and unless chi is below 1, c_star and xi_c too.
    """

    q_star: float
    chi: float
    c_star: float
    xi_q: float
    xi_c: float


def mean_field(activation: Activation | str, weight_variance: float, bias_variance: float) -> MeanField:
    """Mean-field theory of a network whose weights have variance ``weight_variance`` / fan_in.

    Parameters
    ----------
    activation : as configured, or its name; learned slopes count as they start.
    weight_variance, bias_variance : sigma_w^2 and sigma_b^2.

    Raises
    ------
    ExperimentError
        If there is no such activation, or a variance is no finite number of at least 0.

    Examples
    --------
    >>> from vgviz.analysis import mean_field
    >>> round(mean_field("relu", weight_variance=2.0, bias_variance=0.0).chi, 8)
    1.0
    """
    checked = checked_activation(activation)
    weight_variance = number("weight_variance", weight_variance, 0.0, inf)
    bias_variance = number("bias_variance", bias_variance, 0.0, inf)
    q_star = fixed_variance(checked, weight_variance, bias_variance)
    seen = min(max(q_star, SMALLEST), LARGEST)
    chi = weight_variance * mean_square(derivative_of(checked), seen)
    if q_star == inf:
        return MeanField(q_star, chi, *((1.0, nan, _depth(chi)) if chi < 1.0 else (nan, nan, nan)))
    xi_q = _depth(abs(_variance_slope(checked, weight_variance, seen)))
    if chi <= 1.0 + RESOLUTION or q_star == 0.0:
        return MeanField(q_star, chi, 1.0, xi_q, _depth(chi))
    c_star = _fixed_correlation(checked, weight_variance, bias_variance, q_star)
    if c_star == 1.0:  # so close to the critical point that no other is told apart
        return MeanField(q_star, chi, c_star, xi_q, _depth(chi))
    slope = weight_variance * correlated_mean(derivative_of(checked), q_star, c_star)
    return MeanField(q_star, chi, c_star, xi_q, _depth(abs(slope)))


def variance_map(activation: Activation, weight_variance: float, bias_variance: float, q: float) -> float:
    """V(q): the variance of the pre-activations one layer on (Poole et al. 2016, equation 3)."""
    return weight_variance * mean_square(function_of(activation), q) + bias_variance


def fixed_variance(activation: Activation, weight_variance: float, bias_variance: float) -> float:
    """The fixed point of V nearest to q = 1 in the direction in which V leads from there."""

    def growth(log_q: float) -> float:
        q = exp(log_q)
        return variance_map(activation, weight_variance, bias_variance, q) / q - 1.0

    if abs(growth(0.0)) < RESOLUTION:
        return 1.0
    upward = growth(0.0) > 0.0
    near, step = 0.0, log(STEP) if upward else -log(STEP)
    while SMALLEST < exp(near) < LARGEST:
        far = near + step
        change = growth(far)
        if abs(change) < RESOLUTION:
            return _at_rest(far, bias_variance, upward=upward)
        if (change > 0.0) != upward:
            return exp(_root(growth, near, far))
        near = far
    return inf if upward else 0.0


def _at_rest(log_q: float, bias_variance: float, *, upward: bool) -> float:
    """A variance that V leaves as it is: a fixed point, or 0 or infinity being approached."""
    if abs(log_q) < log(LARGEST) / 3.0:
        return exp(log_q)
    if upward:
        return inf
    return exp(log_q) if bias_variance else 0.0


def critical_weight_variance(activation: Activation | str, bias_variance: float) -> float:
    """The smallest sigma_w^2 from which chi is at least 1: the edge of chaos (Schoenholz et al. 2017).

    At sigma_b^2 = 0 it is 2 for ReLU and 2 / (1 + a^2) for leaky ReLU (He et al. 2015). Where signals begin
    to grow for ever, as with GELU, chi may leap over 1.

    Raises
    ------
    ExperimentError
        If there is no such activation or variance, or chi stays below 1 for all weights up to 1e6.

    Examples
    --------
    >>> from vgviz.analysis import critical_weight_variance
    >>> round(critical_weight_variance("relu", bias_variance=0.0), 6)
    2.0
    """
    checked = checked_activation(activation)
    bias_variance = number("bias_variance", bias_variance, 0.0, inf)

    def chi(weight_variance: float) -> float:
        q = min(max(fixed_variance(checked, weight_variance, bias_variance), SMALLEST), LARGEST)
        return weight_variance * mean_square(derivative_of(checked), q)

    def chaotic(weight_variance: float) -> bool:
        return chi(weight_variance) >= 1.0

    high = 0.125
    while not chaotic(high):
        high *= 2.0
        if high > LARGEST_WEIGHT_VARIANCE:
            raise ExperimentError(
                f"bias_variance: with {setting(bias_variance)}, chi of {checked.name} stays below 1 for "
                f"every weight variance up to {setting(LARGEST_WEIGHT_VARIANCE)}: its gradients always vanish"
            )
    low = high / 2.0
    while chaotic(low):
        low, high = low / 2.0, low
    low, high = _narrowed(chaotic, low, high, 1e-3)
    exact = _exactly_critical(checked, bias_variance, high)
    if exact is not None and abs(chi(exact) - 1.0) < LEAP:
        return exact
    return _narrowed(chaotic, low, high, 1e-13)[1]


def _narrowed(chaotic: Callable[[float], bool], low: float, high: float, share: float) -> tuple[float, float]:
    """Halve what lies between ``low`` and ``high``, which is chaotic, down to this share of it."""
    while high - low > share * high:
        middle = 0.5 * (low + high)
        low, high = (low, middle) if chaotic(middle) else (middle, high)
    return low, high


def _exactly_critical(activation: Activation, bias_variance: float, near: float) -> float | None:
    """The solution close to ``near``, if there is one, found in q: there the crossing is not tangential.

    At a fixed point sigma_w^2 = (q - sigma_b^2) / E f^2, so that chi depends on q alone.
    """
    f, derivative = function_of(activation), derivative_of(activation)

    def weight_variance(q: float) -> float:
        return (q - bias_variance) / mean_square(f, q)

    def excess(log_q: float) -> float:
        q = exp(log_q)
        return weight_variance(q) * mean_square(derivative, q) - 1.0

    ends = [weight_variance(q) for q in (SMALLEST, LARGEST) if q > bias_variance]
    candidates = [*ends, *(weight_variance(exp(root)) for root in _crossings(excess, bias_variance))]
    best = min(candidates, key=lambda candidate: abs(candidate - near))
    return best if abs(best - near) < 1e-2 * near else None


def _crossings(function: Callable[[float], float], bias_variance: float) -> list[float]:
    left = log(max(bias_variance * (1.0 + 1e-9), 1e-9))
    found, value, step = [], function(left), log(2.0)
    while left < log(1e9):
        following = function(left + step)
        if value < -RESOLUTION and following > RESOLUTION:
            found.append(_root(function, left, left + step))
        left, value = left + step, following
    return found


def _variance_slope(activation: Activation, weight_variance: float, q: float) -> float:
    """V'(q) = sigma_w^2 E f(sqrt(q) z) f'(sqrt(q) z) z / sqrt(q)."""
    f, derivative, deviation = function_of(activation), derivative_of(activation), sqrt(q)
    return weight_variance * gaussian_mean(
        lambda z: f(deviation * z) * derivative(deviation * z) * (z / deviation)
    )


def _fixed_correlation(
    activation: Activation, weight_variance: float, bias_variance: float, q_star: float
) -> float:
    """The stable fixed point below 1 of the correlation map (Poole et al. 2016, equation 5)."""
    f = function_of(activation)

    def growth(c: float) -> float:
        return (weight_variance * correlated_mean(f, q_star, c) + bias_variance) / q_star - c

    # An odd function without biases keeps uncorrelated samples uncorrelated.
    if abs(growth(0.0)) < RESOLUTION:
        return 0.0
    low, high = (0.0, 1.0 - 1e-9) if growth(0.0) > 0.0 else (-1.0 + 1e-9, 0.0)
    return _root(growth, low, high) if growth(low) * growth(high) < 0.0 else 1.0


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """Where the function changes sign between ``low`` and ``high``."""
    # SciPy takes a fifth of a second to import, which the window does not wait for.
    from scipy.optimize import brentq

    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))


def _depth(slope: float) -> float:
    """Layers in which what is multiplied by ``slope`` a layer changes by a factor e."""
    if slope == 0.0:
        return 0.0
    return inf if abs(slope - 1.0) < RESOLUTION else abs(1.0 / log(slope))
