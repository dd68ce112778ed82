"""Before, after and change of a weight matrix as three small pictures."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.number_format import number
from vgviz.views.elided_label import elided
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.weights.layer_change import LayerChange, SignedImage

LARGEST_CELL = 22.0  # px of a weight
NAMES = ("before", "after", "change")
HINT = (
    "Each column is a source, each row a neuron. Blue is negative, orange positive. Before and after share a "
    "scale; the change has its own. In large layers a pixel shows the largest of several weights."
)


class ChangePicture(QWidget):
    """Weights in colours that diverge from 0, with the scale's end below each picture."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._change: LayerChange | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(36)
        self.setToolTip(f"<p>{HINT}</p>")

    @property
    def captions(self) -> tuple[str, ...]:
        """What stands above each picture."""
        if self._change is None:
            return ()
        return tuple(
            f"{name} ±{number(image.largest, 2)}" for name, image in zip(NAMES, self._images(), strict=True)
        )

    def show_change(self, change: LayerChange | None) -> None:
        """Show these weights."""
        self._change = change
        self.setAccessibleName("Weights: " + ", ".join(self.captions))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(240, 96)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Three pictures beside each other, each as large as its cells may be."""
        painter = QPainter(self)
        painter.setFont(font(self._theme.small))
        room = (self.width() - 2 * SPACING) / len(NAMES)
        for place, (caption, image) in enumerate(zip(self.captions, self._images(), strict=True)):
            self._paint_one(painter, place * (room + SPACING), room, caption, image)
        painter.end()

    def _images(self) -> tuple[SignedImage, ...]:
        change = self._change
        return () if change is None else (change.before, change.after, change.change)

    def _paint_one(
        self, painter: QPainter, left: float, room: float, caption: str, image: SignedImage
    ) -> None:
        metrics = QFontMetricsF(painter.font())
        line = metrics.height()
        painter.setPen(QColor(self._theme.muted))
        text = elided(caption, metrics, room)
        painter.drawText(QRectF(left, 0, room, line), Qt.AlignmentFlag.AlignLeft, text)
        size = image.image.size()
        width = min(room, size.width() * LARGEST_CELL)
        height = min(self.height() - line - 3, size.height() * LARGEST_CELL)
        place = QRectF(left, line + 2, width, height)
        painter.drawImage(place, image.image)
        painter.setPen(QColor(self._theme.border))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
