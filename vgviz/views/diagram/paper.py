"""What stands still while a network trains: background, names, marks, colour bar; painted once."""

import math
from functools import lru_cache

from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from vgviz.views.diagram.color_bar import paint_color_bar
from vgviz.views.diagram.coloring import ColorKey
from vgviz.views.diagram.field_shapes import device_rect
from vgviz.views.diagram.labels import paint_names
from vgviz.views.diagram.marks import LayerMark, paint_marks
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme


def marked_paper(bare: QImage, scene: Scene, marks: tuple[LayerMark, ...], theme: Theme) -> QImage:
    """What `bare_paper` has, and the layers' marks, which an edit may change."""
    image = bare.copy()
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if scene.has_marks:
        paint_marks(painter, scene.layout, marks, theme)
    painter.end()
    return image


def bare_paper(scene: Scene, key: ColorKey, theme: Theme, scale: float) -> QImage:
    """Background, names and colour bar of ``scene`` with ``scale`` device pixels a pixel."""
    columns, rows = math.ceil(scene.width * scale), math.ceil(scene.height * scale)
    image = QImage(columns, rows, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_names(painter, scene.layout, 0, scene.shown_names.inputs, theme, scene.width)
    last = len(scene.layout.columns) - 1
    paint_names(painter, scene.layout, last, scene.shown_names.outputs, theme, scene.width)
    if not scene.color_bar.isEmpty():  # those that are compared share one
        place, bar = _color_bar(scene.color_bar.getRect(), key, theme, scale)
        painter.drawImage(QPointF(place) / scale, bar)
    painter.end()
    return image


@lru_cache(maxsize=4)
def _color_bar(
    box: tuple[float, float, float, float], key: ColorKey, theme: Theme, scale: float
) -> tuple[QPoint, QImage]:
    """The bar, which stays while the diagram zooms, and the device pixel that it begins at."""
    rect = device_rect(QRectF(*box).adjusted(-1, -1, 1, 1), scale)  # letters reach a little over
    image = QImage(rect.size(), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-QPointF(rect.topLeft()) / scale)
    paint_color_bar(painter, QRectF(*box), key, theme)
    painter.end()
    return rect.topLeft(), image
