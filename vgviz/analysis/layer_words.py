"""How the layers of a network are called."""

INPUT = -1  # the place of the input before the first weight layer


def layer_name(layer: int, layers: int) -> str:
    """``layer 3``, ``output layer`` or ``input``: a weight layer, counted from 0, of so many."""
    if layer == INPUT:
        return "input"
    return "output layer" if layer == layers - 1 else f"layer {layer + 1}"


def layer_in_words(layer: int, layers: int) -> str:
    """The same within a sentence: ``layer 3``, ``the output layer``, ``the input``."""
    name = layer_name(layer, layers)
    return name if name.startswith("layer") else f"the {name}"
