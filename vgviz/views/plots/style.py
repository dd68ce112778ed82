"""How every plot looks: quiet axes, the theme's colours, the bundled font, nothing to click by accident."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen
from PySide6.QtWidgets import QFrame, QGraphicsItem, QSizePolicy

from vgviz.views.plots.ticks import Tick, linear_ticks
from vgviz.views.plots.zoom_box import AxisTicks, TicksBetween, ZoomBox
from vgviz.views.plots.zoom_hand import ZoomHand
from vgviz.views.theme import DARK, Theme, font

GRID_ALPHA = 48  # of 255
EDGE_ROOM = 9.0  # px, half a number's height
TICK_GAP = 6  # px between an axis and its numbers


def quiet_plot(left_width: int = 56) -> pg.PlotWidget:
    """Plot that never rescales by itself: the view sets its ranges and ticks, a person zooms into them."""
    plot = pg.PlotWidget(enableMenu=False, viewBox=ZoomBox())
    plot.setFrameShape(QFrame.Shape.NoFrame)
    plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
    plot.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    plot.setAcceptDrops(False)  # a file that is dropped here is the window's
    item = plot.getPlotItem()
    item.hideButtons()
    item.setMenuEnabled(False)
    item.disableAutoRange()
    item.setContentsMargins(4, 6, 12, 0)
    for name in ("left", "bottom"):
        _quieten(item.getAxis(name))
        item.getAxis(name).setGrid(GRID_ALPHA)
    plot.axis_rooms = {"left": left_width, "bottom": 34}  # px at the normal size of text
    ZoomHand(plot)
    return plot


def _quieten(axis: pg.AxisItem) -> None:
    axis.enableAutoSIPrefix(False)
    axis.setStyle(
        tickLength=0, autoExpandTextSpace=False, tickTextOffset=TICK_GAP, hideOverlappingLabels=False
    )
    # Axes and grid change rarely; replaying their strokes would be most of a frame's cost.
    axis.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)


def add_right_axis(plot: pg.PlotWidget, label: str) -> None:
    """Second vertical axis; its ticks are set in the left one's coordinates."""
    plot.showAxis("right")
    axis = plot.getPlotItem().getAxis("right")
    _quieten(axis)
    plot.axis_rooms["right"] = 56
    axis.setLabel(label)
    plot.getPlotItem().setContentsMargins(4, 6, 4, 0)


def color_axis(plot: pg.PlotWidget, name: str, color: str) -> None:
    """Write an axis' numbers in the colour of its curves."""
    axis = plot.getPlotItem().getAxis(name)
    axis.setTextPen(QPen(QColor(color)))
    axis.label.setDefaultTextColor(QColor(color))


def dress(plot: pg.PlotWidget, theme: Theme) -> None:
    """Give a plot the theme's colours and font."""
    plot.setBackground(QColor(theme.background))
    for hand in plot.findChildren(ZoomHand):
        hand.set_theme(theme)
    for name in ("left", "bottom", "right"):
        axis = plot.getPlotItem().getAxis(name)
        # pyqtgraph's own pens are cosmetic: hairlines in a 4x picture.
        axis.setPen(QPen(QColor(theme.border), 1.0))
        axis.setTextPen(QPen(QColor(theme.muted)))
        axis.setTickFont(font(theme.small))
        axis.label.setFont(font(theme.small))
        axis.label.setDefaultTextColor(QColor(theme.muted))
    make_room(plot, theme)


def make_room(plot: pg.PlotWidget, theme: Theme) -> None:
    """Let every axis have room for its numbers and its name."""
    for name, room in plot.axis_rooms.items():
        axis, size = plot.getPlotItem().getAxis(name), round(room * theme.small / DARK.small)
        if name == "bottom":
            axis.setHeight(size)
        else:
            axis.setWidth(size)
    plot.getPlotItem().getViewBox().show_words()


def edge_room(plot: pg.PlotWidget) -> float:
    """Part of the vertical range to leave at both ends, so that numbers and marks there are drawn whole."""
    height = float(plot.getPlotItem().getViewBox().height())
    return min(EDGE_ROOM / max(height - 2 * EDGE_ROOM, 1.0), 1.0)


def name_axis(plot: pg.PlotWidget, axis: str, *names: str) -> None:
    """Call an axis by the first of these names that it has room for."""
    plot.getPlotItem().getViewBox().set_name(axis, names)


def set_ticks(
    plot: pg.PlotWidget, axis: str, ticks: Sequence[Tick], between: TicksBetween = linear_ticks
) -> None:
    """Put numbers exactly there, and ``between`` two ends where only a part is in view."""
    plot.getPlotItem().getViewBox().set_ticks(axis, AxisTicks(ticks, between))


def line_pen(color: str, width: float = 1.75, *, dashed: bool = False) -> QPen:
    """Pen of a curve, in pixels."""
    pen = QPen(QColor(color), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashed:
        pen.setDashPattern([4.0, 3.0])
    return pen


def fill(color: str) -> QBrush:
    """Brush of a marker."""
    return QBrush(QColor(color))


def marker_path(symbol: str, size: float) -> QPainterPath:
    """Outline of pyqtgraph's ``symbol`` around the origin, for a legend that shows the same."""
    if symbol == "o":
        path = QPainterPath()
        path.addEllipse(QRectF(-size / 2, -size / 2, size, size))
        return path
    transform = pg.QtGui.QTransform.fromScale(size, size)
    return QPainterPath(transform.map(pg.graphicsItems.ScatterPlotItem.Symbols[symbol]))
