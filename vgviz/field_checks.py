"""Checks of single fields: each returns the value in Python's own type or refuses it in words.

A refusal names the field by its path in the experiment, ``network.hidden[3].width``.
"""

import math
from collections.abc import Collection
from numbers import Integral, Real

import numpy as np

LONGEST_SHOWN = 100


class ExperimentError(ValueError):
    """An experiment that cannot be run; the message names the field, what it got and what it takes."""


def refusal(path: str, got: object, takes: str) -> ExperimentError:
    """The error that names the field at ``path``, what it got and what it takes."""
    text = repr(got.item() if isinstance(got, np.generic) else got)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    return ExperimentError(f"{path}: got {text}, takes {takes}")


def choice(path: str, value: object, names: Collection[str]) -> str:
    """``value``, which has to be one of ``names``."""
    if not isinstance(value, str) or value not in names:
        raise refusal(path, value, "one of " + ", ".join(names))
    return str(value)


def flag(path: str, value: object) -> bool:
    """``value``, which has to be True or False; NumPy's are taken too."""
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    raise refusal(path, value, "True or False")


def whole(path: str, value: object, low: int, high: int) -> int:
    """``value``, which has to be a whole number from ``low`` to ``high``, as Python's int."""
    if isinstance(value, Integral) and not isinstance(value, bool) and low <= int(value) <= high:
        return int(value)
    raise refusal(path, value, f"a whole number from {low} to {high}")


def number(
    path: str,
    value: object,
    low: float,
    high: float,
    *,
    open_low: bool = False,
    open_high: bool = False,
    optional: bool = False,
) -> float:
    """``value``, which has to be a finite number from ``low`` to ``high``, as Python's float.

    An open end is not taken itself; ``optional`` only says in the refusal that None is taken too.
    """
    if isinstance(value, Real) and not isinstance(value, bool):
        found = _as_float(value)
        at_open_end = (open_low and found == low) or (open_high and found == high)
        if math.isfinite(found) and low <= found <= high and not at_open_end:
            return found
    takes = f"a number from {low:g} {'to below' if open_high else 'to'} {high:g}"
    if not math.isfinite(high):
        takes = f"a finite number {'above' if open_low else 'of at least'} {low:g}"
    raise refusal(path, value, f"None or {takes}" if optional else takes)


def _as_float(value: Real) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf
