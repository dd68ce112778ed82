"""The strongest paths, one a line: what share each carries, its product, its way through the network."""

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.paths import Paths
from vgviz.engine.telemetry import Snapshot
from vgviz.number_format import magnitude
from vgviz.views.chain.path_words import elided_way, product_in_full, share_text, way
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import SPACING, Theme, font

ROW = 20  # px
BAR_SHARE, WIDEST_BAR = 0.13, 72.0  # of the width, at most so many px
BAR_HEIGHT = 8.0


class PathList(QWidget):
    """Rows of paths, each with a bar beside the strongest one's; a tooltip tells all factors of a row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paths: Paths | None = None
        self._snapshot: Snapshot | None = None
        self._texts: tuple[tuple[str, str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Strongest paths")

    @property
    def texts(self) -> tuple[tuple[str, str, str], ...]:
        """Share, product and way of each row."""
        return self._texts

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.update()

    def show_paths(self, paths: Paths | None, snapshot: Snapshot) -> None:
        """List ``paths``; None is nothing."""
        if paths is self._paths:
            return
        rows = len(self._texts)
        self._paths, self._snapshot = paths, snapshot
        self._texts = () if paths is None else _texts(paths, snapshot)
        self.setAccessibleDescription("; ".join(", ".join(row) for row in self._texts))
        if len(self._texts) != rows:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Height of all rows."""
        return QSize(240, ROW * len(self._texts))

    def event(self, event: QEvent) -> bool:
        """Tell the factors of the path under the mouse."""
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bar and share, product, way."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.background))
        painter.setFont(font(self._theme.small))
        metrics = QFontMetricsF(painter.font())
        share_width = metrics.horizontalAdvance("0.0019 %") + SPACING
        product_width = metrics.horizontalAdvance("−1.2e−07") + 2 * SPACING
        for index, (share, product, steps) in enumerate(self._texts):
            left = self._paint_share(painter, index)
            left = self._write(painter, index, left, share_width, share, right=True)
            left = self._write(painter, index, left, product_width, product, right=True)
            room = self.width() - left - 3 * SPACING
            self._write(painter, index, left + 2 * SPACING, room, _fitting(steps, metrics, room))
        painter.end()

    def _paint_share(self, painter: QPainter, index: int) -> float:
        assert self._paths is not None, "there are rows"
        left, top = 1.5 * SPACING, index * ROW + (ROW - BAR_HEIGHT) / 2
        path, strongest = self._paths[index], self._paths[0].share
        color = QColor(self._theme.second_curve if path.product < 0 else self._theme.curve)
        room = min(BAR_SHARE * self.width(), WIDEST_BAR)
        length = room * path.share / strongest if strongest else 0.0
        painter.fillRect(QRectF(left, top, length, BAR_HEIGHT), color)
        return left + room

    def _write(
        self, painter: QPainter, row: int, left: float, width: float, text: str, *, right: bool = False
    ) -> float:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(self._theme.text))
        painter.drawText(QRectF(left, row * ROW, width, ROW), side | Qt.AlignmentFlag.AlignVCenter, text)
        return left + width

    def _words_at(self, place: QPoint) -> str:
        row = place.y() // ROW
        if self._paths is None or self._snapshot is None or row >= len(self._texts):
            return ""
        return product_in_full(self._paths[row], self._snapshot)


def _fitting(steps: str, metrics: QFontMetricsF, room: float) -> str:
    return elided_way(steps, lambda text: metrics.horizontalAdvance(text) <= room)


def _texts(paths: Paths, snapshot: Snapshot) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (share_text(path.share), magnitude(path.product), way(paths, path, snapshot)) for path in paths
    )
