"""Mouse and keys that zoom a plot, and the button that brings all of it back."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QRubberBand

from vgviz.views.icons import icon
from vgviz.views.plots.zoom_box import ZoomBox
from vgviz.views.quiet_button import BUTTON, QuietButton
from vgviz.views.theme import SPACING, Theme

NOTCH = 120.0  # a wheel's step in Qt's units
WHEEL, KEY = 0.85, 0.7  # share of the range that one step leaves in view
STEP = 0.2  # of what is in view that an arrow key moves it by
LEAST_FIELD = 3 * BUTTON  # px of height, below which the button would hide too much of the curves
LEAST_RECTANGLE = 6  # px, below which a drag is a click
HOW = "Wheel or drag to zoom, arrow keys to move, double click or Home for all of it"
_MOVES = {
    Qt.Key.Key_Left: (-STEP, 0.0),
    Qt.Key.Key_Right: (STEP, 0.0),
    Qt.Key.Key_Down: (0.0, -STEP),
    Qt.Key.Key_Up: (0.0, STEP),
}
_SCALES = {Qt.Key.Key_Plus: KEY, Qt.Key.Key_Equal: KEY, Qt.Key.Key_Minus: 1 / KEY}


class ZoomHand(QObject):
    """The wheel zooms about the pointer, over an axis along it only; a drag zooms to its rectangle.

    A double click, Home or the button show all again. A plot with the focus zooms with plus and minus and
    moves with the arrow keys.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        super().__init__(plot)
        self._plot = plot
        self._box: ZoomBox = plot.getPlotItem().getViewBox()
        self._start: QPoint | None = None
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, plot.viewport())
        self._button = QuietButton(plot)
        self._button.setObjectName("fit")  # its ground hides the curves under it
        self._button.say("Show all of it (Home, double click)", "Fit")
        self._button.clicked.connect(self._box.fit)
        self._button.hide()
        self.fit = QAction("Fit", plot)
        self.fit.setObjectName("fit")
        self.fit.setEnabled(False)
        self.fit.triggered.connect(self._box.fit)
        self._box.zoomed.connect(self._on_zoomed)
        self._box.sigResized.connect(self._place_button)
        plot.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plot.setAccessibleName("Plot")
        plot.setAccessibleDescription(HOW)
        plot.installEventFilter(self)
        plot.viewport().installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self._button.setIcon(icon("maximize", theme, color=theme.muted))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Zoom; True where nothing else is to be done with the event."""
        if isinstance(event, QKeyEvent):
            return event.type() == QEvent.Type.KeyPress and self._on_key(event)
        if watched is self._plot:
            return False
        if isinstance(event, QWheelEvent):
            return self._on_wheel(event)
        return isinstance(event, QMouseEvent) and self._on_mouse(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _SCALES:
            self._box.scale_about(self._middle(), _SCALES[key], _SCALES[key])
        elif key in _MOVES:
            self._box.pan(*_MOVES[key])
        elif key == Qt.Key.Key_Home:
            self._box.fit()
        elif key == Qt.Key.Key_Escape and self._start is not None:
            self._end_rectangle()
        else:
            return False
        return True

    def _on_wheel(self, event: QWheelEvent) -> bool:
        factor = WHEEL ** (event.angleDelta().y() / NOTCH)
        place, field = event.position(), self._field()
        across = up = factor
        if place.y() > field.bottom():
            up = 1.0
        elif not field.left() <= place.x() <= field.right():
            across = 1.0
        self._box.scale_about(self._data(place), across, up)
        return True

    def _on_mouse(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self._end_rectangle()
            self._box.fit()
            return True
        if event.button() == Qt.MouseButton.LeftButton and event.type() == QEvent.Type.MouseButtonPress:
            self._plot.setFocus(Qt.FocusReason.MouseFocusReason)
            self._start = place if self._field().contains(place) else None
            return True
        if self._start is None:
            return False
        rectangle = QRect(self._start, place).normalized() & self._field()
        if event.type() == QEvent.Type.MouseMove:
            self._band.setGeometry(rectangle)
            self._band.setVisible(max(rectangle.width(), rectangle.height()) >= LEAST_RECTANGLE)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._end_rectangle()
            if min(rectangle.width(), rectangle.height()) >= LEAST_RECTANGLE:
                low, high = self._data(rectangle.bottomLeft()), self._data(rectangle.topRight())
                self._box.show_part((low.x(), high.x()), (low.y(), high.y()))
        return True

    def _end_rectangle(self) -> None:
        self._start = None
        self._band.hide()

    def _field(self) -> QRect:
        """Where the curves are, in the viewport."""
        return QRect(self._plot.mapFromScene(self._box.sceneBoundingRect()).boundingRect())

    def _data(self, place: QPoint | QPointF) -> QPointF:
        return QPointF(self._box.mapSceneToView(QPointF(place)))

    def _middle(self) -> QPointF:
        across, up = self._box.part
        return QPointF(sum(across) / 2, sum(up) / 2)

    def _on_zoomed(self, zoomed: bool) -> None:
        self.fit.setEnabled(zoomed)
        self._place_button()

    def _place_button(self) -> None:
        field = self._field()
        self._button.setVisible(self._box.is_zoomed and field.height() >= LEAST_FIELD)
        self._button.move(field.right() - self._button.width() - SPACING // 2, field.top() + SPACING // 2)
