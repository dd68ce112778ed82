"""The whole network in a corner, with a frame around the part that is in view."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from vgviz.drawing.color_scale import Codes, ColorScale
from vgviz.drawing.strips import shown_layers
from vgviz.drawing.view import part_in_view
from vgviz.views.diagram.colors import code_colors
from vgviz.views.diagram.field_shapes import device_rect
from vgviz.views.diagram.scene import Scene
from vgviz.views.images import clear_image
from vgviz.views.picture_scale import device_scale
from vgviz.views.theme import SPACING, Theme

_WIDTH, _LEAST_HEIGHT, _MOST_HEIGHT = 176.0, 36.0, 104.0
_SHARE = 0.3  # of the picture's width and height, at most
_LEAST_BOX = 100.0  # px: a map would hide too much of a lower picture, and reach beyond it
_OPACITY = 0.92
_LEAST_FRAME = 6.0  # px, so that it can be seen and dragged


def mini_map_rect(scene: Scene) -> QRectF:
    """Where the map lies, in the lower right corner; empty where all is in view or room is short."""
    box, whole = scene.layout.box, scene.whole.box
    if scene.view.is_whole or box.height < _LEAST_BOX:
        return QRectF()
    width = min(_WIDTH, _SHARE * box.width)
    highest = max(min(_MOST_HEIGHT, _SHARE * box.height), _LEAST_HEIGHT)
    height = min(max(width * whole.height / whole.width, _LEAST_HEIGHT), highest)
    return QRectF(box.right - width - SPACING, box.bottom - height - SPACING, width, height)


def frame_rect(scene: Scene) -> QRectF:
    """The frame around what is in view."""
    part, inner = part_in_view(scene.whole, scene.view), _inner(mini_map_rect(scene))
    width, height = (
        max(part.width * inner.width(), _LEAST_FRAME),
        max(part.height * inner.height(), _LEAST_FRAME),
    )
    middle = QPointF(
        inner.left() + (part.left + part.width / 2) * inner.width(),
        inner.top() + (part.top + part.height / 2) * inner.height(),
    )
    return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height).intersected(inner)


def place_on_map(scene: Scene, point: QPointF) -> tuple[float, float]:
    """Which place of the whole picture (shares of its box) lies under a point of the map."""
    inner = _inner(mini_map_rect(scene))
    return (point.x() - inner.left()) / inner.width(), (point.y() - inner.top()) / inner.height()


class MiniMapPainter:
    """Paints every layer in its colour, as high as it is, and the frame; keeps the layers while they stay."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] = ()
        self._image = QImage()
        self._barred: tuple[object, ...] = ()  # what `_bars` are of
        self._bars: list[QRectF] = []

    def paint(self, painter: QPainter, scene: Scene, layers: Codes, colors: ColorScale, theme: Theme) -> None:
        """Paint the map of what is not wholly in view."""
        scale, rect = device_scale(painter), mini_map_rect(scene)
        of = (scene.whole, rect, layers.tobytes(), colors.palette, theme, scale)
        if of[:2] != self._barred:
            self._barred, self._bars = of[:2], _bars(scene, _inner(rect))
        if of != self._of:
            self._of, self._image = of, self._painted(rect, layers, colors, theme, scale)
        painter.save()
        painter.drawImage(QPointF(_image_place(rect, scale).topLeft()) / scale, self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.text), 1.5))
        painter.drawRect(frame_rect(scene))
        painter.restore()

    def _painted(self, rect: QRectF, layers: Codes, colors: ColorScale, theme: Theme, scale: float) -> QImage:
        """The map without its frame."""
        place = _image_place(rect, scale)
        image = clear_image(place.size(), scale)
        painter = QPainter(image)
        painter.translate(-QPointF(place.topLeft()) / scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(theme.surface)
        ground.setAlphaF(_OPACITY)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(theme.border), 1.0))
        painter.drawRoundedRect(rect, 4, 4)
        palette = code_colors(colors)
        painter.fillRect(self._bars[0], QColor(theme.muted))
        for layer in shown_layers(layers, int(_inner(rect).width())).tolist():
            painter.fillRect(self._bars[layer + 1], palette[int(layers[layer])])
        painter.end()
        return image


def _image_place(rect: QRectF, scale: float) -> QRect:
    """The device pixels of the map's image."""
    return device_rect(rect.adjusted(-1, -1, 1, 1), scale)


def _bars(scene: Scene, inner: QRectF) -> list[QRectF]:
    """Where every column lies, the input's first."""
    whole, box = scene.whole, scene.whole.box
    pitch = whole.pitch / box.width * inner.width()
    width = max(1.0, min(0.6 * pitch, 8.0))
    bars = []
    for column in whole.columns:
        x = inner.left() + (column.x - box.left) / box.width * inner.width()
        top = inner.top() + (column.top - box.top) / box.height * inner.height()
        bars.append(
            QRectF(x - width / 2, top, width, (column.bottom - column.top) / box.height * inner.height())
        )
    return bars


def _inner(rect: QRectF) -> QRectF:
    return rect.adjusted(SPACING, SPACING / 2, -SPACING, -SPACING / 2)
