"""An activation and its slope over what enters it, and where a gradient comes through."""

from collections.abc import Sequence
from math import ceil, isfinite, log2
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.histograms import Histogram
from vgviz.engine.plan import blended
from vgviz.experiment import Activation
from vgviz.number_format import count, number, setting
from vgviz.views.images import clear_image
from vgviz.views.picture_scale import device_scale
from vgviz.views.plots.calm_range import CalmRange
from vgviz.views.plots.hairlines import stroke
from vgviz.views.plots.style import line_pen
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import SPACING, Theme, font, mixed

RIGHT, GAP, BESIDE_MARK = 10.0, 10.0, 4.0  # px beside and between the two strips, and beside marks
WIDEST_MARKS = ("−0.00888", "−8.8e−88")  # that an axis may need
CURVE_POINTS = 241
USUAL_REACH = 3.0  # of u = steepness z, where nothing else says how much is to be seen
BEYOND_EDGES = 1.3  # times the outermost edge, so that what comes after it is seen
LOOKED_AT = 16.0  # of u, for edges
NEAREST, FARTHEST = 1e-6, 1e100  # beyond it numbers have exploded, and bars stand at the edge
HEAD, FOOT = 0.2, 0.1  # of a strip, above and below its curve
BAR_SHARE = 0.85  # of a strip, for the highest bar
ZONE_SHARE, BAR_STRENGTH = 0.13, 0.5  # of the colour, over the ground

FloatArray = NDArray[np.floating[Any]]


