"""What the diagram says about an edge."""

from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import magnitude, number
from vgviz.views.diagram.names import Names
from vgviz.views.selection import Place

_DIGITS = 4


def edge_words(snapshot: Snapshot, names: Names, edge: Place) -> str:
    """Where an edge comes from and leads to, its weight and the gradient of its weight."""
    if edge.source is None or edge.unit is None:
        return ""
    weight, gradient = (
        float(values[f"layers.{edge.layer}.weight"][edge.source, edge.unit])
        for values in (snapshot.parameters, snapshot.gradients)
    )
    return "\n".join(
        (
            f"Edge from {_source(names, edge)}",
            f"to {_target(snapshot, names, edge)}",
            f"weight w {number(weight, _DIGITS)}",
            f"gradient ∂L/∂w {magnitude(gradient, _DIGITS)}",
        )
    )


def _source(names: Names, edge: Place) -> str:
    source = edge.source or 0
    if edge.layer:
        return f"neuron {source + 1} of layer {edge.layer}"
    return f"feature {names.inputs[source] if source < len(names.inputs) else source + 1}"


def _target(snapshot: Snapshot, names: Names, edge: Place) -> str:
    unit = edge.unit or 0
    if edge.layer < snapshot.layers - 1:
        return f"neuron {unit + 1} of layer {edge.layer + 1}"
    name = f" ({names.outputs[unit]})" if unit < len(names.outputs) else ""
    return f"neuron {unit + 1} of the output layer{name}"
