"""Little pictures as discs of pixels, ready to be laid over others."""

from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import ColorMap
from vgviz.drawing.raster import Pixels, premultiplied_table

_LEVELS = 255  # colours from -1 to 1; the one after them is NaN's


@cache
def sprite_table(color_map: ColorMap, not_a_number: str) -> Pixels:
    """Colours of -1 to 1 and, last, of NaN, at every coverage; see `premultiplied_table`."""
    special = np.array([list(bytes.fromhex(not_a_number.removeprefix("#")))], dtype=np.uint8)
    return premultiplied_table(np.concatenate([color_map.colors(np.linspace(0.0, 1.0, _LEVELS)), special]))


def disc_sprites(pictures: NDArray[np.floating[Any]], radius: float, table: Pixels) -> Pixels:
    """Pictures (n, rows, columns) from -1 to 1 as discs of ``radius`` pixels, shape (n, side, side).

    Premultiplied 0xAARRGGBB, read-only; smooth between the pictures' cells.
    """
    coverage = _disc(radius)
    side = len(coverage)
    with np.errstate(invalid="ignore"):
        values = _blend(side, pictures.shape[1]) @ pictures @ _blend(side, pictures.shape[2]).T
        level = np.where(np.isnan(values), _LEVELS, (values + 1.0) * (0.5 * (_LEVELS - 1)) + 0.5)
    sprites: Pixels = table[level.astype(np.uint32) << 8 | coverage]
    sprites.flags.writeable = False
    return sprites


@lru_cache(maxsize=8)
def _disc(radius: float) -> NDArray[np.uint32]:
    """Coverage of each pixel by a disc in the middle, from 0 to 255."""
    side = 2 * int(np.ceil(radius)) + 1
    offset = np.arange(side) - (side - 1) / 2
    share = np.clip(radius + 0.5 - np.hypot(offset, offset[:, None]), 0.0, 1.0)
    return np.asarray(np.rint(255.0 * share), dtype=np.uint32)


@lru_cache(maxsize=16)
def _blend(pixels: int, cells: int) -> NDArray[np.float32]:
    """How much each cell counts for each pixel of a line, linearly between the cells' middles."""
    place = np.clip((np.arange(pixels) + 0.5) / pixels * cells - 0.5, 0.0, cells - 1.0)
    distance = np.abs(place[:, None] - np.arange(cells)[None, :])
    return np.clip(1.0 - distance, 0.0, 1.0).astype(np.float32)
