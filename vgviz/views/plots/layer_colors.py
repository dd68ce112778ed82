"""A colour for each of the layers drawn, from the first to the last."""

import numpy as np
from PySide6.QtGui import QColor

from vgviz.drawing.color_maps import color_map_for
from vgviz.views.theme import Theme

WEAKEST, STRONGEST = 0.3, 0.9  # of the map: visible on its background, distinct from the first layer's


def layer_colors(theme: Theme, count: int) -> list[str]:
    """The first layer stands out, the others follow the theme's map, which colour-blind eyes can order."""
    places = np.linspace(WEAKEST, STRONGEST, max(count - 1, 1))
    others = color_map_for(theme.color_map, theme.background).colors(places).tolist()
    return [theme.second_curve, *(QColor(*color).name() for color in others)][:count]


def shown_layers(layers: int, most: int) -> list[int]:
    """At most ``most`` of the layers, counted from 0: the first, the last and evenly between."""
    if layers <= most:
        return list(range(layers))
    return sorted({round(place) for place in np.linspace(0, layers - 1, most)})
