"""The run: the simulations and what commands do to them. Knows no thread and no Qt."""

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from vgviz.engine.datasets import essence
from vgviz.engine.simulation import Simulation
from vgviz.engine.simulation_state import SimulationState
from vgviz.engine.transplant import Origin, inverse
from vgviz.experiment import Experiment, ExperimentError
from vgviz.session.announcements import Announcements
from vgviz.session.checkpoints import Checkpoints
from vgviz.session.edit_history import MOST_BYTES, Edit, EditHistory
from vgviz.session.edit_words import rearrangement_words
from vgviz.session.goal import Goal
from vgviz.session.messages import Failure
from vgviz.session.not_finite import what_is_not_finite
from vgviz.session.states import Event, State, next_state
from vgviz.session.trainer import Trainer

STOPPED = "Training has stopped at an error. Go back to the last good state, reset, or change a setting."
NO_GOOD_STATE = "There is no good state to go back to. Reset the run."
WHAT_HELPS = "Lower the learning rate or the gain, then go back to the last good state or reset."
ALREADY_THERE = "The run is already there; nothing was trained."
WEIGHTS_ARE_LOST = "The former weights are no longer kept, so these layers start anew."
NOT_ENOUGH_MEMORY = "There is not enough memory for this. Choose a smaller network or less data."


