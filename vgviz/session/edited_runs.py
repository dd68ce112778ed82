"""The runs and the edits made in them, each of which can be taken back. Knows no thread and no Qt."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from vgviz.engine.datasets import essence
from vgviz.engine.simulation import Simulation
from vgviz.engine.transplant import Origin, inverse
from vgviz.experiment import Experiment, ExperimentError
from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.session.announcements import Announcements
from vgviz.session.edit_history import MOST_BYTES, Discarded, Edit, EditHistory
from vgviz.session.edit_words import edit_words, rearrangement_words
from vgviz.session.keyframes import Change
from vgviz.session.lineup import Lineup
from vgviz.session.looking_back import LookingBack
from vgviz.session.messages import Failure, Moved
from vgviz.session.timeline import Timeline
from vgviz.session.trainer import Trainer

WEIGHTS_ARE_LOST = "The former weights are no longer kept, so these layers start anew."
NOT_ENOUGH_MEMORY = "There is not enough memory for this. Choose a smaller network or less data."
CANNOT_BRANCH = (
    "No network can branch off here: one had stopped by then, its numbers no longer finite. "
    "Choose an earlier moment."
)
WERE_FULL = (
    f"{MOST_RUNS} networks were compared at this moment, and there is no room for another. "
    "Choose “Go on from here”, remove one of them, then branch off with the Compare menu."
)
STARTS_ALIKE = "All runs are back at step 0, so that they start alike. Undo brings the training back."


class EditedRuns(ABC):
    """The compared simulations and every edit of them, noted for undo and in the timeline.

    Edits raise where they are refused; all is then as it was.
    """

    def __init__(self, experiments: tuple[Experiment, ...], tell: Announcements) -> None:
        self.experiments = experiments
        self.lineup = Lineup()
        self.trainer = Trainer()
        self.picture_is_old = False
        self.edits = EditHistory()
        self.timeline = Timeline()
        self.looking_back = LookingBack(self.timeline)
        self._tell = tell
        self._changed_since_failure = False

    @property
    def simulations(self) -> tuple[Simulation, ...]:
        """One for each run; none before one could be opened. Others take their place: hold none of them."""
        return self.lineup.simulations

    def _confirm(self) -> None:
        self._tell.experiments_changed(self.experiments)

    def _experiments_are_new(self) -> None:
        self.experiments = self.lineup.experiments
        self.picture_is_old = True
        self.trainer.steps_cost_anew(self.lineup.going)
        self._confirm()

    def _remarks(self) -> tuple[str, ...]:
        """What is to be known of the data."""
        return tuple(remark for simulation in self.simulations for remark in simulation.dataset.remarks)

    def _remark_on_data(self, told: tuple[str, ...]) -> None:
        for remark in dict.fromkeys(self._remarks()):
            if remark not in told:
                self._tell.remarked(remark)

    def _configure(self, experiment: Experiment, gesture: int | None, run: int) -> None:
        before, wanted = self.experiments, self._with(run, experiment)
        step = self.lineup.step
        former = self.edits.continues(gesture)
        discarded = former.discarded if former else None
        if discarded is None:
            discarded = self._discarded_by(wanted)
        with self._changing_to(wanted):
            self.lineup.configure(run, experiment)
        words = edit_words(former.before if former else before, wanted)
        self._record(Edit(before, wanted, discarded, gesture, words))
        self.timeline.edited(self.lineup, self._changes(before), words, gesture)
        if self.lineup.step == 0:
            self._begin_anew()
            if step and len(wanted) > 1:
                self._tell.remarked(STARTS_ALIKE)

    def _begin_with(self, experiment: Experiment, run: int, gesture: int | None) -> None:
        """Let all runs begin anew, this one with ``experiment``."""
        before, wanted = self.experiments, self._with(run, experiment)
        discarded = self._moment_worth_keeping() if self.lineup.step else self._discarded_by(wanted)
        with self._changing_to(wanted):
            self.lineup.configure(run, experiment)
            self.lineup.restart()
        self.timeline.begin(self.lineup)
        self._record(Edit(before, wanted, discarded, gesture))
        self._begin_anew()

    def _with(self, run: int, experiment: Experiment) -> tuple[Experiment, ...]:
        return (*self.experiments[:run], experiment, *self.experiments[run + 1 :])

    def _rearrange(self, experiment: Experiment, origin: Origin, run: int) -> None:
        """Let layers come, go or change places; those that ``origin`` names keep their weights."""
        before, wanted = self.experiments, self._with(run, experiment)
        step, discarded = self.lineup.step, self._moment_worth_keeping()
        with self._changing_to(wanted):
            self.lineup.configure(run, experiment, origin)
        depth = len(before[run].network.hidden)
        words, way_back = rearrangement_words(origin, depth), inverse(origin, depth)
        words = words if len(before) == 1 else f"{RUN_LETTERS[run]}: {words}"
        self._record(Edit(before, wanted, discarded, words=words, way_back=way_back, run=run))
        self.timeline.edited(self.lineup, [Change(step, run, experiment, origin)], words)
        if self.lineup.step == 0:
            self._begin_anew()

    def _add(self, experiment: Experiment, branch: bool) -> None:
        before, step, discarded = self.experiments, self.lineup.step, self._moment_worth_keeping()
        with self._changing_to((*before, experiment)):
            self.lineup.add(experiment, branch=branch)
        words = f"comparison with {RUN_LETTERS[len(before)]}"
        self._record(Edit(before, self.experiments, discarded, words=words))
        self.timeline.recast(self.lineup, words)
        self._begin_anew()
        if self.lineup.step < step:
            self._tell.remarked(STARTS_ALIKE)

    def _remove(self, run: int, gesture: int | None) -> None:
        before, discarded = self.experiments, self._moment_worth_keeping()
        with self._changing_to((*before[:run], *before[run + 1 :])):
            self.lineup.remove(run)
            self._tell.moved(Moved([other for other in range(len(before)) if other != run]))
        words = f"removal of {RUN_LETTERS[run]}" if len(before) > 2 else "end of the comparison"
        self._record(Edit(before, self.experiments, discarded, gesture, words, removed=run))
        self.timeline.recast(self.lineup, words)
        self.timeline.forget_run(run)
        self._tell.history_changed(self.timeline.figures)
        self._begin_anew()

    @contextmanager
    def _changing_to(self, experiments: tuple[Experiment, ...]) -> Iterator[None]:
        """Around a change of the simulations: say that data are loaded, then confirm the new experiments."""
        told = self._remarks()
        known = {essence(experiment.data) for experiment in self.experiments}
        data_changes = not known.issuperset(essence(experiment.data) for experiment in experiments)
        if data_changes:
            self._tell.progress("Loading the data…")
        try:
            yield
        except MemoryError as error:
            raise ExperimentError(NOT_ENOUGH_MEMORY) from error
        finally:
            if data_changes:
                self._tell.progress("")
        self._experiments_are_new()
        if data_changes:
            self._remark_on_data(told)
        self._changed_since_failure = True

    def _discarded_by(self, experiments: tuple[Experiment, ...]) -> Discarded | None:
        """The moment to come back to from ``experiments``, if they discard weights worth keeping."""
        same_runs = len(experiments) == len(self.simulations)
        if same_runs and self.lineup.keeps_parameters(experiments):
            return None
        return self._moment_worth_keeping()

    def _moment_worth_keeping(self) -> Discarded | None:
        if self.lineup.state_bytes > MOST_BYTES or not self.lineup.is_finite:
            return None
        return Discarded(self.lineup.states(), self.timeline.save())

    def _record(self, edit: Edit) -> None:
        self.edits.record(edit)
        self._tell.edits_changed(self.edits.titles)

    def _changes(
        self, before: tuple[Experiment, ...], ways: Mapping[int, Origin] | None = None
    ) -> list[Change]:
        """What the runs have gone through since they were ``before``."""
        ways, step = ways or {}, self.lineup.step
        pairs = enumerate(zip(before, self.experiments, strict=True))
        return [
            Change(step, run, after, ways.get(run))
            for run, (old, after) in pairs
            if old != after or run in ways
        ]

    def _adopt(self, past: Lineup, words: str = "") -> None:
        """Let the runs be what they were in the ``past``; undo brings the present back."""
        before, discarded, states = self.experiments, self._moment_worth_keeping(), past.states()
        with self._changing_to(past.experiments):
            self.lineup.restore(states)
        self.looking_back.end()
        words = words or f"going back to step {past.step:,}"
        self._record(Edit(before, self.experiments, discarded, words=words))
        self.timeline.cut(self.lineup)
        self._begin_anew()

    def _branch(self, past: Lineup) -> None:
        """Let the runs go back, and a copy of A go on beside them; where that is refused the past stays."""
        if len(past.simulations) == MOST_RUNS:
            self._tell.failed(Failure(WERE_FULL, refused=True))
            return
        twins = past.copy()
        if not twins.add(past.experiments[0], branch=True):
            self._tell.failed(Failure(CANNOT_BRANCH, refused=True))
            return
        words = f"branch at step {past.step:,}"
        self._adopt(twins, words)
        self.timeline.recast(self.lineup, words)

    def _take_back(self, edit: Edit) -> None:
        before = self.experiments
        replaced = self._moment_worth_keeping() if edit.discarded else self._discarded_by(edit.before)
        with self._changing_to(edit.before):
            ways = {} if edit.way_back is None else {edit.run: edit.way_back}
            states = None if edit.discarded is None else edit.discarded.states
            lost = self.lineup.come_back(edit.before, states, ways)
            for moved in edit.moves_back():
                self._tell.moved(moved)
        if lost:
            self._tell.remarked(WEIGHTS_ARE_LOST)
        self._remember_way_back(edit, before, ways)
        self.edits.turn(edit, replaced)
        self._tell.edits_changed(self.edits.titles)
        if edit.discarded is not None or self.lineup.step == 0:
            self._begin_anew()

    def _remember_way_back(
        self, edit: Edit, before: tuple[Experiment, ...], ways: Mapping[int, Origin]
    ) -> None:
        if edit.discarded is not None:
            figures = self.timeline.bring_back(edit.discarded.timeline, self.lineup)
            self._tell.history_changed(figures)
        elif len(before) != len(self.experiments):
            self.timeline.begin(self.lineup)
        else:
            words = edit_words(before, self.experiments) or edit.title
            self.timeline.edited(self.lineup, self._changes(before, ways), words)

    def _record_reset(self) -> None:
        step = self.lineup.step
        states = self._moment_worth_keeping() if step else None
        if states is not None:
            words = f"reset at step {step:,}"
            self._record(Edit(self.experiments, self.experiments, states, words=words))

    @abstractmethod
    def _begin_anew(self) -> None:
        """What the runs go on from may end a failure, or be one."""
