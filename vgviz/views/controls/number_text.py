"""Numbers as people type and read them."""

import math
import re
from dataclasses import dataclass

import numpy as np

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_TWO_READINGS = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d*,\d+(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


class NumberRefused(ValueError):  # noqa: N818 - a refusal is an answer, not a fault
    """Text that is not an acceptable number; the message is a sentence for the user."""


def number_text(value: float) -> str:
    """Shortest text that reads back as exactly ``value``."""
    if value == round(value) and abs(value) < 1e6:
        return str(round(value)).replace("-", "−")
    if abs(value) >= 1e6 and math.isfinite(value):
        value_text = np.format_float_scientific(value, trim="-", exp_digits=1).replace("e+", "e")
        return value_text.replace("-", "−")
    mantissa, _, exponent = f"{value!r}".partition("e")
    text = mantissa.removesuffix(".0") + (f"e{int(exponent)}" if exponent else "")
    return text.replace("-", "−")


def parsed(text: str) -> float:
    """Read a number: 0.1, 1e-3, 1,5 and −2 are all fine.

    Raises
    ------
    NumberRefused
        If the text is no finite number, or can be read in two ways.
    """
    plain = re.sub(r"[\s\u00a0\u2009\u202f]", "", text).replace("−", "-")
    if not plain:
        raise NumberRefused("Type a number.")
    if _TWO_READINGS.fullmatch(plain):
        whole = plain.replace(",", "")
        raise NumberRefused(
            f"“{text.strip()}” can be read two ways: type {whole} or {plain.replace(',', '.')}."
        )
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    if not _NUMBER.fullmatch(plain):
        raise NumberRefused(f"“{text.strip()}” is not a number.")
    value = float(plain)
    if not math.isfinite(value):
        raise NumberRefused(f"“{text.strip()}” is too large.")
    return value


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that a field takes; ``open_low`` and ``open_high`` leave out the ends themselves."""

    low: float
    high: float
    whole: bool = False
    open_high: bool = False
    open_low: bool = False

    def accepted(self, value: float, name: str) -> float:
        """Return ``value`` if the range holds it.

        Raises
        ------
        NumberRefused
            With what the field takes.
        """
        at_open_end = (self.open_low and value == self.low) or (self.open_high and value == self.high)
        inside = self.low <= value <= self.high and not at_open_end
        if inside and (not self.whole or value == round(value)):
            return value
        raise NumberRefused(f"{name} takes {self}; {number_text(value)} is not possible.")

    def __str__(self) -> str:
        kind = "whole numbers" if self.whole else "numbers"
        if math.isinf(self.high):
            return f"{kind} {'above' if self.open_low else 'of at least'} {number_text(self.low)}"
        upper = "to below" if self.open_high else "to"
        return f"{kind} from {number_text(self.low)} {upper} {number_text(self.high)}"


def per_cent(text: str, name: str) -> float:
    """Read a number from 0 to 100, with or without the sign; refused as by `parsed` and `Range`."""
    return Range(0, 100).accepted(parsed(text.strip().removesuffix("%")), name)
