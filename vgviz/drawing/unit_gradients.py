"""The gradient that a single neuron gets."""

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import FloatArray

# Sums of squares outside this range may have lost terms to underflow or overflow.
_SAFE_LOW, _SAFE_HIGH = 1e-280, 1e300


def unit_gradient_rms(gradient: FloatArray) -> NDArray[np.float64]:
    """Root mean square of dL/dW over each unit's incoming weights, shape (fan_out,).

    ``gradient`` has shape (fan_in, fan_out). The layer's own RMS is the root mean square of these. Nothing
    underflows to 0 or overflows to infinity that is not 0 or infinite itself; NaN stays NaN.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        square = np.einsum("ij,ij->j", gradient, gradient, dtype=np.float64)
        rms = np.sqrt(square / gradient.shape[0])
    doubtful = ~((square > _SAFE_LOW) & (square < _SAFE_HIGH))
    if doubtful.any():
        rms[doubtful] = _scaled_rms(np.asarray(gradient[:, doubtful], dtype=np.float64))
    return np.asarray(rms, dtype=np.float64)


def _scaled_rms(gradient: NDArray[np.float64]) -> NDArray[np.float64]:
    largest = np.abs(gradient).max(axis=0)
    usable = (largest > 0) & np.isfinite(largest)
    divisor = np.where(usable, largest, 1.0)
    with np.errstate(under="ignore", over="ignore", invalid="ignore"):
        share = np.sqrt(np.square(gradient / divisor).mean(axis=0))
    return np.asarray(np.where(usable, largest * share, largest))
