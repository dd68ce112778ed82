"""The run: the simulations and what commands do to them. Knows no thread and no Qt."""

import time
import traceback
from collections.abc import Callable
from typing import Any

from vgviz.engine.simulation import Simulation
from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment, ExperimentError
from vgviz.session.announcements import Announcements
from vgviz.session.edit_history import Edit
from vgviz.session.edit_words import edit_words
from vgviz.session.edited_runs import NOT_ENOUGH_MEMORY, EditedRuns
from vgviz.session.goal import Goal
from vgviz.session.lineup import Lineup, States
from vgviz.session.messages import Failure
from vgviz.session.not_finite import what_broke
from vgviz.session.states import Event, State, next_state

STOPPED = "Training has stopped at an error. Go back to the last good state, reset, or change a setting."
NO_GOOD_STATE = "There is no good state to go back to. Reset the run."
WHAT_HELPS = "Lower the learning rate or the gain, then go back to the last good state or reset."
# While a past moment is waited for, training rests after each burst: so many seconds, at least so many times
# what the burst took, but at most so many seconds.
BESIDE_LOOKING_BACK, REST_TIMES, LONGEST_REST = 0.012, 8, 0.1
ALREADY_THERE = "The run is already there; nothing was trained."


class Run(EditedRuns):
    """The compared simulations, the state they share, and every way to change either.

    An experiment that is refused leaves the run as it was; any other error ends in `State.FAILED`, from where
    `recover`, `reset` and `configure` lead on. No public method raises.
    """

    def __init__(self, experiments: tuple[Experiment, ...], tell: Announcements) -> None:
        super().__init__(experiments, tell)
        self.state = State.IDLE
        self._next_burst = 0.0
        self._backend = "numpy"  # until the kernels are ready
        self._kernels_are_settled = False

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
            self._attempt(self._begin_with, experiment, run, gesture)
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

    def undo(self, gesture: int | None = None) -> None:
        """Take the last edit back; where a ``gesture`` is given only one of that gesture."""
        edit = self.edits.to_undo(gesture)
        if edit is not None:
            self._attempt(self._take_back, edit)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self.edits.undone:
            self._attempt(self._take_back, self.edits.undone[-1])

    def train(self, make_goal: Callable[[Simulation], Goal]) -> None:
        """Train until the goal; while kernels compile, the wish is remembered."""
        if not self.simulations:
            return  # why there is no network has been said
        if self.state is State.FAILED:
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

    def look_back(self, answer_takes: float | None = None) -> float | None:
        """Work on the moment that is wished for; seconds until there is more to do, None is nothing.

        Where somebody waits for a picture, it ``answer_takes`` so many seconds to measure.
        """
        if not self.looking_back.is_over:
            self._attempt(self.looking_back.advance, answer_takes)
        return self.looking_back.wait

    def lend(self, number: int) -> None:
        """Hand out exact copies of the simulations that are to be seen."""
        try:
            runs = self.shown.simulations
            self._tell.lent(number, tuple(simulation.copy() for simulation in runs))
        except MemoryError:
            self._tell.lent(number, ())

    def advance(self) -> float | None:
        """Train one burst if it is time for it; seconds until the next, None when nothing is to be done.

        While somebody waits for a past moment it is time for it less often.
        """
        if self.state is State.RUNNING and self._rest == 0.0:
            started = time.perf_counter()
            self._attempt(self._advance)
            now = time.perf_counter()
            rest = max(BESIDE_LOOKING_BACK, REST_TIMES * (now - started))
            self._next_burst = now + min(rest, LONGEST_REST)
        if self.state is not State.RUNNING:
            return None
        return self._rest if self.lineup.is_testing else max(self.trainer.wait, self._rest)

    @property
    def _rest(self) -> float:
        """Seconds for which training leaves the time to looking back."""
        past = self.looking_back
        if past.is_there and not past.hand_moves:
            return 0.0
        return max(0.0, self._next_burst - time.perf_counter())

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

    def _move(self, event: Event) -> None:
        self.state = next_state(self.state, event)
        if self.state is State.PAUSED:
            self._attempt(self.lineup.finish_tests)
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

    def _use_kernels(self, backend: str) -> None:
        self.looking_back.end()
        self.lineup.use_backend(backend)
        self._backend, self._kernels_are_settled = backend, True
        if self.state is State.COMPILING:
            self._move(Event.KERNELS_READY)
            if self.trainer.goal is not None:
                self._start()

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
        if self.lineup.is_testing:
            self.lineup.continue_test()
            self.picture_is_old = self.picture_is_old or not self.lineup.is_testing
        elif self.trainer.train(self.lineup.going, self.timeline.steps_to_keep(self.lineup)):
            self.picture_is_old = True
            if broken := self.lineup.stop_broken():
                self._say_what_broke(broken)
                if not self.lineup.going:
                    return
        self.timeline.keep_if_due(self.lineup)
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
