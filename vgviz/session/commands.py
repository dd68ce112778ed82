"""What each command does to the run."""

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment
from vgviz.session.goal import Goal
from vgviz.session.messages import (
    AddRun,
    BranchFrom,
    Command,
    Configure,
    GoOnFrom,
    Lend,
    MeasureOn,
    Pause,
    Play,
    Recover,
    Redo,
    RemoveRun,
    Reset,
    RunEpochs,
    RunSteps,
    SetDrawing,
    SetSpeed,
    ShowMoment,
    TrainUntil,
    Undo,
    Watch,
)
from vgviz.session.run import Run

_IN_THE_PAST = (BranchFrom, GoOnFrom, Lend, MeasureOn, Pause, SetDrawing, SetSpeed, ShowMoment, Watch)


def apply(command: Command, run: Run) -> None:
    """Let ``run`` do what ``command`` says; what changes it is done, and shown, in the present."""
    if not isinstance(command, _IN_THE_PAST):
        run.show_moment(None)
    match command:
        case Configure(experiment, gesture, origin, index, restart):
            run.configure(experiment, gesture, origin, index, restart=restart)
        case AddRun(experiment, branch):
            run.add(experiment, branch=branch)
        case RemoveRun(index, gesture):
            run.remove(index, gesture)
        case Play():
            run.train(lambda _: Goal())
        case RunSteps(count):
            run.train(lambda simulation: Goal(step=_last_wished_step(run, simulation) + count))
        case RunEpochs(count):
            run.train(lambda simulation: Goal(epoch=simulation.epoch + count))
        case TrainUntil(epoch, accuracy):
            run.train(lambda _: Goal(epoch=epoch, accuracy=accuracy))
        case Pause():
            run.pause()
        case Reset():
            run.reset()
        case Recover():
            run.recover()
        case Undo(gesture):
            run.undo(gesture)
        case Redo():
            run.redo()
        case ShowMoment(step):
            run.show_moment(step)
        case GoOnFrom(step):
            run.go_on_from(step)
        case BranchFrom(step):
            run.branch_from(step)
        case SetSpeed(steps_per_second):
            run.trainer.limit_speed(steps_per_second)
        case Lend(number):
            run.lend(number)
        case SetDrawing() | Watch() | MeasureOn():
            pass  # concerns the frames, not the run


def wished_experiments(command: Command, run: Run) -> tuple[Experiment, ...]:
    """The experiments that ``command`` would put in force; none where it leaves those that are."""
    match command:
        case Configure(experiment) | AddRun(experiment):
            return (experiment,)
        case Undo(gesture) if (edit := run.edits.to_undo(gesture)) is not None:
            return edit.before
        case Redo() if run.edits.undone:
            return run.edits.undone[-1].before
    return ()


def _last_wished_step(run: Run, simulation: Simulation) -> int:
    """Where steps asked for before will lead, so that each press of the button counts."""
    goal = run.trainer.goal
    return simulation.step if goal is None or goal.step is None else goal.step
