"""Pictures in neurons: the switch, and the standing question behind it."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from vgviz.drawing.neuron_pictures import NeuronPictures, NeuronPicturesQuestion, image_shape
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.questions import NoAnswer
from vgviz.views.desk import Desk
from vgviz.views.diagram.diagram import DiagramView

NAME = "neuron pictures"
WHAT_IT_DOES = (
    "Shows in every neuron that is large enough what it answers over the plane of two inputs; "
    "of images, what excites it most"
)


class NeuronPictureAction(QAction):
    """Checked, it asks for pictures while diagrams have room for them and the data allow them."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__("Pictures in &neurons", parent)
        self.setCheckable(True)
        self.setChecked(True)
        self.setShortcut(QKeySequence("N"))
        self.setToolTip(WHAT_IT_DOES)
        self._desk = desk
        self._shown: tuple[Frame, list[DiagramView]] | None = None
        self.toggled.connect(self.look_again)

    def show_frame(self, frame: Frame, diagrams: list[DiagramView]) -> None:
        """Hand each network's newest pictures to its diagram, or see to it that there will be some."""
        self._shown = frame, diagrams
        shown = zip(frame.snapshots, diagrams, strict=False)
        rooms = [diagram.picture_cells for snapshot, diagram in shown if has_pictures(snapshot)]
        wished = max(rooms, default=0) if self.isChecked() else 0
        self._desk.watch(NAME, NeuronPicturesQuestion(wished) if wished else None)
        for run, diagram in enumerate(diagrams):
            answer = frame.answer(NAME, run)
            pictures = answer if wished and isinstance(answer, NeuronPictures) else None
            reason = answer.reason if wished and isinstance(answer, NoAnswer) else ""
            diagram.show_pictures(pictures, in_motion=frame.in_motion, reason=reason)

    def look_again(self) -> None:
        """Something else than a frame has changed what is wanted."""
        if self._shown is not None:
            self.show_frame(*self._shown)


def has_pictures(snapshot: Snapshot) -> bool:
    """Whether neurons can have pictures for such data."""
    return snapshot.widths[0] == 2 or image_shape(snapshot.feature_names) is not None
