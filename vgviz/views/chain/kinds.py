"""How the factors of the chain rule are called and coloured."""

from functools import cache

from vgviz.analysis.chain_rule import PARTS as STEP_PARTS
from vgviz.analysis.chain_rule import Kind
from vgviz.views.theme import Theme, mixed

# In the order of the way back through one layer.
PARTS: tuple[Kind, ...] = (*STEP_PARTS, "ratio")
NAMES: dict[Kind, str] = {
    "loss": "error at the output",
    "normalization": "normalization",
    "weights": "weights",
    "skip": "skip",
    "derivative": "f′",
    "ratio": "all in one",
    "inputs": "inputs",
}
CAPTIONS = NAMES | {"normalization": "norm."}  # where there is little room
# After "layer 7" or "layers 3 to 7".
MEANINGS: dict[Kind, str] = {
    "loss": "the error at the output, ‖∂L/∂z‖ of a typical sample",
    "normalization": "back through the normalization",
    "weights": "back through the weights",
    "skip": "what the way around the layer adds",
    "derivative": "times the slope f′(z)",
    "ratio": "the whole step in one, because its parts are 0, infinite or not a number",
    "inputs": "from the layer’s error to its ∂L/∂W: what comes in from below",
}


@cache
def kind_color(kind: Kind, theme: Theme) -> str:
    """Colour of a kind's bars and numbers."""
    return {
        "weights": theme.curve,
        "derivative": theme.second_curve,
        "normalization": theme.healthy,
        "skip": mixed(theme.curve, theme.danger, 0.5).name(),
        "ratio": theme.text,
    }.get(kind, theme.muted)
