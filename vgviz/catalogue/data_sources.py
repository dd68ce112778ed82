"""Data sources: what each is and which of the record's fields it reads. The generators are in the engine."""

from dataclasses import dataclass
from types import MappingProxyType

from vgviz.catalogue.losses import Task


@dataclass(frozen=True, slots=True)
class DataSource:
    """One source of data; ``uses`` names the fields of the ``Data`` record that shape it."""

    name: str
    label: str
    task: Task
    uses: frozenset[str]
    description: str


_DRAWN = frozenset({"samples", "noise"})

_ENTRIES = (
    DataSource("moons", "Two moons", "classification", _DRAWN, "two interleaved half circles"),
    DataSource("circles", "Circles", "classification", _DRAWN, "a ring inside a ring"),
    DataSource("xor", "XOR", "classification", _DRAWN, "opposite quadrants share a class"),
    DataSource("spirals", "Spirals", "classification", _DRAWN | {"classes"}, "interleaved spiral arms"),
    DataSource("blobs", "Blobs", "classification", _DRAWN | {"features", "classes"}, "one cloud a class"),
    DataSource("checkerboard", "Checkerboard", "classification", _DRAWN, "a 4 x 4 board of two classes"),
    DataSource("digits", "Digits", "classification", frozenset({"samples", "noise"}), "8 x 8 written digits"),
    DataSource(
        "csv", "CSV file", "classification", frozenset({"path", "target", "header"}), "a table of your own"
    ),
)

DATA_SOURCES = MappingProxyType({entry.name: entry for entry in _ENTRIES})
