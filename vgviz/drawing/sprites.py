"""Little pictures as discs of pixels, ready to be laid over others."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import ColorMap

Pixels = NDArray[np.uint32]
_LEVELS = 255  # colours from -1 to 1; the last entry of a table is NaN's


def color_table(color_map: ColorMap, not_a_number: str) -> NDArray[np.float32]:
    """Colours of -1 to 1 and, last, of NaN, shape (256, 3), from 0 to 255."""
    special = np.array([list(bytes.fromhex(not_a_number.removeprefix("#")))], dtype=np.uint8)
    return np.concatenate([color_map.colors(np.linspace(0.0, 1.0, _LEVELS)), special]).astype(np.float32)


def disc_sprites(pictures: NDArray[np.floating[Any]], radius: float, table: NDArray[np.float32]) -> Pixels:
    """Pictures (n, rows, columns) from -1 to 1 as discs of ``radius`` pixels, shape (n, side, side).

    Premultiplied ARGB, 0xAARRGGBB; smooth between the pictures' cells.
    """
    coverage = _disc(radius)
    side = len(coverage)
    with np.errstate(invalid="ignore"):
        values = _blend(side, pictures.shape[1]) @ pictures @ _blend(side, pictures.shape[2]).T
        level = np.where(np.isnan(values), _LEVELS, (values + 1.0) * (0.5 * (_LEVELS - 1)) + 0.5)
    channels = (table[level.astype(np.uint8)] * coverage[:, :, None] + 0.5).astype(np.uint32)
    alpha = (coverage * 255.0 + 0.5).astype(np.uint32) << 24
    return np.asarray(alpha | channels[..., 0] << 16 | channels[..., 1] << 8 | channels[..., 2])


@lru_cache(maxsize=8)
def _disc(radius: float) -> NDArray[np.float32]:
    """Coverage of each pixel by a disc in the middle, from 0 to 1."""
    side = 2 * int(np.ceil(radius)) + 1
    offset = np.arange(side) - (side - 1) / 2
    return np.clip(radius + 0.5 - np.hypot(offset, offset[:, None]), 0.0, 1.0).astype(np.float32)


@lru_cache(maxsize=16)
def _blend(pixels: int, cells: int) -> NDArray[np.float32]:
    """How much each cell counts for each pixel of a line, linearly between the cells' middles."""
    place = np.clip((np.arange(pixels) + 0.5) / pixels * cells - 0.5, 0.0, cells - 1.0)
    distance = np.abs(place[:, None] - np.arange(cells)[None, :])
    return np.clip(1.0 - distance, 0.0, 1.0).astype(np.float32)
