"""The bands behind the neurons, coloured by each layer's RMS gradient, and strips of many units in them."""

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.layout import Box, Column, NetworkLayout
from vgviz.drawing.strips import shown_layers, strip_codes
from vgviz.views.diagram.colors import code_colors
from vgviz.views.images import image_over
from vgviz.views.theme import Theme, mixed

Colors = NDArray[np.uint32]

FOOT_GAP, FOOT = 3.0, 4.0  # px: under each band its layer's colour at full strength
_TINT = 0.30  # of the layer's colour in its band
_INPUT_TINT = 0.10  # of the muted colour in the input's
_ROUNDING = 7.0
_NARROW = 12.0  # px: narrower bands have square corners, which are painted ten times as fast
_STRIP_INSET = 3.0
_LEAST_BAR = 3.0  # device pixels: narrower layers have no room for a joint


def columns_in_view(layout: NetworkLayout) -> list[int]:
    """The columns whose lanes can be seen, at least in part."""
    box = layout.box
    return [
        index
        for index, column in enumerate(layout.columns)
        if abs(column.x - box.left - box.width / 2) < (box.width + layout.lane_width) / 2
    ]


def lane_frame(layout: NetworkLayout, column: int) -> QRectF:
    """What `paint_lane` may touch."""
    lane = layout.lane(column)
    return QRectF(lane.left, lane.top, lane.width, lane.height + FOOT_GAP + FOOT)


def paint_lane(
    painter: QPainter,
    layout: NetworkLayout,
    column: int,
    code: int,
    colors: ColorScale,
    theme: Theme,
) -> None:
    """Paint a column's band in a tint of its layer's colour and its foot in full; the input has no foot."""
    lane = layout.lane(column)
    if column == 0:
        paint_band(painter, lane, mixed(theme.background, theme.muted, _INPUT_TINT))
        return
    color = code_colors(colors)[code]
    paint_band(painter, lane, mixed(theme.background, color, _TINT))
    paint_foot(painter, lane, color)


def band_colors(codes: Codes, colors: ColorScale, theme: Theme) -> Colors:
    """What `paint_lane` paints each column's band in, the input's first, as 0xFFRRGGBB."""
    bands = _tinted_table(colors, theme)[codes]
    bands[0] = mixed(theme.background, theme.muted, _INPUT_TINT).rgb()
    return bands


def band_rounding(lane: Box) -> float:
    """Radius of a band's corners."""
    return _ROUNDING if lane.width >= _NARROW else 0.0


def paint_band(painter: QPainter, lane: Box, color: QColor) -> None:
    """Paint a band in one colour."""
    rectangle, rounding = QRectF(lane.left, lane.top, lane.width, lane.height), band_rounding(lane)
    if not rounding:
        painter.fillRect(rectangle, color)
    else:
        painter.setBrush(color)
        painter.drawRoundedRect(rectangle, rounding, rounding)


def paint_foot(painter: QPainter, lane: Box, color: QColor) -> None:
    """Paint the foot under a band."""
    painter.setBrush(color)
    foot = QRectF(lane.left, lane.bottom + FOOT_GAP, lane.width, FOOT)
    painter.drawRoundedRect(foot, FOOT / 2, FOOT / 2)


def strip_box(layout: NetworkLayout, column: int) -> Box:
    """Where a column's strip lies within its band."""
    lane, place = layout.lane(column), layout.columns[column]
    inset = min(_STRIP_INSET, lane.width / 5)
    return Box(lane.left + inset, place.top, lane.width - 2 * inset, place.bottom - place.top)


def paint_strip(painter: QPainter, box: Box, codes: Codes, table: Colors, scale: float) -> None:
    """Paint units as equal shares of a height; ``table`` is the colour of each code, see `opaque_table`."""
    rows = max(1, round(box.height * scale))
    paint_cells(painter, box, table[strip_codes(codes, rows)][:, None])


def paint_touching_lanes(
    painter: QPainter,
    layout: NetworkLayout,
    layers: Codes,
    units: Codes,
    colors: ColorScale,
    theme: Theme,
    scale: float,
    places: NDArray[np.int64] | None,
    joints: Sequence[QRectF],
) -> None:
    """Paint layers that have no room between them as one map: a column a layer, a row a unit.

    ``units`` are those of all columns in one row; without any, layers only. Where a layer is wide enough, one
    device pixel of ground sets it off from the next. ``places`` and ``joints`` are what `map_places` and
    `joints_of` give for this layout.
    """
    first, last = layout.lane(1), layout.lane(len(layout.columns) - 1)
    box = Box(first.left, layout.box.top, last.right - first.left, layout.box.height)
    rows = max(1, round(box.height * scale))
    shown = shown_layers(layers, max(1, round(box.width * scale)))
    full, tinted = opaque_table(colors.palette), _tinted_table(colors.palette, theme)
    units = units[layout.columns[0].units :]
    if units.size and shown.size == layers.size and places is not None:
        picture = np.concatenate([tinted[layers], full[units]])[places]
    else:
        picture = _strongest_map(layout, layers, units, shown, rows, scale, full, tinted)
    paint_cells(painter, box, picture)
    foot = Box(box.left, box.bottom + FOOT_GAP, box.width, FOOT)
    paint_cells(painter, foot, full[layers[shown]][None])
    _paint_joints(painter, joints, theme)


