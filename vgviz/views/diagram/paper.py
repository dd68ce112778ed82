"""All that stands still between two readings: background, words and colour bar, painted once."""

import math

from PySide6.QtGui import QColor, QImage, QPainter

from vgviz.views.diagram.color_bar import paint_color_bar
from vgviz.views.diagram.colors import magnitude_scale
from vgviz.views.diagram.header import paint_header
from vgviz.views.diagram.labels import LayerTexts, paint_layer_labels, paint_names
from vgviz.views.diagram.scene import Scene
from vgviz.views.theme import Theme


class Paper:
    """The image that the network is painted on; made anew when a word, the size or the theme changes."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._scene: Scene | None = None
        self._image = QImage()

    def image(self, scene: Scene, title: str, texts: LayerTexts, theme: Theme, scale: float) -> QImage:
        """The paper of ``scene`` with ``scale`` device pixels a pixel."""
        key = (title, texts, theme, scale)
        if scene is not self._scene or key != self._key:
            self._scene, self._key = scene, key
            self._image = _painted(scene, title, texts, theme, scale)
        return self._image


def _painted(scene: Scene, title: str, texts: LayerTexts, theme: Theme, scale: float) -> QImage:
    columns, rows = math.ceil(scene.width * scale), math.ceil(scene.height * scale)
    image = QImage(columns, rows, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    image.fill(QColor(theme.background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_header(painter, scene, title, theme)
    paint_layer_labels(painter, scene.layout, texts, scene.labels_top, scene.width - 6, theme)
    paint_names(painter, scene.layout, 0, scene.names.inputs, theme)
    paint_names(painter, scene.layout, len(scene.layout.columns) - 1, scene.names.outputs, theme)
    paint_color_bar(painter, scene.color_bar, magnitude_scale(theme), theme)
    painter.end()
    return image