class FunctionPicture(QWidget):
    """f above, f' below, over one axis of z; behind both the histogram of z, and the healthy zone shaded."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._function = ConfiguredFunction(Activation())
        self._histogram: Histogram | None = None
        self._exponent = CalmRange(0.0, 2.0, step=1.0, least_span=0.0)  # of 2, for the reach
        self._curves = _sampled(self._function, self.reach)
        self._zone_ends = self._function.healthy_zones(self.reach)
        self._drawn: tuple[object, QImage] = (None, QImage())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumSize(160, 120)
        self.setAccessibleName("Activation, its slope, and the inputs of the activation")

    @property
    def reach(self) -> float:
        """The axis goes from minus this to this."""
        return float(2.0**self._exponent.high)

    @property
    def field(self) -> QRectF:
        """Where f is drawn."""
        return self._strips()[0]

    @property
    def function(self) -> ConfiguredFunction:
        """What is drawn."""
        return self._function

    @property
    def histogram(self) -> Histogram | None:
        """Of what enters the activation."""
        return self._histogram

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_function(
        self, function: ConfiguredFunction, histogram: Histogram | None, beside: Histogram | None = None
    ) -> None:
        """Draw ``function`` over the inputs counted in ``histogram``.

        The axis has room for ``beside`` too, which another picture shows to be compared.
        """
        if function == self._function and histogram is self._histogram:
            return
        counted = [each for each in (histogram, beside) if each is not None and each.counts.any()]
        exponent = ceil(log2(_needed_reach(function, counted)))
        another = function.activation != self._function.activation or self._histogram is None
        adapt = self._exponent.fit if another else self._exponent.follow
        if adapt(exponent, exponent) or function != self._function:
            self._curves = _sampled(function, self.reach)
            self._zone_ends = function.healthy_zones(self.reach)
        self._function, self._histogram = function, histogram
        self.update()

    def sizeHint(self) -> QSize:
        """Room for both strips."""
        return QSize(260, 200)

    def event(self, event: QEvent) -> bool:
        """Tell the exact numbers under the mouse."""
        return tells_of_spot(self, event, lambda place: self.words_at(place.x())) or super().event(event)

    def words_at(self, x: float) -> str:
        """z, f and f' at this place, and how many inputs are in the bar there; empty beside the strips."""
        strip, _ = self._strips()
        if not strip.left() <= x <= strip.right():
            return ""
        z = (2 * (x - strip.left()) / strip.width() - 1) * self.reach
        place = np.array([z])
        value, slope = self._function.value(place).item(), self._function.derivative(place).item()
        words = f"z = {number(z)}\nf(z) = {number(value, 4)}\nf′(z) = {number(slope, 4)}"
        counted = self._histogram
        if counted is None:
            return words
        index = int(np.searchsorted(counted.edges, z, side="right")) - 1
        inputs = int(counted.counts[index]) if 0 <= index < counted.counts.size else 0
        return f"{words}\n{count(inputs)} of {count(counted.total)} inputs in this bar"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Zone and bars, which change all the time; over them the curves with their numbers."""
        painter = QPainter(self)
        self._paint_grounds(painter)
        painter.drawImage(QPointF(), self._curves_image(device_scale(painter)))
        painter.end()

    def _curves_image(self, scale: float) -> QImage:
        """Curves, axis and numbers at a sharpness of so many pixels to one; drawn anew where they change."""
        key = (self._function, self.reach, self._theme, self.size(), scale)
        if key != self._drawn[0]:
            image = clear_image(self.size() * scale, scale)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_curves(painter)
            painter.end()
            self._drawn = key, image
        return self._drawn[1]

    def _paint_curves(self, painter: QPainter) -> None:
        painter.setFont(font(self._theme.small))
        z, value, derivative = self._curves
        upper, lower = self._strips()
        self._paint_curve(painter, upper, z, value, self._theme.curve, "f(z)")
        self._paint_small_derivative(painter, lower, derivative)
        self._paint_curve(painter, lower, z, derivative, self._theme.second_curve, "f′(z)")
        self._paint_axis(painter, lower)

    def _strips(self) -> tuple[QRectF, QRectF]:
        metrics = QFontMetricsF(font(self._theme.small))
        left = max(metrics.horizontalAdvance(mark) for mark in WIDEST_MARKS) + 2 * BESIDE_MARK
        width, height = self.width() - left - RIGHT, (self.height() - metrics.height() - 2 * GAP) / 2
        return QRectF(left, GAP / 2, width, height), QRectF(left, GAP * 1.5 + height, width, height)

    def _x(self, strip: QRectF, z: float) -> float:
        share = (z + self.reach) / (2 * self.reach)
        return strip.left() + min(max(share, 0.0), 1.0) * strip.width()

    def _paint_grounds(self, painter: QPainter) -> None:
        """In both strips the zone, and the bars in its colour as far as they lie in it."""
        theme = self._theme
        upper, lower = self._strips()
        bars, zones = self._bars(upper), self._zones(upper)
        healthy = [zone & bar for zone in zones for bar in bars if zone.intersects(bar)]
        ground = mixed(theme.background, theme.healthy, ZONE_SHARE)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        for strip in (upper, lower):
            painter.fillRect(upper, QColor(theme.background))
            for color, rectangles in (
                (mixed(theme.background, theme.muted, BAR_STRENGTH), bars),
                (ground, zones),
                (mixed(theme.background, theme.healthy, BAR_STRENGTH), healthy),
            ):
                painter.setBrush(color)
                painter.drawRects(rectangles)
            painter.translate(0.0, lower.top() - strip.top())
        painter.restore()

    def _zones(self, strip: QRectF) -> list[QRectF]:
        ends = [(self._x(strip, low), self._x(strip, high)) for low, high in self._zone_ends]
        return [QRectF(left, strip.top(), right - left, strip.height()) for left, right in ends]

    def _bars(self, strip: QRectF) -> list[QRectF]:
        counted = self._histogram
        if counted is None or not counted.counts.any():
            return []
        scale = BAR_SHARE * strip.height() / float(counted.counts.max())
        shares = np.clip((counted.edges + self.reach) / (2 * self.reach), 0.0, 1.0)
        places = (strip.left() + shares * strip.width()).tolist()
        return [
            QRectF(left, strip.bottom() - scale * inputs, max(right - left, 1.0), scale * inputs)
            for left, right, inputs in zip(places, places[1:], counted.counts.tolist(), strict=False)
            if inputs
        ]

    def _paint_curve(
        self, painter: QPainter, strip: QRectF, z: FloatArray, y: FloatArray, color: str, name: str
    ) -> None:
        low, high = _extent(y)
        room = strip.height() * (1 - HEAD - FOOT)
        top = strip.top() + HEAD * strip.height()
        x = strip.left() + (z + self.reach) / (2 * self.reach) * strip.width()
        heights = top + (high - y) / (high - low) * room
        stroke(painter, pg.functions.arrayToQPath(x, heights), line_pen(color, 2.0))
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        for mark in dict.fromkeys((low, high)):
            middle = top + (high - mark) / (high - low) * room
            box = QRectF(0, middle - metrics.height() / 2, strip.left() - BESIDE_MARK, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, _mark(mark))
        painter.setPen(QColor(color))
        painter.drawText(QPointF(strip.left() + 4, strip.top() + metrics.ascent() + 1), name)

    def _paint_small_derivative(self, painter: QPainter, strip: QRectF, derivative: FloatArray) -> None:
        """A dashed line at a tenth of the largest f'."""
        low, high = _extent(derivative)
        small = self._function.small_derivative
        share = (high - small) / (high - low)
        y = strip.top() + strip.height() * (HEAD + share * (1 - HEAD - FOOT))
        painter.setPen(line_pen(self._theme.muted, 1.0, dashed=True))
        painter.drawLine(QPointF(strip.left(), y), QPointF(strip.right(), y))

    def _paint_axis(self, painter: QPainter, strip: QRectF) -> None:
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        bottom = strip.bottom() + SPACING / 2 + metrics.ascent()
        for place, text in (
            (-self.reach, _mark(-self.reach)),
            (0.0, "z = 0"),
            (self.reach, _mark(self.reach)),
        ):
            width = metrics.horizontalAdvance(text)
            left = min(max(self._x(strip, place) - width / 2, strip.left()), strip.right() - width)
            painter.drawText(QPointF(left, bottom), text)


