"""What the diagram says about the place under the mouse."""

import math
from collections.abc import Callable

from vgviz.analysis.layer_words import layer_in_words, layer_name
from vgviz.drawing.color_modes import GRADIENT, ColorMode
from vgviz.drawing.neuron_pictures import NeuronPictures
from vgviz.engine.telemetry import Snapshot
from vgviz.export.network_title import activation_text, normalization_text
from vgviz.number_format import amount, factor
from vgviz.views.diagram.marks import layer_marks
from vgviz.views.diagram.picking import column_at, is_on_labels
from vgviz.views.diagram.scene import Scene

_DIGITS = 4


def tooltip(
    scene: Scene,
    snapshot: Snapshot,
    x: float,
    y: float,
    mode: ColorMode = GRADIENT,
    pictures: NeuronPictures | None = None,
    no_pictures: str = "",
) -> str:
    """The exact values of the layer and the neuron at (x, y), those that are coloured first.

    Empty between layers. ``no_pictures`` says why neurons that are large enough for a picture have none.
    """
    layout = scene.layout
    column = column_at(scene, x, y)
    if column is None or not layout.box.top <= y <= scene.color_bar.top():
        return ""
    has_unit = scene.detail.units and not is_on_labels(scene, y)
    unit = layout.unit_at(column, y) if has_unit else None
    picture = "" if unit is None else no_pictures if pictures is None else pictures.words(column, unit)
    if column == 0:
        return "\n".join(filter(None, (_input_text(scene, snapshot.widths[0], unit), picture)))
    lines = _layer_lines(snapshot, column - 1, mode)
    if unit is not None:
        lines += ["", *_neuron_lines(scene, snapshot, column - 1, unit, mode), *filter(None, (picture,))]
    return "\n".join(lines)


def _input_text(scene: Scene, features: int, unit: int | None) -> str:
    text = f"Input: {amount(features, 'feature')}"
    if unit is None:
        return text
    name = scene.names.inputs[unit] if unit < len(scene.names.inputs) else str(unit + 1)
    return f"{text}\nFeature {name}"


def _layer_lines(snapshot: Snapshot, layer: int, mode: ColorMode) -> list[str]:
    last = layer == snapshot.layers - 1
    units = snapshot.widths[layer + 1]
    kind = "linear" if last else _kind(snapshot, layer)
    name = layer_name(layer, snapshot.layers).capitalize()
    lines = [
        f"{name}: {amount(units, 'neuron')}, {kind}",
        *_values(mode, lambda mode: mode.layer, lambda mode: float(mode.layers(snapshot)[layer])),
    ]
    ratio = float(snapshot.gradient_factor[layer])
    if not math.isnan(ratio):  # as it is at the output, and of a layer without gradient to another
        lines.append(f"{factor(ratio)} that of {layer_in_words(layer + 1, snapshot.layers)}")
    return lines


def _kind(snapshot: Snapshot, layer: int) -> str:
    record, marks = snapshot.experiment.network.hidden[layer], layer_marks(snapshot)
    parts = [activation_text(record.activation)]
    if record.normalization != "none":
        parts.append(normalization_text(record.normalization))
    if marks and marks[layer].skip:
        parts.append("its input added")
    return ", ".join(parts)


def _neuron_lines(scene: Scene, snapshot: Snapshot, layer: int, unit: int, mode: ColorMode) -> list[str]:
    values = _values(mode, lambda mode: mode.unit, lambda mode: mode.unit_value(snapshot, layer, unit))
    names = scene.names.outputs if layer == snapshot.layers - 1 else ()
    name = f" ({names[unit]})" if unit < len(names) else ""
    return [f"Neuron {unit + 1}{name}", *values]


def _values(
    mode: ColorMode, name: Callable[[ColorMode], str], value: Callable[[ColorMode], float]
) -> list[str]:
    """The quantity that is coloured, and the gradient, which is what all is about."""
    return [f"{name(each)} {each.text(value(each), _DIGITS)}" for each in dict.fromkeys((mode, GRADIENT))]
