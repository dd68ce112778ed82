"""From the values of a target column to classes or to the targets of a regression."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.raw_data import FloatArray, LabelArray, Targets
from vgviz.experiment import ExperimentError

MOST_CLASSES = 1000
# Where nobody says what they are: more different whole numbers than these are a quantity, not classes.
MOST_GUESSED_CLASSES = 20


@dataclass(frozen=True, slots=True)
class Target:
    """The column that is learned: its name and what the user says it is."""

    name: str
    task: str = "auto"

    def refusal(self, got: str, takes: str) -> ExperimentError:
        """The error about this column."""
        return ExperimentError(f"data.target: the target column “{self.name}” {got}; takes {takes}")


def targets_of_numbers(values: FloatArray, target: Target) -> tuple[Targets, tuple[str, ...]]:
    """Classes and their names, sorted by size, or the targets of a regression and no names.

    Unless the user has decided, at most 20 different whole numbers are classes and all else is a regression.

    Parameters
    ----------
    values : numbers, shape (rows,).

    Raises
    ------
    ExperimentError
        If they are all the same, or one is infinite, or they cannot be what the user says.
    """
    if not np.isfinite(values).all():
        raise target.refusal("holds an infinite number", "numbers up to 1.8e308")
    if values.min() == values.max():
        what = "one class only" if target.task == "classification" else "one value only"
        raise target.refusal(f"has {what}", "two or more")
    fractions = values != np.floor(values)
    if target.task == "regression" or (target.task == "auto" and (fractions.any() or _are_many(values))):
        return np.ascontiguousarray(values[:, np.newaxis]), ()
    if fractions.any():
        takes = f"classes: words, or at most {MOST_CLASSES:,} whole numbers"
        raise target.refusal(f"holds numbers such as {values[fractions][0]:g}", takes)
    distinct, codes = np.unique(values, return_inverse=True)
    _check_count(len(distinct), "numbers", target)
    return codes.astype(np.int64), tuple(str(int(number)) for number in distinct)


def _are_many(values: FloatArray) -> bool:
    """Whether there are too many different ones for classes; the first thousand mostly tell."""
    return any(np.unique(part).size > MOST_GUESSED_CLASSES for part in (values[:1000], values))


def targets_of_words(
    codes: NDArray[np.int64], words: list[str], target: Target
) -> tuple[LabelArray, tuple[str, ...]]:
    """Classes and their names in the order of the alphabet.

    Parameters
    ----------
    codes : index into ``words`` of each row, shape (rows,); a word without a row is no class.

    Raises
    ------
    ExperimentError
        If there is only one, or there are too many, or the user says that it is a regression.
    """
    if target.task == "regression":
        raise target.refusal(f"holds words such as “{words[codes[0]][:20]}”", "numbers for a regression")
    used = np.unique(codes)
    if len(used) < 2:
        raise target.refusal("has one class only", "two or more")
    _check_count(len(used), "words", target)
    names = sorted((words[code] for code in used), key=lambda word: (word.lower(), word))
    place = {name: index for index, name in enumerate(names)}
    class_of_code = np.array([place.get(word, -1) for word in words], dtype=np.int64)
    return class_of_code[codes], tuple(names)


def _check_count(count: int, kind: str, target: Target) -> None:
    if count > MOST_CLASSES:
        raise target.refusal(
            f"has {count:,} different {kind} or more", f"at most {MOST_CLASSES:,}, one for each class"
        )
