"""What each neuron answers, as a little picture in its disc."""

from itertools import groupby
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from vgviz.drawing.color_maps import diverging_map_for_background
from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.neuron_pictures import FINE_CELLS, USUAL_CELLS, NeuronPictures
from vgviz.drawing.raster import Pixels
from vgviz.drawing.sprites import disc_sprites, sprite_table
from vgviz.views.diagram.lanes import columns_in_view
from vgviz.views.theme import Theme

Stamps = tuple[Pixels, NDArray[np.float64]]  # sprites and, in logical pixels, the centre of each

SMALLEST_NEURON = 6.5  # px of radius; smaller ones have no room for a picture
LARGE_NEURON = 30.0  # px of radius, from which on a usual picture's cells would show
INTERVAL = 0.1  # s from one set of pictures to the next while the network trains
_RING, _LEAST_RING = 0.18, 1.5  # of the radius, px: what stays of the disc around its picture


def has_room(layout: NetworkLayout) -> bool:
    """Whether neurons are large enough for a picture."""
    return layout.radius >= SMALLEST_NEURON and any(column.circles for column in layout.columns)


def cells(layout: NetworkLayout) -> int:
    """How finely pictures are to be asked for."""
    return FINE_CELLS if layout.radius >= LARGE_NEURON else USUAL_CELLS


class Answers:
    """The pictures on show, as sprites that are made anew only when something changes."""

    def __init__(self) -> None:
        self.pictures: NeuronPictures | None = None
        self._shown_since = 0.0
        self._of: tuple[object, ...] = ()
        self._stamps: list[Stamps] = []

    def show(self, pictures: NeuronPictures | None, *, in_motion: bool) -> bool:
        """Take other pictures, unless it is too early; whether they were taken."""
        now = perf_counter()
        if pictures is self.pictures or (in_motion and pictures and now - self._shown_since < INTERVAL):
            return False
        self.pictures, self._shown_since = pictures, now
        return True

    def stamps(self, layout: NetworkLayout, theme: Theme, scale: float) -> list[Stamps]:
        """What is to be laid over the neurons of ``layout``: nothing where there is no room.

        Nothing either where the pictures are of a network of another shape.
        """
        pictures, units = self.pictures, tuple(column.units for column in layout.columns)
        if pictures is None or pictures.widths != units or not has_room(layout):
            return []
        of = (pictures, layout, theme, scale)
        if of != self._of:
            self._of = of
            self._stamps = _stamps(pictures, layout, theme, scale)
        return self._stamps


def _stamps(pictures: NeuronPictures, layout: NetworkLayout, theme: Theme, scale: float) -> list[Stamps]:
    radius = (layout.radius - max(_LEAST_RING, _RING * layout.radius)) * scale
    table = sprite_table(diverging_map_for_background(theme.background), theme.not_a_number)
    shown, places = [], []
    for index in columns_in_view(layout):
        column, layer = layout.columns[index], pictures.columns[index]
        if column.circles and len(layer.pictures):
            centers = column.centers()
            seen = _in_view(centers, layout)
            shown.append(layer.pictures[seen])
            places.append(centers[:, seen])
    stamps = []
    for _, alike in groupby(zip(shown, places, strict=True), lambda pair: pair[0].shape[1:]):
        parts, where = zip(*alike, strict=True)
        sprites = disc_sprites(np.concatenate(parts), radius, table)
        stamps.append((sprites, np.concatenate(where, axis=1)))
    return stamps


def _in_view(centers: NDArray[np.float64], layout: NetworkLayout) -> NDArray[np.bool_]:
    """Which neurons can be seen, at least in part."""
    box, (x, y) = layout.box, centers
    across = (x > box.left - layout.radius) & (x < box.right + layout.radius)
    return np.asarray(across & (y > box.top - layout.radius) & (y < box.bottom + layout.radius))
