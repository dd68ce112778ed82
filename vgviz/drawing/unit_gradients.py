"""The gradient that a single neuron gets."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.telemetry import FloatArray

# Sums of squares outside this range may have lost terms to underflow or overflow.
_SAFE_LOW, _SAFE_HIGH = 1e-280, 1e300
_SMALL = 16_384  # weights of a layer under which a call costs more than its arithmetic


def unit_gradient_rms(gradient: FloatArray) -> NDArray[np.float64]:
    """Root mean square of dL/dW over each unit's incoming weights, shape (..., fan_out).

    ``gradient`` has shape (..., fan_in, fan_out). A layer's own RMS is the root mean square of these. Nothing
    underflows to 0 or overflows to infinity that is not 0 or infinite itself; NaN stays NaN.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        square = np.einsum("...ij,...ij->...j", gradient, gradient, dtype=np.float64)
        rms = np.sqrt(square / gradient.shape[-2])
    doubtful = ~((square > _SAFE_LOW) & (square < _SAFE_HIGH))
    if doubtful.any():
        rms[doubtful] = _scaled_rms(np.swapaxes(gradient, -1, -2)[doubtful])
    return np.asarray(rms, dtype=np.float64)


def layered_rms(gradients: Sequence[FloatArray]) -> list[NDArray[np.float64]]:
    """`unit_gradient_rms` of every layer; small layers of one shape are taken together."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for layer, gradient in enumerate(gradients):
        key = gradient.shape if gradient.size <= _SMALL else (layer,)
        alike.setdefault(key, []).append(layer)
    result: dict[int, NDArray[np.float64]] = {}
    for layers in alike.values():
        if len(layers) == 1:
            result[layers[0]] = unit_gradient_rms(gradients[layers[0]])
        else:
            result.update(
                zip(layers, unit_gradient_rms(np.stack([gradients[k] for k in layers])), strict=True)
            )
    return [result[layer] for layer in range(len(gradients))]


def _scaled_rms(gradient: FloatArray) -> NDArray[np.float64]:
    """Root mean square along the last axis of ``gradient`` (units, fan_in), safe from over- and underflow."""
    largest = np.abs(gradient).max(axis=-1)
    if not largest.any():
        return np.asarray(largest, dtype=np.float64)
    usable = (largest > 0) & np.isfinite(largest)
    divisor = np.where(usable, largest, 1.0)[:, None]
    with np.errstate(under="ignore", over="ignore", invalid="ignore"):
        share = np.sqrt(np.square(gradient / divisor).mean(axis=-1))
    return np.asarray(np.where(usable, largest * share, largest), dtype=np.float64)
