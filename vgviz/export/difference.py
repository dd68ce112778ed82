"""What a run has different from the one it is compared with: ``ReLU instead of sigmoid``."""

from vgviz.experiment import Experiment
from vgviz.export.changes import Change, changes

NOTHING = "the same settings"
_SPEAKS_FOR_ITSELF = ("activation", "scheme", "optimizer", "source", "loss", "precision", "schedule")
_UNSEEN = ("title", "notes")  # they say nothing of the run


def difference(experiment: Experiment, compared_with: Experiment) -> str:
    """What ``experiment`` has instead, setting by setting.

    ``ReLU instead of sigmoid, with batch normalization, learning rate 0.5 instead of 0.1``.
    """
    found = [change for change in changes(compared_with, experiment) if change.field not in _UNSEEN]
    return ", ".join(dict.fromkeys(map(_words, found))) or NOTHING


def _words(change: Change) -> str:
    if change.layers:
        return f"other {change.name} in {change.layers} layers"
    text = _change_words(change)
    return text if change.layer is None else f"layer {change.layer} {text}"


def _change_words(change: Change) -> str:
    if change.on is not None:
        name = "residual connections" if change.field == "residual" else change.name
        return f"{'with' if change.on else 'without'} {name}"
    if change.field == "normalization":
        return _normalization_words(change)
    name = "" if change.field in _SPEAKS_FOR_ITSELF else f"{change.name} "
    return f"{name}{change.after} instead of {change.before}"


def _normalization_words(change: Change) -> str:
    if change.before == "none":
        return f"with {change.after} normalization"
    if change.after == "none":
        return f"without {change.before} normalization"
    return f"{change.after} instead of {change.before} normalization"
