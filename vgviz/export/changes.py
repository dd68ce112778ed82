"""What differs between two experiments, setting by setting, with the names that people read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from vgviz.experiment import Data, Experiment, Layer, Network
from vgviz.export.lowered import lowered
from vgviz.export.network_title import activation_text
from vgviz.number_format import setting

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


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that two experiments have different values of.

    Attributes
    ----------
    field : the record's field, or ``depth``.
    name : how people call it.
    before, after : its two values in words; "" for a switch and for text.
    on : for a switch, whether it is on afterwards.
    layer : number of the only layer that it concerns, from 1.
    layers : how many layers it concerns where they are some of them or do not share it; 0 otherwise.
    """

    field: str
    name: str
    before: str = ""
    after: str = ""
    on: bool | None = None
    layer: int | None = None
    layers: int = 0


def changes(before: Experiment, after: Experiment) -> Iterator[Change]:
    """The settings that differ, the network's first."""
    yield from _network_changes(before.network, after.network)
    yield from _field_changes(before.network.init, after.network.init)
    yield from _field_changes(before.training, after.training)
    yield from _data_changes(before.data, after.data)
    for field in ("seed", "precision", "title", "notes"):
        yield from _change(field, getattr(before, field), getattr(after, field))


def _network_changes(before: Network, after: Network) -> Iterator[Change]:
    first, second = before.hidden, after.hidden
    if len(first) != len(second):
        yield Change("depth", "depth", str(len(first)), str(len(second)))
    for field in Layer.__struct_fields__:
        yield from _layer_changes(field, first, second)


def _layer_changes(field: str, first: tuple[Layer, ...], second: tuple[Layer, ...]) -> Iterator[Change]:
    """A change that all layers share, or that of each layer by itself."""
    values = [[getattr(layer, field) for layer in layers] for layers in (first, second)]
    pairs = enumerate(zip(*values, strict=False), start=1)
    changed = {number: pair for number, pair in pairs if pair[0] != pair[1]}
    found = {change for pair in set(changed.values()) for change in _change(field, *pair)}
    if not found:
        return
    everywhere = len(changed) == min(len(first), len(second))
    if len(found) > 1 or (len(changed) > 1 and not everywhere):
        yield Change(field, _name(field), layers=len(changed))
    elif everywhere:
        yield found.pop()
    else:
        yield replace(found.pop(), layer=next(iter(changed)))


def _data_changes(before: Data, after: Data) -> Iterator[Change]:
    """Another source brings its own number of samples and the like: the source says it all."""
    if (before.source, before.path) != (after.source, after.path):
        yield Change("source", "data", _source_text(before), _source_text(after))
    else:
        yield from _field_changes(before, after)


def _field_changes(before: Any, after: Any) -> Iterator[Change]:
    for field in before.__struct_fields__:
        yield from _change(field, getattr(before, field), getattr(after, field))


def _change(field: str, before: Any, after: Any) -> Iterator[Change]:
    """What the two values of ``field`` say, unless they are the same."""
    if before == after:
        return
    if field in ("title", "notes"):
        yield Change(field, field)
    elif isinstance(before, bool) and isinstance(after, bool):
        yield Change(field, _name(field), on=after)
    else:
        yield Change(field, _name(field), _value(field, before), _value(field, after))


def _name(field: str) -> str:
    return lowered(_NAMES.get(field, field.replace("_", " ")))


def _value(field: str, value: Any) -> str:
    if value is None:
        return _ABSENT.get(field, "found out")
    if field == "activation":
        return activation_text(value)
    if field in _CATALOGUES and value in _CATALOGUES[field]:
        return lowered(str(_CATALOGUES[field][value].label))
    if isinstance(value, float):
        return setting(value, 4)
    return str(value)


def _source_text(data: Data) -> str:
    return Path(data.path).name if data.path else lowered(DATA_SOURCES[data.source].label)
