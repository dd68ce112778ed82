"""What an edit has changed, in a few words: ``width 10 → 20``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.catalogue.training_numbers import TRAINING_NUMBERS
from vgviz.drawing.number_format import MINUS
from vgviz.engine.transplant import Origin
from vgviz.experiment import Data, Experiment, Layer, Network
from vgviz.export.network_title import activation_text

MOST_NAMED = 2
UNNAMED = "several settings"

_CATALOGUES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "normalization": NORMALIZATIONS,
        "scheme": INITIALIZERS,
        "loss": LOSSES,
        "optimizer": OPTIMIZERS,
        "schedule": SCHEDULES,
        "source": DATA_SOURCES,
    }
)
_NAMES = MappingProxyType(
    {
        "scheme": "initialization",
        "bias_std": "bias spread",
        "test_fraction": "test share",
        "standardize": "standardized inputs",
        "batch_size": "batch size",
        "path": "file",
    }
    | {name: number.label for name, number in TRAINING_NUMBERS.items()}
)
_ABSENT = MappingProxyType({"gain": "recommended", "clip_norm": "off", "clip_value": "off"})


def edit_words(before: Experiment, after: Experiment) -> str:
    """What differs between two experiments, the former and the later value of each; "" if nothing does."""
    changes = list(dict.fromkeys(_changes(before, after)))
    return " and ".join(changes) if len(changes) <= MOST_NAMED else UNNAMED


def rearrangement_words(origin: Origin, depth: int) -> str:
    """What has become of ``depth`` hidden layers: ``layer 3 moved to 5``, counted from 1."""
    kept = [layer for layer in origin if layer is not None]
    if kept == list(range(depth)) and len(origin) == depth + 1:
        return f"layer {origin.index(None) + 1} added"
    gone = [layer for layer in range(depth) if layer not in kept]
    if len(gone) == 1 and list(origin) == [layer for layer in range(depth) if layer != gone[0]]:
        return f"layer {gone[0] + 1} removed"
    for layer in range(depth):
        others = [other for other in range(depth) if other != layer]
        if [other for other in origin if other != layer] == others and layer in kept:
            return f"layer {layer + 1} moved to {origin.index(layer) + 1}"
    return "layers rearranged"


def _changes(before: Experiment, after: Experiment) -> Iterator[str]:
    yield from _network_changes(before.network, after.network)
    yield from _field_changes(before.network.init, after.network.init)
    yield from _field_changes(before.training, after.training)
    yield from _data_changes(before.data, after.data)
    for field in ("seed", "precision", "title", "notes"):
        yield from _change(field, before, after)


def _network_changes(before: Network, after: Network) -> Iterator[str]:
    first, second = before.hidden, after.hidden
    if len(first) != len(second):
        yield f"depth {len(first)} → {len(second)}"
    for field in Layer.__struct_fields__:
        yield from _layer_changes(field, first, second)


def _layer_changes(field: str, first: tuple[Layer, ...], second: tuple[Layer, ...]) -> Iterator[str]:
    """A change that all layers share, or that of each layer by itself."""
    pairs = [
        pair
        for pair in zip(first, second, strict=False)
        if getattr(pair[0], field) != getattr(pair[1], field)
    ]
    changes = {text for pair in pairs for text in _change(field, *pair)}
    if not changes:
        return
    everywhere = len(pairs) == min(len(first), len(second))
    if len(changes) > 1 or (len(pairs) > 1 and not everywhere):
        yield f"{_name(field)} of {len(pairs)} layers"
    elif everywhere:
        yield changes.pop()
    else:
        place = next(index for index, pair in enumerate(zip(first, second, strict=False)) if pair == pairs[0])
        yield f"layer {place + 1} {changes.pop()}"


def _data_changes(before: Data, after: Data) -> Iterator[str]:
    """Another source brings its own number of samples and the like: the source says it all."""
    if (before.source, before.path) != (after.source, after.path):
        yield f"data {_source_text(before)} → {_source_text(after)}"
    else:
        yield from _field_changes(before, after)


def _field_changes(before: Any, after: Any) -> Iterator[str]:
    for field in before.__struct_fields__:
        yield from _change(field, before, after)


def _change(field: str, before: Any, after: Any) -> Iterator[str]:
    first, second = getattr(before, field), getattr(after, field)
    if first == second:
        return
    if field in ("title", "notes"):
        yield field
    elif isinstance(first, bool) and isinstance(second, bool):
        yield f"{_name(field)} {'on' if second else 'off'}"
    else:
        yield f"{_name(field)} {_value(field, first)} → {_value(field, second)}"


def _name(field: str) -> str:
    return _lowered(_NAMES.get(field, field.replace("_", " ")))


def _value(field: str, value: Any) -> str:
    if value is None:
        return _ABSENT.get(field, "found out")
    if field == "activation":
        return activation_text(value)
    if field in _CATALOGUES and value in _CATALOGUES[field]:
        return _lowered(str(_CATALOGUES[field][value].label))
    if isinstance(value, float):
        return f"{value:.4g}".replace("-", MINUS)
    return str(value)


def _source_text(data: Data) -> str:
    return Path(data.path).name if data.path else _lowered(DATA_SOURCES[data.source].label)


def _lowered(label: str) -> str:
    """A label within a line: ``Weight decay`` is lowered, ``L1`` and names of people are not."""
    people = ("Adam", "Glorot", "He ", "LeCun", "Nesterov", "Huber", "Iris")
    return label[0].lower() + label[1:] if label[1:2].islower() and not label.startswith(people) else label
