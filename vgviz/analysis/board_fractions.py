"""Numbers as a teacher writes them on the board: 0.2436 is about 1/4."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor, isfinite, prod

TOLERANCE = 0.05  # relative
DIGITS = 2  # of a whole number


@dataclass(frozen=True, slots=True)
class BoardFraction:
    """One factor of a running product, rounded to a simple fraction.

    Attributes
    ----------
    value : the number itself.
    fraction : the simplest fraction within 5 % of it; None where it is 0 or not finite.
    running : product of the fractions up to here, this one included; None from the first gap on.
    error : by how much ``running`` is off the product of the numbers themselves, relative to that; NaN where
        there is no running product.
    """

    value: float
    fraction: Fraction | None
    running: Fraction | None
    error: float


def simple_fraction(value: float) -> Fraction | None:
    """The fraction with the smallest numbers within 5 % of ``value``; None where it is 0 or not finite.

    Below 1 the nearest fraction to the inverse is taken upside down, and a whole number has two digits at
    most before its zeros: 0.33 is 1/3, 0.7 is 2/3, 0.0123 is 1/81 and 0.00081 is 1/1200.
    """
    if value == 0 or not isfinite(value):
        return None
    exact = abs(Fraction(value))
    nearest = 1 / _at_least_one(1 / exact) if exact < 1 else _at_least_one(exact)
    return nearest if value > 0 else -nearest


def _at_least_one(exact: Fraction) -> Fraction:
    if exact >= 10**DIGITS:
        unit = 10 ** (len(str(floor(exact))) - DIGITS)
        return Fraction(round(exact / unit) * unit)
    denominator = 1
    while True:
        nearest = Fraction(round(exact * denominator), denominator)
        if abs(nearest - exact) <= exact * Fraction(TOLERANCE):
            return nearest
        denominator += 1


def board_fractions(values: Iterable[float]) -> tuple[BoardFraction, ...]:
    """``values`` as fractions, with the running product and what rounding has done to it."""
    return tuple(_running(values))


def _running(values: Iterable[float]) -> Iterator[BoardFraction]:
    running: Fraction | None = Fraction(1)
    ratios = []
    for value in values:
        fraction = simple_fraction(value)
        if running is None or fraction is None:
            running = None
            yield BoardFraction(value, fraction, None, float("nan"))
            continue
        running *= fraction
        ratios.append(float(fraction / Fraction(value)))
        yield BoardFraction(value, fraction, running, prod(ratios) - 1.0)
