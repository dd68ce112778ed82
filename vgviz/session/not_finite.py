"""Naming the step and the layer at which training left the finite numbers."""

import numpy as np

from vgviz.analysis.layer_words import layer_in_words
from vgviz.engine.listing import listed
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.session.lineup import Lineup

# In the order of a training step; the first that is not finite names the place.
_FORWARD = ("pre_activation_std", "activation_mean")
_BACKWARD = ("delta_rms", "grad_weight_rms")


def what_broke(lineup: Lineup, broken: tuple[int, ...]) -> str:
    """Say of each of the ``broken`` runs what became NaN or infinite, and who goes on."""
    alone = len(lineup.simulations) == 1
    sentences = [
        what_is_not_finite(lineup.simulations[run].snapshot(), "Training" if alone else RUN_LETTERS[run])
        for run in broken
    ]
    left = [RUN_LETTERS[run] for run in range(len(lineup.simulations)) if run not in lineup.stopped]
    if left:
        sentences.append(f"{listed(left)} {'goes' if len(left) == 1 else 'go'} on.")
    return " ".join(sentences)


def what_is_not_finite(snapshot: Snapshot, who: str = "Training") -> str:
    """Say at which step, in which layer and with what the training of ``who`` became NaN or infinite."""
    return f"{who} stopped at step {snapshot.step:,}: {_what(snapshot)} became infinite or not a number."


def _what(snapshot: Snapshot) -> str:
    for layer in range(snapshot.layers):
        if not np.isfinite(snapshot.parameters[f"layers.{layer}.weight"]).all():
            return f"the weights of {layer_in_words(layer, snapshot.layers)}"
    for layer in range(snapshot.layers):
        if not _is_finite(snapshot, _FORWARD, layer):
            return f"the activations of {layer_in_words(layer, snapshot.layers)}"
    for layer in reversed(range(snapshot.layers)):
        if not _is_finite(snapshot, _BACKWARD, layer):
            return f"the gradient of {layer_in_words(layer, snapshot.layers)}"
    return "the loss"


def _is_finite(snapshot: Snapshot, fields: tuple[str, ...], layer: int) -> bool:
    return all(np.isfinite(getattr(snapshot, field)[layer]) for field in fields)
