"""Remedies: changes of an experiment, each with what should come of it, in words and as a number."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from msgspec.structs import replace

from vgviz.analysis.predicted_gradient import finite_width_range, predicted_growth, predicted_ratio
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Experiment, Init, Training
from vgviz.number_format import number

Change = Callable[[Experiment], Experiment]


@dataclass(frozen=True, slots=True)
class Prediction:
    """What should be measured after a remedy.

    Attributes
    ----------
    sentence : for the user.
    number : the value expected, between ``low`` and ``high``.
    measure : takes it from a snapshot.
    wait : steps of training after the remedy at which to measure.
    """

    sentence: str
    number: float
    low: float
    high: float
    measure: Callable[[Snapshot], float]
    wait: int = 0

    def came_true(self, snapshot: Snapshot) -> bool:
        """Whether ``snapshot``, taken after the remedy, shows what was predicted."""
        return self.low <= self.measure(snapshot) <= self.high


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that helps; call it with an experiment to get the changed one.

    ``restarts`` says that the prediction is for a network that begins anew with the change.
    """

    label: str
    change: Change
    prediction: Prediction
    restarts: bool = False

    def __call__(self, experiment: Experiment) -> Experiment:
        return self.change(experiment)


def use_relu(experiment: Experiment) -> Experiment:
    """ReLU in every hidden layer, with He's initialization, which starts anew."""
    network = replace(each_layer(experiment, activation=Activation("relu")).network, init=Init("he_normal"))
    return replace(experiment, network=network)


def use_leaky_relu(experiment: Experiment) -> Experiment:
    """Leaky ReLU in every hidden layer."""
    return each_layer(experiment, activation=Activation("leaky_relu"))


def use_batch_normalization(experiment: Experiment) -> Experiment:
    """Batch normalization in every hidden layer, and batches of at least two samples."""
    training = replace(experiment.training, batch_size=max(experiment.training.batch_size, 2))
    return replace(each_layer(experiment, normalization="batch"), training=training)


def use_no_normalization(experiment: Experiment) -> Experiment:
    """No normalization, and the gain recommended for each layer's function."""
    return use_recommended_gain(each_layer(experiment, normalization="none"))


def use_skips(experiment: Experiment) -> Experiment:
    """A skip around every hidden layer."""
    return each_layer(experiment, residual=True)


def use_recommended_gain(experiment: Experiment) -> Experiment:
    """LeCun's initialization with the gain recommended for each layer's function; it starts anew."""
    init = replace(experiment.network.init, scheme="lecun_normal", gain=None)
    return replace(experiment, network=replace(experiment.network, init=init))


def use_epsilon(experiment: Experiment) -> Experiment:
    """The usual ε in the optimizer's divisor."""
    return replace(experiment, training=replace(experiment.training, epsilon=Training().epsilon))


def use_float64(experiment: Experiment) -> Experiment:
    """Double precision."""
    return replace(experiment, precision="float64")


def times_learning_rate(factor: float) -> Change:
    """Another learning rate."""

    def change(experiment: Experiment) -> Experiment:
        rate = min(max(experiment.training.learning_rate * factor, 1e-12), 1e3)
        return replace(experiment, training=replace(experiment.training, learning_rate=rate))

    return change


GRADIENT_REMEDIES: tuple[tuple[str, Change], ...] = (
    ("ReLU with He’s initialization", use_relu),
    ("The recommended gain", use_recommended_gain),
    ("Batch normalization", use_batch_normalization),
    ("Skip connections", use_skips),
    ("No normalization, with the recommended gain", use_no_normalization),
)
LARGEST_LEFT = 3.0  # decimal orders: within the bounds of a healthy network
LEAST_GAINED = 0.5
LONGEST_WAIT = 1000  # steps


def gradient_remedies(snapshot: Snapshot) -> tuple[Remedy, ...]:
    """Those changes that bring the first layer's gradient and error closer to the last one's, the best first.

    What they change it to is theory's number for the network at its start, and the range that networks of its
    widths should lie in. Where a trained network has left a good start, smaller steps are the remedy.
    """
    experiment, widths = snapshot.experiment, snapshot.widths
    remedies = _theorys_remedies(experiment, widths)
    if not remedies and snapshot.step > 0 and _distance(experiment, widths) < LARGEST_LEFT:
        return (_smaller_steps(experiment, widths, as_long_again(snapshot)),)
    return remedies