def map_places(layout: NetworkLayout, scale: float) -> NDArray[np.int64] | None:
    """What each pixel of a map of touching lanes, (rows, layers), shows: a layer, or a unit behind these.

    None where several units share a pixel, so that it depends on their colours which one shows.
    """
    columns, rows = layout.columns[1:], max(1, round(layout.box.height * scale))
    kinds: dict[tuple[int, float, float], int] = {}
    kind = [kinds.setdefault((column.units, column.first, column.spacing), len(kinds)) for column in columns]
    units = np.full((rows, len(kinds)), -1)  # of each kind of column what each row shows, -1 is the band
    for (count, first_unit, spacing), number in kinds.items():
        top, height = _rows_of(Column(0.0, count, first_unit, spacing, circles=False), layout.box.top, scale)
        if count > height:
            return None
        first, stop = max(0, -top), max(min(height, rows - top), 0)
        units[top + first : top + stop, number] = (np.arange(height) * count // height)[first:stop]
    starts = len(columns) + np.cumsum([0, *(column.units for column in columns[:-1])])
    shown = units[:, kind]
    return np.asarray(np.where(shown < 0, np.arange(len(columns)), shown + starts))


def _strongest_map(
    layout: NetworkLayout,
    layers: Codes,
    units: Codes,
    shown: NDArray[np.int64],
    rows: int,
    scale: float,
    full: Colors,
    tinted: Colors,
) -> Colors:
    """The map where pixels are fewer than units or layers: each shows what is strongest in it."""
    picture = np.repeat(tinted[layers[shown]][:, None], rows, axis=1)
    ends = np.cumsum([column.units for column in layout.columns[1:]])
    parts = np.split(units, ends[:-1])
    for place, layer in enumerate(shown.tolist() if units.size else ()):
        top, height = _rows_of(layout.columns[layer + 1], layout.box.top, scale)
        first, stop = max(0, -top), min(height, rows - top)
        picture[place, top + first : top + stop] = full[strip_codes(parts[layer], height)[first:stop]]
    return np.asarray(picture.T, dtype=np.uint32)


def _rows_of(column: Column, top: float, scale: float) -> tuple[int, int]:
    """First row and height of a column in pixels of a picture that begins at ``top``."""
    return round((column.top - top) * scale), max(1, round((column.bottom - column.top) * scale))


def joints_of(layout: NetworkLayout, scale: float) -> tuple[QRectF, ...]:
    """One device pixel between every two touching lanes; nothing where they are too narrow."""
    if layout.pitch * scale < _LEAST_BAR:
        return ()
    top, height = layout.box.top, layout.box.height + FOOT_GAP + FOOT
    lefts = [round(layout.lane(column).left * scale) / scale for column in range(2, len(layout.columns))]
    return tuple(QRectF(left, top, 1 / scale, height) for left in lefts)


def _paint_joints(painter: QPainter, joints: Sequence[QRectF], theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # they lie on whole pixels
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.background))
    painter.drawRects(joints)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


@cache
def opaque_table(colors: ColorScale) -> Colors:
    """Colour of each code as 0xFFRRGGBB, shape (256,), read-only."""
    red, green, blue = colors.table().astype(np.uint32).T
    table = np.asarray(np.uint32(0xFF000000) | red << 16 | green << 8 | blue, dtype=np.uint32)
    table.flags.writeable = False
    return table


@cache
def _tinted_table(colors: ColorScale, theme: Theme) -> Colors:
    tints = [mixed(theme.background, color, _TINT).rgb() for color in code_colors(colors)]
    return np.array(tints, dtype=np.uint32)


def paint_cells(painter: QPainter, box: Box, pixels: Colors) -> None:
    """Paint a small picture over ``box``, each of its pixels a sharp rectangle."""
    pixels = np.ascontiguousarray(pixels)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(QRectF(box.left, box.top, box.width, box.height), image_over(pixels))
