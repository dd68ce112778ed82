"""One layer's weights at two moments: the table, how much they changed, and three pictures."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from vgviz.analysis.weight_change import Column, WeightChange, weight_change
from vgviz.drawing.color_maps import diverging_map_for_background
from vgviz.drawing.signed_picture import signed_pixels
from vgviz.views.images import image_of
from vgviz.views.theme import Theme

Arrays = Mapping[str, NDArray[np.floating[Any]]]


@dataclass(frozen=True, slots=True)
class Order:
    """How rows are ordered: by a column's numbers, or as they lie in the layer."""

    column: Column = "parameter"
    descending: bool = False

    def applied(self, change: WeightChange) -> WeightChange:
        """The rows in this order."""
        if self.column != "parameter":
            return change.sorted_by(self.column, descending=self.descending)
        places = np.sort(change.order)
        return change.in_order(places[::-1] if self.descending else places)


@dataclass(frozen=True, slots=True, eq=False)
class SignedImage:
    """A picture of a weight matrix: a row a unit, a column a source; its colours end at ``largest``."""

    image: QImage
    largest: float


@dataclass(frozen=True, slots=True, eq=False)
class LayerChange:
    """What is shown of a layer.

    Attributes
    ----------
    table : weights, biases and what else the layer has.
    size : norm(change) / norm(before) of its weights.
    before, after, change : pictures of its weights; the first two share a scale.
    """

    table: WeightChange
    size: float
    before: SignedImage
    after: SignedImage
    change: SignedImage


def layer_arrays(parameters: Arrays, layer: int) -> dict[str, NDArray[np.floating[Any]]]:
    """The arrays of one layer."""
    prefix = f"layers.{layer}."
    return {name: array for name, array in parameters.items() if name.startswith(prefix)}


def layer_change(before: Arrays, after: Arrays, layer: int, order: Order, theme: Theme) -> LayerChange:
    """Compare a layer at two moments; its shapes must be the same in both."""
    table = weight_change(layer_arrays(before, layer), layer_arrays(after, layer))
    name = f"layers.{layer}.weight"
    first, second, change = table.before[name], table.after[name], table.change[name]
    largest = max(_largest(first), _largest(second))
    return LayerChange(
        order.applied(table),
        table.relative_change[name],
        signed_image(first, largest, theme),
        signed_image(second, largest, theme),
        signed_image(change, _largest(change), theme),
    )


def signed_image(weights: NDArray[np.float64], largest: float, theme: Theme) -> SignedImage:
    """The weights in colours."""
    colors = diverging_map_for_background(theme.background)
    pixels = signed_pixels(weights.T, largest, colors, theme.not_a_number)
    return SignedImage(image_of(pixels), largest)


def _largest(values: NDArray[np.float64]) -> float:
    largest = float(np.nanmax(np.abs(values), initial=0.0)) if values.size else 0.0
    return largest if isfinite(largest) else float(np.abs(values[np.isfinite(values)]).max(initial=0.0))
