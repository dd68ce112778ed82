"""Data sources: what each is and which of the record's fields it reads. The generators are in the engine."""

from dataclasses import dataclass
from types import MappingProxyType

from vgviz.catalogue.losses import Task


@dataclass(frozen=True, slots=True)
class DataSource:
    """One source of data.

    Attributes
    ----------
    task : "classification" or "regression"; None where the samples decide.
    uses : fields of the ``Data`` record that shape it, besides ``test_fraction`` and ``standardize``.
    classes : how many there are; None where the record or the samples decide, or in a regression.
    source : who measured or described it, and the terms of use of measured data.
    """

    name: str
    label: str
    task: Task | None
    uses: frozenset[str]
    classes: int | None
    description: str
    source: str = ""

    @property
    def is_file(self) -> bool:
        """Whether it is a file of the user's own."""
        return "path" in self.uses

    @property
    def is_measured(self) -> bool:
        """Whether it comes from the world, by way of scikit-learn."""
        return _UCI in self.source


_DRAWN = frozenset({"samples", "noise"})
_TABLE = frozenset({"path", "target", "task"})
_UCI = "UCI Machine Learning Repository, CC BY 4.0, in scikit-learn’s copy"

_ENTRIES = (
    DataSource("moons", "Two moons", "classification", _DRAWN, 2, "two interleaved half circles"),
    DataSource("circles", "Circles", "classification", _DRAWN, 2, "a ring inside a ring"),
    DataSource("xor", "XOR", "classification", _DRAWN, 2, "opposite quadrants share a class"),
    DataSource("spirals", "Spirals", "classification", _DRAWN | {"classes"}, None, "interleaved spiral arms"),
    DataSource(
        "blobs", "Blobs", "classification", _DRAWN | {"features", "classes"}, None, "one cloud a class"
    ),
    DataSource("checkerboard", "Checkerboard", "classification", _DRAWN, 2, "a 4 × 4 board of two classes"),
    DataSource(
        "parity",
        "Parity",
        "classification",
        _DRAWN | {"features"},
        2,
        "inputs of −1 and 1; the class says whether the number of ones is odd",
        "Minsky and Papert 1969",
    ),
    DataSource(
        "noise",
        "Noise",
        "classification",
        frozenset({"samples", "features", "classes"}),
        None,
        "standard normal inputs whose classes mean nothing: there is only the network itself to see",
    ),
    DataSource("wave", "Wave", "regression", _DRAWN, None, "a sine curve of one input: y = sin 2πx"),
    DataSource("surface", "Surface", "regression", _DRAWN, None, "a hilly landscape: y = sin πx₁ · cos πx₂"),
    DataSource(
        "iris",
        "Iris",
        "classification",
        frozenset(),
        3,
        "150 flowers of three kinds, four lengths and widths of each",
        f"Fisher 1936; {_UCI}",
    ),
    DataSource(
        "wine",
        "Wine",
        "classification",
        frozenset(),
        3,
        "178 wines of three growers, 13 figures of a chemical analysis",
        f"Forina and others 1988; {_UCI}",
    ),
    DataSource(
        "breast_cancer",
        "Breast cancer",
        "classification",
        frozenset(),
        2,
        "569 tumours, benign or malignant, 30 figures of their cells’ shapes",
        f"Wolberg, Street and Mangasarian 1993; {_UCI}",
    ),
    DataSource(
        "digits",
        "Digits",
        "classification",
        _DRAWN,
        10,
        "written digits of 8 × 8 pixels",
        f"Alpaydin and Kaynak 1998; {_UCI}",
    ),
    DataSource("csv", "CSV file", None, _TABLE | {"header"}, None, "a table of your own, written as text"),
    DataSource("npz", "NPZ file", None, frozenset({"path", "task"}), None, "your own NumPy arrays x and y"),
    DataSource("parquet", "Parquet file", None, _TABLE, None, "a table of your own, in columns"),
)

DATA_SOURCES = MappingProxyType({entry.name: entry for entry in _ENTRIES})
