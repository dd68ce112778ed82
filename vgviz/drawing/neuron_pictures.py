"""What each neuron answers, as a little picture: over the input plane, or of images what excites it most."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.input_plane import plane_of
from vgviz.engine.losses import predictions
from vgviz.engine.reference import function_and_derivative
from vgviz.experiment import Activation, ExperimentError
from vgviz.number_format import number

if TYPE_CHECKING:
    from vgviz.drawing.color_scale import FloatArray
    from vgviz.engine.simulation import Simulation

Pictures = NDArray[np.float32]
USUAL_CELLS, LEAST_CELLS = 24, 8  # of a picture's side
FINE_CELLS = 48  # where neurons are large
MOST_WORK = 2**24  # multiplications for one set of pictures: some 10 ms
PIXEL_RANGE = 2.5  # standard deviations that a pixel's colour spans
PLANE, WEIGHTS, SAMPLE = "plane", "weights", "sample"
NEEDS_PLANE_OR_IMAGE = "Neurons have pictures only for data with two features, or for images."
TOO_LARGE = "The network is too large for pictures of all its neurons."


@dataclass(frozen=True, slots=True, eq=False)
class LayerPictures:
    """The pictures of one layer's neurons.

    Attributes
    ----------
    pictures : what is painted, from -1 to 1, shape (units, rows, columns); NaN is not a number.
    lowest, highest : what each neuron answers at least and at most, shape (units,).
    center, reach : the answer that is painted as 0, and how far from it is painted as 1, shape (units,).
    kind : ``plane``: its answer over the input plane. ``weights``: its weights, which of all inputs of one
        length excite it most. ``sample``: the sample of the probe batch that excites it most.
    samples : for ``sample`` which one, shape (units,), else empty.
    """

    pictures: Pictures
    lowest: FloatArray
    highest: FloatArray
    center: FloatArray
    reach: FloatArray
    kind: str
    samples: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class NeuronPictures:
    """Pictures of the input's neurons, of which those of images have none, then of every layer's.

    ``widths`` are those of the network they are of.
    """

    columns: tuple[LayerPictures, ...]
    widths: tuple[int, ...]

    def words(self, column: int, unit: int) -> str:
        """What the picture of a neuron shows, in a sentence; empty where it has none."""
        layer = self.columns[column]
        if not len(layer.pictures):
            return ""
        low, high = (number(float(ends[unit])) for ends in (layer.lowest, layer.highest))
        if layer.kind == SAMPLE:
            chosen = f"sample {layer.samples[unit] + 1} of the training data, which excites it most"
            return f"Picture: {chosen}. Answers {low} to {high}"
        if layer.kind == WEIGHTS:
            return f"Picture: its weights, the pattern that excites it most. Answers {low} to {high}"
        center, reach = float(layer.center[unit]), float(layer.reach[unit])
        ends = f"{number(center - reach)} … {number(center + reach)}"
        return f"Picture: its answer over the input plane, {low} to {high}. Colours {ends}"


@dataclass(frozen=True, slots=True)
class NeuronPicturesQuestion:
    """What every neuron answers now, over the plane in ``cells`` x ``cells`` points unless that is slow."""

    cells: int = USUAL_CELLS

    def answer(self, simulation: Simulation) -> NeuronPictures:
        """Pictures of every neuron.

        Raises
        ------
        ExperimentError
            If the data have no plane and no image, or the network is too large.
        """
        plane = plane_of(simulation.dataset)
        if plane is not None:
            side = _affordable_side(simulation.plan.parameter_count, self.cells)
            return _over_plane(simulation, plane.points(side, side), (side, side))
        shape = image_shape(simulation.dataset.feature_names)
        if shape is None:
            raise ExperimentError(NEEDS_PLANE_OR_IMAGE)
        return _of_images(simulation, shape)


@lru_cache(maxsize=4)
def image_shape(feature_names: tuple[str, ...]) -> tuple[int, int] | None:
    """Rows and columns of the image whose pixels the features are, in order; None if they are not."""
    places = [re.fullmatch(r"pixel (\d+),(\d+)", name) for name in feature_names]
    if not places or None in places:
        return None
    rows, columns = (1 + max(int(place[part]) for place in places if place) for part in (1, 2))
    return (rows, columns) if rows * columns == len(places) else None


def _affordable_side(parameters: int, wished: int) -> int:
    side = min(math.isqrt(MOST_WORK // parameters), wished)
    if side < LEAST_CELLS:
        raise ExperimentError(TOO_LARGE)
    return side


def _over_plane(simulation: Simulation, points: FloatArray, shape: tuple[int, int]) -> NeuronPictures:
    inputs = _inputs_over_plane(points, shape)
    layers = []
    for layer, answers in enumerate(_answers(simulation, points)):
        center, reach = _center_and_reach(simulation, layer, answers)
        pictures = _scaled(answers, center, reach).T.reshape(-1, *shape)
        layers.append(_layer(pictures, answers, center, reach, PLANE))
    return NeuronPictures((inputs, *layers), simulation.plan.widths)


def _inputs_over_plane(points: FloatArray, shape: tuple[int, int]) -> LayerPictures:
    """Each input feature's own ramp."""
    reach = np.abs(points).max(axis=0)
    pictures = _scaled(points, np.zeros(2), reach).T.reshape(-1, *shape)
    return _layer(pictures, points, np.zeros(2), reach, PLANE)


