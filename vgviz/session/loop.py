"""One turn of the worker's loop: commands, a burst of training, a frame."""

import traceback
from collections.abc import Callable

from vgviz.engine.processors import processors
from vgviz.experiment import Experiment
from vgviz.session.announcements import Announcements
from vgviz.session.commands import apply, wished_experiments
from vgviz.session.frame_maker import FrameMaker
from vgviz.session.inbox import coalesced
from vgviz.session.kernel_preparation import KernelPreparation, Preparation
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import NEEDS_MORE_THAN_ONE
from vgviz.session.messages import Command, Configure, Failure, Frame, MeasureOn, SetDrawing, Watch
from vgviz.session.questions import Questions
from vgviz.session.room import Room
from vgviz.session.run import Run

NO_KERNELS = "The fast kernels could not be compiled here. Training goes on without them, more slowly."

STILL_PREPARING = "The fast kernels for {} are still being prepared, once. Choose it again in 20 seconds."
# Processors on which measuring and drawing pictures leave nothing to a second thread that trains: it would
# hold both of them up, and the training with them. They are often two halves of one core, so that an answer
# is painted in half the time while nothing trains: then training rests for as long as a paint may take.
DRAWING_TAKES = 2
PAINT_SECONDS = 1 / 60
# Seconds: where an answer takes longer to measure, so does a step, which cannot be broken off. Then training
# waits until the hand that moves a knob has rested for so long.
LONG_ANSWER, HAND_RESTS = 1 / 60, 0.05


class Loop:
    """What the worker thread does between two waits; itself without a thread, so that tests can turn it."""

    def __init__(
        self,
        experiments: tuple[Experiment, ...],
        tell: Announcements,
        mailbox: Mailbox[Frame],
        preparation: Preparation | None = None,
    ) -> None:
        self.run = Run(experiments, tell)
        self._questions = Questions(self._tell_of_question)
        self._frames = FrameMaker(self.run, mailbox, self._questions)
        self._preparation = preparation or KernelPreparation(tell.progress, experiments[0].precision)
        self._tell = tell
        self._room = Room()
        self._obeyed = 0
        self._rests = False

    def start(self) -> float | None:
        """Open the run, show it, and begin to prepare the kernels."""
        self.run.open()
        self._show()  # before anything imports Numba
        self._preparation.start()
        return self.turn([])

    def turn(self, commands: list[Command]) -> float | None:
        """Obey ``commands`` and do a little of what is to be done.

        Returns
        -------
        Seconds to wait for a command before the next turn; None is until there is one.
        """
        self._obeyed += len(commands)
        for command in coalesced(commands):
            if isinstance(command, SetDrawing):
                self._frames.visible = command.visible
            if isinstance(command, Watch):
                self._questions.watch(command.name, command.question)
            if isinstance(command, MeasureOn) and not self._frames.measure_on(command):
                self._tell.remarked(NEEDS_MORE_THAN_ONE)
            if not self._comes_too_early(command):
                apply(command, self.run)
        self._room.make(self.run.simulations)
        is_crowded = self._frames.visible and processors() <= DRAWING_TAKES
        self.run.lineup.use_threads(1 if is_crowded else 2)
        looks_back = self.run.look_back(self._frames.measuring_seconds if commands else None)
        if commands:
            self._answer()
        if any(isinstance(command, Configure) for command in commands):
            if self._frames.measuring_seconds > LONG_ANSWER:
                return HAND_RESTS
            # Not twice in a row: the training would stand still for as long as a hand moves a knob.
            self._rests = is_crowded and not self._rests
            if self._rests:
                return PAINT_SECONDS
        else:
            self._rests = False
        # The picture before a long load.
        waits = (looks_back, self.run.advance(), self._show(), self._frames.answer(), self._prepare())
        return min((wait for wait in waits if wait is not None), default=None)

    def close(self) -> None:
        """End what still runs outside this thread."""
        self._preparation.close()
        self._frames.close()
        self._room.close()

    def _comes_too_early(self, command: Command) -> bool:
        """Refuse a precision whose kernels are still being compiled."""
        in_force = {experiment.precision for experiment in self.run.experiments}
        wished = {experiment.precision for experiment in wished_experiments(command, self.run)}
        early = next(filter(self._preparation.is_preparing, sorted(wished - in_force)), None)
        if early is None:
            return False
        self._tell.experiments_changed(self.run.experiments)
        self._tell.failed(Failure(STILL_PREPARING.format(early), refused=True))
        return True

    def _tell_of_question(self, error: BaseException) -> None:
        details = "".join(traceback.format_exception(error))
        self._tell.failed(Failure(f"A panel could not be filled: {error}", details, refused=True))

    def _prepare(self) -> float | None:
        wait = self._preparation.wait
        if wait != 0:
            return wait
        self._settle_kernels()
        return 0.0

    def _settle_kernels(self) -> None:
        try:
            backend = self._preparation.finish()
        except Exception as error:
            details = "".join(traceback.format_exception(error))
            self._tell.failed(Failure(NO_KERNELS, details, refused=True))
            backend = "numpy"
        self.run.use_kernels(backend)

    def _show(self) -> float | None:
        wait = self._frames.wait()
        if wait == 0:
            self._make_frame(self._frames.make_when_due)
            return None
        return wait

    def _answer(self) -> None:
        """Make a frame at once, whatever the command: what changed must not wait for its turn."""
        self.run.picture_is_old = True
        if self._frames.wait() is not None:
            self._make_frame(self._frames.make)
            self._tell.answered()

    def _make_frame(self, make: Callable[[int], None]) -> None:
        try:
            make(self._obeyed)
        except Exception as error:
            self.run.fail(f"The picture could not be measured: {error}", error)
