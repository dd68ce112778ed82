"""Measured data that scikit-learn ships: flowers, wines, tumours, written digits.

Its files are read without importing it, which takes over a second and a hundred megabytes.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.generators import rank_in_class
from vgviz.engine.raw_data import RawData
from vgviz.experiment import Data, ExperimentError

FILES = {
    "iris": "iris.csv",
    "wine": "wine_data.csv",
    "breast_cancer": "breast_cancer.csv",
    "digits": "digits.csv.gz",
}
MEASURED = tuple(FILES)
_IRIS = tuple(f"{part} {side} (cm)" for part in ("sepal", "petal") for side in ("length", "width"))
_WINE = (
    "alcohol",
    "malic acid",
    "ash",
    "alcalinity of ash",
    "magnesium",
    "total phenols",
    "flavanoids",
    "nonflavanoid phenols",
    "proanthocyanins",
    "color intensity",
    "hue",
    "od280/od315 of diluted wines",
    "proline",
)
_NUCLEI = (
    *("radius", "texture", "perimeter", "area", "smoothness"),
    *("compactness", "concavity", "concave points", "symmetry", "fractal dimension"),
)
_CANCER = tuple(form.format(name) for form in ("mean {}", "{} error", "worst {}") for name in _NUCLEI)
_PIXELS = tuple(f"pixel {row},{column}" for row in range(8) for column in range(8))
_FEATURES = {"iris": _IRIS, "wine": _WINE, "breast_cancer": _CANCER, "digits": _PIXELS}


@cache
def _table(source: str) -> RawData:
    """The whole file: the label in the last column, the names of the classes in the first line."""
    has_names = source != "digits"
    path = _folder() / FILES[source]
    try:
        rows = np.loadtxt(path, delimiter=",", skiprows=1 if has_names else 0)
        first_line = path.read_text().partition("\n")[0] if has_names else ""
    except OSError as error:
        raise ExperimentError(
            f"data.source: got {source!r}, but scikit-learn’s copy of it: {error}"
        ) from None
    x, y = np.ascontiguousarray(rows[:, :-1]), rows[:, -1].astype(np.int64)
    names = tuple(first_line.replace("_", " ").split(",")[2:]) if has_names else tuple(map(str, range(10)))
    return RawData(x, y, _FEATURES[source], names)


def _folder() -> Path:
    spec = find_spec("sklearn")
    if spec is None or spec.origin is None:
        raise ExperimentError(
            "data.source: measured data come with the package scikit-learn, which is not installed; "
            "install it with: pip install scikit-learn"
        )
    return Path(spec.origin).parent / "datasets" / "data"


def measured_data(data: Data, generator: np.random.Generator) -> RawData:
    """The whole table, or of the digits up to ``samples``, classes balanced.

    ``noise`` moves the digits' pixels, in units of each pixel's deviation.
    """
    table = _table(data.source)
    if data.source != "digits":
        return table
    chosen = _round_robin(table.labels, generator.permutation(len(table.y)))[: data.samples]
    x, y = table.x[chosen], table.labels[chosen]
    x = x + data.noise * x.std(axis=0) * generator.standard_normal(x.shape)
    return RawData(x, y, table.feature_names, table.class_names)


def _round_robin(labels: NDArray[np.int64], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """``order`` rearranged so that the classes take turns."""
    return order[np.argsort(rank_in_class(labels[order]), kind="stable")]
