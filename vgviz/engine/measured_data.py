"""Measured data that scikit-learn ships: written digits, flowers, wines, tumours."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.generators import rank_in_class
from vgviz.engine.raw_data import RawData
from vgviz.experiment import Data

MEASURED = ("iris", "wine", "breast_cancer", "digits")


@cache
def _table(source: str) -> RawData:
    # scikit-learn takes over a second to import, so only the data set that needs it pays.
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{source}")()
    x, y = np.asarray(bunch.data, dtype=np.float64), np.asarray(bunch.target, dtype=np.int64)
    names = tuple(map(str, bunch.feature_names))
    if source == "digits":
        names = tuple(f"pixel {row},{column}" for row in range(8) for column in range(8))
    return RawData(x, y, names, tuple(map(str, bunch.target_names)))


def measured_data(data: Data, generator: np.random.Generator) -> RawData:
    """The whole table, or of the digits up to ``samples``, classes balanced.

    ``noise`` moves the digits' pixels, in units of each pixel's deviation.
    """
    table = _table(data.source)
    if data.source != "digits":
        return table
    chosen = _round_robin(table.labels, generator.permutation(len(table.y)))[: data.samples]
    x, y = table.x[chosen], table.labels[chosen]
    x = x + data.noise * x.std(axis=0) * generator.standard_normal(x.shape)
    return RawData(x, y, table.feature_names, table.class_names)


def _round_robin(labels: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """``order`` rearranged so that the classes take turns."""
    return order[np.argsort(rank_in_class(labels[order]), kind="stable")]
