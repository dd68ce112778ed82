"""The one truth for the colour of a number."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import VIRIDIS, ColorMap

Codes = NDArray[np.uint8]
FloatArray = NDArray[np.floating[Any]]
Kind = Literal["log", "linear", "diverging"]

# A code is a colour and, in the raster, the rank that decides which of two crossing lines is on top.
NEUTRAL_CODE = 12  # what the quantity says nothing of
ZERO_CODE = 24  # under every other line
LOWEST_CODE = 31  # at 0.12 of the map: what vanished stays visible against the background
HIGHEST_CODE = 253
OVERFLOW_CODE = 254
NOT_A_NUMBER_CODE = 255
_ARM = (HIGHEST_CODE - LOWEST_CODE - 1) // 2  # strengths on either side of a diverging scale's centre
_FIRST_RANGE = {"log": (1e-7, 1.0), "linear": (0.0, 1.0), "diverging": (-1.0, 1.0)}


@dataclass(frozen=True, slots=True)
class ColorScale:
    """Number to colour, on a fixed range that never rescales by itself.

    A ``log`` scale shows magnitudes. Its default range spans what training can use: a gradient of 1 is as
    large as a typical weight, and one below 1e-7 moves no weight of size 1 in float32 (whose relative
    resolution is 1.2e-7) at learning rates up to 1. A ``linear`` scale goes from ``low`` to ``high``; a
    ``diverging`` one is linear too, keeps the sign, and has 0 in its middle.

    Numbers outside keep the colour of the nearer end; NaN, infinity and, unless the scale diverges or
    ``marks_zero`` is False, exact 0 have their own.

    Attributes
    ----------
    low, high : numbers at the ends of the map; another range is another scale.
    color_map : weak to strong, or from far below 0 to far above.
    zero, overflow, not_a_number, neutral : colours as #rrggbb; neutral is what has no number.
    """

    low: float = 1e-7
    high: float = 1.0
    color_map: ColorMap = VIRIDIS
    zero: str = "#565d68"
    overflow: str = "#ff3df2"
    not_a_number: str = "#ff3b30"
    neutral: str = "#343c48"
    kind: Kind = "log"
    marks_zero: bool = True

    def __post_init__(self) -> None:
        if self.kind == "log" and not 0.0 < self.low < self.high < float("inf"):
            raise ValueError(f"a colour range needs 0 < low < high, got {self.low:g} and {self.high:g}")
        if not self.high - self.low < float("inf") or not self.low < self.high:
            raise ValueError(f"a colour range needs low < high, got {self.low:g} and {self.high:g}")
        if self.kind == "diverging" and self.low != -self.high:
            raise ValueError(f"a diverging range needs low = -high, got {self.low:g} and {self.high:g}")

    @property
    def exponents(self) -> tuple[float, float]:
        """log10 of ``low`` and ``high``, of a logarithmic scale."""
        return float(np.log10(self.low)), float(np.log10(self.high))

    @property
    def has_zero_color(self) -> bool:
        """Whether exact 0 has a colour of its own."""
        return self.marks_zero and self.kind != "diverging"

    @property
    def palette(self) -> "ColorScale":
        """The same colours on the first range: what depends on codes only can be kept for it."""
        low, high = _FIRST_RANGE[self.kind]
        return self if (self.low, self.high) == (low, high) else replace(self, low=low, high=high)

    def position(self, values: FloatArray) -> NDArray[np.float64]:
        """Where numbers lie between ``low`` (0) and ``high`` (1), clipped; NaN stays NaN."""
        values = np.asarray(values, dtype=np.float64)
        low, high = self.low, self.high
        if self.kind == "log":
            low, high = self.exponents
            with np.errstate(divide="ignore"):
                values = np.log10(np.abs(values))
        with np.errstate(over="ignore"):  # what is that far beyond an end has its colour
            position: NDArray[np.float64] = np.clip((values - low) / (high - low), 0.0, 1.0)
        return position

    def codes(self, values: FloatArray) -> Codes:
        """Colour codes of numbers of any shape; signs are ignored by a logarithmic scale."""
        values = np.asarray(values)
        position = self.position(values)
        missing = np.isnan(position)
        codes = self.codes_at(np.where(missing, 0.0, position))
        if self.has_zero_color:
            codes[values == 0] = ZERO_CODE
        codes[np.isinf(values)] = OVERFLOW_CODE
        codes[missing] = NOT_A_NUMBER_CODE
        return codes

    def codes_at(self, position: NDArray[np.float64]) -> Codes:
        """Codes of places on the scale from 0 to 1.

        The codes of a diverging scale alternate between below and above the centre, so that strong numbers of
        either sign have the high ones.
        """
        if self.kind == "diverging":
            above = 2.0 * np.rint(np.abs(2.0 * position - 1.0) * _ARM) + (position > 0.5)
        else:
            above = np.rint(position * (HIGHEST_CODE - LOWEST_CODE))
        codes: Codes = (LOWEST_CODE + above).astype(np.uint8)
        return codes

    def code(self, value: float) -> int:
        """Colour code of one number."""
        return int(self.codes(np.array([value]))[0])

    def table(self) -> Codes:
        """Colour of each code, shape (256, 3), sRGB; read-only."""
        return _table(self.palette)

    def hex_color(self, value: float) -> str:
        """Colour of one number as #rrggbb."""
        red, green, blue = self.table()[self.code(value)].tolist()
        return f"#{red:02x}{green:02x}{blue:02x}"


@cache
def _table(scale: ColorScale) -> Codes:
    table = scale.color_map.colors(_places_on_map(scale.kind))
    special = {
        NEUTRAL_CODE: scale.neutral,
        ZERO_CODE: scale.zero,
        OVERFLOW_CODE: scale.overflow,
        NOT_A_NUMBER_CODE: scale.not_a_number,
    }
    for place, color in special.items():
        table[place] = tuple(bytes.fromhex(color.removeprefix("#")))
    table.flags.writeable = False
    return table


def _places_on_map(kind: Kind) -> NDArray[np.float64]:
    """Where on the map, from 0 to 1, the colour of each code is taken that a number can have."""
    code = np.arange(256)
    if kind != "diverging":
        return np.asarray(code / 255.0, dtype=np.float64)
    level, is_above = np.divmod(code - LOWEST_CODE, 2)
    arm = 0.5 * level / _ARM
    return np.asarray(np.where(is_above, 0.5 + arm, 0.5 - arm), dtype=np.float64)
