"""What the diagram can be coloured by: one table, from which menu, colours, numbers and words are made."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from vgviz.drawing.color_scale import FloatArray, Kind
from vgviz.engine.telemetry import UNIT_FIELDS, Snapshot
from vgviz.number_format import factor, magnitude, number, percent, setting

NOTHING_OF_NOTHING = "–"  # the factor where both numbers are exactly 0
Reader = Callable[[Snapshot], FloatArray]


@dataclass(frozen=True, slots=True)
class SecondRow:
    """What stands in the third row under the layers: its caption, long and short, and its words."""

    caption: tuple[str, str]
    words: Callable[[Snapshot], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ColorMode:
    """A quantity that colours layers, neurons and edges.

    Attributes
    ----------
    key : its name in settings.
    name : in menus.
    summary : what it says, beside the diagram's title.
    layer, unit : what the number of a layer and of a neuron is called, such as ``RMS gradient``.
    caption : of the row of numbers, long and short.
    quantity : in the colour bar; says what edges, neurons and layers show.
    layers : reads a number a layer from a snapshot, shape (layers,).
    units : reads a number a neuron, those of all layers in one row; None lets them wear their layer's.
    edges : the snapshot's arrays that colour the edges, ``gradients`` or ``parameters``; None leaves them
        without a colour.
    text : how a number is written, with some digits.
    kind, low, high, marks_zero : of the colour scale, see `ColorScale`.
    """

    key: str
    name: str
    summary: str
    layer: str
    unit: str
    caption: tuple[str, str]
    quantity: str
    layers: Reader
    units: Reader | None
    edges: str | None = None
    text: Callable[[float, int], str] = magnitude
    kind: Kind = "log"
    low: float = 1e-7
    high: float = 1.0
    marks_zero: bool = True
    second: SecondRow | None = field(default=None, repr=False)

    def tick(self, value: float) -> str:
        """How a round number is written beside the colour scale."""
        if self.kind == "log":
            return magnitude(value, 1)
        return f"{setting(100 * value)} %" if self.text is _percent else setting(value)

    def edge_values(self, snapshot: Snapshot) -> list[FloatArray]:
        """A number an edge, one array (fan_in, fan_out) a layer; those of the gradient where it has none."""
        source = snapshot.parameters if self.edges == "parameters" else snapshot.gradients
        return [source[f"layers.{layer}.weight"] for layer in range(snapshot.layers)]

    def unit_values(self, snapshot: Snapshot) -> FloatArray:
        """A number a neuron, those of all layers in one row."""
        if self.units is None:
            return np.repeat(self.layers(snapshot), snapshot.widths[1:])
        return self.units(snapshot)

    def unit_value(self, snapshot: Snapshot, layer: int, unit: int) -> float:
        """The number of one neuron."""
        return float(self.unit_values(snapshot)[sum(snapshot.widths[1 : layer + 1]) + unit])


def to_next(values: FloatArray) -> tuple[str, ...]:
    """What each number is times the next layer's; nothing for the last."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratios = values[:-1] / values[1:]
    pairs = zip(values.tolist(), values.tolist()[1:], ratios.tolist(), strict=False)
    return (*(NOTHING_OF_NOTHING if one == other == 0 else factor(ratio) for one, other, ratio in pairs), "")


def _weights(snapshot: Snapshot) -> list[FloatArray]:
    return [snapshot.parameters[f"layers.{layer}.weight"] for layer in range(snapshot.layers)]


def _unit_means(snapshot: Snapshot) -> list[FloatArray]:
    """Each neuron's mean weight, the whole row at a time: half the time of a mean of all weights."""
    return [weight.mean(axis=0) for weight in _weights(snapshot)]


def _statistic_of_units(name: str) -> Reader:
    row = UNIT_FIELDS.index(name)
    return lambda snapshot: snapshot.unit_statistics[row]


def _root_mean_square_weight(snapshot: Snapshot) -> tuple[str, ...]:
    counts = [weight.size for weight in _weights(snapshot)]
    return tuple(number(value, 2) for value in (snapshot.weight_norm / np.sqrt(counts)).tolist())