def _of_images(simulation: Simulation, shape: tuple[int, int]) -> NeuronPictures:
    x = simulation.probe[0]
    if simulation.plan.parameter_count * len(x) > MOST_WORK:
        raise ExperimentError(TOO_LARGE)
    nothing = np.empty(0)
    columns = [_layer(np.empty((0, *shape)), nothing[None], nothing, nothing, SAMPLE)]
    for layer, answers in enumerate(_answers(simulation, x)):
        center, reach = _center_and_reach(simulation, layer, answers)
        if layer == 0 and simulation.plan.depth > 1:
            columns.append(_layer(_weight_images(simulation, shape), answers, center, reach, WEIGHTS))
        else:
            columns.append(_most_exciting(x, answers, center, reach, shape))
    return NeuronPictures(tuple(columns), simulation.plan.widths)


def _weight_images(simulation: Simulation, shape: tuple[int, int]) -> FloatArray:
    """Weights of each first-layer neuron, all on the scale of the layer's largest."""
    weight = simulation.live_parameters["layers.0.weight"]
    largest = np.abs(weight[np.isfinite(weight)]).max(initial=0.0) or 1.0
    sign = np.sign(simulation.live_parameters.get("layers.0.norm_scale", np.ones(weight.shape[1])))
    return np.asarray((sign * weight / largest).T.reshape(-1, *shape))


def _most_exciting(
    x: FloatArray, answers: FloatArray, center: FloatArray, reach: FloatArray, shape: tuple[int, int]
) -> LayerPictures:
    """The sample with the largest answer, the fainter the less the neuron tells samples apart."""
    finite = np.where(np.isfinite(answers), answers, -np.inf)
    chosen = finite.argmax(axis=0)
    with np.errstate(invalid="ignore", over="ignore"):
        contrast = np.clip((answers.max(axis=0) - answers.min(axis=0)) / (2.0 * reach), 0.0, 1.0)
    images = np.clip(x[chosen] / PIXEL_RANGE, -1.0, 1.0) * contrast[:, None]
    return _layer(images.reshape(-1, *shape), answers, center, reach, SAMPLE, chosen)


def _answers(simulation: Simulation, x: FloatArray) -> list[FloatArray]:
    """What each layer hands on; of the output layer the probabilities, one a unit, where there are any."""
    layers: list[FloatArray] = [layer.astype(np.float64) for layer in simulation.activations(x)]
    with np.errstate(all="ignore"):
        predicted = predictions(simulation.plan.loss, layers[-1])
    layers[-1] = predicted[:, -layers[-1].shape[1] :]
    return layers


def _center_and_reach(
    simulation: Simulation, layer: int, answers: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The answer painted as 0, and how far from it is painted as 1, for each unit.

    The centre is f(0), of a probability 0.5, of regression targets their mean. The reach is as far as the
    function goes, but 1 where it goes further, or where it answers more than that as far as it does: small
    answers stay faint, large ones are not cut off.
    """
    units = answers.shape[1]
    if layer < simulation.plan.depth - 1:
        middle, usual = _function_range(simulation.plan.activations[layer])
    elif simulation.plan.task == "regression":
        targets = simulation.dataset.y_train
        middle, usual = targets.mean(axis=0), np.maximum(targets.std(axis=0), 1e-12)
    else:
        middle, usual = 0.5, 0.5
    center = np.broadcast_to(np.asarray(middle, dtype=np.float64), (units,))
    with np.errstate(invalid="ignore", over="ignore"):
        largest = np.abs(np.where(np.isfinite(answers), answers - center, 0.0)).max(axis=0)
    return center, np.maximum(largest, usual)


def _function_range(activation: Activation) -> tuple[float, float]:
    """f(0), and how far from it f goes, at most 1."""
    z = np.array([0.0, *np.linspace(-60.0, 60.0, 1201)])
    f = function_and_derivative(activation, z, np.full(1, 0.25))[0]
    return float(f[0]), float(min(np.abs(f - f[0]).max(), 1.0)) or 1.0


def _scaled(answers: FloatArray, center: FloatArray, reach: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", over="ignore"):
        return np.asarray(np.clip((answers - center) / reach, -1.0, 1.0))


def _layer(
    pictures: FloatArray,
    answers: FloatArray,
    center: FloatArray,
    reach: FloatArray,
    kind: str,
    samples: NDArray[np.int64] | None = None,
) -> LayerPictures:
    chosen = np.empty(0, dtype=np.int64) if samples is None else samples
    made = pictures.astype(np.float32)
    for array in (made, chosen):
        array.flags.writeable = False
    return LayerPictures(made, answers.min(axis=0), answers.max(axis=0), center, reach, kind, chosen)
