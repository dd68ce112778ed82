"""The activation track's picture: a groove with a stop a function and its curve under each."""

from functools import lru_cache
from math import ceil, floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from vgviz.catalogue.activations import TRACK, ActivationKind
from vgviz.experiment import Activation
from vgviz.views.controls.activation_curve import paint_tile
from vgviz.views.controls.activation_position import shares, track_position
from vgviz.views.controls.activation_words import description_html, pure
from vgviz.views.controls.slider import Slider
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import DARK, Theme, font, mixed

LAST_STOP = len(TRACK) - 1
GROOVE_ROW = 24.0
TILE_RATIO = 0.8  # height over width
LARGEST_TILE = 56.0
GAP = 4.0
NAME_FLAGS = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class ActivationStrip(Slider):
    """A slider whose fraction runs over the stops of the track."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._activation = Activation()
        self._is_on_track = True
        self._hovered: int | None = None
        self._sized_for: tuple[float, float] | None = None
        self._placed: list[tuple[QRectF, QRectF]] = []
        self.setAccessibleName("Activation function")
        self.setMouseTracking(True)
        self.setFixedHeight(self._height_at(self.sizeHint().width()))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.setFixedHeight(self._height_at(self.width()))

    def show_activation(self, activation: Activation, *, hollow: bool) -> None:
        """Show ``activation`` in the curves' colours, and the handle where it stands."""
        if activation != self._activation:
            former, self._activation = self._activation, activation
            self._repaint_stops(former)
        position = track_position(activation)
        if self._is_on_track != (position is not None):
            self._is_on_track = position is not None
            self.update(self._handle_room())
        if position is not None and not self.is_held:
            self.show_fraction(position / LAST_STOP, hollow=hollow)
        elif (hollow or position is None) != self._hollow:
            self._hollow = hollow or position is None
            self.update()

    def _repaint_stops(self, former: Activation) -> None:
        """Repaint the stops that look otherwise than ``former`` does: in a drag two or three of them."""
        old, new = shares(former), shares(self._activation)
        for stop, kind in enumerate(TRACK):
            alike = pure(kind, former) == pure(kind, self._activation)
            if not alike or old.get(kind.name) != new.get(kind.name):
                self.update(self._stop_room(stop))

    def sizeHint(self) -> QSize:
        return QSize(276, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setFixedHeight(self._height_at(event.size().width()))

    def tile(self, stop: int) -> QRectF:
        """Where the curve of a stop is drawn."""
        return self._places()[stop][0]

    def name_place(self, stop: int) -> QRectF:
        """Where the name of a stop is written: under its tile, every other one lower where they are tight."""
        return self._places()[stop][1]

    def _places(self) -> list[tuple[QRectF, QRectF]]:
        """Where tile and name of each stop are, worked out once for a size."""
        size = self.width(), self._theme.small
        if self._sized_for != size:
            self._sized_for = size
            tiles = [self._tile(stop) for stop in range(len(TRACK))]
            self._placed = [(tile, self._name_place(stop, tile)) for stop, tile in enumerate(tiles)]
        return self._placed

    def _tile(self, stop: int) -> QRectF:
        wide = self._tile_width(self.width())
        x = self._x(stop / LAST_STOP) - wide / 2
        return QRectF(x, self._groove_row(), wide, self._tile_height(self.width()))

    def _name_place(self, stop: int, tile: QRectF) -> QRectF:
        cell, label = self._cell(self.width()), TRACK[stop].label
        top, height = tile.bottom() + GAP, self._line_height()
        if not self._is_tight(self.width()):
            return QRectF(tile.center().x() - cell / 2, top, cell, self._names_height(self.width()))
        width = self._metrics().horizontalAdvance(label) + 1
        left = min(max(0.0, tile.center().x() - width / 2), self.width() - width)
        return QRectF(left, top + (stop % 2) * height, width, height)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        stop = self._stop_under(event.position())
        if stop is None or event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.dragged.emit(stop / LAST_STOP)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._stop_under(event.position()) is None:
            super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        hovered = None if self.is_held else self._stop_under(event.position())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        whole = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._to_stop(1 if key == Qt.Key.Key_PageUp else -1)
        elif whole and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._to_stop(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def _words_at(self, place: QPoint) -> str:
        stop = self._stop_under(QPointF(place))
        return self.toolTip() if stop is None else description_html(TRACK[stop], self._activation)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = shares(self._activation)
        for stop, kind in enumerate(TRACK):
            if event.region().intersects(self._stop_room(stop)):
                self._paint_stop(painter, stop, kind, parts.get(kind.name, 0.0))
        if event.region().intersects(self._handle_room()):
            self._paint_groove(painter)
            self._paint_ticks(painter)
            if self._is_on_track:
                self._paint_handle(painter)
        painter.end()

    def _paint_stop(self, painter: QPainter, stop: int, kind: ActivationKind, share: float) -> None:
        theme, tile = self._theme, self.tile(stop)
        hovered = stop == self._hovered
        paint_tile(painter, tile, pure(kind, self._activation), theme, share=share, hovered=hovered)
        painter.setFont(font(theme.small))
        painter.setPen(mixed(theme.muted, theme.text, max(share, float(hovered))))
        painter.drawText(self.name_place(stop), NAME_FLAGS, kind.label)

    def _paint_ticks(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        outer, inner = 4.0 * self._scale(), 1.75 * self._scale()
        for stop in range(len(TRACK)):
            place = stop / LAST_STOP
            covered = place <= self._fraction and not self._hollow
            painter.setBrush(QColor(self._theme.accent if covered else self._theme.border))
            painter.drawEllipse(QPointF(self._x(place), self._middle()), outer, outer)
            painter.setBrush(QColor(self._theme.surface))
            painter.drawEllipse(QPointF(self._x(place), self._middle()), inner, inner)

    def _to_stop(self, direction: int) -> None:
        position = self._fraction * LAST_STOP
        stop = floor(position + 1e-6) + 1 if direction > 0 else ceil(position - 1e-6) - 1
        self.dragged.emit(min(LAST_STOP, max(0, stop)) / LAST_STOP)

    def _stop_under(self, point: QPointF) -> int | None:
        if point.y() < self._groove_row():
            return None
        stop = int(point.x() / max(1.0, self._cell(self.width())))
        return min(LAST_STOP, max(0, stop))

    def _height_at(self, width: float) -> int:
        return ceil(self._groove_row() + self._tile_height(width) + GAP + self._names_height(width))

    def _cell(self, width: float) -> float:
        return width / len(TRACK)

    def _tile_height(self, width: float) -> float:
        return self._tile_width(width) * TILE_RATIO

    def _tile_width(self, width: float) -> float:
        return min(self._cell(width) - GAP, LARGEST_TILE * self._scale())

    def _stop_room(self, stop: int) -> QRect:
        """All pixels of a stop's tile, which is painted at whole pixels, and of its name."""
        return self.tile(stop).united(self.name_place(stop)).toAlignedRect().adjusted(-1, -1, 1, 1)

    def _handle_room(self) -> QRect:
        return QRect(0, 0, self.width(), ceil(self._groove_row()))

    def _groove_row(self) -> float:
        return GROOVE_ROW * self._scale()

    def _scale(self) -> float:
        """As large as its words: in a lecture it is seen from afar."""
        return max(1.0, self._theme.small / DARK.small)

    def _names_height(self, width: float) -> float:
        room = QRectF(0, 0, self._cell(width), 200)
        wrapped = (self._metrics().boundingRect(room, NAME_FLAGS, kind.label).height() for kind in TRACK)
        return 2 * self._line_height() if self._is_tight(width) else max(wrapped) + 1

    def _is_tight(self, width: float) -> bool:
        """Whether a word of a name is wider than its tile's cell."""
        return _widest_word(self._theme.small) > self._cell(width)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(font(self._theme.small))

    def _line_height(self) -> float:
        return self._metrics().height()

    def _margin(self) -> float:
        return self._cell(self.width()) / 2

    def _middle(self) -> float:
        return self._groove_row() / 2 - 1


@lru_cache(maxsize=16)
def _widest_word(size: float) -> float:
    """Pixels of the widest word of a name, written at ``size`` points."""
    words = (word for kind in TRACK for word in kind.label.split())
    return max(map(QFontMetricsF(font(size)).horizontalAdvance, words))
