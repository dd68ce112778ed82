"""The chain rule's factors in columns, from the loss back; where layers are many, several in one column."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isfinite, log10, nan, prod

from vgviz.analysis.chain_rule import ChainFactor, ChainRule, Kind
from vgviz.views.chain.kinds import PARTS

LOWEST, HIGHEST = log10(sys.float_info.min), log10(sys.float_info.max)  # that can be written in full
Span = tuple[int, int]  # the last layer and the first one, in the order of the way back


@dataclass(frozen=True, slots=True)
class Bar:
    """One factor, or the product of a column's factors of one kind.

    Attributes
    ----------
    value : the factor.
    start, end : log10 of the running product before and after it.
    """

    kind: Kind
    value: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the way back, to the layers ``last`` to ``first``, counted from 0.

    Attributes
    ----------
    bars : in the order of the way back; none where no error arrives.
    """

    last: int
    first: int
    bars: tuple[Bar, ...]

    @property
    def product(self) -> float:
        """Of the bars: norm(delta) after this step over that before it; NaN where there are none."""
        if not self.bars:
            return nan
        product = prod(bar.value for bar in self.bars)
        height = self.bars[-1].end - self.bars[0].start
        # Of very many layers the parts can be too large or small to be written where the whole is not.
        if isfinite(product) and product != 0.0:
            return product
        if LOWEST < height < HIGHEST:
            return float(10.0**height)
        return 0.0 if height == -inf else product


def spans(last: int, first: int, parts: int) -> tuple[Span, ...]:
    """The layers ``last`` down to ``first`` in at most ``parts`` spans of about the same length."""
    count = max(last - first + 1, 0)
    parts = min(max(parts, 1), count)
    ends = [last - part * count // parts for part in range(parts + 1)] if parts else []
    return tuple((here, following + 1) for here, following in pairwise(ends))


def columns(chain: ChainRule, layers: int, steps: Sequence[Span]) -> tuple[Column, ...]:
    """The error at the output, then a column for each span of ``steps``, then the inputs.

    Parameters
    ----------
    layers : weight layers of the network.
    steps : from the last hidden layer back to the chain's, without gaps.
    """
    found: list[Column] = []
    height = 0.0  # log10 of the running product
    for last, first, factors in _portions(chain, layers, steps):
        bars = []
        for kind, own in _by_kind(factors):
            above, height = height, height + sum(factor.log10 for factor in own)
            bars.append(Bar(kind, prod(factor.value for factor in own), above, height))
        found.append(Column(last, first, tuple(bars)))
    return tuple(found)


def _portions(
    chain: ChainRule, layers: int, steps: Sequence[Span]
) -> Iterator[tuple[int, int, list[ChainFactor]]]:
    output = layers - 1
    yield output, output, [factor for factor in chain.factors if factor.kind == "loss"]
    arriving: dict[int, list[ChainFactor]] = {}
    for factor in chain.factors:
        if factor.kind in PARTS:
            # What leads through a layer arrives at the one below it; f' and a whole ratio are their layer's.
            own = factor.layer if factor.kind in ("derivative", "ratio") else factor.layer - 1
            arriving.setdefault(own, []).append(factor)
    for last, first in steps:
        yield last, first, [each for layer in range(last, first - 1, -1) for each in arriving.get(layer, ())]
    yield chain.layer, chain.layer, [factor for factor in chain.factors if factor.kind == "inputs"]


def _by_kind(factors: Sequence[ChainFactor]) -> Iterator[tuple[Kind, list[ChainFactor]]]:
    for kind in ("loss", *PARTS, "inputs"):
        own = [factor for factor in factors if factor.kind == kind]
        if own:
            yield kind, own
