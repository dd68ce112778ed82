"""The caption under a picture, drawn at the picture's own sharpness."""

from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from vgviz.export.caption import Caption

MARGIN = 12.0
LINE_GAP = 4.0


@dataclass(frozen=True, slots=True)
class StripStyle:
    """Colours as #rrggbb and the font of a strip."""

    background: str
    border: str
    text: str
    muted: str
    font: QFont


def with_caption(image: QImage, caption: Caption, style: StripStyle, mark: str) -> QImage:
    """The picture with a strip under it that says the settings, the moment and ``mark``.

    Lines are broken where the picture is narrow, so that nothing is cut off. The strip is drawn in the
    picture's device pixels: at 4x its letters have four times the detail.
    """
    scale = image.devicePixelRatio()
    width = image.width() / scale
    strip = _Strip(caption, style, mark, width)
    height = ceil(strip.height())
    result = QImage(image.width(), image.height() + round(height * scale), QImage.Format.Format_RGB32)
    result.setDevicePixelRatio(scale)
    result.fill(QColor(style.background))
    painter = QPainter(result)
    painter.drawImage(0, 0, image)
    painter.translate(0, image.height() / scale)
    strip.paint(painter)
    painter.end()
    return result


class _Strip:
    def __init__(self, caption: Caption, style: StripStyle, mark: str, width: float) -> None:
        self._style = style
        self._metrics = QFontMetricsF(style.font)
        self._mark = mark
        self._width = width
        room = width - 2 * MARGIN
        beside_mark = room - self._metrics.horizontalAdvance(mark) - 2 * MARGIN
        self._settings = [line for text in caption.settings.split("\n") for line in self._broken(text, room)]
        self._moment = self._broken(caption.moment, beside_mark)

    def height(self) -> float:
        lines = len(self._settings) + len(self._moment)
        return 2 * MARGIN + lines * self._metrics.height() + (lines - 1) * LINE_GAP

    def paint(self, painter: QPainter) -> None:
        style = self._style
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.fillRect(QRectF(0, 0, self._width, 1), QColor(style.border))
        painter.setFont(style.font)
        top = MARGIN
        for lines, color in ((self._settings, style.text), (self._moment, style.muted)):
            painter.setPen(QColor(color))
            for line in lines:
                self._write(painter, line, top, Qt.AlignmentFlag.AlignLeft)
                top += self._metrics.height() + LINE_GAP
        last = top - self._metrics.height() - LINE_GAP
        painter.setPen(QColor(style.muted))
        self._write(painter, self._mark, last, Qt.AlignmentFlag.AlignRight)

    def _write(self, painter: QPainter, text: str, top: float, side: Qt.AlignmentFlag) -> None:
        room = QRectF(MARGIN, top, self._width - 2 * MARGIN, self._metrics.height())
        painter.drawText(room, side | Qt.TextFlag.TextSingleLine, text)

    def _broken(self, text: str, room: float) -> list[str]:
        """Lines no wider than ``room``, broken between words."""
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self._metrics.horizontalAdvance(longer) > room:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines
