"""Backpropagation as motion: when the light runs, how fast, and layer by layer."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.reduced_motion import is_motion_reduced

SPEEDS = {"Very slow": 0.2, "Slow": 0.5, "Usual speed": 1.0, "Fast": 2.0}
USUAL = "Usual speed"
LIGHT_HINT = (
    "A light runs back through the network after each single step, as bright as the gradient is large"
)
LAYER_HINT = (
    "Lights up the output layer, with each press the layer before, and says how large its gradient is"
)


class PulseActions(QObject):
    """The switch, the speed, and the key that takes the light one layer back."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._expected: tuple[int, ...] | None = None
        self._shown: tuple[tuple[Snapshot, ...], Sequence[DiagramView]] = ((), ())
        self._was_chosen = False
        self.menu = QMenu("&Backpropagation", window)
        self.menu.setToolTipsVisible(True)
        self.runs = self.menu.addAction("&Light on single steps")
        self.runs.setCheckable(True)
        self.runs.setToolTip(LIGHT_HINT)
        self.runs.setChecked(True)
        self.runs.triggered.connect(self._on_chosen)
        self.layer = self.menu.addAction("&One layer back", self._step_back)
        self.layer.setShortcut(QKeySequence("B"))
        self.layer.setToolTip(LAYER_HINT)
        self.menu.addSeparator()
        self.speeds: dict[str, QAction] = {}
        group = QActionGroup(self)
        for name in SPEEDS:
            action = group.addAction(self.menu.addAction(name))
            action.setCheckable(True)
            action.setChecked(name == USUAL)
            self.speeds[name] = action

    @property
    def choice(self) -> bool | None:
        """What the user has chosen; None follows the system's wish for less motion."""
        return self.runs.isChecked() if self._was_chosen else None

    @property
    def speed(self) -> str:
        """Name of the speed."""
        return next(name for name, action in self.speeds.items() if action.isChecked())

    def follow_system(self) -> None:
        """Let the light stand where the system wishes less motion, unless the user has chosen."""
        if not self._was_chosen:
            self.runs.setChecked(not is_motion_reduced())

    def restore(self, choice: bool | None, speed: str) -> None:
        """Bring back what a user had chosen."""
        self._was_chosen = choice is not None
        self.runs.setChecked(choice is not False)
        self.speeds[speed].setChecked(True)

    def expect_step(self) -> None:
        """A single step was asked for: light its way back as soon as it is there."""
        self.follow_system()
        if self.runs.isChecked():
            self._expected = tuple(snapshot.step for snapshot in self._shown[0])

    def show_frame(self, frame: Frame, diagrams: Sequence[DiagramView]) -> None:
        """Start the light where the expected step has come; put it out where other steps or networks have."""
        steps = tuple(snapshot.step for snapshot in frame.snapshots)
        now, before = (
            [(snapshot.step, snapshot.widths) for snapshot in snapshots]
            for snapshots in (frame.snapshots, self._shown[0])
        )
        self._shown = frame.snapshots, diagrams
        if self._expected is not None and steps != self._expected:
            self._expected = None
            for snapshot, diagram in zip(frame.snapshots, diagrams, strict=False):
                diagram.pulse.start(snapshot, SPEEDS[self.speed])
        elif now != before:
            for diagram in diagrams:
                diagram.pulse.stop()

    def _step_back(self) -> None:
        snapshots, diagrams = self._shown
        for snapshot, diagram in zip(snapshots, diagrams, strict=False):
            lit = diagram.pulse.snapshot if diagram.pulse.stands else None
            diagram.pulse.step(lit or snapshot)

    def _on_chosen(self) -> None:
        self._was_chosen = True
