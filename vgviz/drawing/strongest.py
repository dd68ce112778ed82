"""The strongest entries of an array of gradients."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import FloatArray


def strongest(values: FloatArray, count: int, *, compiled: bool = True) -> NDArray[np.int64]:
    """Flat indices of the ``count`` entries of largest magnitude, ascending; NaN counts as strongest.

    Without ``compiled`` NumPy finds them, three to five times slower, and which of equal entries may differ.
    """
    flat = np.ascontiguousarray(values, dtype=np.float64).reshape(-1)
    if count >= flat.size:
        return np.arange(flat.size)
    if count == 0:
        return np.empty(0, dtype=np.int64)
    if not compiled:
        return np.sort(np.argpartition(np.abs(flat), flat.size - count)[flat.size - count :])
    chosen = np.empty(count, dtype=np.int64)
    bits = flat.view(np.uint64)
    bits.flags.writeable = False
    from vgviz.drawing.strongest_kernel import select_strongest  # imports Numba

    select_strongest(bits, chosen)
    return chosen
