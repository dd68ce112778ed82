"""How numbers are written, everywhere: true minus signs, one style of exponent, names for the rest."""

import math

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
INFINITY = "\N{INFINITY}"
NOT_A_NUMBER = "NaN"


def magnitude(value: float, digits: int = 2) -> str:
    """A gradient's size with its exponent, so that neighbours compare at a glance: ``1.2e−07``."""
    return _special(value) or _signed(f"{value:.{max(digits, 1) - 1}e}")


def number(value: float, digits: int = 3) -> str:
    """A number of ordinary size as it is, a very small or large one with its exponent: ``0.693``."""
    special = _special(value)
    if special:
        return special
    if not 1e-3 <= abs(value) < 1e6:
        return _signed(f"{value:.{max(digits, 1) - 1}e}")
    before_point = math.floor(math.log10(abs(value))) + 1
    return _signed(f"{value:,.{max(digits - before_point, 0)}f}")


def setting(value: float, digits: int = 6) -> str:
    """A chosen or round number without needless zeros: ``0.1``, ``1e−05``."""
    return _signed(f"{value:.{digits}g}")


def factor(value: float) -> str:
    """What one layer's figure is times another's: ``×0.21``, ``×2,400``."""
    if math.isfinite(value) and 0.01 <= abs(value) < 1e6:
        decimals = max(1 - math.floor(math.log10(abs(value))), 0)
        shown = value if abs(value) < 1000 else float(f"{value:.1e}")
        return TIMES + _signed(f"{shown:,.{decimals}f}")
    return TIMES + magnitude(value)


def count(value: int) -> str:
    """A whole number with separators: ``12,400``."""
    return _signed(f"{value:,d}")


def amount(value: int, noun: str) -> str:
    """So many of something: ``1 row``, ``12,400 rows``."""
    return f"{count(value)} {noun if value == 1 else f'{noun}s'}"


def percent(share: float, decimals: int = 1) -> str:
    """A share from 0 to 1: ``93.5 %``."""
    return _special(share, zero="0 %") or _signed(f"{100 * share:.{decimals}f} %")


def _special(value: float, zero: str = "0") -> str:
    if value == 0:
        return zero
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return INFINITY if value > 0 else MINUS + INFINITY
    return ""


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
