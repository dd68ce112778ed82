"""What is found wrong with the network on screen, whoever looks, and what came of the remedies tried."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import isfinite
from operator import is_not

from PySide6.QtCore import QObject, Signal

from vgviz.analysis.findings import Finding, findings
from vgviz.analysis.remedies import Remedy
from vgviz.analysis.rules import DEFAULT_RULES, Rule
from vgviz.analysis.update_findings import REMEMBERED
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.messages import Configure, Frame, Moved, Undo
from vgviz.views.findings.trial import Trial
from vgviz.views.selection import Place, Selection

MOST_TRIALS = 3


class FindingsWatch(QObject):
    """Judges the network that is chosen, five times a second, by rules that a person can change.

    Signals
    -------
    changed
        New findings, new rules, or news of a trial.
    command : Command
        For the session.
    """

    changed = Signal()
    command = Signal(object)

    def __init__(
        self, selection: Selection, number_edit: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rules: tuple[Rule, ...] = DEFAULT_RULES
        self.findings: tuple[Finding, ...] = ()
        self.trials: tuple[Trial, ...] = ()
        self.snapshot: Snapshot | None = None
        self.experiment = Experiment()  # in force now, also while a person looks back: remedies change it
        self.run = 0
        self.rests = False  # while there is too little to judge by
        self._selection = selection
        selection.runs_moved.connect(self._on_runs_moved)
        self._pasts: dict[int, _Past] = {}
        self._obeyed = 0
        self._number_edit = number_edit
        self._undoes: int | None = None  # the gesture of the edit that undo would take back

    @property
    def thresholds(self) -> dict[str, float]:
        """Those that a person has changed, by the rules' names."""
        pairs = zip(self.rules, DEFAULT_RULES, strict=True)
        return {rule.name: rule.threshold for rule, default in pairs if rule != default}

    def set_thresholds(self, thresholds: Mapping[str, float]) -> None:
        """Judge by these, and by the defaults where there is none."""
        self.rules = tuple(
            replace(rule, threshold=_checked(thresholds.get(rule.name), rule)) for rule in DEFAULT_RULES
        )
        self._judge()

    def note(self, frame: Frame) -> None:
        """Follow the trials; with every frame, and cheap where there is none."""
        self._obeyed = frame.obeyed
        is_news, self._undoes = frame.undoes != self._undoes, frame.undoes
        if not self.trials:
            return
        if frame.moment is None:  # looking back tells nothing of what goes on
            former, self.trials = self.trials, tuple(trial.followed(frame) for trial in self.trials)
            is_news = is_news or any(map(is_not, self.trials, former))
        if is_news:
            self.changed.emit()

    def look(self, frame: Frame) -> None:
        """Judge a frame; with the texts."""
        self.rests = False
        self.run = self._selection.run_of(len(frame.snapshots))
        self._pasts = {run: self._pasts.get(run) or _Past() for run in range(len(frame.present))}
        if frame.moment is None:  # a look back tells nothing new
            for run, snapshot in enumerate(frame.snapshots):
                self._pasts[run].take(snapshot)
        self.snapshot = frame.snapshots[self.run]
        present = frame.present if self.run < len(frame.present) else frame.snapshots
        self.experiment = present[self.run].experiment
        self._judge()

    def rest(self) -> None:
        """Find nothing until there is a frame to look at."""
        if not self.rests:
            self.rests = True
            self._judge()

    def choose(self, finding: Finding) -> None:
        """Let the window show the layer that a finding is about."""
        self._selection.choose(Place(finding.layer, run=self.run))

    def apply(self, finding: Finding, remedy: Remedy) -> None:
        """Try a remedy."""
        before = self.experiment
        gesture = self._number_edit()
        trial = Trial(finding.rule.label, remedy, before, remedy(before), self.run, self._obeyed, gesture)
        self.trials = (*self.trials, trial)[-MOST_TRIALS:]
        self.command.emit(Configure(trial.after, gesture, run=self.run, restart=remedy.restarts))
        self.changed.emit()

    def can_take_back(self, trial: Trial) -> bool:
        """Whether undo would take just this one back, in whatever run: nothing has been changed since."""
        return trial.has_edit and trial.gesture == self._undoes

    def take_back(self, trial: Trial) -> None:
        """Undo this trial's edit, and no other's."""
        if self.can_take_back(trial):
            self.command.emit(Undo(trial.gesture))

    def forget(self, trial: Trial) -> None:
        """Show it no longer."""
        self.trials = tuple(other for other in self.trials if other is not trial)
        self.changed.emit()

    def _on_runs_moved(self, moved: Moved) -> None:
        """What is known of each run, and tried in it, goes along; of one that is gone nothing is left."""
        new = {old: run for run, old in enumerate(moved.origin) if old is not None}
        self._pasts = {new[old]: past for old, past in self._pasts.items() if old in new}
        here = (trial for trial in self.trials if trial.run in new)
        self.trials = tuple(replace(trial, run=new[trial.run]) for trial in here)
        self.changed.emit()

    def _judge(self) -> None:
        if self.rests:
            self.findings = ()
        elif self.snapshot is not None:
            kept = self._pasts.get(self.run, _Past()).moments
            past = [moment for moment in kept if moment.step < self.snapshot.step]
            self.findings = tuple(findings(self.snapshot, past, self.rules))
        self.changed.emit()


class _Past:
    """Earlier moments of a run: the first one with its weights, the figures of the newest."""

    def __init__(self) -> None:
        self._first: Snapshot | None = None
        self._figures: deque[Snapshot] = deque(maxlen=REMEMBERED)
        self._newest: Snapshot | None = None

    @property
    def moments(self) -> tuple[Snapshot, ...]:
        """The oldest first, without the newest."""
        return (self._first, *self._figures) if self._first is not None else ()

    def take(self, snapshot: Snapshot) -> None:
        newest = self._newest
        if newest is None or snapshot.widths != newest.widths or snapshot.step < newest.step:
            self._first = replace(snapshot.figures(), parameters=snapshot.parameters)
            self._figures.clear()
        elif snapshot.step > newest.step:
            self._figures.append(newest.figures())
        self._newest = snapshot


def _checked(threshold: float | None, rule: Rule) -> float:
    usable = threshold is not None and isfinite(threshold) and threshold > 0
    return threshold if usable and threshold is not None else rule.threshold
