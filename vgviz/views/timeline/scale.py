"""Where steps lie on the timeline, and where it has ticks."""

from collections.abc import Iterator
from dataclasses import dataclass

from vgviz.session.past import EpochCount, Past
from vgviz.views.plots.ticks import Tick, step_ticks

LABEL_ROOM = 72  # px for each number under the line
LEAST_EPOCH = 7  # px; epochs that are narrower have no ticks of their own
NEAR = 5  # px within which the hand means a mark


@dataclass(frozen=True, slots=True)
class Scale:
    """Steps ``first`` to ``last`` over ``width`` pixels from ``left``."""

    first: int
    last: int
    left: float
    width: float

    @property
    def steps(self) -> int:
        """How many lie between both ends; at least 1."""
        return max(1, self.last - self.first)

    def x(self, step: float) -> float:
        """Place of ``step`` in pixels."""
        return self.left + self.width * self.fraction(step)

    def fraction(self, step: float) -> float:
        """Place of ``step`` from 0 to 1."""
        return min(1.0, max(0.0, (step - self.first) / self.steps))

    def step_at(self, fraction: float) -> int:
        """The step at a place from 0 to 1."""
        return self.first + round(fraction * self.steps)

    def labels(self) -> list[Tick]:
        """Steps to write under the line."""
        ticks = step_ticks(self.last, max(1, int(self.width / LABEL_ROOM)))
        return [tick for tick in ticks if tick[0] >= self.first]

    def epoch_ends(self, past: Past) -> Iterator[float]:
        """Places of the epochs' ends, none where they lie too close to be told apart."""
        ends = [count.step for count in past.epochs[1:]] + [self.last]
        for count, end in zip(past.epochs, ends, strict=True):
            if count.size / self.steps * self.width >= LEAST_EPOCH:
                yield from map(self.x, _epoch_ends(count, max(self.first, count.step), end))

    def words_near(self, past: Past, x: float) -> list[str]:
        """What was edited at the place ``x``, oldest first."""
        return [
            f"{mark.words} at step {mark.step:,}" for mark in past.marks if abs(self.x(mark.step) - x) <= NEAR
        ]


def _epoch_ends(count: EpochCount, start: int, end: int) -> Iterator[int]:
    epoch = count.epoch_at(start) + 1
    while (step := count.end_of(epoch)) <= end:
        yield step
        epoch += 1
