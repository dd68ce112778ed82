"""Naming the step and the layer at which training left the finite numbers."""

import numpy as np

from vgviz.engine.telemetry import Snapshot

# In the order of a training step; the first that is not finite names the place.
_FORWARD = (
    ("pre_activation_std", "the values entering its activation"),
    ("activation_mean", "its activations"),
)
_BACKWARD = (("delta_rms", "the error signal"), ("grad_weight_rms", "its gradient"))


def what_is_not_finite(snapshot: Snapshot) -> str:
    """Say at which step, in which layer and with what training became NaN or infinite, and what helps."""
    return (
        f"Training stopped at step {snapshot.step:,}: {_place(snapshot)}. "
        "Lower the learning rate or the gain, then go back to the last good state or reset."
    )


def _place(snapshot: Snapshot) -> str:
    for layer in range(snapshot.layers):
        if not np.isfinite(snapshot.parameters[f"layers.{layer}.weight"]).all():
            return f"the weights of {_name(snapshot, layer)} are no longer finite numbers"
    for layer in range(snapshot.layers):
        for field, words in _FORWARD:
            if not np.isfinite(getattr(snapshot, field)[layer]):
                return f"in {_name(snapshot, layer)} {words} are no longer finite numbers"
    for layer in reversed(range(snapshot.layers)):
        for field, words in _BACKWARD:
            if not np.isfinite(getattr(snapshot, field)[layer]):
                return f"in {_name(snapshot, layer)} {words} is no longer a finite number"
    return "the loss is no longer a finite number"


def _name(snapshot: Snapshot, layer: int) -> str:
    return "the output layer" if layer == snapshot.layers - 1 else f"layer {layer + 1}"
