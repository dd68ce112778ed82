"""What is said of an activation function before it is chosen."""

from vgviz.catalogue.activations import ActivationKind
from vgviz.experiment import Activation
from vgviz.views.controls.formula import formula_html
from vgviz.views.controls.number_text import number_text


def pure(kind: ActivationKind, shown: Activation) -> Activation:
    """The function as the network on show would have it: same steepness, same parameter."""
    parameter = shown.parameter if kind.name == shown.name and kind.parameter else None
    return Activation(kind.name, parameter, shown.steepness)


def description_html(kind: ActivationKind, shown: Activation) -> str:
    """Equation, largest slope, what becomes of gradients, and the source, for a tooltip."""
    parameter = pure(kind, shown).parameter
    default = kind.parameter.default if kind.parameter else 0.0
    slope = kind.supremum(default if parameter is None else parameter) * shown.steepness
    words = "shrinks at every layer" if slope < 1 else "can pass whole"
    saturation = _SATURATION[kind.saturates]
    return (
        f"<p><b>{kind.label}</b></p><p>{formula_html(kind.equation)}</p>"
        f"<p>Largest slope {number_text(round(slope, 6))}: on its way back through it a gradient "
        f"{words}.{saturation}</p><p>{kind.source}</p>"
    )


_SATURATION = {
    "both": " Far from 0, on both sides, it passes none.",
    "left": " Far to the left it passes none.",
    "right": " Far to the right it passes none.",
    "none": "",
}
