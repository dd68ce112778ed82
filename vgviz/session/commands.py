"""What each command does to the run."""

from vgviz.session.goal import Goal
from vgviz.session.messages import (
    Command,
    Configure,
    Pause,
    Play,
    Recover,
    Reset,
    RunEpochs,
    RunSteps,
    SetDrawing,
    SetSpeed,
    TrainUntil,
)
from vgviz.session.run import Run


def apply(command: Command, run: Run) -> None:
    """Let ``run`` do what ``command`` says."""
    match command:
        case Configure(experiment):
            run.configure(experiment)
        case Play():
            run.train(lambda _: Goal())
        case RunSteps(count):
            run.train(lambda simulation: Goal(step=simulation.step + count))
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
        case SetSpeed(steps_per_second):
            run.trainer.limit_speed(steps_per_second)
        case SetDrawing():
            pass  # concerns the frames, not the run
