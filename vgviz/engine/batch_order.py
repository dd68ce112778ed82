"""BatchOrder: which samples make up which batch, reshuffled each epoch."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.random_streams import BATCH_ORDER_STREAM, stream

IndexArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """A place in an epoch's order of samples; immutable, so that it can be kept and gone back to.

    Attributes
    ----------
    order : the epoch's samples; in their own order when one batch takes them all.
    batch_size : samples a batch; the last batch of an epoch may have fewer.
    drops_single : whether an epoch ends before a last batch that would be a single sample.
    start, position : the batch last trained is order[start:position]; before the first one both are 0.
    stop : the epoch ends at order[:stop].
    generator_state : of the stream that draws the next epoch's order.
    """

    order: IndexArray
    batch_size: int
    drops_single: bool
    start: int
    position: int
    stop: int
    generator_state: dict[str, Any]

    @classmethod
    def first(cls, seed: int, samples: int, batch_size: int, drops_single: bool = False) -> "BatchOrder":
        """The beginning of the first epoch."""
        generator = stream(seed, BATCH_ORDER_STREAM)
        return _drawn(generator, samples, batch_size, drops_single)

    @property
    def is_finished(self) -> bool:
        """Whether the epoch is over."""
        return self.position == self.stop

    @property
    def samples(self) -> int:
        """Number of training samples."""
        return int(self.order.size)

    @property
    def is_full_batch(self) -> bool:
        """Whether each step is an epoch and takes all samples, so that epochs need no order of their own."""
        takes_all = self.batch_size >= self.samples == self.stop
        return takes_all and self.position in (0, self.samples)

    @property
    def steps_left(self) -> int:
        """Steps to the end of the epoch; a finished epoch counts as the next one's beginning."""
        if self.is_finished:
            return self.epoch_size
        return -(-(self.stop - self.position) // self.batch_size)

    @property
    def rest(self) -> IndexArray:
        """Samples of the epoch that are still to be trained."""
        return self.order[self.position : self.stop]

    @property
    def epoch_size(self) -> int:
        """Steps in a whole epoch."""
        whole, rest = divmod(self.samples, self.batch_size)
        return whole + (rest > int(self.drops_single))

    @property
    def batch(self) -> IndexArray:
        """Samples of the batch last trained; before the first one, of the first.

        Where single samples are dropped, one that was trained alone before comes with its neighbour.
        """
        start, stop = (self.start, self.position) if self.position else (0, self.batch_size)
        if self.drops_single and stop - start == 1:
            start = min(start, self.samples - 2)
            stop = start + 2
        return self.order[start:stop]

    def next_epoch(self) -> "BatchOrder":
        """The beginning of the next epoch, in a new order."""
        generator = np.random.default_rng()
        generator.bit_generator.state = self.generator_state
        return _drawn(generator, self.samples, self.batch_size, self.drops_single)

    def advanced(self, steps: int) -> "BatchOrder":
        """The place ``steps`` further in the same epoch."""
        if steps == 0:
            return self
        start = self.position + (steps - 1) * self.batch_size
        if self.is_full_batch:
            start = 0
        return replace(self, start=start, position=min(start + self.batch_size, self.stop))

    def going_on(self, batch_size: int, drops_single: bool = False) -> "BatchOrder":
        """The same place, going on in batches of another size."""
        return _without_single(replace(self, batch_size=batch_size, drops_single=drops_single))


def _drawn(generator: np.random.Generator, samples: int, batch_size: int, drops_single: bool) -> BatchOrder:
    order = np.arange(samples) if batch_size >= samples else generator.permutation(samples)
    state = dict(generator.bit_generator.state)
    return _without_single(BatchOrder(order, batch_size, drops_single, 0, 0, samples, state))


def _without_single(batches: BatchOrder) -> BatchOrder:
    """Ending before a sample that would be a batch alone, where such are dropped."""
    if batches.drops_single and (batches.stop - batches.position) % batches.batch_size == 1:
        return replace(batches, stop=batches.stop - 1)
    return batches
