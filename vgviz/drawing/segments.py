"""Lines with a colour code each."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import Codes


@dataclass(frozen=True, slots=True)
class Segments:
    """Lines; ``ends`` has shape (4, lines), rows x0, y0, x1, y1; ``codes`` has shape (lines,)."""

    ends: NDArray[np.float64]
    codes: Codes


NO_SEGMENTS = Segments(np.empty((4, 0)), np.empty(0, dtype=np.uint8))
