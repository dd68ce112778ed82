"""Data sets: from a ``Data`` record or from arrays to a shuffled, split and standardized training set."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike, NDArray

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.losses import Task
from vgviz.engine.generators import GENERATORS, rank_in_class
from vgviz.engine.given_data import class_names, given_data, numbered
from vgviz.engine.listing import listed, quoted
from vgviz.engine.measured_data import MEASURED, measured_data
from vgviz.engine.random_streams import SAMPLE_ORDER_STREAM, SAMPLE_STREAM, stream
from vgviz.engine.raw_data import FloatArray, LabelArray, RawData, Targets
from vgviz.engine.tables.files import read_file
from vgviz.experiment import Data, ExperimentError

ALWAYS_USED = ("test_fraction", "standardize")


@dataclass(frozen=True, eq=False)
class Dataset:
    """Samples ready for a network, in random order; arrays are C-contiguous and read-only.

    Attributes
    ----------
    x_train, x_test : float64, shape (samples, features); standardized if the record says so.
    y_train, y_test : int64 labels, shape (samples,), or float64 targets, shape (samples, outputs).
    task : "classification" or "regression".
    feature_names, class_names, target_names : one a column of x, one a class, and in a regression, which has
        no classes, one a target.
    remarks : sentences for the user about what was left out or looks wrong.
    """

    x_train: FloatArray
    y_train: Targets
    x_test: FloatArray
    y_test: Targets
    task: Task
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            array.flags.writeable = False

    @cached_property
    def fingerprint(self) -> bytes:
        """The same for the same samples in the same order, and practically for no others."""
        digest = hashlib.blake2b(digest_size=16)
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            digest.update(repr((array.shape, array.dtype)).encode())
            digest.update(array.data)
        return digest.digest()

    @property
    def features(self) -> int:
        """Number of inputs."""
        return int(self.x_train.shape[1])

    @property
    def targets(self) -> int:
        """Number of classes, or of regression targets."""
        return len(self.class_names) if self.task == "classification" else int(self.y_train.shape[1])


def load_dataset(data: Data, seed: int) -> Dataset:
    """Load or draw what ``data`` describes.

    Raises
    ------
    ExperimentError
        If the source cannot give the samples asked for, or a file is missing or malformed.
    """
    return _prepared(_raw(data, seed), data, seed)


def _raw(data: Data, seed: int) -> RawData:
    if DATA_SOURCES[data.source].is_file:
        return read_file(data)
    generator = stream(seed, SAMPLE_STREAM)
    return measured_data(data, generator) if data.source in MEASURED else _generated(data, generator)


def essence(data: Data, *, given: bool = False) -> Data:
    """``data`` with the fields that nobody looks at at their defaults: equal where the samples are.

    ``given`` says that the samples are the user's own arrays, in place of the source's.
    """
    shaping = {"classes"} if given else {"source", *DATA_SOURCES[data.source].uses}
    used = {*ALWAYS_USED, *shaping}
    return replace(Data(), **{field: getattr(data, field) for field in used})


def dataset_from_arrays(x: ArrayLike, y: ArrayLike, data: Data, seed: int) -> Dataset:
    """Split and standardize the user's own arrays as ``data`` says.

    Parameters
    ----------
    x : real numbers, shape (samples, features).
    y : whole class labels from 0 up, shape (samples,), or regression targets, shape (samples, outputs).
        There are at least ``data.classes`` classes, more if a label needs them.

    Raises
    ------
    ExperimentError
        If shapes or types do not fit, or a number is not finite.
    """
    return _prepared(given_data(x, y, data.classes), data, seed)


def _generated(data: Data, generator: np.random.Generator) -> RawData:
    entry = DATA_SOURCES[data.source]
    classes = 0 if entry.task == "regression" else entry.classes or data.classes
    if data.samples < classes:
        raise ExperimentError(
            f"data.samples: got {data.samples}, takes at least {classes}: one for each of the data.classes"
        )
    x, y = GENERATORS[data.source](data, generator)
    target_names = numbered("y", y.shape[1]) if y.ndim == 2 else ()
    return RawData(x, y, numbered("x", x.shape[1]), class_names(classes), target_names)


def _test_sizes(class_sizes: LabelArray, fraction: float) -> LabelArray:
    """Test samples of each class: proportional, and never all that a class has."""
    exact = class_sizes * fraction
    sizes: LabelArray = np.floor(exact).astype(np.int64)
    missing = round(float(exact.sum())) - int(sizes.sum())
    sizes[np.argsort(sizes - exact, kind="stable")[:missing]] += 1
    np.minimum(sizes, np.maximum(class_sizes - 1, 0), out=sizes)
    return sizes


def _test_mask(y: Targets, fraction: float) -> NDArray[np.bool_]:
    """Which samples of ``y``, given in random order, are for testing; classes keep their shares."""
    labels = y.astype(np.int64) if y.ndim == 1 else np.zeros(len(y), dtype=np.int64)
    sizes = _test_sizes(np.bincount(labels), fraction)
    mask: NDArray[np.bool_] = rank_in_class(labels) < sizes[labels]
    return mask


def _prepared(raw: RawData, data: Data, seed: int) -> Dataset:
    order = stream(seed, SAMPLE_ORDER_STREAM).permutation(len(raw.y))
    in_test = _test_mask(raw.y[order], data.test_fraction)
    train, test = order[~in_test], order[in_test]
    x_train, x_test = raw.x[train], raw.x[test]
    constant = x_train.min(axis=0) == x_train.max(axis=0)
    remarks = (*raw.remarks, *constant_remarks(raw.feature_names, constant)) if raw.own else raw.remarks
    if data.standardize:
        _standardize(x_train, x_test, constant)
    names = (raw.feature_names, raw.class_names, raw.target_names)
    return Dataset(x_train, raw.y[train], x_test, raw.y[test], raw.task, *names, remarks)


def constant_remarks(names: tuple[str, ...], constant: NDArray[np.bool_]) -> tuple[str, ...]:
    """Say which columns, True in ``constant``, have one value only; nothing where none has."""
    found = quoted([name for name, same in zip(names, constant, strict=True) if same])
    if not found:
        return ()
    if len(found) == 1:
        return (f"Column {found[0]} has one value only, so nothing can be learned from it.",)
    return (f"{len(found)} columns have one value only, so they teach nothing: {listed(found)}.",)


def _standardize(x_train: FloatArray, x_test: FloatArray, constant: NDArray[np.bool_]) -> None:
    """Bring the training part to mean 0 and deviation 1 in place, the test part with the same numbers.

    A column that is ``constant`` in the training part becomes 0 in both.
    """
    x_train[:, constant] = 0.0
    x_test[:, constant] = 0.0
    # Squares of very large or small numbers would overflow or vanish; a power of two costs no digit.
    scale = np.ldexp(1.0, np.frexp(np.abs(x_train).max(axis=0))[1] - 1)
    x_train /= scale
    mean = x_train.mean(axis=0)
    deviation = np.where(constant, 1.0, x_train.std(axis=0))
    x_train -= mean
    x_train /= deviation
    with np.errstate(over="ignore"):  # a test sample may lie too far out for any number
        x_test /= scale
        x_test -= mean
        x_test /= deviation
