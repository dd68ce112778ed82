"""BatchOrder: which samples make up which batch, reshuffled each epoch."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.initialization import BATCH_ORDER_STREAM, stream

IndexArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """A place in an epoch's order of samples; immutable, so that it can be kept and gone back to.

    Attributes
    ----------
    order : the epoch's samples; in their own order when one batch takes them all.
    batch_size : samples a batch; the last batch of an epoch may have fewer.
    start, position : the batch last trained is order[start:position]; before the first one both are 0.
    generator_state : of the stream that draws the next epoch's order.
    """

    order: IndexArray
    batch_size: int
    start: int
    position: int
    generator_state: dict[str, Any]

    @classmethod
    def first(cls, seed: int, samples: int, batch_size: int) -> "BatchOrder":
        """The beginning of the first epoch."""
        generator = stream(seed, BATCH_ORDER_STREAM)
        order = _drawn(generator, samples, batch_size)
        return cls(order, batch_size, 0, 0, dict(generator.bit_generator.state))

    @property
    def samples(self) -> int:
        """Number of training samples."""
        return int(self.order.size)

    @property
    def is_full_batch(self) -> bool:
        """Whether each step is an epoch and takes all samples, so that epochs need no order of their own."""
        return self.batch_size >= self.samples and self.position in (0, self.samples)

    @property
    def steps_left(self) -> int:
        """Steps to the end of the epoch; a finished epoch counts as the next one's beginning."""
        left = self.samples - self.position if self.position < self.samples else self.samples
        return -(-left // self.batch_size)

    @property
    def epoch_size(self) -> int:
        """Steps in a whole epoch."""
        return -(-self.samples // self.batch_size)

    @property
    def batch(self) -> IndexArray:
        """Samples of the batch last trained; before the first one, of the first."""
        if self.position == 0:
            return self.order[: self.batch_size]
        return self.order[self.start : self.position]

    def next_epoch(self) -> "BatchOrder":
        """The beginning of the next epoch, in a new order."""
        generator = np.random.default_rng()
        generator.bit_generator.state = self.generator_state
        order = _drawn(generator, self.samples, self.batch_size)
        state = dict(generator.bit_generator.state)
        return BatchOrder(order, self.batch_size, 0, 0, state)

    def advanced(self, steps: int) -> "BatchOrder":
        """The place ``steps`` further in the same epoch."""
        if steps == 0:
            return self
        start = self.position + (steps - 1) * self.batch_size
        if self.is_full_batch:
            start = 0
        return replace(self, start=start, position=min(start + self.batch_size, self.samples))

    def with_batch_size(self, batch_size: int) -> "BatchOrder":
        """The same place, going on in batches of another size."""
        return replace(self, batch_size=batch_size)


def _drawn(generator: np.random.Generator, samples: int, batch_size: int) -> IndexArray:
    if batch_size >= samples:
        return np.arange(samples)
    return generator.permutation(samples)
