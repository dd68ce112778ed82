"""The words and numbers of the chain rule's columns."""

from fractions import Fraction
from math import isfinite, isnan

from vgviz.analysis.board_fractions import BoardFraction, board_fractions
from vgviz.analysis.chain_rule import ChainRule
from vgviz.analysis.layer_words import layer_name
from vgviz.number_format import INFINITY, MINUS, TIMES, factor, magnitude, number
from vgviz.views.chain.columns import Column
from vgviz.views.chain.kinds import MEANINGS

NOTHING = "–"
# px: for a times sign and a number with two digits and its exponent, and for 0.057
ROOMY, TIGHT = 60.0, 32.0
LARGEST_NUMERATOR, LARGEST_DENOMINATOR = 99, 999
UNITS = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"))


def layer_number(layer: int, layers: int) -> str:
    """``3``, or ``out``, as under the diagram."""
    return "out" if layer == layers - 1 else str(layer + 1)


def column_title(column: Column, layers: int) -> str:
    """``7`` or ``3–7``."""
    if column.first == column.last:
        return layer_number(column.first, layers)
    return f"{column.first + 1}–{column.last + 1}"


def factor_text(value: float, room: float) -> str:
    """``×0.21`` or ``×8.1e−03``; where the ``room`` (px) is narrow ``0.21`` or ``8e−3``, or even ``.21``."""
    if isnan(value) or room >= ROOMY:
        return factor(value)
    if not isfinite(value) or value == 0 or 0.01 <= abs(value) < 1000:
        text = factor(value).removeprefix(TIMES)
        if room >= TIGHT or not 0.0 < value < 1.0:
            return text
        return f"{value:.2f}".removeprefix("0") if value < 0.995 else "1.0"
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def product_of(column: Column, room: float) -> str:
    """What all factors of a column make together."""
    return factor_text(column.product, room) if column.bars else NOTHING


def total_texts(chain: ChainRule, layers: int) -> tuple[str, str]:
    """``layer 1: ‖∂L/∂W‖ = 3.1e−09``, and the same for narrow panels."""
    name = layer_name(chain.layer, layers)
    product = "exactly 0" if chain.product == 0 else magnitude(chain.product)
    return f"{name}: ‖∂L/∂W‖ = {product}", f"{name}: {product}"


def board(columns: tuple[Column, ...]) -> tuple[BoardFraction, ...]:
    """The steps' products as simple fractions with their running product.

    A step without factors, around a dead layer, leaves the running product as it is, unless nothing follows.
    """
    steps = columns[1:-1]
    arrives = [any(later.bars for later in columns[place:]) for place in range(1, len(columns) - 1)]
    return board_fractions(
        1.0 if follows and not step.bars else step.product
        for step, follows in zip(steps, arrives, strict=True)
    )


def fraction_text(fraction: Fraction | None) -> str:
    """``1/48``; numbers too long for the board are rounded to two digits: ``1/5.2M``."""
    if fraction is None:
        return NOTHING
    if fraction.numerator <= LARGEST_NUMERATOR and fraction.denominator <= LARGEST_DENOMINATOR:
        return str(fraction)
    return f"1/{_rounded(1 / fraction)}" if fraction < 1 else _rounded(fraction)


def _rounded(value: Fraction) -> str:
    exact = float(value) if value < Fraction(10) ** 300 else float("inf")
    if not isfinite(exact):
        return INFINITY
    if exact >= 1e15:
        return f"{exact:.0e}".replace("e+", "e")
    for unit, name in UNITS:
        if exact >= unit:
            return f"{exact / unit:.0f}{name}" if exact >= 10 * unit else f"{exact / unit:.1f}{name}"
    return f"{exact:.0f}" if exact >= 10 else f"{exact:.2g}"


def tooltip(column: Column, layers: int) -> str:
    """The exact factors of a column, in words."""
    rows = "".join(
        f"<tr><td align='right'><b>{TIMES if place else ''} {number(bar.value, 6)}</b>&nbsp;</td>"
        f"<td>{MEANINGS[bar.kind]}</td></tr>"
        for place, bar in enumerate(column.bars)
    )
    return f"<b>{_heading(column, layers)}</b><table>{rows}</table>"


def _heading(column: Column, layers: int) -> str:
    kinds = {bar.kind for bar in column.bars}
    if kinds & {"loss", "inputs"}:
        return "Where the way back begins" if "loss" in kinds else "Where it ends"
    name = column_title(column, layers)
    passed = f"layer {name}" if column.first == column.last else f"layers {name}"
    return f"On the way back to {passed}" if column.bars else f"No error arrives at {passed}"