def as_long_again(snapshot: Snapshot) -> int:
    """Steps after which a run that begins anew is as far as this one, at most `LONGEST_WAIT`."""
    return min(max(snapshot.step, 1), LONGEST_WAIT)


@lru_cache(maxsize=16)
def _theorys_remedies(experiment: Experiment, widths: tuple[int, ...]) -> tuple[Remedy, ...]:
    now = _distance(experiment, widths)
    found: dict[Experiment, tuple[float, Remedy]] = {}
    for label, change in GRADIENT_REMEDIES:
        changed = change(experiment)
        distance = _distance(changed, widths)
        if changed not in found and distance < min(now - LEAST_GAINED, LARGEST_LEFT):
            prediction = _prediction(experiment, changed, widths)
            found[changed] = (distance, Remedy(label, change, prediction, restarts=True))
    return tuple(remedy for _, remedy in sorted(found.values(), key=lambda pair: pair[0]))


def vanishing_ratio(snapshot: Snapshot) -> float:
    """The first layer's RMS gradient over the last one's."""
    return snapshot.vanishing_ratio


def error_growth(snapshot: Snapshot) -> float:
    """The first layer's RMS error over the outputs'."""
    with np.errstate(all="ignore"):
        return float(snapshot.delta_rms[0] / snapshot.delta_rms[-1])


def _orders(experiment: Experiment, widths: tuple[int, ...]) -> tuple[float, float]:
    """By how many decimal orders gradient and error differ from layer 1 to the last one."""
    with np.errstate(all="ignore"):
        ratios = np.array([theory(experiment, widths) for theory in (predicted_ratio, predicted_growth)])
        orders = np.nan_to_num(np.abs(np.log10(ratios)), nan=np.inf, posinf=np.inf)
    return float(orders[0]), float(orders[1])


def _distance(experiment: Experiment, widths: tuple[int, ...]) -> float:
    return max(_orders(experiment, widths))


def _prediction(former: Experiment, changed: Experiment, widths: tuple[int, ...]) -> Prediction:
    """Of the gradients' ratio, or of the errors' where only that was wrong."""
    of_ratio, of_growth = _orders(former, widths)
    of_error = of_growth > of_ratio + 1.0
    expected = (predicted_growth if of_error else predicted_ratio)(changed, widths)
    low, high = finite_width_range(expected, widths)
    sentence = (
        f"Theory expects that layer 1 starts with about {number(expected, 2)} times the last layer’s "
        f"{'error' if of_error else 'gradient'} "
        f"({_one_digit(low)} to {_one_digit(high)} in a network of this width)."
    )
    return Prediction(sentence, expected, low, high, error_growth if of_error else vanishing_ratio)


def _smaller_steps(experiment: Experiment, widths: tuple[int, ...], wait: int) -> Remedy:
    expected = predicted_ratio(experiment, widths)
    sentence = (
        f"Theory expects that layer 1 starts with about {number(expected, 2)} times the last layer’s "
        f"gradient; after a restart, smaller steps should not lose it {within(wait)}."
    )
    low, high = 10.0**-LARGEST_LEFT, 10.0**LARGEST_LEFT
    prediction = Prediction(sentence, expected, low, high, vanishing_ratio, wait)
    return tenth_of_the_learning_rate(prediction)


def tenth_of_the_learning_rate(prediction: Prediction) -> Remedy:
    """Smaller steps from the start."""
    return Remedy("A tenth of the learning rate", times_learning_rate(0.1), prediction, restarts=True)


def _one_digit(value: float) -> str:
    """The end of a range, which is known to no more than one digit."""
    return number(float(f"{value:.1g}"), 1)


def within(wait: int) -> str:
    """The wait in words, for a sentence."""
    return "in the first step" if wait == 1 else f"in the first {wait:,} steps"


def each_layer(experiment: Experiment, **fields: object) -> Experiment:
    """These fields in every hidden layer."""
    layers = experiment.network.hidden
    changed = {layer: replace(layer, **fields) for layer in set(layers)}
    hidden = tuple(changed[layer] for layer in layers)
    return replace(experiment, network=replace(experiment.network, hidden=hidden))
