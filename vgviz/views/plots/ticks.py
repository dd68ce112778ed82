"""Where an axis carries numbers and how they are written."""

from collections.abc import Sequence
from math import ceil, floor, inf, log10

import numpy as np

from vgviz.number_format import MINUS

Tick = tuple[float, str]

LOWEST, HIGHEST = -323, 308  # whole powers of ten that a number can be

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def power_of_ten(exponent: int) -> str:
    """``10⁻⁷``; the numbers from 0.01 to 100 as they are usually written."""
    if -2 <= exponent <= 2:
        return f"{10.0**exponent:g}"
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


def decade_ticks(low: float, high: float, most: int = 5) -> list[Tick]:
    """At most ``most`` ticks at whole decades of a log10 axis from ``low`` to ``high``."""
    first, last = ceil(low), floor(high)
    stride = _nice_stride((last - first) / max(most - 1, 1))
    return [
        (float(exponent), power_of_ten(exponent))
        for exponent in range(ceil(first / stride) * stride, last + 1, stride)
    ]


def magnitude_ticks(low: float, high: float, most: int = 5) -> list[Tick]:
    """Ticks of a log10 axis: whole decades, or 1-2-5 steps where fewer than two decades are in view."""
    if high - low >= 2:
        return decade_ticks(low, high, most)
    steps = (1.0, 2.0, 5.0) if high - low > 0.8 else (1, 1.5, 2, 3, 4, 5, 6, 7, 8)
    decades = range(max(floor(low), LOWEST), min(ceil(high), HIGHEST) + 1)
    values = [m * 10.0**e for e in decades for m in steps]
    ticks = [(log10(value), short_number(value)) for value in values if low <= log10(value) <= high]
    return ticks[:: max(1, ceil(len(ticks) / most))]


def linear_ticks(low: float, high: float, most: int = 5) -> list[Tick]:
    """Ticks of any part of a linear axis."""
    stride = _round_stride((high - low) / most)
    digits = max(0, -floor(log10(stride)))
    places = range(ceil(low / stride), floor(high / stride) + 1)
    return [(place * stride, f"{round(place * stride, digits):g}".replace("-", MINUS)) for place in places]


def close_magnitude_ticks(low: float, high: float) -> list[Tick]:
    """Ticks of any part of a log10 axis, however small."""
    ticks = magnitude_ticks(low, high)
    if len(ticks) >= 2 or not LOWEST <= low < high <= HIGHEST:
        return ticks
    values = linear_ticks(10.0**low, 10.0**high)
    return [(log10(value), text) for value, text in values if value > 0]


def percent_ticks(low: float, high: float) -> list[Tick]:
    """Ticks of any part of an axis of shares, in per cent; none beyond 0 and 100."""
    ticks = linear_ticks(100 * low, 100 * high)
    return [(share / 100, f"{text} %") for share, text in ticks if -1e-9 <= share <= 100 + 1e-9]


def whole_ticks(low: float, high: float, most: int = 5) -> list[Tick]:
    """Ticks of a part of an axis that counts steps."""
    stride = _nice_stride((high - low) / most)
    places = range(ceil(low / stride), floor(high / stride) + 1)
    return [(float(place * stride), short_count(place * stride)) for place in places]


def layer_ticks_between(layers: int, low: float, high: float, most: int = 10) -> list[Tick]:
    """Numbers of the weight layers in a part of their axis."""
    ticks = [tick for tick in whole_ticks(low, high, most) if 1 <= tick[0] < layers]
    return [*ticks, (float(layers), "out")] if low <= layers <= high else ticks


def apart(ticks: Sequence[Tick], least: float) -> list[Tick]:
    """The last and, before it, only those that are ``least`` from each other; all keep their lines."""
    kept, following = [], inf
    for place, text in reversed(ticks):
        is_clear = following - place >= least
        following = place if is_clear else following
        kept.append((place, text if is_clear else ""))
    return kept[::-1]


def short_number(value: float) -> str:
    """``0.05``, ``200``, ``2×10⁵``: never wider than an axis has room for."""
    if 1e-3 <= value < 1e4:
        return f"{value:g}"
    mantissa, _, exponent = f"{value:.1e}".partition("e")
    return f"{float(mantissa):g}×10{str(int(exponent)).translate(_SUPERSCRIPTS)}"


def layer_ticks(layers: int, most: int = 10) -> list[Tick]:
    """Numbers of the weight layers 1, 2, 3, … thinned to fit; the last one is ``out``."""
    stride = _nice_stride(layers / max(most, 1))
    numbers = [1, *range(stride, layers, stride)] if stride > 1 else list(range(1, layers))
    kept = [number for number in dict.fromkeys(numbers) if number <= layers - max(1, ceil(stride / 2))]
    return [(float(number), str(number)) for number in kept] + [(float(layers), "out")]


def step_ticks(last: float, most: int = 5) -> list[Tick]:
    """Ticks of a linear axis from 0 to ``last``."""
    stride = _nice_stride(max(last, 1.0) / max(most, 1))
    return [(float(value), short_count(value)) for value in range(0, floor(last) + 1, stride)]


def short_count(value: float) -> str:
    """``950``, ``12k``, ``1.5M``."""
    for unit, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= unit:
            return f"{value / unit:g}{name}"
    return f"{value:g}"


def _round_stride(least: float) -> float:
    """The smallest of …, 0.1, 0.2, 0.5, 1, 2, … that is not below ``least``."""
    decade = 10.0 ** floor(log10(least))
    return next(m * decade for m in (1, 2, 5, 10) if m * decade >= least * (1 - 1e-12))


def _nice_stride(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is not below ``least``."""
    if least <= 1:
        return 1
    decade = 10 ** floor(log10(least))
    return next(int(m * decade) for m in np.array([1, 2, 5, 10]) if m * decade >= least * (1 - 1e-12))
