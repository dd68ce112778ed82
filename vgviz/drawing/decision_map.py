"""What a network decides over the plane of two inputs, and where its samples lie."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.contour import zero_contour
from vgviz.drawing.input_plane import InputPlane, plane_of
from vgviz.experiment import ExperimentError

if TYPE_CHECKING:
    from vgviz.drawing.color_scale import FloatArray
    from vgviz.engine.simulation import Simulation

MOST_CELLS, LEAST_CELLS = 10_000, 144
MOST_WORK = 2**24  # multiplications for one map: some 10 ms
NEEDS_TWO_FEATURES = "A decision map needs data with two features; these have {}."


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The samples on a map, the training part first.

    Attributes
    ----------
    places : shape (samples, 2).
    classes : labels, or all 0 in a regression, shape (samples,).
    shares : in a regression each target on the map's scale from -1 to 1, else empty.
    in_test, wrong : which the network does not train on, and which it takes for another class.
    """

    places: FloatArray
    classes: NDArray[np.int64]
    shares: FloatArray
    in_test: NDArray[np.bool_]
    wrong: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class DecisionMap:
    """A network's answers over ``plane``, the first row at the top.

    Attributes
    ----------
    home : the part of the plane where the samples lie.
    winners : the class that has most in each cell, shape (rows, columns); all 0 in a regression.
    strengths : how sure it is, from 0 (all classes have as much) to 1; in a regression from -1 to 1, the
        value's distance from the targets' mean in units of ``reach``.
    outputs : the probability of the winning class, or where the loss knows none its output; a value.
    borders : where the decision changes, in the plane, shape (4, segments), see `zero_contour`; in a
        regression where the value is the targets' mean.
    center, reach : of a regression's scale, else 0 and 1.
    class_names : empty in a regression.
    has_probabilities : whether ``outputs`` are probabilities.
    """

    plane: InputPlane
    home: InputPlane
    winners: NDArray[np.uint8]
    strengths: FloatArray
    outputs: FloatArray
    borders: FloatArray
    samples: Samples
    center: float
    reach: float
    class_names: tuple[str, ...]
    feature_names: tuple[str, ...]
    has_probabilities: bool

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column at a place of the plane; None outside."""
        rows, columns = self.winners.shape
        column = math.floor((x - self.plane.left) / self.plane.width * columns)
        row = math.floor((self.plane.top - y) / self.plane.height * rows)
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """The sample nearest to a place, by number, if it is not further than ``reach``."""
        places = self.samples.places
        distance = np.hypot(places[:, 0] - x, places[:, 1] - y)
        number = int(distance.argmin())
        return number if distance[number] <= reach else None


@dataclass(frozen=True, slots=True)
class DecisionMapQuestion:
    """The map of a part of the plane ``aspect`` times as wide as high; None is where the samples lie."""

    view: InputPlane | None = None
    aspect: float = 1.0

    def answer(self, simulation: Simulation) -> DecisionMap:
        """The map now.

        Raises
        ------
        ExperimentError
            If the data do not have two features.
        """
        home = plane_of(simulation.dataset)
        if home is None:
            raise ExperimentError(NEEDS_TWO_FEATURES.format(simulation.dataset.features))
        plane = (self.view or home).shaped(self.aspect)
        cells = min(max(MOST_WORK // simulation.plan.parameter_count, LEAST_CELLS), MOST_CELLS)
        columns = max(2, round(math.sqrt(cells * self.aspect)))
        shape = max(2, round(columns / self.aspect)), columns
        outputs = simulation.predict(plane.points(columns, shape[0]))
        make = _of_values if simulation.plan.task == "regression" else _of_classes
        return make(simulation, outputs.astype(np.float64), shape, plane, home)


def _of_classes(
    simulation: Simulation, outputs: FloatArray, shape: tuple[int, int], plane: InputPlane, home: InputPlane
) -> DecisionMap:
    dataset, classes = simulation.dataset, outputs.shape[1]
    winners = outputs.argmax(axis=1)
    top = outputs[np.arange(len(outputs)), winners]
    has_probabilities = simulation.plan.loss.kind.classes == "label"
    with np.errstate(invalid="ignore", over="ignore"):
        strengths = (top * classes - 1) / (classes - 1) if has_probabilities else _lead(outputs)
    labels = np.concatenate([dataset.y_train, dataset.y_test]).astype(np.int64)
    predicted = simulation.predict(_places(simulation)).argmax(axis=1)
    return DecisionMap(
        plane,
        home,
        winners.reshape(shape).astype(np.uint8),
        np.clip(strengths, 0.0, 1.0).reshape(shape),
        top.reshape(shape),
        _class_borders(outputs, shape, plane),
        Samples(_places(simulation), labels, np.empty(0), _in_test(simulation), predicted != labels),
        0.0,
        1.0,
        dataset.class_names,
        dataset.feature_names,
        has_probabilities,
    )


def _of_values(
    simulation: Simulation, outputs: FloatArray, shape: tuple[int, int], plane: InputPlane, home: InputPlane
) -> DecisionMap:
    dataset = simulation.dataset
    targets = np.concatenate([dataset.y_train, dataset.y_test])[:, 0]
    center = float(targets.mean())
    reach = float(np.abs(targets - center).max()) or 1.0
    values = outputs[:, 0].reshape(shape)
    nothing = np.zeros(len(targets), dtype=np.int64)
    with np.errstate(invalid="ignore", over="ignore"):
        strengths = np.clip((values - center) / reach, -1.0, 1.0)
    shares = (targets - center) / reach
    samples = Samples(_places(simulation), nothing, shares, _in_test(simulation), nothing.astype(np.bool_))
    return DecisionMap(
        plane,
        home,
        np.zeros(shape, dtype=np.uint8),
        strengths,
        values,
        _in_plane(zero_contour(values - center), shape, plane),
        samples,
        center,
        reach,
        (),
        dataset.feature_names,
        False,
    )


def _lead(outputs: FloatArray) -> FloatArray:
    """How far the first output is ahead of the second, of targets that are 1 apart or more."""
    ordered = np.sort(outputs, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def _class_borders(outputs: FloatArray, shape: tuple[int, int], plane: InputPlane) -> FloatArray:
    """Where a class is as strong as the strongest other; of two classes both have the same border."""
    classes = outputs.shape[1]
    parts = []
    for number in range(1 if classes == 2 else 0, classes):
        others = np.delete(outputs, number, axis=1).max(axis=1)
        with np.errstate(invalid="ignore"):
            parts.append(zero_contour((outputs[:, number] - others).reshape(shape)))
    return _in_plane(np.concatenate(parts, axis=1), shape, plane)


def _in_plane(segments: FloatArray, shape: tuple[int, int], plane: InputPlane) -> FloatArray:
    x, y = plane.width / shape[1], plane.height / shape[0]
    return np.stack(
        [
            plane.left + x * segments[0],
            plane.top - y * segments[1],
            plane.left + x * segments[2],
            plane.top - y * segments[3],
        ]
    )


def _places(simulation: Simulation) -> FloatArray:
    return np.concatenate([simulation.dataset.x_train, simulation.dataset.x_test])


def _in_test(simulation: Simulation) -> NDArray[np.bool_]:
    return np.arange(len(_places(simulation))) >= len(simulation.dataset.x_train)
