"""A reader's way through a lesson: where they are, and whether they have done what was asked."""

from PySide6.QtCore import QObject, Signal

from vgviz.engine.telemetry import Snapshot
from vgviz.lessons import QUANTITIES, SELECTED, Condition, Lesson, Step, Value, staged, written
from vgviz.session.messages import Command, Configure, Frame, Pause, Play, RemoveRun, TrainUntil
from vgviz.views.desk import Desk
from vgviz.views.selection import Place

COME_WITH_TRAINING = ("step", "epoch", "loss", "accuracy", "dead")


class Tour(QObject):
    """One lesson being read.

    Signals
    -------
    changed
        Another step, its task is done, or there are newer numbers.
    """

    changed = Signal()

    def __init__(
        self, lesson: Lesson, desk: Desk, newest: Frame | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self.place = 0
        self.is_done = False
        self._desk = desk
        self._newest = newest
        self._before: Frame | None = None
        desk.selection.changed.connect(self._look)
        self._due = 0  # commands that a frame has obeyed which shows the step's stage

    @property
    def step(self) -> Step:
        """Where the reader is."""
        return self.lesson.steps[self.place]

    @property
    def is_staged(self) -> bool:
        """Whether the network on screen is the step's."""
        return self._before is not None

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after this step."""
        return self.place == len(self.lesson.steps) - 1

    def after(self, text: str) -> str:
        """``text`` with the numbers of now and of the step's beginning."""
        if self._newest is None or self._before is None:
            return ""
        return written(text, self._newest.snapshots[0], self._before.snapshots[0])

    def go_to(self, place: int) -> None:
        """Set the stage of this step."""
        self.place = min(max(place, 0), len(self.lesson.steps) - 1)
        step = self.step
        self.is_done, self._before = not step.until, None
        commands = self._commands(step)
        for command in commands:
            self._desk.send(command)
        if self._newest is not None:
            self._due = self._newest.obeyed + len(commands)
            if not commands:
                self._before = self._newest
        if step.layer is not None:
            self._desk.selection.choose(Place(step.layer - 1))
        self._desk.bring_to_front(step.panel)
        self._desk.point_at(step.point)
        self.changed.emit()

    def follow(self, frame: Frame) -> None:
        """Look whether the task is done."""
        self._newest = frame
        if self._before is None:
            if not self._shows_stage(frame):
                return
            self._before = frame
        self._look()

    def _look(self) -> None:
        if self._before is None or self._newest is None:
            return
        snapshot = self._newest.snapshots[0]
        if not self.is_done and self._holds(snapshot):
            self.is_done = True
            if any(condition.what in COME_WITH_TRAINING for condition in self.step.until):
                self._desk.send(Pause())  # what there was to see stays on screen
        self.changed.emit()

    def _holds(self, snapshot: Snapshot) -> bool:
        return all(condition.holds(self._value(condition, snapshot)) for condition in self.step.until)

    def _commands(self, step: Step) -> list[Command]:
        # Training stops before the stage is set: no step of the new network is done unseen. A step that waits
        # for an epoch trains just so far, however fast it goes: its words are about that moment.
        commands: list[Command] = [Pause()] if step.play is False else []
        if step.stage is not None:
            gesture = self._desk.number_edit()  # so that one undo leads back to what was there
            others = range(len(self._desk.history.runs) - 1, 0, -1)
            commands += [RemoveRun(run, gesture) for run in others]
            commands.append(Configure(staged(step.stage), gesture, restart=True))
        if step.play:
            epochs = [condition.at_least for condition in step.until if condition.what == "epoch"]
            commands.append(TrainUntil(epoch=round(epochs[0])) if epochs and epochs[0] else Play())
        return commands

    def _shows_stage(self, frame: Frame) -> bool:
        stage = self.step.stage
        is_due = frame.obeyed >= self._due
        return is_due and (stage is None or frame.snapshots[0].experiment == staged(stage))

    def _value(self, condition: Condition, snapshot: Snapshot) -> Value | None:
        if condition.what == SELECTED:
            place = self._desk.selection.place
            return None if place is None else place.layer + 1
        return QUANTITIES[condition.what](snapshot)
