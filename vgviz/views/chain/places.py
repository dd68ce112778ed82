"""Where the columns of the chain rule lie: the output at the right, as in the diagram."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from vgviz.views.chain.columns import Column, Span, spans

LEAST_BAR_COLUMN = 9.0  # px
RIGHT_MARGIN = 8.0


@dataclass(frozen=True, slots=True)
class Places:
    """Columns for the steps from the last hidden layer back to ``first``, in logical pixels.

    Attributes
    ----------
    left, right : ends of all columns.
    end_width : of the error's column at the right and the inputs' at the left.
    last, first : layers of the steps, counted from 0; there are none where ``last`` is below ``first``.
    """

    left: float
    right: float
    end_width: float
    last: int
    first: int

    @property
    def steps(self) -> int:
        """Steps from layer to layer."""
        return max(self.last - self.first + 1, 0)

    def number_spans(self, width: float) -> tuple[Span, ...]:
        """Steps in columns of at least ``width`` as far as there is room, each with its numbers."""
        together = max(ceil(width * self.steps / self._room), 1)
        return spans(self.last, self.first, self.steps // together)

    def bar_spans(self, numbers: tuple[Span, ...]) -> tuple[Span, ...]:
        """The same in finer columns, as far as bars can be told apart."""
        parts = max(int(self._room / max(len(numbers), 1) / LEAST_BAR_COLUMN), 1)
        return tuple(finer for last, first in numbers for finer in spans(last, first, parts))

    def sides(self, span: Span) -> tuple[float, float]:
        """Left and right end of the column of some steps."""
        last, first = span
        return self._at(self.last - first + 1), self._at(self.last - last)

    def step_width(self, columns: Sequence[Column]) -> float:
        """Width of the narrowest column of some steps."""
        widths = [right - left for left, right in (self.sides((each.last, each.first)) for each in columns)]
        return min(widths, default=self.end_width)

    def all_sides(self, columns: Sequence[Column]) -> list[tuple[float, float]]:
        """Ends of the error's column, of the steps' and of the inputs'."""
        steps = [self.sides((column.last, column.first)) for column in columns[1:-1]]
        return [self.output_sides, *steps, self.input_sides][: len(columns)]

    @property
    def output_sides(self) -> tuple[float, float]:
        """Left and right end of the column of the error at the output."""
        return self.right - self.end_width, self.right

    @property
    def input_sides(self) -> tuple[float, float]:
        """Left and right end of the column of the inputs."""
        end = self._at(self.steps)
        return end - self.end_width, end

    @property
    def _room(self) -> float:
        return max(self.right - self.left - 2 * self.end_width, 1.0)

    def _at(self, steps: int) -> float:
        """Left end of so many steps."""
        return self.right - self.end_width - self._room * steps / max(self.steps, 1)
