"""The run: the simulations and what commands do to them. Knows no thread and no Qt."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from vgviz.engine.datasets import essence
from vgviz.engine.simulation import Simulation
from vgviz.engine.transplant import Origin, inverse
from vgviz.experiment import Experiment, ExperimentError
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.session.announcements import Announcements
from vgviz.session.edit_history import MOST_BYTES, Discarded, Edit, EditHistory
from vgviz.session.edit_words import edit_words, rearrangement_words
from vgviz.session.goal import Goal
from vgviz.session.keyframes import Change
from vgviz.session.lineup import Lineup, States
from vgviz.session.looking_back import LookingBack
from vgviz.session.messages import Failure
from vgviz.session.not_finite import what_broke
from vgviz.session.states import Event, State, next_state
from vgviz.session.timeline import Timeline
from vgviz.session.trainer import Trainer

STOPPED = "Training has stopped at an error. Go back to the last good state, reset, or change a setting."
NO_GOOD_STATE = "There is no good state to go back to. Reset the run."
WHAT_HELPS = "Lower the learning rate or the gain, then go back to the last good state or reset."
ALREADY_THERE = "The run is already there; nothing was trained."
WEIGHTS_ARE_LOST = "The former weights are no longer kept, so these layers start anew."
NOT_ENOUGH_MEMORY = "There is not enough memory for this. Choose a smaller network or less data."
CANNOT_BRANCH = (
    "No second run can branch off here: the numbers are no longer finite, or the runs' steps differ."
)
STARTS_ALIKE = "All runs are back at step 0, so that they start alike. Undo brings the training back."


class Run:
    """The compared simulations, the state they share, and every way to change either.

    An experiment that is refused leaves the run as it was; any other error ends in `State.FAILED`, from where
    `recover`, `reset` and `configure` lead on. No public method raises.
    """

    def __init__(self, experiments: tuple[Experiment, ...], tell: Announcements) -> None:
        self.experiments = experiments
        self.lineup = Lineup()
        self.state = State.IDLE
        self.trainer = Trainer()
        self.picture_is_old = False
        self.edits = EditHistory()
        self.timeline = Timeline()
        self.looking_back = LookingBack(self.timeline)
        self._tell = tell
        self._backend = "numpy"  # until the kernels are ready
        self._kernels_are_settled = False
        self._changed_since_failure = False

    @property
    def simulations(self) -> tuple[Simulation, ...]:
        """One for each run; none before one could be opened. Others take their place: hold none of them."""
        return self.lineup.simulations

    @property
    def shown(self) -> Lineup:
        """The runs at the moment that is to be seen, which may be a past one."""
        return self.looking_back.lineup or self.lineup

    def open(self) -> None:
        """Make the first simulations, on the reference backend."""
        self._attempt(self._open, self.experiments)

    def use_kernels(self, backend: str) -> None:
        """Settle on ``backend``, go on exactly where the run is, and grant a remembered wish to train."""
        self._attempt(self._use_kernels, backend)

    def configure(
        self,
        experiment: Experiment,
        gesture: int | None = None,
        origin: Origin | None = None,
        run: int = 0,
        *,
        restart: bool = False,
    ) -> None:
        """Make ``experiment`` the one in force in ``run``, keeping what fits; confirm those that are."""
        if not self.simulations:
            self._attempt(self._open, (experiment,))
        elif run >= len(self.simulations):  # it was removed while the wish was under way
            self._confirm()
        elif origin is not None:
            self._attempt(self._rearrange, experiment, origin, run)
        elif restart:
            self._attempt(self._begin_with, experiment, run)
        else:
            self._attempt(self._configure, experiment, gesture, run)

    def add(self, experiment: Experiment, *, branch: bool = False) -> None:
        """Compare with a run of ``experiment``."""
        if self.simulations:
            self._attempt(self._add, experiment, branch)

    def remove(self, run: int, gesture: int | None = None) -> None:
        """Compare with ``run`` no longer; the last one stays."""
        if run < len(self.simulations) > 1:
            self._attempt(self._remove, run, gesture)

    def undo(self) -> None:
        """Take the last edit back."""
        if self.edits.done:
            self._attempt(self._take_back, self.edits.done[-1])

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.edits.undone:
            self._attempt(self._take_back, self.edits.undone[-1])

    def train(self, make_goal: Callable[[Simulation], Goal]) -> None:
        """Train until the goal; while kernels compile, the wish is remembered."""
        if self.state in (State.IDLE, State.FAILED):
            self._tell.remarked(STOPPED)
        else:
            self._attempt(self._train, make_goal)

    def pause(self) -> None:
        """Stop training, or take the wish for it back."""
        self.trainer.stop()
        if self.state is State.RUNNING:
            self._move(Event.PAUSED)

    def reset(self) -> None:
        """Back to step 0, paused."""
        if self.simulations:
            self._attempt(self._reset)
        else:
            self._attempt(self._open, self.experiments)

    def recover(self) -> None:
        """All back to the newest good state, paused; what was changed since the failure stays changed."""
        if self.state is not State.FAILED and not self.lineup.stopped:
            return
        states = self.timeline.last_good(len(self.simulations))
        if states is None:
            self._tell.remarked(NO_GOOD_STATE)
        else:
            self._attempt(self._recover, states)

    def show_moment(self, step: int | None) -> None:
        """Show what the runs were at ``step``, None what they are."""
        self.picture_is_old = True
        if step is None:
            self.looking_back.end()
        elif self.simulations:
            self._attempt(self.looking_back.begin, self.lineup, step)

    def go_on_from(self, step: int) -> None:
        """Take the runs back to ``step`` as soon as they are worked out."""
        self.show_moment(step)
        self.looking_back.once_there = self._adopt

    def branch_from(self, step: int) -> None:
        """Take the runs back to ``step``, and let a copy of the first go on beside them."""
        self.show_moment(step)
        self.looking_back.once_there = self._branch

    def look_back(self) -> float | None:
        """Work on the moment that is wished for; seconds until there is more to do, None is nothing."""
        if self.looking_back.is_over:
            return None
        self._attempt(self.looking_back.advance)
        return None if self.looking_back.is_over else 0.0

    def lend(self, number: int) -> None:
        """Hand out exact copies of the simulations that are to be seen."""
        try:
            runs = self.shown.simulations
            self._tell.lent(number, tuple(simulation.copy() for simulation in runs))
        except MemoryError:
            self._tell.lent(number, ())

    def advance(self) -> float | None:
        """Train one burst if it is time for it; seconds until the next, None when nothing is to be done."""
        if self.state is State.RUNNING:
            self._attempt(self._advance)
        return self.trainer.wait if self.state is State.RUNNING else None

    def fail(self, message: str, error: BaseException | None = None) -> None:
        """Stop with an error that the user reads; `error`'s traceback becomes the details."""
        self.trainer.stop()
        details = "" if error is None else "".join(traceback.format_exception(error))
        self._changed_since_failure = False
        if self.state is not State.FAILED:
            self._move(Event.FAILED)
        self._confirm()  # whatever was wished is not in force
        self._tell.failed(
            Failure(message, details, can_recover=self.timeline.has_good(len(self.simulations)))
        )

    def _attempt(self, work: Callable[..., None], *arguments: Any) -> None:
        try:
            work(*arguments)
        except ExperimentError as error:
            self._refuse(str(error))
        except MemoryError as error:
            self.fail(NOT_ENOUGH_MEMORY, error)
        except Exception as error:
            self.fail(f"Something went wrong in the simulation: {error}", error)

    def _refuse(self, message: str) -> None:
        if self.simulations:
            self._confirm()
            self._tell.failed(Failure(message, refused=True))
        else:
            self.fail(message)

    def _confirm(self) -> None:
        self._tell.experiments_changed(self.experiments)

    def _move(self, event: Event) -> None:
        self.state = next_state(self.state, event)
        self.picture_is_old = True
        self._tell.state_changed(self.state)

    def _open(self, experiments: tuple[Experiment, ...]) -> None:
        self.lineup.open(experiments, self._backend)
        self._experiments_are_new()
        self.timeline.begin(self.lineup)
        self._remark_on_data(())
        self._move(Event.OPENED)
        if self._kernels_are_settled:
            self._move(Event.KERNELS_READY)

    def _experiments_are_new(self) -> None:
        self.experiments = self.lineup.experiments
        self.picture_is_old = True
        self.trainer.steps_cost_anew()
        self._confirm()

    def _remarks(self) -> tuple[str, ...]:
        """What is to be known of the data."""
        return tuple(remark for simulation in self.simulations for remark in simulation.dataset.remarks)

    def _remark_on_data(self, told: tuple[str, ...]) -> None:
        for remark in dict.fromkeys(self._remarks()):
            if remark not in told:
                self._tell.remarked(remark)

    def _use_kernels(self, backend: str) -> None:
        self.looking_back.end()
        self.lineup.use_backend(backend)
        self._backend, self._kernels_are_settled = backend, True
        if self.state is State.COMPILING:
            self._move(Event.KERNELS_READY)
            if self.trainer.goal is not None:
                self._start()

    def _configure(self, experiment: Experiment, gesture: int | None, run: int) -> None:
        before, wanted = self.experiments, self._with(run, experiment)
        step = self.lineup.step
        former = self.edits.continues(gesture)
        discarded = former.discarded if former else None
        if discarded is None:
            discarded = self._discarded_by(wanted)
        with self._changing_to(wanted):
            self.lineup.configure(run, experiment)
        self._record(Edit(before, wanted, discarded, gesture))
        words = edit_words(former.before if former else before, wanted)
        self.timeline.edited(self.lineup, self._changes(before), words, gesture)
        if self.lineup.step == 0:
            self._begin_anew()
            if step and len(wanted) > 1:
                self._tell.remarked(STARTS_ALIKE)

    def _begin_with(self, experiment: Experiment, run: int) -> None:
        """Let all runs begin anew, this one with ``experiment``."""
        before, wanted = self.experiments, self._with(run, experiment)
        discarded = self._moment_worth_keeping() if self.lineup.step else self._discarded_by(wanted)
        with self._changing_to(wanted):
            self.lineup.configure(run, experiment)
            self.lineup.restart()
        self.timeline.begin(self.lineup)
        self._record(Edit(before, wanted, discarded))
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
        words = f"removal of {RUN_LETTERS[run]}" if len(before) > 2 else "end of the comparison"
        self._record(Edit(before, self.experiments, discarded, gesture, words))
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
        twins = past.copy()
        if not twins.add(past.experiments[0], branch=True):
            raise ExperimentError(CANNOT_BRANCH)
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
            self.timeline.bring_back(edit.discarded.timeline, self.lineup)
            self._tell.history_changed(self.timeline.figures)
        elif len(before) != len(self.experiments):
            self.timeline.begin(self.lineup)
        else:
            words = edit_words(before, self.experiments) or edit.title
            self.timeline.edited(self.lineup, self._changes(before, ways), words)

    def _begin_anew(self) -> None:
        """What the run goes on from ends a failure."""
        if self.lineup.going and self.state is State.FAILED:
            self._come_back(Event.RECOVERED)
        elif not self.lineup.going and self.state is not State.FAILED:
            self._say_what_broke(tuple(range(len(self.simulations))))

    def _train(self, make_goal: Callable[[Simulation], Goal]) -> None:
        runs = self.lineup.going
        goal = make_goal(runs[0])
        if refusal := goal.refusal(runs):
            self._tell.remarked(refusal)
            return
        if goal.is_reached(runs):
            self._tell.remarked(ALREADY_THERE)
            return
        self.trainer.goal = goal
        if self.state is State.PAUSED:
            self._start()

    def _start(self) -> None:
        self.trainer.start()
        self._move(Event.PLAYED)

    def _reset(self) -> None:
        self.trainer.stop()
        self._record_reset()
        self.lineup.restart()
        self.picture_is_old = True
        self.timeline.begin(self.lineup)
        self._come_back(Event.RESET)

    def _record_reset(self) -> None:
        step = self.lineup.step
        states = self._moment_worth_keeping() if step else None
        if states is not None:
            words = f"reset at step {step:,}"
            self._record(Edit(self.experiments, self.experiments, states, words=words))

    def _come_back(self, event: Event) -> None:
        if self._kernels_are_settled:
            self._move(event)
        elif self.state is State.FAILED:
            self._move(Event.OPENED)

    def _recover(self, states: States) -> None:
        self.pause()
        wanted = self.experiments
        self.lineup.restore(states)
        self.timeline.cut(self.lineup, edits_too=True)
        self.experiments = self.lineup.experiments
        if self._changed_since_failure:
            former = self.experiments
            self.lineup.come_back(wanted, None, {})
            self.experiments = self.lineup.experiments
            self.timeline.edited(self.lineup, self._changes(former), edit_words(former, wanted))
        if self.lineup.experiments != wanted:
            self._record(Edit(wanted, self.lineup.experiments, None))
        self._experiments_are_new()
        if self.state is State.FAILED:
            self._come_back(Event.RECOVERED)

    def _advance(self) -> None:
        self.timeline.keep_if_due(self.lineup)
        if self.trainer.train(self.lineup.going, self.timeline.steps_to_keep(self.lineup)):
            self.picture_is_old = True
            if broken := self.lineup.stop_broken():
                self._say_what_broke(broken)
                if not self.lineup.going:
                    return
        if self.trainer.goal is None or self.trainer.goal.is_reached(self.lineup.going):
            self.trainer.stop()
            self._move(Event.FINISHED)

    def _say_what_broke(self, broken: tuple[int, ...]) -> None:
        """The last run that breaks ends the training; until then the others go on."""
        if self.lineup.going:
            self._changed_since_failure = False
            self._tell.remarked(what_broke(self.lineup, broken))
        else:
            self.fail(f"{what_broke(self.lineup, broken)} {WHAT_HELPS}")
