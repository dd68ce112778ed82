"""The line itself: the run, its edits and epochs, and a handle at the moment that is shown."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from vgviz.session.past import Past
from vgviz.views.controls.slider import GROOVE, Slider
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import Theme, font
from vgviz.views.timeline.scale import Scale

HEIGHT = 42
MIDDLE = 15.0  # px, of the groove
MARK = 4.0  # half the width of an edit's diamond
MARK_ROOM = 6.0  # px between two diamonds
MOST_NAMED = 4  # edits in a tooltip
PATIENCE = 250  # ms for which a wish outweighs frames that may be older
LARGE_STEPS = {Qt.Key.Key_PageDown: -1, Qt.Key.Key_PageUp: 1}  # epochs


class TimelineStrip(Slider):
    """The run as a slider; at its right end it is live.

    Signals
    -------
    wished : int or None
        The step to show, None for the present.
    """

    wished = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._past: Past | None = None
        self._moment: int | None = None
        self._confirmed: tuple[int | None, bool] = (None, True)
        self._last = 0
        self._wish_is_new = QTimer(self, singleShot=True, interval=PATIENCE)
        self._small = font(theme.small)
        self.setAccessibleName("Timeline")
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setEnabled(False)
        self.dragged.connect(self._on_dragged)
        self.released.connect(self._follow)
        self._wish_is_new.timeout.connect(self._follow)
        self.stepped.connect(self.step_by)
        self.reset_wished.connect(lambda: self.wished.emit(None))

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._small = font(theme.small)

    @property
    def moment(self) -> int | None:
        """The step that is wished; None is the present."""
        return self._moment

    @property
    def scale(self) -> Scale:
        """Where steps lie now."""
        first = self._past.first if self._past is not None else 0
        return Scale(first, self._last, self._x(0), self._x(1) - self._x(0))

    def show_past(self, past: Past | None, moment: int | None, *, is_there: bool) -> None:
        """Show a run and the moment of it that is wished for; ``is_there``: whether it is on screen."""
        self._confirmed = moment, is_there
        if past is not self._past:
            self._past = past
            self.setEnabled(past is not None and past.newest > past.first)
            self.update()
        self._follow()

    def wish(self, step: int | None) -> None:
        """Wish to see ``step``, None for the present, as if the hand had gone there."""
        if self._past is None:
            return
        if step is not None:
            step = max(self._past.first, step)
            step = None if step >= self._past.newest else step
        if step != self._moment:
            self._moment = step
            self._wish_is_new.start()
            self.show_fraction(1.0 if step is None else self.scale.fraction(step))
            self.wished.emit(step)

    def step_by(self, steps: int) -> None:
        """Wish for the moment so many steps later, or earlier."""
        self.wish(self._here() + steps)

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, HEIGHT)

    def hideEvent(self, event: QHideEvent) -> None:
        self._wish_is_new.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in LARGE_STEPS:
            self._go_epochs(LARGE_STEPS[key])
        elif key == Qt.Key.Key_Escape and self._moment is not None:
            self.wish(None)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell of the step and the edits under the mouse."""
        return tells_of_spot(self, event, lambda place: self.words_at(place.x())) or super().event(event)

    def words_at(self, x: float) -> str:
        """The step at ``x`` and what was edited there."""
        past, scale = self._past, self.scale
        if past is None or not self.isEnabled():
            return "Nothing to look back on yet: train a few steps first"
        step = scale.step_at(min(1.0, max(0.0, (x - scale.left) / max(scale.width, 1.0))))
        edits = scale.words_near(past, x)
        more = [f"and {len(edits) - MOST_NAMED:,} more"] if len(edits) > MOST_NAMED else []
        return "\n".join([f"Step {step:,}, epoch {past.epoch_at(step):,}", *edits[:MOST_NAMED], *more])

    def _follow(self) -> None:
        """Show what is confirmed; the end of the line is the present, but rests while a hand drags."""
        if self.is_held or self._past is None:
            return
        confirmed, is_there = self._confirmed
        if self._wish_is_new.isActive():
            is_there &= confirmed == self._moment
        else:
            self._moment = confirmed
        if self._last != self._past.newest:
            self._last = self._past.newest
            self.update()
        fraction = 1.0 if self._moment is None else self.scale.fraction(self._moment)
        self.show_fraction(fraction, hollow=not is_there)

    def _on_dragged(self, fraction: float) -> None:
        self.wish(None if fraction >= 1.0 else self.scale.step_at(fraction))

    def _go_epochs(self, direction: int) -> None:
        if self._past is None:
            return
        count = self._past.count_at(self._here())
        epoch = count.epoch_at(self._here())
        at_end = count.end_of(epoch) == self._here()
        self.wish(count.end_of(epoch + 1 if direction > 0 else epoch - at_end))

    def _here(self) -> int:
        return self._last if self._moment is None else self._moment

    def _middle(self) -> float:
        return MIDDLE

    def _paint_groove(self, painter: QPainter) -> None:
        theme, scale = self._theme, self.scale
        painter.setPen(Qt.PenStyle.NoPen)
        left, right, here = self._x(0), self._x(1), self._x(self._fraction)
        painter.setBrush(QColor(theme.border))
        painter.drawRoundedRect(QRectF(left, MIDDLE - GROOVE / 2, right - left, GROOVE), 2, 2)
        if self._past is None or not self.isEnabled():
            return
        painter.setBrush(QColor(theme.accent))
        painter.drawRoundedRect(QRectF(left, MIDDLE - GROOVE / 2, here - left, GROOVE), 2, 2)
        self._paint_epochs(painter, scale, self._past)
        self._paint_labels(painter, scale)
        self._paint_marks(painter, scale, self._past)

    def _paint_epochs(self, painter: QPainter, scale: Scale, past: Past) -> None:
        color = QColor(self._theme.border)
        for x in scale.epoch_ends(past):
            painter.fillRect(QRectF(x - 0.5, MIDDLE + 6, 1, 4), color)

    def _paint_labels(self, painter: QPainter, scale: Scale) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.muted))
        metrics = painter.fontMetrics()
        for step, text in scale.labels():
            x, half = scale.x(step), metrics.horizontalAdvance(text) / 2
            x = min(max(x, half), self.width() - half)
            painter.drawText(QPointF(x - half, HEIGHT - 5), text)
        painter.setPen(Qt.PenStyle.NoPen)

    def _paint_marks(self, painter: QPainter, scale: Scale, past: Past) -> None:
        painter.setBrush(QColor(self._theme.second_curve))
        taken = float("-inf")
        for mark in past.marks:
            x = scale.x(mark.step)
            if x - taken >= MARK_ROOM:
                taken = x
                painter.drawPolygon(_diamond(x))


def _diamond(x: float) -> QPolygonF:
    top = MIDDLE - GROOVE / 2 - 2 * MARK - 1
    corners = ((x, top), (x + MARK, top + MARK), (x, top + 2 * MARK), (x - MARK, top + MARK))
    return QPolygonF([QPointF(*corner) for corner in corners])