def _sampled(function: ConfiguredFunction, reach: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    z = np.linspace(-reach, reach, CURVE_POINTS)
    return z, function.value(z), function.derivative(z)


def _extent(y: FloatArray) -> tuple[float, float]:
    """From the lowest to the highest value, 0 included."""
    low, high = min(float(y.min()), 0.0), max(float(y.max()), 0.0)
    return (low, high) if high > low else (low, low + 1.0)


def _needed_reach(function: ConfiguredFunction, histograms: Sequence[Histogram]) -> float:
    """How far from 0 there is something to see: kinks, edges of the healthy zone, inputs."""
    steepness = function.activation.steepness
    kinks = [
        abs(kink) for kind in blended(function.activation) if kind for kink in ACTIVATIONS[kind.name].kinks
    ]
    looked_at = LOOKED_AT / steepness
    zones = function.healthy_zones(looked_at)
    edges = [abs(edge) for zone in zones for edge in zone if abs(edge) < looked_at] if len(zones) == 1 else []
    places = [BEYOND_EDGES * place for place in (*edges, *(kink / steepness for kink in kinks))]
    for histogram in histograms:
        bins = np.flatnonzero(histogram.counts)
        places += [abs(float(histogram.edges[bins[0]])), abs(float(histogram.edges[bins[-1] + 1]))]
    farthest = max((place for place in places if isfinite(place)), default=0.0)
    return min(farthest, FARTHEST) if farthest > NEAREST else USUAL_REACH / steepness


def _mark(value: float) -> str:
    """A number at an axis, without zeros at its end."""
    return setting(value, 3) if 1e-3 <= abs(value) < 1e5 else number(value, 2)
