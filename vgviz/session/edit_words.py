"""What an edit has changed, in a few words: ``width 10 → 20``."""

from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment
from vgviz.export.changes import Change, changes
from vgviz.export.run_letters import RUN_LETTERS

MOST_NAMED = 2
UNNAMED = "several settings"


def edit_words(before: tuple[Experiment, ...], after: tuple[Experiment, ...]) -> str:
    """What differs between the experiments of each run, the former and the later value; "" if nothing does.

    The run is named where there are several and not all have changed alike.
    """
    pairs = enumerate(zip(before, after, strict=False))
    words = {run: text for run, pair in pairs if (text := _run_words(*pair))}
    if len(set(words.values())) > 1:
        return UNNAMED
    for run, text in words.items():
        return text if len(words) == len(before) else f"{RUN_LETTERS[run]}: {text}"
    return ""


def rearrangement_words(origin: Origin, depth: int) -> str:
    """What has become of ``depth`` hidden layers: ``layer 3 moved to 5``, counted from 1.

    Neighbours are swapped: which of the two was moved cannot be told afterwards.
    """
    kept = [layer for layer in origin if layer is not None]
    if kept == list(range(depth)) and len(origin) == depth + 1:
        return f"layer {origin.index(None) + 1} added"
    gone = [layer for layer in range(depth) if layer not in kept]
    if len(gone) == 1 and list(origin) == [layer for layer in range(depth) if layer != gone[0]]:
        return f"layer {gone[0] + 1} removed"
    for layer in range(depth):
        others = [other for other in range(depth) if other != layer]
        if [other for other in origin if other != layer] == others and layer in kept:
            place = origin.index(layer)
            if place == layer + 1:
                return f"layers {layer + 1} and {place + 1} swapped"
            return f"layer {layer + 1} moved to {place + 1}"
    return "layers rearranged"


def _run_words(before: Experiment, after: Experiment) -> str:
    found = list(dict.fromkeys(map(change_words, changes(before, after))))
    return " and ".join(found) if len(found) <= MOST_NAMED else UNNAMED


def change_words(change: Change) -> str:
    """One setting that differs, such as ``width 10 → 20``."""
    if change.layers:
        return f"{change.name} of {change.layers} layers"
    name = change.name if change.layer is None else f"layer {change.layer} {change.name}"
    if change.on is not None:
        return f"{name} {'on' if change.on else 'off'}"
    return f"{name} {change.before} → {change.after}" if change.after else name
