"""Synthetic data: each draws ``samples`` points and their classes or targets from a generator handed in.

Points come out ordered by class; whoever splits them shuffles them. Noise is Gaussian with standard deviation
``noise`` in the units of the plane, where the moons have radius 1; in a regression it moves the targets, else
the points. The draws do not depend on ``noise``, so that turning it moves each point along a straight line.
"""

from collections.abc import Callable
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vgviz.experiment import Data

FloatArray = NDArray[np.float64]
LabelArray = NDArray[np.int64]
Points = tuple[FloatArray, LabelArray]
Curve = tuple[FloatArray, FloatArray]

RING_RATIO = 0.5
SPIRAL_RADIUS = 2.0
SPIRAL_TURNS = 1.25
BOARD_SIDE = 4


def _balanced_labels(samples: int, classes: int) -> LabelArray:
    """Labels in ascending order; class sizes differ by at most one."""
    return np.sort(np.arange(samples, dtype=np.int64) % classes)


def rank_in_class(labels: LabelArray) -> LabelArray:
    """How many samples of the same class come before each sample."""
    by_class = np.argsort(labels, kind="stable")
    sizes = np.bincount(labels)
    rank = np.empty(labels.size, dtype=np.int64)
    rank[by_class] = np.arange(labels.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return rank


def _blurred(points: FloatArray, noise: float, generator: np.random.Generator) -> FloatArray:
    return points + noise * generator.standard_normal(points.shape)


def moons(data: Data, generator: np.random.Generator) -> Points:
    """Two interleaved half circles of radius 1, with the formula of scikit-learn's ``make_moons``."""
    outer = np.linspace(0.0, np.pi, data.samples // 2)
    inner = np.linspace(0.0, np.pi, data.samples - data.samples // 2)
    points = np.concatenate(
        (
            np.column_stack((np.cos(outer), np.sin(outer))),
            np.column_stack((1.0 - np.cos(inner), 1.0 - np.sin(inner) - 0.5)),
        )
    )
    labels = np.repeat(np.array([0, 1], dtype=np.int64), (outer.size, inner.size))
    return _blurred(points, data.noise, generator), labels


def circles(data: Data, generator: np.random.Generator) -> Points:
    """A ring of radius 1 (class 0) and one of half that radius inside it (class 1)."""
    labels = _balanced_labels(data.samples, 2)
    angle = 2.0 * np.pi * rank_in_class(labels) / np.bincount(labels)[labels]
    radius = np.where(labels == 0, 1.0, RING_RATIO)
    points = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    return _blurred(points, data.noise, generator), labels


def xor(data: Data, generator: np.random.Generator) -> Points:
    """The square [-1, 1]^2; class 1 where the two coordinates have different signs."""
    labels = _balanced_labels(data.samples, 2)
    rank = rank_in_class(labels)
    side = np.where(rank % 2 == 0, 1.0, -1.0)
    signs = np.column_stack((side, np.where(labels == 0, side, -side)))
    points = signs * generator.random((data.samples, 2))
    return _blurred(points, data.noise, generator), labels


def spirals(data: Data, generator: np.random.Generator) -> Points:
    """One spiral arm a class, from the centre out to radius 2 in one turn and a quarter."""
    labels = _balanced_labels(data.samples, data.classes)
    along = (rank_in_class(labels) + 1.0) / np.bincount(labels)[labels]
    angle = 2.0 * np.pi * (SPIRAL_TURNS * along + labels / data.classes)
    radius = SPIRAL_RADIUS * along
    points = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
    return _blurred(points, data.noise, generator), labels


def _spread_centres(count: int, features: int, generator: np.random.Generator) -> FloatArray:
    """Evenly spread centres in [-1, 1]^features: Roberts' additive recurrence from a random start."""
    ratio = 2.0
    for _ in range(64):
        ratio = (1.0 + ratio) ** (1.0 / (features + 1))
    steps = ratio ** -np.arange(1.0, features + 1.0)
    start = generator.random(features)
    return 2.0 * ((start + np.arange(count)[:, None] * steps) % 1.0) - 1.0


def blobs(data: Data, generator: np.random.Generator) -> Points:
    """One round Gaussian cloud of standard deviation ``noise`` a class, in ``features`` dimensions."""
    labels = _balanced_labels(data.samples, data.classes)
    centres = _spread_centres(data.classes, data.features, generator)
    return _blurred(centres[labels], data.noise, generator), labels


def checkerboard(data: Data, generator: np.random.Generator) -> Points:
    """A board of 4 x 4 unit squares around the origin; neighbouring squares differ in class."""
    labels = _balanced_labels(data.samples, 2)
    rank = rank_in_class(labels)
    # A row holds two squares of each class, and the squares of a class shift by one from row to row.
    row, pair = rank // 2 % BOARD_SIDE, rank % 2
    column = 2 * pair + (row + labels) % 2
    corner = np.column_stack((column, row)) - BOARD_SIDE / 2
    points = corner + generator.random((data.samples, 2))
    return _blurred(points, data.noise, generator), labels


def parity(data: Data, generator: np.random.Generator) -> Points:
    """Corners of [-1, 1]^features, drawn at random; class 1 where the number of ones is odd."""
    labels = _balanced_labels(data.samples, 2)
    bits = generator.integers(0, 2, (data.samples, data.features))
    bits[:, -1] = (labels + bits[:, :-1].sum(axis=1)) % 2
    points = (2 * bits - 1).astype(np.float64)
    return _blurred(points, data.noise, generator), labels


def noise(data: Data, generator: np.random.Generator) -> Points:
    """Standard normal points, with classes that do not depend on them."""
    points = generator.standard_normal((data.samples, data.features))
    return points, _balanced_labels(data.samples, data.classes)


def wave(data: Data, generator: np.random.Generator) -> Curve:
    """Two periods of a sine: y = sin(2 pi x), x uniform in [-1, 1]."""
    x = 2.0 * generator.random((data.samples, 1)) - 1.0
    height: FloatArray = np.sin(2.0 * np.pi * x)
    return x, _blurred(height, data.noise, generator)


def surface(data: Data, generator: np.random.Generator) -> Curve:
    """Hills and hollows: y = sin(pi x_1) cos(pi x_2), x uniform in [-1, 1]^2."""
    x = 2.0 * generator.random((data.samples, 2)) - 1.0
    height: FloatArray = np.sin(np.pi * x[:, :1]) * np.cos(np.pi * x[:, 1:])
    return x, _blurred(height, data.noise, generator)


GENERATORS: MappingProxyType[str, Callable[[Data, np.random.Generator], Points | Curve]] = MappingProxyType(
    {
        "moons": moons,
        "circles": circles,
        "xor": xor,
        "spirals": spirals,
        "blobs": blobs,
        "checkerboard": checkerboard,
        "parity": parity,
        "noise": noise,
        "wave": wave,
        "surface": surface,
    }
)
