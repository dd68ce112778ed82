"""A long piece of work on copies of the networks, beside the training."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDeadlineTimer, QObject, QThread, Signal

from vgviz.experiment import ExperimentError
from vgviz.session.background import yield_to_the_window

if TYPE_CHECKING:  # the window knows this before the engine is imported
    from vgviz.engine.simulation import Simulation

# What is to be done: the copies and a function that takes the share done (0 to 1) in, the result out.
Work = Callable[["tuple[Simulation, ...]", Callable[[float], None]], Any]

NO_NETWORK = "There is no network to look at, or not enough memory for a copy of it."


class Cancelled(Exception):  # noqa: N818 - no error: the wish of who had asked
    """Raised inside the work by its progress function."""


class Investigation(QObject):
    """One piece of work; exactly one of the last three signals ends it.

    Signals
    -------
    progressed (share done, 0 to 1), finished (the result), failed (a sentence), cancelled.
    """

    progressed = Signal(float)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = _Thread(work)
        self._over = False
        self._thread.progressed.connect(self._on_progressed)
        self._thread.ended.connect(self._on_ended)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, whichever way."""
        return self._over

    @property
    def is_alive(self) -> bool:
        """Whether it may still need its thread, as a cancelled one does until it next tells its progress."""
        return not self._over or self._thread.isRunning()

    def begin(self, simulations: tuple[Simulation, ...]) -> None:
        """Work on these copies, which nobody else may use."""
        if self._over:
            return
        if simulations:
            self._thread.simulations = simulations
            self._thread.start(QThread.Priority.LowPriority)
        else:
            self._end(self.failed, NO_NETWORK)

    def cancel(self) -> None:
        """End it without a result; the thread stops where it next tells its progress."""
        self._thread.stops = True
        if not self._over:
            self._end(self.cancelled)

    def close(self, deadline: QDeadlineTimer) -> bool:
        """Cancel and wait for the thread, until ``deadline`` at most; whether it has ended."""
        self.cancel()
        return self._thread.wait(deadline)

    def _on_progressed(self, share: float) -> None:
        if not self._over:
            self.progressed.emit(share)

    def _on_ended(self, result: object, sentence: str) -> None:
        self._thread.wait()
        if self._over:
            return
        if sentence:
            self._end(self.failed, sentence)
        else:
            self._end(self.finished, result)

    def _end(self, signal: Any, *values: object) -> None:
        self._over = True
        signal.emit(*values)


class _Thread(QThread):
    """Does the work; its signals are queued to the thread of whoever asked."""

    progressed = Signal(float)
    ended = Signal(object, str)

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.setObjectName("vgviz investigation")
        self.simulations: tuple[Simulation, ...] = ()
        self.stops = False
        self._work = work

    def run(self) -> None:
        """Work, and tell how it ended."""
        yield_to_the_window()
        result, sentence = None, ""
        try:
            result = self._work(self.simulations, self._tell)
        except Cancelled:
            pass
        except ExperimentError as error:
            sentence = str(error)
        except MemoryError:
            sentence = "There is not enough memory for this."
        except Exception as error:
            traceback.print_exc()
            sentence = f"Something went wrong: {error}."
        self.simulations = ()
        self.ended.emit(result, sentence)

    def _tell(self, share: float) -> None:
        if self.stops:
            raise Cancelled
        self.progressed.emit(share)
