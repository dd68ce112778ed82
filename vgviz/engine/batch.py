"""Batch: samples and what the network should make of them."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.floating[Any]]
Targets = NDArray[np.int64] | FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Samples that go through the network together.

    Attributes
    ----------
    x : inputs, shape (batch, features).
    y : class labels, shape (batch,), or targets, shape (batch, outputs).
    """

    x: FloatArray
    y: Targets

    @property
    def size(self) -> int:
        """Number of samples."""
        return len(self.x)

    def kept(self) -> "Batch":
        """The same samples in arrays that nobody changes: copies of those that somebody could."""
        x = self.x.copy() if self.x.flags.writeable else self.x
        return Batch(x, self.y.copy() if self.y.flags.writeable else self.y)

    def chosen(self, samples: NDArray[np.int64] | slice) -> "Batch":
        """Some of the samples."""
        return Batch(self.x[samples], self.y[samples])
