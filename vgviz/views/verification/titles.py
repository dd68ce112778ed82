"""Names of parameters."""

from vgviz.analysis.nudge import Parameter
from vgviz.engine.telemetry import Snapshot
from vgviz.views.chain.path_words import ARROW, source_name, unit_name


def parameter_title(parameter: Parameter, snapshot: Snapshot) -> str:
    """``x₁ → 4, layer 1``, ``3 → out``, or a neuron's bias: ``bias 4, layer 1``."""
    name, *index = parameter
    layer = int(name.split(".")[1])
    start = f"{source_name(layer, index[0], snapshot)}{ARROW}" if name.endswith(".weight") else "bias "
    unit = unit_name(layer, index[-1], snapshot)
    return f"{start}{unit}" if layer == snapshot.layers - 1 else f"{start}{unit}, layer {layer + 1}"
