"""Where the parts of the diagram lie for one network in one size."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from vgviz.drawing.detail import Detail, level_of_detail
from vgviz.drawing.edges import EdgePlaces
from vgviz.drawing.layout import LANE_PADDING, Box, NetworkLayout, arrange
from vgviz.drawing.matrices import MatrixPlace, matrix_place
from vgviz.drawing.view import WHOLE, View, clamped, magnified
from vgviz.views.diagram import color_bar, marks
from vgviz.views.diagram.labels import LABEL_ROWS, name_width, thinned_names
from vgviz.views.diagram.lanes import FOOT, FOOT_GAP
from vgviz.views.diagram.names import Names
from vgviz.views.theme import SPACING, Theme, font

MARGIN = 2.0 * SPACING
_ARROW_HEIGHT = 22.0
_LOW = 240.0  # px: in lower pictures the neurons need the arrow's room, and that of margins
_LOW_MARGIN = 4.0
_NARROW_GAP = 24.0
_EDGE = SPACING  # px beside a picture of which a part is in view
_LEAST_NETWORK = 32.0  # px of height, for which numbers under the layers give way, then marks above them
_FOOT_CLEAR = 6.0  # px between feet and labels, so that neither is painted again for the other's sake
# px: in narrower columns the names would take the room of the numbers below
_LEAST_PITCH_OF_INPUTS, _LEAST_PITCH_OF_OUTPUTS = 20.0, 62.0


@dataclass(frozen=True, slots=True)
class Scene:
    """The geometry of one picture, in logical pixels.

    Attributes
    ----------
    whole : the network with everything in view; ``layout`` is what ``view`` shows of it.
    names, shown_names : of all outer neurons, and those with room in the picture, "" for one without.
    has_marks : whether there is room for `marks` over the lanes.
    """

    width: float
    height: float
    whole: NetworkLayout
    view: View
    layout: NetworkLayout
    detail: Detail
    places: EdgePlaces
    matrices: tuple[MatrixPlace, ...]
    names: Names
    shown_names: Names
    title: QRectF
    arrow: QRectF
    has_marks: bool
    labels_top: float
    label_rows: int
    color_bar: QRectF
    edge_width: float


@lru_cache(maxsize=8)  # four runs while they are resized
def scene(
    widths: tuple[int, ...],
    width: float,
    height: float,
    names: Names,
    theme: Theme,
    *,
    marked: bool = False,
    with_bar: bool = True,
    view: View = WHOLE,
    ease: int = 0,
) -> Scene:
    """Lay the diagram out, ``marked`` with room for `marks` over the lanes, ``with_bar`` with its own bar.

    ``view`` says what is looked at, ``ease`` takes detail away.
    """
    line = QFontMetricsF(font(theme.small)).height()
    is_low = height < _LOW
    title_top = _LOW_MARGIN if is_low else 0.75 * MARGIN
    title = QRectF(MARGIN, title_top, width - 2 * MARGIN, QFontMetricsF(font(theme.title)).height())
    arrow_height = 0.0 if is_low else max(_ARROW_HEIGHT, line + 6)
    arrow = QRectF(MARGIN, title.bottom() + 4, width - 2 * MARGIN, arrow_height)
    bar_height = color_bar.height(theme) if with_bar else 0.0
    bar = QRectF(MARGIN, height - bar_height - 6, width - 2 * MARGIN, bar_height)
    words_bottom = height - _LOW_MARGIN if is_low and not with_bar else bar.top() - SPACING
    top = arrow.bottom() + 4
    below = words_bottom - _FOOT_CLEAR - FOOT_GAP - FOOT - top
    marks_height = marks.HEIGHT if marked and below - line - marks.HEIGHT >= _LEAST_NETWORK else 0.0
    top, below = top + marks_height, below - marks_height
    rows = next((rows for rows in (LABEL_ROWS, 2) if below - rows * line >= _LEAST_NETWORK), 1)
    labels_top = words_bottom - rows * line
    room = max(below - rows * line, 1.0)
    shown, left, right = _fitting(widths, names, width, room, theme)
    # Whole numbers, so that the raster's pixels are the device's at every whole sharpness.
    box = Box(round(left), round(top), max(round(width - left - right), 1), max(round(room), 1))
    whole = _whole(widths, box)
    view = clamped(whole, view)
    layout = magnified(whole, view, Box(_EDGE, box.top, max(round(width) - 2 * _EDGE, 1), box.height))
    detail = level_of_detail(layout, ease)
    return Scene(
        width,
        height,
        whole,
        view,
        layout,
        detail,
        EdgePlaces(layout, detail),
        tuple(matrix_place(layout, gap) for gap in np.flatnonzero(detail.matrices).tolist()),
        names,
        shown if view.is_whole else _legible(layout, names, theme),
        title,
        arrow,
        marks_height > 0,
        labels_top,
        rows,
        bar,
        _edge_width(detail.edges, layout.pitch - layout.lane_width),
    )


@lru_cache(maxsize=8)
def _whole(widths: tuple[int, ...], box: Box) -> NetworkLayout:
    """The network with everything in view: the same one for every view of it."""
    return arrange(widths, box)


def _legible(layout: NetworkLayout, names: Names, theme: Theme) -> Names:
    """The names of the outer columns' neurons, as many as there is room for."""
    first, last = layout.columns[0], layout.columns[-1]
    return Names(
        thinned_names(first.spacing, names.inputs, theme) if layout.gapped else (),
        thinned_names(last.spacing, names.outputs, theme) if layout.gapped else (),
    )


def _fitting(
    widths: Sequence[int], names: Names, width: float, height: float, theme: Theme
) -> tuple[Names, float, float]:
    """The names that fit, and the margins that leave room for them beside the outer lanes."""
    pitch = width / len(widths)
    inputs = names.inputs if pitch > _LEAST_PITCH_OF_INPUTS else ()
    outputs = names.outputs if pitch > _LEAST_PITCH_OF_OUTPUTS else ()
    room = max(height - 2 * LANE_PADDING, 1.0)
    shown = Names(
        thinned_names(room / widths[0], inputs, theme), thinned_names(room / widths[-1], outputs, theme)
    )
    beside_lane = 0.15 * pitch
    margins = [
        max(MARGIN, MARGIN / 2 + name_width(part, theme, width) + 6 - beside_lane)
        for part in (shown.inputs, shown.outputs)
    ]
    return shown, margins[0], margins[1]


def _edge_width(edges: Sequence[int], gap: float) -> float:
    """Few edges are drawn boldly, many or short ones finely; in logical pixels."""
    most = float(max(*edges, 1))
    return max(1.1 if gap > _NARROW_GAP else 0.8, 2.6 * float(most**-0.16) * min(1.0, gap / _NARROW_GAP))
