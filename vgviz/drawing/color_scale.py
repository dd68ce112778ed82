"""The one truth for the colour of a magnitude."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import VIRIDIS, ColorMap

Codes = NDArray[np.uint8]

# A code is a colour and, in the raster, the rank that decides which of two crossing lines is on top.
ZERO_CODE = 24  # under every other line
LOWEST_CODE = 31  # at 0.12 of the map: what vanished stays visible against the background
HIGHEST_CODE = 253
OVERFLOW_CODE = 254
NOT_A_NUMBER_CODE = 255


@dataclass(frozen=True, slots=True)
class ColorScale:
    """Magnitude to colour, logarithmic, on a fixed range that never rescales by itself.

    The default range spans what training can use: a gradient of 1 is as large as a typical weight, and one
    below 1e-7 moves no weight of size 1 in float32 (whose relative resolution is 1.2e-7) at learning rates
    up to 1. Magnitudes outside keep the colour of the nearer end; exact 0, NaN and infinity have their own.

    Attributes
    ----------
    low, high : magnitudes at the ends of the map; another range is another scale.
    color_map : weak to strong.
    zero, overflow, not_a_number : colours as #rrggbb.
    """

    low: float = 1e-7
    high: float = 1.0
    color_map: ColorMap = VIRIDIS
    zero: str = "#565d68"
    overflow: str = "#ff3df2"
    not_a_number: str = "#ff3b30"

    def __post_init__(self) -> None:
        if not 0.0 < self.low < self.high < float("inf"):
            raise ValueError(f"a colour range needs 0 < low < high, got {self.low:g} and {self.high:g}")

    @property
    def exponents(self) -> tuple[float, float]:
        """log10 of ``low`` and ``high``."""
        return float(np.log10(self.low)), float(np.log10(self.high))

    def position(self, values: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Where magnitudes lie between ``low`` (0) and ``high`` (1), clipped; NaN stays NaN."""
        low, high = self.exponents
        with np.errstate(divide="ignore"):
            exponent = np.log10(np.abs(np.asarray(values, dtype=np.float64)))
        position: NDArray[np.float64] = np.clip((exponent - low) / (high - low), 0.0, 1.0)
        return position

    def codes(self, values: NDArray[np.floating[Any]]) -> Codes:
        """Colour codes of magnitudes of any shape; signs are ignored."""
        values = np.asarray(values)
        position = self.position(values)
        missing = np.isnan(position)
        level = LOWEST_CODE + np.rint(np.where(missing, 0.0, position) * (HIGHEST_CODE - LOWEST_CODE))
        codes: Codes = level.astype(np.uint8)
        codes[values == 0] = ZERO_CODE
        codes[np.isinf(values)] = OVERFLOW_CODE
        codes[missing] = NOT_A_NUMBER_CODE
        return codes

    def code(self, value: float) -> int:
        """Colour code of one magnitude."""
        return int(self.codes(np.array([value]))[0])

    def table(self) -> Codes:
        """Colour of each code, shape (256, 3), sRGB; read-only."""
        return _table(self)

    def hex_color(self, value: float) -> str:
        """Colour of one magnitude as #rrggbb."""
        red, green, blue = self.table()[self.code(value)].tolist()
        return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def _table(scale: ColorScale) -> Codes:
    code = np.arange(256)
    table = scale.color_map.colors(np.minimum(code, HIGHEST_CODE) / 255.0)
    special = {
        ZERO_CODE: scale.zero,
        OVERFLOW_CODE: scale.overflow,
        NOT_A_NUMBER_CODE: scale.not_a_number,
    }
    for place, color in special.items():
        table[place] = tuple(bytes.fromhex(color.removeprefix("#")))
    table.flags.writeable = False
    return table
