"""A turnable loop without a thread, and a preparation of the kernels that a test holds in its hand."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from vgviz.engine import kernel_cache
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network
from vgviz.session.announcements import Announcements
from vgviz.session.loop import Loop
from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Command, EditTitles, Failure, Frame
from vgviz.session.run import Run
from vgviz.session.states import State

SMALL = Experiment(Data(samples=80), Network.uniform(3, 4))


class FakePreparation:
    """Compiles until ``is_ready``; then gives ``backend``, or raises it where it is an exception."""

    def __init__(self, backend: str | Exception = "numpy", *, is_ready: bool = False) -> None:
        self.backend = backend
        self.is_ready = is_ready
        self.closed = 0
        self.compiling: set[str] = set()
        self._is_over = False

    @property
    def wait(self) -> float | None:
        if self._is_over:
            return None
        return 0.0 if self.is_ready else 0.005

    def start(self) -> None: ...

    def finish(self) -> str:
        self._is_over = True
        if isinstance(self.backend, Exception):
            raise self.backend
        if self.backend == "numba":
            kernel_cache.load()
        return self.backend

    def is_preparing(self, precision: str) -> bool:
        return precision in self.compiling

    def close(self) -> None:
        self._is_over = True
        self.closed += 1


@dataclass
class Told:
    """What was announced, in order."""

    states: list[State] = field(default_factory=list)
    experiments: list[Experiment] = field(default_factory=list)  # of the first run
    compared: list[tuple[Experiment, ...]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    progress: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    answers: list[None] = field(default_factory=list)
    titles: list[EditTitles] = field(default_factory=list)
    histories: list[tuple[tuple[Snapshot, ...], ...]] = field(default_factory=list)
    moves: list[tuple[int | None, tuple[int | None, ...]]] = field(default_factory=list)
    lent: dict[int, tuple[Simulation, ...]] = field(default_factory=dict)
    everything: list[object] = field(default_factory=list)

    def _note_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        self.experiments.append(experiments[0])
        self.compared.append(experiments)
        self.everything.append(experiments[0])

    def _note_failure(self, failure: Failure) -> None:
        self.failures.append(failure)
        self.everything.append(failure)

    def announcements(self) -> Announcements:
        return Announcements(
            self.states.append,
            self._note_experiments,
            self._note_failure,
            self.progress.append,
            self.remarks.append,
            lambda: self.answers.append(None),
            self.titles.append,
            lambda number, simulations: self.lent.update({number: simulations}),
            self.histories.append,
            lambda moved: self.moves.append((moved.run, tuple(moved.origin))),
        )


class Turned:
    """A loop that a test turns by hand."""

    def __init__(self, experiment: Experiment, preparation: FakePreparation, *others: Experiment) -> None:
        self.told = Told()
        self.mailbox: Mailbox[Frame] = Mailbox()
        self.preparation = preparation
        self.loop = Loop((experiment, *others), self.told.announcements(), self.mailbox, preparation)
        self.wait = self.loop.start()

    @property
    def run(self) -> Run:
        return self.loop.run

    @property
    def state(self) -> State:
        return self.told.states[-1]

    def send(self, *commands: Command) -> Frame | None:
        """One turn with ``commands``; the frame it left."""
        self.wait = self.loop.turn(list(commands))
        return self.mailbox.take()

    def train(self, command: Command) -> Frame:
        """Obey ``command`` to its end; the frame that shows it."""
        self.wait = self.loop.turn([command])
        self.turn_until(lambda: self.state is State.PAUSED)
        self.wait = self.loop.turn([])
        frame = self.mailbox.take()
        assert frame is not None
        return frame

    def turn_until(self, reached: Callable[[], bool], turns: int = 20_000) -> None:
        """Turn without commands until ``reached``."""
        for _ in range(turns):
            if reached():
                return
            self.wait = self.loop.turn([])
        raise AssertionError("not reached")


@pytest.fixture
def compiling() -> Turned:
    """A loop whose kernels are not ready."""
    return Turned(SMALL, FakePreparation())


@pytest.fixture
def paused() -> Turned:
    """A loop that is ready to train, on the reference backend."""
    return Turned(SMALL, FakePreparation(is_ready=True))
