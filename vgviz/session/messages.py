"""What crosses the border between the window and the worker: commands in, frames and failures out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from vgviz.engine.telemetry import Snapshot
from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment
from vgviz.session.past import Past
from vgviz.session.questions import Question
from vgviz.session.states import State


@dataclass(frozen=True, slots=True)
class Configure:
    """Make the experiment of ``run`` this one, keeping what fits.

    Edits of one ``gesture``, such as a drag, are undone together; one without a gesture stands alone.
    ``origin`` says which layers live on where layers come, go or change places: for each new hidden layer the
    old one's index, None for one that starts anew. Such an edit stands alone. ``restart`` lets the runs begin
    anew with it, training or not as they were.
    """

    experiment: Experiment
    gesture: int | None = field(default=None, compare=False)
    origin: Origin | None = None
    run: int = 0
    restart: bool = False


@dataclass(frozen=True, slots=True)
class AddRun:
    """Compare with a run of this experiment, from the start, to which the others go back for it.

    ``branch`` lets it go on from the first run's present weights instead, where the experiment keeps them.
    """

    experiment: Experiment
    branch: bool = False


@dataclass(frozen=True, slots=True)
class RemoveRun:
    """Compare with this run no longer; those of one ``gesture`` are undone together."""

    run: int
    gesture: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Play:
    """Train until told otherwise."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop training; the picture keeps answering."""


@dataclass(frozen=True, slots=True)
class RunSteps:
    """Train this many steps, then pause."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class RunEpochs:
    """Train to the end of this many epochs, then pause."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class TrainUntil:
    """Train until the epoch or the training accuracy (0 to 1) is reached, then pause."""

    epoch: int | None = None
    accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Reset:
    """Back to step 0 of the same experiment, paused."""


@dataclass(frozen=True, slots=True)
class Recover:
    """Back to the last state whose numbers were all finite, paused."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last edit back; with a ``gesture`` only where it is that gesture's, and nothing otherwise.

    A setting that kept the weights is put back and the training done since is kept. Where weights were
    discarded, the whole state at that moment comes back: parameters, optimizer, place in the data, step.
    """

    gesture: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what was undone last; weights come back as they were when it was undone."""


@dataclass(frozen=True, slots=True)
class ShowMoment:
    """Show what the runs were at this step, None what they are; what trains goes on training.

    Every command that changes the runs shows the present again.
    """

    step: int | None


@dataclass(frozen=True, slots=True)
class GoOnFrom:
    """Take the runs back to this step; what follows is what followed, unless they are edited."""

    step: int


@dataclass(frozen=True, slots=True)
class BranchFrom:
    """Take the runs back to this step and let a copy of the first go on beside them."""

    step: int


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Train at most this many steps a second; None is flat out."""

    steps_per_second: float | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Ask the networks a standing question, whose answers come with the frames; None ends it."""

    name: str
    question: Question | None


@dataclass(frozen=True, slots=True)
class MeasureOn:
    """Measure the picture on the fixed ``probe`` batch, the training ``batch``, or ``one`` sample.

    ``number`` counts the samples from 0, those of the training part first, then those of the test part.
    """

    samples: Literal["probe", "batch", "one"] = "probe"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Lend:
    """Hand out exact copies of the simulations, under this number."""

    number: int


@dataclass(frozen=True, slots=True)
class SetDrawing:
    """Whether anyone looks: a hidden or minimised window needs no frames."""

    visible: bool


Command = (
    Configure
    | AddRun
    | RemoveRun
    | Play
    | Pause
    | RunSteps
    | RunEpochs
    | TrainUntil
    | Reset
    | Recover
    | Undo
    | Redo
    | ShowMoment
    | GoOnFrom
    | BranchFrom
    | SetSpeed
    | SetDrawing
    | Watch
    | MeasureOn
    | Lend
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a picture was measured on.

    Attributes
    ----------
    on : which samples; the probe where a single one was wished and cannot be had.
    size, total : how many they are, and how many the data have.
    target : the class of a single sample; "" in a regression and of more samples.
    in_test : whether a single sample is one that the network does not train on.
    """

    on: MeasureOn = MeasureOn()
    size: int = 0
    total: int = 0
    target: str = ""
    in_test: bool = False

    @property
    def is_one_sample(self) -> bool:
        """Whether the picture is of one sample, which says little of all of them."""
        return self.on.samples == "one"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the window shows: the newest snapshot of each run and how fast they train.

    ``obeyed`` is the number of commands the worker had taken when it made the frame. ``answers`` are the
    newest to the standing questions, by name, one entry a run; they may be a few frames old.
    ``stopped`` are the runs whose numbers are no longer finite and which train no more. ``measured`` says on
    which samples.

    ``past`` is what can be looked back on. Where that is done, ``moment`` is the step that is wished for;
    ``is_there`` says that nothing nearer to it can be shown, and ``newest`` are the snapshots of the present.

    ``undoes`` is the gesture of the edit that `Undo` would take back, where it has one.
    """

    snapshots: tuple[Snapshot, ...]
    state: State
    steps_per_second: float
    obeyed: int
    answers: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    stopped: frozenset[int] = frozenset()
    measured: Measured = Measured()
    past: Past | None = None
    moment: int | None = None
    is_there: bool = True
    newest: tuple[Snapshot, ...] = ()
    undoes: int | None = None

    @property
    def step(self) -> int:
        """The step that is shown."""
        return max(snapshot.step for snapshot in self.snapshots)

    def answer(self, name: str, run: int) -> Any:
        """The newest answer of a run to the standing question ``name``; None where there is none yet."""
        answers = self.answers.get(name, ())
        return answers[run] if run < len(answers) else None

    @property
    def in_motion(self) -> bool:
        """Whether many more frames are to be expected: while training, and on a way through the past."""
        return self.state is State.RUNNING or self.moment is not None

    @property
    def present(self) -> tuple[Snapshot, ...]:
        """The runs as they are now."""
        return self.newest or self.snapshots


@dataclass(frozen=True, slots=True)
class EditTitles:
    """What `Undo` and `Redo` would do, such as ``width 10 → 20``; "" where there is nothing."""

    undo: str = ""
    redo: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """Layers or runs have other numbers now.

    ``origin`` is the old number of each, None for a new one: of the weight layers of ``run``, or of the runs
    themselves where that is None.
    """

    origin: Origin
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as the user reads it; ``details`` (a traceback) can be shown and copied.

    ``can_recover`` says whether `Recover` has a good state to go back to. A refused command leaves the run as
    it was (``refused``); any other failure has stopped it.
    """

    message: str
    details: str = ""
    can_recover: bool = False
    refused: bool = False
