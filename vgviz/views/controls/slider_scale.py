"""Scales of sliders: where a value stands between the ends, and which value a place stands for.

A place is a fraction from 0 (left end) to 1 (right end). Values under a dragging hand are rounded to what a
hand can mean; exact numbers come from the field beside the slider.
"""

import math
from dataclasses import dataclass
from typing import Protocol

STOP_SHARE = 0.07  # of a slider's length, kept for a stop beyond a logarithmic scale's end
KEYS_PER_DECADE = 20


class Scale(Protocol):
    """What a slider asks of its scale."""

    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...

    def fraction(self, value: float) -> float:
        """Place of ``value``; the nearer end for values beyond the scale."""

    def value(self, fraction: float) -> float:
        """Rounded value at a place."""

    def moved(self, value: float, steps: int) -> float:
        """Value ``steps`` key presses further."""


@dataclass(frozen=True, slots=True)
class LinearScale:
    """Equal steps from ``low`` to ``high``."""

    low: float
    high: float
    step: float = 1.0

    def fraction(self, value: float) -> float:
        return min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))

    def value(self, fraction: float) -> float:
        if fraction >= 1:
            return self.high
        count = round(max(0.0, fraction) * (self.high - self.low) / self.step)
        return min(self.high, round(self.low + count * self.step, 9))

    def moved(self, value: float, steps: int) -> float:
        return min(self.high, max(self.low, round(value + steps * self.step, 9)))


@dataclass(frozen=True, slots=True)
class LogScale:
    """Equal ratios from ``low`` to ``high``, with a stop for 0 on the left or for infinity on the right."""

    low: float
    high: float
    whole: bool = False
    zero_stop: bool = False
    infinite_stop: bool = False

    def fraction(self, value: float) -> float:
        start, end = self._ends()
        if value <= 0:
            return 0.0
        if math.isinf(value):
            return 1.0
        share = math.log(value / self.low) / math.log(self.high / self.low)
        return start + (end - start) * min(1.0, max(0.0, share))

    def value(self, fraction: float) -> float:
        start, end = self._ends()
        if self.zero_stop and fraction < start / 2:
            return 0.0
        if self.infinite_stop and fraction > (1 + end) / 2:
            return math.inf
        share = min(1.0, max(0.0, (fraction - start) / (end - start)))
        return self._rounded(self.low * (self.high / self.low) ** share)

    def moved(self, value: float, steps: int) -> float:
        if steps == 0:
            return value
        if value <= 0 or math.isinf(value):
            return self._from_stop(value, steps)
        if (steps < 0 and value <= self.low) or (steps > 0 and value >= self.high):
            return self._beyond(value, steps)
        target = self._rounded(value * 10 ** (steps / KEYS_PER_DECADE))
        if self.whole and target == round(value):
            target = round(value) + math.copysign(1, steps)
        return target

    def _from_stop(self, value: float, steps: int) -> float:
        if value <= 0:
            return self.moved(self.low, steps - 1) if steps > 0 else value
        return self.moved(self.high, steps + 1) if steps < 0 else value

    def _beyond(self, value: float, steps: int) -> float:
        """From an end, or from an exact number outside the ends, outwards."""
        if steps < 0:
            return 0.0 if self.zero_stop else value
        return math.inf if self.infinite_stop else value

    def _ends(self) -> tuple[float, float]:
        return (STOP_SHARE if self.zero_stop else 0.0, 1 - STOP_SHARE if self.infinite_stop else 1.0)

    def _rounded(self, value: float) -> float:
        """Two significant digits, within the ends."""
        value = min(self.high, max(self.low, value))
        rounded = float(f"{value:.1e}")
        if self.whole:
            rounded = float(round(rounded))
        near_end = min((self.low, self.high), key=lambda end: abs(math.log(value / end)))
        if abs(math.log(value / near_end)) < 1e-9:
            return near_end
        return min(self.high, max(self.low, rounded))


@dataclass(frozen=True, slots=True)
class ComplementScale:
    """Equal ratios of 1 - v: 0, 0.9, 0.99 and 0.999 are equally far apart; for shares close to 1."""

    low: float
    high: float

    def fraction(self, value: float) -> float:
        value = min(self.high, max(self.low, value))
        return math.log((1 - self.low) / (1 - value)) / math.log((1 - self.low) / (1 - self.high))

    def value(self, fraction: float) -> float:
        if fraction >= 1:
            return self.high
        rest = (1 - self.low) * ((1 - self.high) / (1 - self.low)) ** max(0.0, fraction)
        return min(self.high, max(self.low, self._rounded(rest)))

    def moved(self, value: float, steps: int) -> float:
        rest = (1 - min(self.high, max(self.low, value))) * 10 ** (-steps / KEYS_PER_DECADE)
        return min(self.high, max(self.low, self._rounded(rest)))

    @staticmethod
    def _rounded(rest: float) -> float:
        """1 - ``rest``, which has two significant digits."""
        return round(1 - float(f"{rest:.1e}"), 12)


@dataclass(frozen=True, slots=True)
class PowersOfTwo:
    """1, 2, 4, 8 ... from ``low`` to ``high``, both powers of two."""

    low: float
    high: float

    def fraction(self, value: float) -> float:
        share = math.log2(max(value, self.low) / self.low) / math.log2(self.high / self.low)
        return min(1.0, share)

    def value(self, fraction: float) -> float:
        share = min(1.0, max(0.0, fraction))
        return self.low * 2.0 ** round(share * math.log2(self.high / self.low))

    def moved(self, value: float, steps: int) -> float:
        if steps == 0:
            return value
        exponent = math.log2(min(self.high, max(self.low, value)))
        base = math.floor(exponent) if steps > 0 else math.ceil(exponent)
        return min(self.high, max(self.low, 2.0 ** (base + steps)))