def _percent(share: float, _digits: int) -> str:
    return percent(share)


_OF_NEXT = ("of next layer", "of next")
_DEAD = SecondRow(
    ("dead neurons", "dead"), lambda snapshot: tuple(map(percent, snapshot.dead_fraction.tolist()))
)

GRADIENT = ColorMode(
    "gradient",
    "Gradient of weights",
    "how strongly the loss depends on each weight",
    "RMS gradient",
    "RMS gradient of its weights",
    ("RMS gradient", "RMS"),
    "|∂L/∂w| of each edge, root mean square in neurons and layers",
    lambda snapshot: snapshot.grad_weight_rms,
    _statistic_of_units("grad_weight_rms"),
    edges="gradients",
    second=SecondRow(_OF_NEXT, lambda snapshot: to_next(snapshot.grad_weight_rms)),
)
DELTA = ColorMode(
    "delta",
    "Delta ∂L/∂z",
    "how strongly the loss depends on each neuron’s input z",
    "RMS delta",
    "RMS delta",
    ("RMS delta", "delta"),
    "|∂L/∂z| of a sample, root mean square in neurons and layers",
    lambda snapshot: snapshot.delta_rms,
    _statistic_of_units("delta_rms"),
    second=SecondRow(_OF_NEXT, lambda snapshot: to_next(snapshot.delta_rms)),
)
ACTIVATION = ColorMode(
    "activation",
    "Activation",
    "what each neuron hands on",
    "Mean activation",
    "Mean activation",
    ("mean activation", "mean"),
    "activation, mean over the samples in neurons and layers",
    lambda snapshot: snapshot.activation_mean,
    _statistic_of_units("activation_mean"),
    text=number,
    kind="diverging",
    low=-1.0,
    second=SecondRow(
        ("deviation", "dev."),
        lambda snapshot: tuple(f"±{number(value, 2)}" for value in snapshot.activation_std.tolist()),
    ),
)
DERIVATIVE = ColorMode(
    "derivative",
    "Slope f′(z)",
    "what each neuron multiplies the gradient by on its way back",
    "Mean f′(z)",
    "Mean f′(z)",
    ("mean f′(z)", "f′(z)"),
    "slope f′(z), mean over the samples in neurons and layers",
    lambda snapshot: snapshot.derivative_mean,
    _statistic_of_units("derivative_mean"),
    text=number,
    kind="linear",
    low=0.0,
    second=_DEAD,
)
SATURATION = ColorMode(
    "saturation",
    "Saturation",
    "how often f′(z) is below a tenth of its largest value",
    "Saturated",
    "Saturated",
    ("saturated", "sat."),
    "share of samples with f′(z) below a tenth of its largest value",
    lambda snapshot: snapshot.saturated_fraction,
    _statistic_of_units("saturated_fraction"),
    text=_percent,
    kind="linear",
    low=0.0,
    marks_zero=False,
    second=_DEAD,
)
UPDATE = ColorMode(
    "update",
    "Update ratio",
    "how much the last step changed the weights",
    "Update ratio",
    "Update ratio of its layer",
    ("update ratio", "update"),
    "size of the last change over size of the weights; neurons wear their layer’s colour",
    lambda snapshot: snapshot.update_ratio,
    None,
    second=SecondRow(_OF_NEXT, lambda snapshot: to_next(snapshot.update_ratio)),
)
WEIGHT = ColorMode(
    "weight",
    "Weight",
    "how each neuron weighs what it receives",
    "Mean weight",
    "Mean of its weights",
    ("mean weight", "mean"),
    "weight of each edge, mean in neurons and layers",
    lambda snapshot: np.array([means.mean() for means in _unit_means(snapshot)]),
    lambda snapshot: np.concatenate(_unit_means(snapshot)),
    edges="parameters",
    text=number,
    kind="diverging",
    low=-1.0,
    second=SecondRow(("RMS weight", "RMS"), _root_mean_square_weight),
)

COLOR_MODES = {
    mode.key: mode for mode in (GRADIENT, DELTA, ACTIVATION, DERIVATIVE, SATURATION, UPDATE, WEIGHT)
}
