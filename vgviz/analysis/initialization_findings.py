"""Weights that start too large, too small or all equal."""

from collections.abc import Sequence
from math import exp, isfinite, log, nan

import numpy as np

from vgviz.analysis.remedies import gradient_remedies
from vgviz.analysis.sight import Sight
from vgviz.analysis.verdict import verdict
from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import number

EQUAL = ("zeros", "constant")  # schemes that start all weights of a layer alike
DEPTH_COUNTS_FROM = 2


def poor_initialization(snapshot: Snapshot, _history: Sequence[Snapshot], threshold: float) -> Sight | None:
    """Equal units; or, before training, a factor per layer beyond ``threshold`` that ruins the gradient."""
    init = snapshot.experiment.network.init
    if snapshot.step > 0:
        return None
    if init.scheme in EQUAL and max(snapshot.widths[1:-1]) > 1:
        seen = f"The scheme “{init.scheme}” starts all units of a layer with equal weights."
        why = "Equal units get equal gradients and stay equal: each layer is as good as a single unit."
        return Sight(0, nan, seen, why, gradient_remedies(snapshot))
    if verdict(snapshot).kind not in ("vanishing", "exploding") or _is_normalized(snapshot):
        return None
    factor = _factor(snapshot)
    if not isfinite(factor) or 1.0 / threshold <= factor <= threshold:
        return None
    about = number(factor, 2)
    seen = f"Before the first step, each layer multiplies the error by about {about} on its way back."
    start = "small" if factor < 1.0 else "large"
    why = (
        f"For this function the weights start too {start}. A factor of 1 needs weights with a variance of "
        "1 / (units that a unit feeds × mean of f′²)."
    )
    return Sight(0, factor, seen, why, gradient_remedies(snapshot))


def _is_normalized(snapshot: Snapshot) -> bool:
    return any(layer.normalization != "none" for layer in snapshot.experiment.network.hidden)


def _factor(snapshot: Snapshot) -> float:
    """Geometric mean of weights, skip and f' from the last hidden layer back; NaN for a single one."""
    hidden = snapshot.layers - 1
    if hidden < DEPTH_COUNTS_FROM:
        return nan
    with np.errstate(all="ignore"):
        factors = snapshot.weight_factor * snapshot.skip_factor * snapshot.derivative_factor
    usable = [float(factor) for factor in factors[: hidden - 1] if isfinite(factor) and factor > 0]
    return exp(sum(map(log, usable)) / len(usable)) if usable else nan
