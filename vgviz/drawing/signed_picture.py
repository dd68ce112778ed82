"""Arrays with a sign as pictures: one pixel an entry, or one for a block of entries in large ones."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import ColorMap

MOST_PIXELS = 256  # a side


def signed_pixels(
    values: NDArray[np.floating[Any]], largest: float, color_map: ColorMap, not_a_number: str
) -> NDArray[np.uint32]:
    """Pixels 0xffRRGGBB of a matrix, the colours from -``largest`` to ``largest``.

    A block of entries that share a pixel shows the one that is largest in size.
    """
    strongest = shrunk(np.asarray(values, dtype=np.float64))
    with np.errstate(all="ignore"):
        position = np.clip(0.5 + 0.5 * strongest / (largest or 1.0), 0.0, 1.0)
    missing = np.isnan(position)
    colors = color_map.colors(np.where(missing, 0.5, position)).astype(np.uint32)
    colors[missing] = tuple(bytes.fromhex(not_a_number.removeprefix("#")))
    red, green, blue = np.moveaxis(colors, -1, 0)
    return np.asarray(0xFF000000 | red << 16 | green << 8 | blue, dtype=np.uint32)


def shrunk(values: NDArray[np.float64], most: int = MOST_PIXELS) -> NDArray[np.float64]:
    """At most ``most`` rows and columns: of each block the entry that is largest in size, NaN if one is."""
    for axis in (0, 1):
        size = values.shape[axis]
        if size > most:
            starts = np.arange(most) * size // most
            low = np.minimum.reduceat(values, starts, axis=axis)
            high = np.maximum.reduceat(values, starts, axis=axis)
            values = np.where(-low > high, low, high)
    return values
