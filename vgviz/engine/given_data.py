"""The user's own arrays, checked before anything is made of them."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from vgviz.engine.listing import listed
from vgviz.engine.raw_data import FloatArray, RawData, Targets
from vgviz.experiment import ExperimentError

MOST_CLASSES = 100_000
_SUBSCRIPT = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def given_data(x: ArrayLike, y: ArrayLike, classes: int) -> RawData:
    """Own samples ``x`` and ``y``, in at least so many ``classes``.

    Raises
    ------
    ExperimentError
        If shapes or types do not fit, a number is not finite, there is one sample only, or one class.
    """
    inputs, targets = _checked_inputs(x), _checked_targets(y)
    if len(inputs) != len(targets):
        raise ExperimentError(f"data: got {len(inputs)} rows in x but {len(targets)} in y, takes as many")
    if len(inputs) == 1:
        raise ExperimentError("data: got 1 sample, takes at least 2: nothing can be learned from one alone")
    names = numbered("x", inputs.shape[1])
    if targets.ndim == 2:
        return RawData(inputs, targets, names, target_names=numbered("y", targets.shape[1]), own=True)
    classes = max(classes, int(targets.max()) + 1)
    remarks = _checked_classes(targets, classes)
    return RawData(inputs, targets, names, class_names(classes), remarks=remarks, own=True)


def pair(path: str, given: object) -> tuple[ArrayLike, ArrayLike]:
    """``given`` as inputs and what they should give.

    Raises
    ------
    ExperimentError
        If it is no pair; the message names ``path``.
    """
    if isinstance(given, (tuple, list)) and len(given) == 2:
        return given[0], given[1]
    size = f" of {len(given)}" if isinstance(given, (tuple, list)) else ""
    raise ExperimentError(f"{path}: got {type(given).__name__}{size}, takes a pair of arrays (x, y)")


def own_pair(path: str, given: object) -> tuple[NDArray[Any], NDArray[Any]]:
    """`pair` in arrays of its own, which nobody else can change.

    Raises
    ------
    ExperimentError
        If it is no pair of arrays; the message names ``path``.
    """
    x, y = pair(path, given)
    return as_array(f"{path}: x", x).copy(), as_array(f"{path}: y", y).copy()


def numbered(letter: str, count: int) -> tuple[str, ...]:
    """``x₁``, ``x₂`` and so on; a single y needs no number."""
    if letter == "y" and count == 1:
        return (letter,)
    return tuple(letter + str(number).translate(_SUBSCRIPT) for number in range(1, count + 1))


def class_names(count: int) -> tuple[str, ...]:
    """``class 0``, ``class 1`` and so on."""
    return tuple(f"class {number}" for number in range(count))


def as_array(path: str, values: ArrayLike) -> NDArray[Any]:
    """``values`` as an array.

    Raises
    ------
    ExperimentError
        If they are none, as rows of different lengths are not, or some are masked; the message names
        ``path``.
    """
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError) as error:  # the last is PyTorch's
        raise ExperimentError(f"{path}: got no array ({error}), takes rows of equal length") from None
    if np.ma.is_masked(values):
        raise ExperimentError(f"{path}: got an array with masked values, takes one without")
    return array


def _checked_inputs(x: ArrayLike) -> FloatArray:
    array = as_array("data: x", x)
    if array.ndim != 2 or 0 in array.shape or array.dtype.kind not in "fiub":
        raise ExperimentError(
            f"data: x got {array.dtype} of shape {array.shape}, "
            "takes real numbers of shape (samples, features)"
        )
    return _finite("x", array)


def _checked_targets(y: ArrayLike) -> Targets:
    array = as_array("data: y", y)
    if array.ndim == 1 and array.size and array.dtype.kind in "iub":
        if array.min() < 0 or array.max() >= MOST_CLASSES:
            raise ExperimentError(
                f"data: y got labels from {array.min()} to {array.max()}, takes 0 to {MOST_CLASSES - 1}"
            )
        return array.astype(np.int64)
    if array.ndim == 2 and array.size and array.dtype.kind in "fiub":
        return _finite("y", array)
    raise ExperimentError(
        f"data: y got {array.dtype} of shape {array.shape}, takes whole labels of shape (samples,) "
        "or targets of shape (samples, outputs)"
    )


def _finite(name: str, numbers: NDArray[Any]) -> FloatArray:
    with np.errstate(over="ignore"):  # what float64 cannot hold becomes infinite
        array = numbers.astype(np.float64, order="C")
    bad = np.argwhere(~np.isfinite(array))
    if bad.size:
        row, column = (int(index) for index in bad[0])
        raise ExperimentError(
            f"data: {name}[{row}, {column}] is {array[row, column]}, takes finite numbers; "
            f"{len(bad)} of {array.size} are not"
        )
    return array


def _checked_classes(labels: Targets, classes: int) -> tuple[str, ...]:
    """What is to be said of classes without a sample."""
    sizes = np.bincount(labels.astype(np.int64), minlength=classes)
    if np.count_nonzero(sizes) == 1:
        raise ExperimentError(
            f"data: y got {labels[0]} for all {len(labels)} samples, takes labels of two classes or more"
        )
    empty = np.flatnonzero(sizes == 0).tolist()
    if not empty:
        return ()
    one = len(empty) == 1
    return (f"{'Class' if one else 'Classes'} {listed(empty)} {'has' if one else 'have'} no samples.",)
