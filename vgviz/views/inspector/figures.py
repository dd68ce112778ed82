"""The numbers of a chosen layer, neuron or edge, row by row."""

from collections.abc import Iterator, Mapping

import numpy as np

from vgviz.analysis.parameter_figures import PARTS, ParameterFigures
from vgviz.engine.norms import norm
from vgviz.engine.telemetry import FloatArray, Snapshot
from vgviz.number_format import amount, count, factor, magnitude, number
from vgviz.views.inspector.figure_table import FigureRow
from vgviz.views.selection import Place

CHANGE_COLUMNS = ("now", "start", "change", "gradient")
SPREAD_COLUMNS = ("mean", "spread", "lowest", "highest")
PART_NAMES = {
    "weight": ("Weights", "Weight"),
    "bias": ("Biases", "Bias"),
    "slope": ("Slopes", "Slope"),
    "norm_scale": ("Scales", "Scale"),
    "norm_shift": ("Shifts", "Shift"),
}
WAITING = ("–",) * 4
NORM_HINT = "Lengths (L2 norms): the square root of the sum of all squares. Change is that of now − start."
SAMPLES = "the samples that the picture is measured on"
VALUE_HINT = "Change is now − start. Gradient is the slope of the loss with respect to it."
WAY_BACK = (
    ("Normalization", "normalization_factor", "back through the normalization of the layer after"),
    ("Weights", "weight_factor", "back through the weights of the layer after"),
    ("Skip", "skip_factor", "what the skip path of the layer after adds"),
    ("f′", "derivative_factor", "through f′(z) of this layer"),
    ("Product", "delta_factor", "all together: the length (L2 norm) of δ here over that of the layer after"),
)
SPREAD_HINT = "the same for one neuron: δ is spread over {} here and over {} in the layer after"


def figure(value: float) -> str:
    """A number in no more than eight places."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return number(value, 3 if abs(value) >= 0.01 else 2)
    return magnitude(value)


def layer_rows(
    snapshot: Snapshot, layer: int, figures: Mapping[str, ParameterFigures]
) -> tuple[list[FigureRow], list[FigureRow]]:
    """Norms of a layer's parameters, and how the parameters are spread; lines wait for their figures."""
    norms, spreads = [], []
    for part, (*_, gradient) in _parts(snapshot, layer):
        name, numbers = PART_NAMES[part][0], figures.get(part)
        if numbers is None:
            norms.append(FigureRow(name, WAITING))
            spreads.append(FigureRow(name, WAITING))
            continue
        length = float(snapshot.grad_weight_norm[layer]) if part == "weight" else norm(gradient)
        norms.append(_row(name, (numbers.norm, numbers.start_norm, numbers.change_norm, length), NORM_HINT))
        spreads.append(_row(name, (numbers.mean, numbers.std, numbers.low, numbers.high), "Values now."))
    return norms, spreads


def neuron_rows(snapshot: Snapshot, layer: int, unit: int) -> list[FigureRow]:
    """Norm of a neuron's incoming weights, and its own parameters, now, at the start, change and gradient."""
    rows = []
    for part, (now, start, gradient) in _parts(snapshot, layer):
        if part == "weight":
            columns = [values[:, unit].astype(np.float64) for values in (now, start, gradient)]
            lengths = (norm(columns[0]), norm(columns[1]), norm(columns[0] - columns[1]), norm(columns[2]))
            rows.append(_row("Weights", lengths, f"The weights into this neuron. {NORM_HINT}"))
        else:
            rows.append(_value_row(part, now[unit], start[unit], gradient[unit]))
    return rows


def edge_rows(snapshot: Snapshot, place: Place) -> list[FigureRow]:
    """One weight now, at the start, its change and its gradient."""
    return [
        _value_row(part, *(values[place.source, place.unit].item() for values in (now, start, gradient)))
        for part, (now, start, gradient) in _parts(snapshot, place.layer)
        if part == "weight"
    ]


def activity_rows(snapshot: Snapshot, layer: int, unit: int) -> list[FigureRow]:
    """What a neuron does on average over the samples that the picture is measured on."""
    telemetry = snapshot.units[layer]
    mean, delta = float(telemetry.activation_mean[unit]), float(telemetry.delta_rms[unit])
    return [
        FigureRow("Mean activation", (figure(mean),), (mean,), f"over {SAMPLES}"),
        FigureRow("RMS of ∂L/∂z", (figure(delta),), (delta,), f"of one sample’s loss, over {SAMPLES}"),
    ]


def way_back_rows(snapshot: Snapshot, layer: int) -> list[FigureRow]:
    """The chain rule's factors from the layer after back to this one; none at the output layer.

    Between layers of the same width their product is the ratio of the RMS deltas too; else that comes last.
    """
    if layer >= snapshot.layers - 1:
        return []
    values = [(name, float(getattr(snapshot, field)[layer]), hint) for name, field, hint in WAY_BACK]
    here, after = snapshot.widths[layer + 1 : layer + 3]
    if here != after:
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            ratio = float(snapshot.delta_rms[layer] / snapshot.delta_rms[layer + 1])
        values.append(("RMS of δ", ratio, SPREAD_HINT.format(amount(here, "neuron"), count(after))))
    return [FigureRow(name, (factor(value),), (value,), hint) for name, value, hint in values]


def _parts(snapshot: Snapshot, layer: int) -> Iterator[tuple[str, tuple[FloatArray, FloatArray, FloatArray]]]:
    """Each part of a layer with its values now and at the start, and its gradient."""
    for part in PARTS:
        name = f"layers.{layer}.{part}"
        if name in snapshot.parameters:
            yield part, (snapshot.parameters[name], snapshot.start[name], snapshot.gradients[name])


def _value_row(part: str, now: float, start: float, gradient: float) -> FigureRow:
    values = (float(now), float(start), float(now) - float(start), float(gradient))
    return _row(PART_NAMES[part][1], values, VALUE_HINT)


def _row(name: str, values: tuple[float, ...], hint: str) -> FigureRow:
    return FigureRow(name, tuple(map(figure, values)), values, hint)
