"""One network's decision map, to look at, to zoom into, and to choose a sample on."""

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.drawing.class_colors import certainty_pixels, certainty_table, value_pixels
from vgviz.drawing.color_maps import diverging_map_for_background, is_dark
from vgviz.drawing.decision_map import DecisionMap
from vgviz.drawing.input_plane import InputPlane
from vgviz.views.decision.plane_axes import paint_axes
from vgviz.views.decision.plane_frame import PlaneFrame
from vgviz.views.decision.point_layer import LaidSamples, cross_layer, point_layer
from vgviz.views.images import image_of
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import SPACING, Theme, font

WHEEL_STEP = 1.2  # magnification of one notch
KEY_STEP = 0.1  # of the view that an arrow key moves it
MOST_ZOOM = 1e4
CLICK_REACH = 4.0  # px that a click may move
WIDEST_NUMBER = "−0.5"  # that an axis writes, usually
GROUND = 0.8  # opacity of the map, so that samples of its colour stand out
POINT_REACH = 10.0  # px around a sample that choose it


class MapCanvas(QWidget):
    """Paints a map over the part of the plane in view, which other canvases may share.

    Signals
    -------
    view_changed : InputPlane or None
        A person has moved the view; None is back to all samples.
    pointed : (x, y) or None
        The place under the mouse.
    picked : int
        A sample, by number.
    pick_meant_more
        The click that has picked was the first half of a double click.
    resized
        The shape has changed.
    """

    view_changed = Signal(object)
    pointed = Signal(object)
    picked = Signal(int)
    pick_meant_more = Signal()
    resized = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.letter = ""  # where there are several
        self.view: InputPlane | None = None
        self.shown: DecisionMap | None = None
        self.chosen: int | None = None
        self._image = QImage()
        self._layers: dict[str, tuple[tuple[object, ...], QImage]] = {}
        self._laid = LaidSamples(np.empty(0, dtype=np.int64), 1)
        self._settled: DecisionMap | None = None
        self._press: QPointF | None = None
        self._drags = self._has_picked = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Decision map")

    @property
    def box(self) -> QRectF:
        """Where the plane is drawn, left of and below it the axes."""
        metrics = QFontMetricsF(font(self._theme.small))
        line = metrics.height()
        left, bottom = line + metrics.horizontalAdvance(WIDEST_NUMBER) + SPACING, 2 * line + 4
        return QRectF(
            left, 4, max(self.width() - left - 1.5 * SPACING, 16), max(self.height() - bottom - 6, 16)
        )

    @property
    def aspect(self) -> float:
        """How many times as wide as high the map is."""
        return self.box.width() / self.box.height()

    def frame(self) -> PlaneFrame | None:
        """The part of the plane in view; None before there is a map."""
        if self.shown is None:
            return None
        return PlaneFrame((self.view or self.shown.home).shaped(self.aspect), self.box)

    @property
    def note(self) -> str:
        """What is to be known of the samples that were painted: that there are more of them."""
        every = self._laid.every
        return f"1 in {every} samples drawn" if every > 1 else ""

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        if self.shown is not None:
            self._image = _image_of(self.shown, theme)
        self.update()

    def show_map(self, shown: DecisionMap) -> None:
        """Paint the network's answers; the samples stay as they are until `settle`."""
        if shown is self.shown:
            return
        if self.shown is not None and self.shown.home != shown.home:
            self.view = None
        if self._settled is not None and self._settled.home != shown.home:
            self._settled = None
        self.shown = shown
        self._image = _image_of(shown, self._theme)
        self._settled = self._settled or shown
        self.update()

    def settle(self) -> None:
        """Let the samples follow; called less often, for they are slow to paint."""
        if self._settled is not self.shown:
            self._settled = self.shown
            self.update()

    def show_view(self, view: InputPlane | None) -> None:
        """Look at this part of the plane; None is all samples."""
        self.view = view
        self.update()

    def show_chosen(self, number: int | None) -> None:
        """Ring the sample with this number."""
        if number != self.chosen:
            self.chosen = number
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Map, border, samples, axes."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        frame, shown, settled = self.frame(), self.shown, self._settled
        if frame is not None and shown is not None and settled is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(frame.box)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setOpacity(GROUND)
            painter.drawImage(frame.rect(shown.plane), self._image)
            painter.setOpacity(1.0)
            self._paint_borders(painter, frame, shown)
            for layer in self._sample_layers(frame, settled, device_scale(painter)):
                painter.drawImage(frame.box.topLeft(), layer)
            self._paint_chosen(painter, frame, shown)
            painter.setClipping(False)
            paint_axes(painter, frame, shown.feature_names, self.height(), self._theme)
            if self.letter:
                self._paint_letter(painter, frame.box)
            if self.note:
                self._paint_note(painter, frame.box)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        self._zoom(WHEEL_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the view, or to choose a sample."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._drags = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the view, or read out what is under the mouse."""
        frame, place = self.frame(), event.position()
        if frame is None:
            return
        if self._press is not None:
            way = place - self._press
            self._drags = self._drags or way.manhattanLength() > CLICK_REACH
            if self._drags:
                self._press = place
                self._look_at(frame.plane.moved(-way.x() / frame.unit, way.y() / frame.unit))
        elif frame.box.contains(place):
            self.pointed.emit(frame.to_plane(place.x(), place.y()))
        else:
            self.pointed.emit(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under a click."""
        frame = self.frame()
        self._has_picked = False
        if self._press is not None and not self._drags and frame is not None and self.shown is not None:
            x, y = frame.to_plane(event.position().x(), event.position().y())
            number = self.shown.nearest(x, y, POINT_REACH / frame.unit)
            if number is not None:
                self._has_picked = True
                self.picked.emit(number)
        self._press = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Back to all samples in view; its first click is no choice of one."""
        if self._has_picked:
            self._has_picked = False
            self.pick_meant_more.emit()
        self._look_at(None)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read out any more."""
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus zoom, arrows move, 0 and Home show all samples."""
        frame, key = self.frame(), event.key()
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        if frame is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self._zoom(1 / WHEEL_STEP if key == Qt.Key.Key_Minus else WHEEL_STEP, frame.box.center())
        elif key in (Qt.Key.Key_0, Qt.Key.Key_Home):
            self._look_at(None)
        elif Qt.Key(key) in ways:
            x, y = ways[Qt.Key(key)]
            self._look_at(
                frame.plane.moved(KEY_STEP * x * frame.plane.width, KEY_STEP * y * frame.plane.height)
            )
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that another shape is to be filled."""
        super().resizeEvent(event)
        self.resized.emit()

    def _zoom(self, factor: float, place: QPointF) -> None:
        frame, shown = self.frame(), self.shown
        if frame is None or shown is None:
            return
        x, y = frame.to_plane(place.x(), place.y())
        wished = frame.plane.zoomed(factor, x, y)
        if shown.home.width / MOST_ZOOM < wished.width < shown.home.width * MOST_ZOOM:
            self._look_at(wished)

    def _look_at(self, view: InputPlane | None) -> None:
        self.show_view(view)
        self.view_changed.emit(view)

    def _sample_layers(self, frame: PlaneFrame, shown: DecisionMap, scale: float) -> list[QImage]:
        """Samples and crosses, each painted anew only when something in it changes."""
        samples = shown.samples
        of = (frame, self._theme, scale, samples.places.tobytes(), samples.classes.tobytes())
        of_crosses = (*of, samples.wrong.tobytes())
        if "points" not in self._layers or self._layers["points"][0] != of:
            self._laid = LaidSamples.of(shown, frame)
        for name, key, make in (("points", of, point_layer), ("crosses", of_crosses, cross_layer)):
            if name not in self._layers or self._layers[name][0] != key:
                self._layers[name] = key, make(shown, self._laid, frame, self._theme, scale)
        return [self._layers["points"][1], self._layers["crosses"][1]]

    def _paint_borders(self, painter: QPainter, frame: PlaneFrame, shown: DecisionMap) -> None:
        starts, ends = frame.to_pixels(shown.borders[:2].T), frame.to_pixels(shown.borders[2:].T)
        lines = [QLineF(*line) for line in np.concatenate([starts, ends], axis=1).tolist()]
        painter.setPen(QPen(QColor(self._theme.text), 1.4))
        painter.drawLines(lines)

    def _paint_chosen(self, painter: QPainter, frame: PlaneFrame, shown: DecisionMap) -> None:
        if self.chosen is None or self.chosen >= len(shown.samples.places):
            return
        place = frame.to_pixels(shown.samples.places[self.chosen : self.chosen + 1])[0]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, width in ((self._theme.background, 4.0), (self._theme.accent, 2.0)):
            painter.setPen(QPen(QColor(color), width))
            painter.drawEllipse(QPointF(*place), 8.0, 8.0)

    def _paint_letter(self, painter: QPainter, box: QRectF) -> None:
        face = font(self._theme.body, bold=True)
        side = QFontMetricsF(face).height()
        card = QRectF(box.topLeft() + QPointF(6, 6), QSizeF(side, side))
        self._paint_card(painter, card, self.letter, face)

    def _paint_note(self, painter: QPainter, box: QRectF) -> None:
        face = font(self._theme.small)
        metrics = QFontMetricsF(face)
        size = QSizeF(metrics.horizontalAdvance(self.note) + SPACING, metrics.height() + 2)
        corner = box.bottomRight() - QPointF(size.width() + 6, size.height() + 6)
        self._paint_card(painter, QRectF(corner, size), self.note, face)

    def _paint_card(self, painter: QPainter, card: QRectF, words: str, face: QFont) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.background))
        painter.drawRoundedRect(card, 4, 4)
        painter.setPen(QColor(self._theme.text))
        painter.setFont(face)
        painter.drawText(card, Qt.AlignmentFlag.AlignCenter, words)


def _image_of(shown: DecisionMap, theme: Theme) -> QImage:
    diverging = diverging_map_for_background(theme.background)
    if shown.class_names:
        table = certainty_table(len(shown.class_names), diverging, dark=is_dark(theme.background))
        pixels = certainty_pixels(shown.winners, shown.strengths, table, theme.not_a_number)
    else:
        pixels = value_pixels(shown.strengths, diverging, theme.not_a_number)
    return image_of(pixels)
