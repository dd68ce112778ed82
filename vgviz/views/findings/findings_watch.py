"""What is found wrong with the network on screen, whoever looks, and what came of the remedies tried."""

from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from math import isfinite

from PySide6.QtCore import QObject, Signal

from vgviz.analysis.findings import Finding, findings
from vgviz.analysis.remedies import Remedy
from vgviz.analysis.rules import DEFAULT_RULES, Rule
from vgviz.analysis.update_findings import REMEMBERED
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.messages import Configure, Frame, Undo
from vgviz.views.findings.trial import Outcome, Trial
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

    def __init__(self, selection: Selection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rules: tuple[Rule, ...] = DEFAULT_RULES
        self.findings: tuple[Finding, ...] = ()
        self.trials: tuple[Trial, ...] = ()
        self.snapshot: Snapshot | None = None
        self.experiment = Experiment()  # in force now, also while a person looks back: remedies change it
        self.run = 0
        self._selection = selection
        self._pasts: dict[int, _Past] = {}
        self._obeyed = 0
        self._undone: Trial | None = None  # the way back has been sent

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
        if not self.trials or frame.moment is not None:  # looking back tells nothing of what goes on
            return
        trials = tuple(trial.followed(frame) for trial in self.trials)
        if any(now is not former for now, former in zip(trials, self.trials, strict=True)):
            self.trials = trials
            self.changed.emit()

    def look(self, frame: Frame) -> None:
        """Judge a frame; with the texts."""
        self.run = self._selection.run_of(len(frame.snapshots))
        self._pasts = {run: self._pasts.get(run) or _Past() for run in range(len(frame.present))}
        if frame.moment is None:  # a look back tells nothing new
            for run, snapshot in enumerate(frame.snapshots):
                self._pasts[run].take(snapshot)
        self.snapshot = frame.snapshots[self.run]
        present = frame.present if self.run < len(frame.present) else frame.snapshots
        self.experiment = present[self.run].experiment
        self._judge()

    def choose(self, finding: Finding) -> None:
        """Let the window show the layer that a finding is about."""
        self._selection.choose(Place(finding.layer, run=self.run))

    def apply(self, finding: Finding, remedy: Remedy) -> None:
        """Try a remedy."""
        before = self.experiment
        trial = Trial(finding.rule.label, remedy, before, remedy(before), self.run, self._obeyed)
        self.trials = (*self.trials, trial)[-MOST_TRIALS:]
        self.command.emit(Configure(trial.after, run=self.run, restart=remedy.restarts))
        self.changed.emit()

    def can_take_back(self, trial: Trial) -> bool:
        """Whether undo would take just this one back: it is the newest, and in force."""
        is_known = trial.outcome is not Outcome.SENT and trial is not self._undone
        return self.experiment == trial.after and trial is self.trials[-1] and is_known

    def take_back(self) -> None:
        """Undo the newest trial, once."""
        if self.trials and self.can_take_back(self.trials[-1]):
            self._undone = self.trials[-1]
            self.command.emit(Undo())
            self.changed.emit()

    def forget(self, trial: Trial) -> None:
        """Show it no longer."""
        self.trials = tuple(other for other in self.trials if other is not trial)
        self.changed.emit()

    def _judge(self) -> None:
        if self.snapshot is not None:
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
