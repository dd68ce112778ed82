"""A remedy that was tried: what was predicted, and what came of it."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from vgviz.analysis.remedies import Remedy
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.messages import Frame
from vgviz.session.states import State


class Outcome(Enum):
    """How far a trial is."""

    SENT = auto()  # the session has not yet answered
    WAITING = auto()  # in force; too early to measure
    CAME_TRUE = auto()
    DID_NOT = auto()
    REFUSED = auto()
    GIVEN_UP = auto()  # settings were changed before it could be measured
    TAKEN_BACK = auto()


OPEN = (Outcome.SENT, Outcome.WAITING)
MEASURED = (Outcome.CAME_TRUE, Outcome.DID_NOT)
OVER = (Outcome.REFUSED, Outcome.TAKEN_BACK)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One remedy in one run.

    Attributes
    ----------
    about : label of the rule whose finding it is for.
    before, after : the experiment without and with it.
    run : which of the compared networks.
    sent_after : commands the session had obeyed when it was sent.
    gesture : by which the session knows its edit.
    start : step at which it came into force.
    measured, measured_step : what came of it; the number is NaN before.
    """

    about: str
    remedy: Remedy
    before: Experiment
    after: Experiment
    run: int
    sent_after: int
    gesture: int
    outcome: Outcome = Outcome.SENT
    start: int = 0
    measured: float = float("nan")
    measured_step: int = 0

    @property
    def has_edit(self) -> bool:
        """Whether its edit has been made and not been taken back."""
        return self.outcome is not Outcome.SENT and self.outcome not in OVER

    @property
    def due(self) -> int:
        """Step at which to measure."""
        return self.start + self.remedy.prediction.wait

    def followed(self, frame: Frame) -> "Trial":
        """The trial after a frame."""
        if self.outcome in OVER:
            return self
        if self.run >= len(frame.snapshots):
            return replace(self, outcome=Outcome.GIVEN_UP) if self.outcome in OPEN else self
        snapshot = frame.snapshots[self.run]
        experiment = snapshot.experiment
        if experiment is not self.after and experiment != self.after:
            return self._without(experiment, frame.obeyed)
        trial = self
        if self.outcome is Outcome.SENT:
            start = 0 if self.remedy.restarts else snapshot.step
            trial = replace(self, outcome=Outcome.WAITING, start=start)
        elif self.outcome is Outcome.WAITING and snapshot.step < self.start:
            trial = replace(self, start=snapshot.step)
        return trial._measured(snapshot, has_stopped=frame.state is State.FAILED)

    def _without(self, experiment: Experiment, obeyed: int) -> "Trial":
        """Where another experiment is in force."""
        if self.outcome is Outcome.SENT and experiment == self.before:
            return replace(self, outcome=Outcome.REFUSED) if obeyed > self.sent_after else self
        if experiment == self.before:
            return replace(self, outcome=Outcome.TAKEN_BACK)
        return replace(self, outcome=Outcome.GIVEN_UP) if self.outcome in OPEN else self

    def _measured(self, snapshot: Snapshot, *, has_stopped: bool) -> "Trial":
        if self.outcome is not Outcome.WAITING or (snapshot.step < self.due and not has_stopped):
            return self
        prediction = self.remedy.prediction
        outcome = Outcome.CAME_TRUE if prediction.came_true(snapshot) else Outcome.DID_NOT
        number = float(prediction.measure(snapshot))
        return replace(self, outcome=outcome, measured=number, measured_step=snapshot.step)
