"""Data sets: from a ``Data`` record or from arrays to a shuffled, split and standardized training set."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.losses import Task
from vgviz.engine.generators import GENERATORS, rank_in_class
from vgviz.engine.listing import listed, quoted
from vgviz.engine.tables import read_table
from vgviz.experiment import Data, ExperimentError

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.int64]
Targets = NDArray[np.int64] | NDArray[np.float64]

# The data's own random streams: samples first, then their order, so that a split leaves the samples alone.
SAMPLE_STREAM = (0, 0)
ORDER_STREAM = (0, 1)

_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Samples ready for a network, in random order; arrays are C-contiguous and read-only.

    Attributes
    ----------
    x_train, x_test : float64, shape (samples, features); standardized if the record says so.
    y_train, y_test : int64 labels, shape (samples,), or float64 targets, shape (samples, outputs).
    task : "classification" or "regression".
    feature_names, class_names : one a column and one a class; no class names in a regression.
    remarks : sentences for the user about what was left out or looks wrong.
    """

    x_train: FloatArray
    y_train: Targets
    x_test: FloatArray
    y_test: Targets
    task: Task
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.x_train, self.y_train, self.x_test, self.y_test):
            array.flags.writeable = False

    @property
    def features(self) -> int:
        """Number of inputs."""
        return int(self.x_train.shape[1])

    @property
    def targets(self) -> int:
        """Number of classes, or of regression targets."""
        return len(self.class_names) if self.task == "classification" else int(self.y_train.shape[1])


@dataclass(frozen=True, slots=True)
class RawData:
    """Samples as they come from a source, before split and standardization; ``own`` are the user's."""

    x: FloatArray
    y: Targets
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    own: bool = False


def load_dataset(data: Data, seed: int) -> Dataset:
    """Load or draw what ``data`` describes.

    Raises
    ------
    ExperimentError
        If the source cannot give the samples asked for, or a file is missing or malformed.
    """
    if data.source == "digits":
        return _prepared(_digits(data, seed), data, seed)
    if data.source == "csv":
        return _prepared(_from_file(data), data, seed)
    return _prepared(_generated(data, seed), data, seed)


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
    inputs, targets = _checked_inputs(x), _checked_targets(y)
    if len(inputs) != len(targets):
        raise ExperimentError(f"data: got {len(inputs)} rows in x but {len(targets)} in y, takes as many")
    classes = 0
    if targets.ndim == 1:
        classes = max(data.classes, int(targets.max()) + 1)
    names = _feature_names(inputs.shape[1])
    raw = RawData(inputs, targets, names, _class_names(classes), own=True)
    return _prepared(raw, data, seed)


def _checked_inputs(x: ArrayLike) -> FloatArray:
    array = np.asarray(x)
    if array.ndim != 2 or 0 in array.shape or array.dtype.kind not in "fiub":
        raise ExperimentError(
            f"data: x got {array.dtype} of shape {array.shape}, "
            "takes real numbers of shape (samples, features)"
        )
    return _finite("x", array.astype(np.float64, order="C"))


def _checked_targets(y: ArrayLike) -> Targets:
    array = np.asarray(y)
    if array.ndim == 1 and array.size and array.dtype.kind in "iub":
        if array.min() < 0 or array.max() >= 100_000:
            raise ExperimentError(f"data: y got labels from {array.min()} to {array.max()}, takes 0 and up")
        return array.astype(np.int64)
    if array.ndim == 2 and array.size and array.dtype.kind in "fiub":
        return _finite("y", array.astype(np.float64, order="C"))
    raise ExperimentError(
        f"data: y got {array.dtype} of shape {array.shape}, takes whole labels of shape (samples,) "
        "or targets of shape (samples, outputs)"
    )


def _finite(name: str, array: FloatArray) -> FloatArray:
    bad = np.argwhere(~np.isfinite(array))
    if bad.size:
        row, column = (int(index) for index in bad[0])
        raise ExperimentError(
            f"data: {name}[{row}, {column}] is {array[row, column]}, takes finite numbers; "
            f"{len(bad)} of {array.size} are not"
        )
    return array


def _feature_names(count: int) -> tuple[str, ...]:
    return tuple("x" + str(number).translate(_SUBSCRIPT) for number in range(1, count + 1))


def _class_names(count: int) -> tuple[str, ...]:
    return tuple(f"class {number}" for number in range(count))


def _stream(seed: int, key: tuple[int, ...]) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))


def _generated(data: Data, seed: int) -> RawData:
    classes = data.classes if "classes" in DATA_SOURCES[data.source].uses else 2
    if data.samples < classes:
        raise ExperimentError(
            f"data.samples: got {data.samples}, takes at least {classes}: one for each of the data.classes"
        )
    x, y = GENERATORS[data.source](data, _stream(seed, SAMPLE_STREAM))
    return RawData(x, y, _feature_names(x.shape[1]), _class_names(classes))


@cache
def _digits_table() -> tuple[FloatArray, LabelArray]:
    # scikit-learn takes over a second to import, so only the data set that needs it pays.
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.int64)


def _digits(data: Data, seed: int) -> RawData:
    """Up to 1797 written digits, classes balanced; ``noise`` is in units of each pixel's deviation."""
    x, y = _digits_table()
    generator = _stream(seed, SAMPLE_STREAM)
    chosen = _round_robin(y, generator.permutation(len(y)))[: data.samples]
    x, y = x[chosen], y[chosen]
    x = x + data.noise * x.std(axis=0) * generator.standard_normal(x.shape)
    names = tuple(f"pixel {row},{column}" for row in range(8) for column in range(8))
    return RawData(x, y, names, tuple(str(digit) for digit in range(10)))


def _from_file(data: Data) -> RawData:
    table = read_table(data.path or "", data.target, data.header)
    return RawData(table.x, table.y, table.feature_names, table.class_names, table.remarks, own=True)


def _round_robin(labels: LabelArray, order: LabelArray) -> LabelArray:
    """``order`` rearranged so that the classes take turns."""
    return order[np.argsort(rank_in_class(labels[order]), kind="stable")]


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
    order = _stream(seed, ORDER_STREAM).permutation(len(raw.y))
    in_test = _test_mask(raw.y[order], data.test_fraction)
    train, test = order[~in_test], order[in_test]
    x_train, x_test = raw.x[train], raw.x[test]
    constant = x_train.min(axis=0) == x_train.max(axis=0)
    remarks = (*raw.remarks, *constant_remarks(raw.feature_names, constant)) if raw.own else raw.remarks
    if data.standardize:
        _standardize(x_train, x_test, constant)
    task: Task = "classification" if raw.y.ndim == 1 else "regression"
    names = (raw.feature_names, raw.class_names)
    return Dataset(x_train, raw.y[train], x_test, raw.y[test], task, *names, remarks)


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
    x_test /= scale
    x_test -= mean
    x_test /= deviation
