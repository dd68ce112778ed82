"""Samples as they come from a source, before they are shuffled, split and standardized."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.losses import Task

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.int64]
Targets = NDArray[np.int64] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RawData:
    """Samples of a source.

    Attributes
    ----------
    x : shape (samples, features).
    y : class of each sample, shape (samples,), an index into ``class_names``; or targets of a regression,
        shape (samples, outputs).
    feature_names, target_names : one a column of x, and of y in a regression.
    class_names : none in a regression.
    remarks : sentences for the user about what was left out.
    own : whether they are the user's.
    """

    x: FloatArray
    y: Targets
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    own: bool = False

    @property
    def task(self) -> Task:
        """What there is to learn."""
        return "classification" if self.y.ndim == 1 else "regression"

    @property
    def labels(self) -> LabelArray:
        """The class of each sample."""
        return self.y.astype(np.int64, copy=False)
