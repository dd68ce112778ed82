"""Colours of classes, paler the less sure the network is."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import ColorMap
from vgviz.drawing.color_scale import FloatArray

# After Okabe and Ito (2008), who chose hues and lightnesses that every eye tells apart; three are own.
_ON_DARK = "56b4e9 e69f00 2fbf8f d883b7 f0e442 e8704a 8f8fff b8b8b8 7fd6c2 c9a27c"
_ON_LIGHT = "0072b2 c77700 00805c b0528a 8a8000 c24a1a 5a4fcf 666666 00858f 8a5a2b"
LEVELS = 64  # of certainty
Colors = NDArray[np.uint8]


@cache
def class_colors(classes: int, diverging: ColorMap, *, dark: bool) -> Colors:
    """The colour of each class where the network is sure, shape (classes, 3).

    Two classes have the ends of the ``diverging`` map, the second the one above its centre; beyond ten
    classes colours come again.
    """
    if classes <= 2:
        return diverging.colors(np.array([0.0, 1.0]))[:classes]
    table = [list(bytes.fromhex(color)) for color in (_ON_DARK if dark else _ON_LIGHT).split()]
    return np.array([table[number % len(table)] for number in range(classes)], dtype=np.uint8)


@cache
def certainty_table(classes: int, diverging: ColorMap, *, dark: bool) -> Colors:
    """The colour of each class at each level of certainty, shape (classes, LEVELS, 3)."""
    share = np.linspace(0.0, 1.0, LEVELS)
    if classes <= 2:
        return diverging.colors(0.5 + 0.5 * np.stack([-share, share]))[:classes]
    center = diverging.colors(np.array(0.5)).astype(np.float64)
    full = class_colors(classes, diverging, dark=dark).astype(np.float64)
    mixed = center + (full[:, None, :] - center) * share[None, :, None]
    return np.rint(mixed).astype(np.uint8)


def certainty_pixels(
    winners: NDArray[np.uint8], strengths: FloatArray, table: Colors, not_a_number: str
) -> NDArray[np.uint32]:
    """A map's pixels, 0xFFRRGGBB, of the shape of ``winners``."""
    missing = np.isnan(strengths)
    level = np.where(missing, 0.0, strengths) * (LEVELS - 1) + 0.5
    pixels = _packed(table)[winners, level.astype(np.uint8)]
    pixels[missing] = 0xFF000000 | int(not_a_number.removeprefix("#"), 16)
    return pixels


def value_pixels(strengths: FloatArray, diverging: ColorMap, not_a_number: str) -> NDArray[np.uint32]:
    """Pixels of values from -1 to 1, 0xFFRRGGBB."""
    table = _packed(diverging.colors(np.linspace(0.0, 1.0, 255)))
    missing = np.isnan(strengths)
    level = (np.where(missing, 0.0, strengths) + 1.0) * 127.0 + 0.5
    pixels = table[level.astype(np.uint8)]
    pixels[missing] = 0xFF000000 | int(not_a_number.removeprefix("#"), 16)
    return pixels


def _packed(colors: Colors) -> NDArray[np.uint32]:
    red, green, blue = np.moveaxis(colors.astype(np.uint32), -1, 0)
    return np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, dtype=np.uint32)
