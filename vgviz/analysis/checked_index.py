"""An index that a caller hands in."""

from numbers import Integral

from vgviz.experiment import ExperimentError


def checked_index(path: str, index: object, size: int) -> int:
    """``index`` counted from 0; a negative one counts from the end.

    Raises
    ------
    ExperimentError
        If it is no whole number or there are not as many; the message names ``path``.
    """
    if isinstance(index, bool) or not isinstance(index, Integral) or not -size <= int(index) < size:
        raise ExperimentError(f"{path}: got {index!r}, takes a whole number from 0 to {size - 1}")
    return int(index) % size
