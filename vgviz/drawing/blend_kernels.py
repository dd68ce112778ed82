"""One colour over another, compiled. Pixels are premultiplied 0xAARRGGBB."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Pixels = NDArray[np.uint32]
_compiled = njit(nogil=True, error_model="numpy")


@_compiled
def mixed(below: np.uint32, above: np.uint32, share: np.uint32) -> np.uint32:
    """A ``share`` of ``above`` over ``below``, of 255."""
    return np.uint32(_scaled(above, share) + _scaled(below, np.uint32(255) - share))


@_compiled
def over(above: np.uint32, below: np.uint32) -> np.uint32:
    """A premultiplied colour over an opaque one."""
    return np.uint32(above + _scaled(below, np.uint32(255) - (above >> np.uint32(24))))


@_compiled
def _scaled(pixel: np.uint32, share: np.uint32) -> np.uint32:
    """All four channels times ``share`` / 255, two at a time."""
    mask = np.uint32(0x00FF00FF)
    half = np.uint32(0x00800080)
    low = (pixel & mask) * share + half
    high = ((pixel >> np.uint32(8)) & mask) * share + half
    low = (low + ((low >> np.uint32(8)) & mask)) >> np.uint32(8) & mask
    high = (high + ((high >> np.uint32(8)) & mask)) & np.uint32(0xFF00FF00)
    return np.uint32(low | high)
