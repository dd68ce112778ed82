"""How brightly the gradient lights up layers, neurons and edges on its way back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_scale import ColorScale, FloatArray
from vgviz.engine.telemetry import UNIT_FIELDS, Snapshot

MOST_WAYS = 120  # edges of one gap along which light runs
_DELTA = UNIT_FIELDS.index("delta_rms")
_SCALE = ColorScale()  # the diagram's own: what has no colour there gives no light here


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """Edges along which light runs back: from ``targets`` of a layer to ``sources`` of the one before.

    ``starts`` and ``ends`` are the brightness at either end, from 0 to 1.
    """

    sources: NDArray[np.int64]
    targets: NDArray[np.int64]
    starts: FloatArray
    ends: FloatArray


def brightness(delta: FloatArray) -> FloatArray:
    """From 0 (exactly 0 or not a number, or below the colour scale) to 1, by decades of abs(dL/dz)."""
    position = _SCALE.position(delta)
    return np.where(np.isnan(position) | (np.asarray(delta) == 0), 0.0, position)


def layer_light(snapshot: Snapshot) -> FloatArray:
    """Brightness of every layer, from its RMS delta, shape (layers,)."""
    return brightness(snapshot.delta_rms)


def unit_light(snapshot: Snapshot, layer: int) -> FloatArray:
    """Brightness of a layer's neurons, each from its own RMS delta."""
    start = sum(snapshot.widths[1 : layer + 1])
    return brightness(snapshot.unit_statistics[_DELTA, start : start + snapshot.widths[layer + 1]])


def ways_back(snapshot: Snapshot, layer: int) -> Ways:
    """The edges into ``layer`` (1 or later) through which most flows back: largest abs(weight * delta)."""
    weight = snapshot.parameters[f"layers.{layer}.weight"]
    start = sum(snapshot.widths[1 : layer + 1])
    delta = snapshot.unit_statistics[_DELTA, start : start + snapshot.widths[layer + 1]]
    with np.errstate(invalid="ignore", over="ignore"):
        flow = weight * delta
        np.abs(flow, out=flow)
        most = np.fmax.reduce(flow, axis=1)  # NaN only where all are
    rows = _largest(np.nan_to_num(most, nan=0.0), MOST_WAYS)  # no other source has one of the largest
    flat = np.nan_to_num(flow[rows], nan=0.0, posinf=np.finfo(np.float64).max).ravel()
    chosen = _largest(flat, MOST_WAYS)
    places, targets = np.divmod(chosen, weight.shape[1])
    sources, count = rows[places], len(chosen)
    largest = float(flat.max())
    share = np.sqrt(flat[chosen] / largest) if largest > 0 else np.zeros(count)
    starts, ends = unit_light(snapshot, layer)[targets], unit_light(snapshot, layer - 1)[sources]
    return Ways(sources, targets, starts * share, ends * share)


def _largest(values: FloatArray, most: int) -> NDArray[np.int64]:
    """Where the ``most`` largest are, or all of fewer."""
    count = min(most, values.size)
    return np.asarray(np.argpartition(values, values.size - count)[values.size - count :], dtype=np.int64)
