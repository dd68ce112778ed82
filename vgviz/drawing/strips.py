"""Many units as one strip of colours, many layers as one map of colours."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes


def strip_codes(codes: Codes, rows: int) -> Codes:
    """Codes of units spread over ``rows`` pixels, shape (rows,).

    Where several units share a pixel the strongest shows: nothing that glows is lost between others.
    """
    starts = np.arange(rows) * codes.size // rows
    if codes.size <= rows:
        return codes[starts]
    return np.asarray(np.maximum.reduceat(codes, starts), dtype=np.uint8)


def shown_layers(layers: Codes, columns: int) -> NDArray[np.int64]:
    """Which layers are shown where there are ``columns`` pixels: all, or the strongest in each pixel."""
    if layers.size <= columns:
        return np.arange(layers.size)
    borders = np.arange(columns + 1) * layers.size // columns
    return np.array([start + int(np.argmax(layers[start:stop])) for start, stop in pairwise(borders)])
