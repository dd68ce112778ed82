"""A change of the input pushed through an activation: what comes in and what comes out."""

from dataclasses import dataclass

import numpy as np

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.number_format import MINUS, TIMES, number, setting


@dataclass(frozen=True, slots=True)
class Push:
    """An input moved from ``start`` to ``end``, and f at both."""

    function: ConfiguredFunction
    start: float
    end: float

    @property
    def outputs(self) -> tuple[float, float]:
        """F at both ends."""
        first, last = self.function.value(np.array([self.start, self.end])).tolist()
        return first, last

    @property
    def slopes(self) -> tuple[float, float]:
        """F' at both ends."""
        first, last = self.function.derivative(np.array([self.start, self.end])).tolist()
        return first, last

    @property
    def change_in(self) -> float:
        """How far the input moves."""
        return self.end - self.start

    @property
    def change_out(self) -> float:
        """How far the output moves."""
        first, last = self.outputs
        return last - first

    @property
    def words_in(self) -> str:
        """``−6 → 6``."""
        return f"{plain(self.start)} → {plain(self.end)}"

    @property
    def words_out(self) -> str:
        """``0.0025 → 0.9975``."""
        first, last = map(four_decimals, self.outputs)
        return f"{first} → {last}"

    @property
    def words_between(self) -> str:
        """What becomes of the change, and of a gradient that comes back at its end."""
        changes = f"{plain(self.change_in)} in, {number(self.change_out)} out"
        share = "" if self.change_in == 0.0 else f": {TIMES}{number(self.change_out / self.change_in)}"
        return f"{changes}{share}. f′ at {plain(self.end)} is {number(self.slopes[1])}."


def four_decimals(value: float) -> str:
    """``0.9975``; what four decimals would hide has an exponent."""
    if value == 0.0 or 1e-3 <= abs(value) < 1e4:
        return f"{value:.4f}".replace("-", MINUS) if value else "0"
    return number(value)


def plain(value: float) -> str:
    """A number as it would be typed, to four decimals."""
    return setting(round(value, 4), 8)