class Run:
    """The tuple of simulations (one today), the state, and every way to change either.

    An experiment that is refused leaves the run as it was; any other error ends in `State.FAILED`, from where
    `recover`, `reset` and `configure` lead on. No public method raises.
    """

    def __init__(self, experiment: Experiment, tell: Announcements) -> None:
        self.experiment = experiment
        self.simulations: tuple[Simulation, ...] = ()
        self.state = State.IDLE
        self.trainer = Trainer()
        self.picture_is_old = False
        self.edits = EditHistory()
        self._tell = tell
        self._backend = "numpy"  # until the kernels are ready
        self._kernels_are_settled = False
        self._checkpoints = Checkpoints()
        self._changed_since_failure = False

    def open(self) -> None:
        """Make the first simulation, on the reference backend."""
        self._attempt(self._open, self.experiment)

    def use_kernels(self, backend: str) -> None:
        """Settle on ``backend``, go on exactly where the run is, and grant a remembered wish to train."""
        self._attempt(self._use_kernels, backend)

    def configure(
        self, experiment: Experiment, gesture: int | None = None, origin: Origin | None = None
    ) -> None:
        """Make ``experiment`` the one in force, keeping what fits; confirm the one that is."""
        if self.simulations and origin is not None:
            self._attempt(self._rearrange, experiment, origin)
        elif self.simulations:
            self._attempt(self._configure, experiment, gesture)
        else:
            self._attempt(self._open, experiment)

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
            self._attempt(self._open, self.experiment)

    def recover(self) -> None:
        """Back to the newest good state, paused; what was changed since the failure stays changed."""
        if self.state is not State.FAILED:
            return
        state = self._checkpoints.newest() if self.simulations else None
        if state is None:
            self._tell.remarked(NO_GOOD_STATE)
        else:
            self._attempt(self._recover, state)

    def lend(self, number: int) -> None:
        """Hand out exact copies of the simulations."""
        try:
            self._tell.lent(number, tuple(simulation.copy() for simulation in self.simulations))
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
        self._tell.experiment_changed(self.experiment)  # whatever was wished is not in force
        self._tell.failed(Failure(message, details, can_recover=bool(self._checkpoints)))

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
            self._tell.experiment_changed(self.experiment)
            self._tell.failed(Failure(message, refused=True))
        else:
            self.fail(message)

    def _move(self, event: Event) -> None:
        self.state = next_state(self.state, event)
        self.picture_is_old = True
        self._tell.state_changed(self.state)

    def _open(self, experiment: Experiment) -> None:
        self._begin(Simulation(experiment, backend=self._backend), experiment)
        self._tell.experiment_changed(experiment)
        self._move(Event.OPENED)
        if self._kernels_are_settled:
            self._move(Event.KERNELS_READY)

    def _begin(self, simulation: Simulation, experiment: Experiment) -> None:
        self.simulations = (simulation,)
        self.experiment = experiment
        self.picture_is_old = True
        self.trainer.steps_cost_anew()
        self._checkpoints.forget()
        self._remark_on_data()

    def _remark_on_data(self, told: tuple[str, ...] = ()) -> None:
        """Tell what is to be known of the data, unless it has been ``told`` already."""
        for remark in self.simulations[0].dataset.remarks:
            if remark not in told:
                self._tell.remarked(remark)

    def _use_kernels(self, backend: str) -> None:
        for simulation in self.simulations:
            simulation.use_backend(backend)
        self._backend, self._kernels_are_settled = backend, True
        if self.state is State.COMPILING:
            self._move(Event.KERNELS_READY)
            if self.trainer.goal is not None:
                self._start()

    def _configure(self, experiment: Experiment, gesture: int | None) -> None:
        former = self.edits.continues(gesture)
        discarded = former.discarded if former else None
        if discarded is None:
            discarded = self._discarded_by(experiment)
        edit = Edit(self.experiment, experiment, discarded, gesture)
        with self._changing_to(experiment):
            self.simulations[0].reconfigure(experiment)
        self._record(edit)
        if self.simulations[0].step == 0:
            self._begin_anew()

    def _rearrange(self, experiment: Experiment, origin: Origin) -> None:
        """Let layers come, go or change places; those that ``origin`` names keep their weights."""
        before, discarded = self.experiment, self._state_worth_keeping()
        with self._changing_to(experiment):
            self.simulations[0].reconfigure(experiment, origin)
        depth = len(before.network.hidden)
        words, way_back = rearrangement_words(origin, depth), inverse(origin, depth)
        self._record(Edit(before, experiment, discarded, words=words, way_back=way_back))
        if self.simulations[0].step == 0:
            self._begin_anew()

    @contextmanager
    def _changing_to(self, experiment: Experiment) -> Iterator[None]:
        """Around a change of the simulation: say that data are loaded, then confirm the new experiment."""
        told = self.simulations[0].dataset.remarks
        data_changes = essence(experiment.data) != essence(self.experiment.data)
        if data_changes:
            self._tell.progress("Loading the data…")
        try:
            yield
        except MemoryError as error:
            raise ExperimentError(NOT_ENOUGH_MEMORY) from error
        finally:
            if data_changes:
                self._tell.progress("")
        self.experiment = experiment
        self.picture_is_old = True
        self.trainer.steps_cost_anew()
        self._tell.experiment_changed(experiment)
        if data_changes:
            self._remark_on_data(told)
        self._changed_since_failure = True

    def _discarded_by(self, experiment: Experiment) -> SimulationState | None:
        """The state to come back to from ``experiment``, if that discards weights worth keeping."""
        if self.simulations[0].keeps_parameters(experiment):
            return None
        return self._state_worth_keeping()

    def _state_worth_keeping(self) -> SimulationState | None:
        (simulation,) = self.simulations
        fits = simulation.state_bytes <= MOST_BYTES
        return simulation.state() if fits and simulation.is_finite else None

    def _record(self, edit: Edit) -> None:
        self.edits.record(edit)
        self._tell.edits_changed(self.edits.titles)

    def _take_back(self, edit: Edit) -> None:
        (simulation,) = self.simulations
        replaced = self._state_worth_keeping() if edit.discarded else self._discarded_by(edit.before)
        renewed: tuple[str, ...] = ()
        with self._changing_to(edit.before):
            if edit.discarded is not None:
                simulation.restore(edit.discarded)
            moves = edit.discarded is None and edit.way_back is not None
            if moves or simulation.experiment != edit.before:
                renewed = simulation.reconfigure(edit.before, edit.way_back)
        if renewed:
            self._tell.remarked(WEIGHTS_ARE_LOST)
        self.edits.turn(edit, replaced)
        self._tell.edits_changed(self.edits.titles)
        if edit.discarded is not None or simulation.step == 0:
            self._begin_anew()

    def _begin_anew(self) -> None:
        """What the run goes on from is the good state to go back to, and ends a failure."""
        self._checkpoints.forget()
        if self.state is State.FAILED:
            self._come_back(Event.RECOVERED)

    def _train(self, make_goal: Callable[[Simulation], Goal]) -> None:
        goal = make_goal(self.simulations[0])
        if refusal := goal.refusal(self.simulations[0]):
            self._tell.remarked(refusal)
            return
        if goal.is_reached(self.simulations[0]):
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
        for simulation in self.simulations:
            simulation.restart()
        self.picture_is_old = True
        self._checkpoints.forget()
        self._come_back(Event.RESET)

    def _record_reset(self) -> None:
        state = self._state_worth_keeping() if self.simulations[0].step else None
        if state is not None:
            words = f"reset at step {state.training.step:,}"
            self._record(Edit(self.experiment, self.experiment, state, words=words))

    def _come_back(self, event: Event) -> None:
        if self._kernels_are_settled:
            self._move(event)
        elif self.state is State.FAILED:
            self._move(Event.OPENED)

    def _recover(self, state: SimulationState) -> None:
        (simulation,) = self.simulations
        simulation.restore(state)
        if self._changed_since_failure:
            simulation.reconfigure(self.experiment)
        if simulation.experiment != self.experiment:
            self._record(Edit(self.experiment, simulation.experiment, None))
        self.experiment = simulation.experiment
        self._tell.experiment_changed(self.experiment)
        self.trainer.steps_cost_anew()
        self._come_back(Event.RECOVERED)

    def _advance(self) -> None:
        (simulation,) = self.simulations
        self._checkpoints.keep_if_due(simulation)
        if self.trainer.train(simulation):
            self.picture_is_old = True
            if not simulation.is_finite:
                self.fail(f"{what_is_not_finite(simulation.snapshot())} {WHAT_HELPS}")
                return
        if self.trainer.goal is None or self.trainer.goal.is_reached(simulation):
            self.trainer.stop()
            self._move(Event.FINISHED)
