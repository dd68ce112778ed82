"""What part of the network is looked at; moves there smoothly."""

from time import perf_counter

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from vgviz.drawing.layout import NetworkLayout
from vgviz.drawing.view import WHOLE, View, between, clamped
from vgviz.views.reduced_motion import is_motion_reduced

MOVE = 200  # ms


def has_motion() -> bool:
    """Whether the system wishes things to move."""
    return not is_motion_reduced()


class Camera(QObject):
    """The view in force and the one it goes to; diagrams that share a camera show the same part.

    Signals
    -------
    changed
        The view in force is another.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.view = WHOLE
        self.target = WHOLE
        self._start = WHOLE
        self._way = QVariantAnimation(self, startValue=0.0, endValue=1.0, duration=MOVE)
        self._way.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._way.valueChanged.connect(self._on_way)
        self._layout: NetworkLayout | None = None
        self._began = 0.0

    @property
    def is_moving(self) -> bool:
        """Whether it is on its way."""
        return self._way.state() == QVariantAnimation.State.Running

    def go(self, layout: NetworkLayout, target: View) -> None:
        """Move to ``target``; ``layout`` is the whole network's."""
        self._catch_up()
        self._way.stop()
        self.target = clamped(layout, target)
        if not has_motion():
            self._set(self.target)
            return
        self._start, self._layout, self._began = clamped(layout, self.view), layout, perf_counter()
        self._way.start()

    def jump(self, layout: NetworkLayout, target: View) -> None:
        """Look at ``target`` at once, as under a dragging hand."""
        self._way.stop()
        self.target = clamped(layout, target)
        self._set(self.target)

    def _catch_up(self) -> None:
        """Be where the time says: a wheel that turns fast begins a new way before the old one has moved."""
        if self.is_moving:
            share = min(1000 * (perf_counter() - self._began) / MOVE, 1.0)
            self._on_way(self._way.easingCurve().valueForProgress(share))

    def _set(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self.changed.emit()

    def _on_way(self, share: float) -> None:
        if self._layout is not None:
            at_end = share >= 1.0
            self._set(self.target if at_end else between(self._layout, self._start, self.target, share))
