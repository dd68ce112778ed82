"""The desktop app: builds its parts, wires them, ends them."""

import os
import re
import signal
import sys
import traceback
from contextlib import suppress
from types import TracebackType
from typing import NoReturn

from PySide6.QtCore import QLockFile, QObject, QTimer
from PySide6.QtWidgets import QApplication

import vgviz
from vgviz.crash_file import DIED, CrashFile
from vgviz.experiment import Experiment
from vgviz.main_thread_garbage import MainThreadGarbage
from vgviz.session.messages import Failure
from vgviz.session.session import Session
from vgviz.session.states import State
from vgviz.views.icons import application_icon
from vgviz.views.look import Look
from vgviz.views.theme import apply_theme
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.memory import Memory, open_settings

# How long a thread may keep the interpreter from the others. With Python's own 5 ms, work in the worker that
# is not compiled delays the window by hundreds of milliseconds.
SWITCH_INTERVAL = 5e-4
MOST_TOLD = 100  # different errors shown in one sitting
QT_PREFIX = r"(Error calling Python override of [^ ]+ )+"  # what Qt puts before an error on its way through
KEEP_AFTER = 1000  # ms from the last edit until the experiments are on disk
ALSO_OPEN = (
    "vgviz is open in another window, too. The next start brings back what is closed last: "
    "save an experiment that is not to be lost (Ctrl+S)."
)
NOT_KEPT = "The settings cannot be written to “{}”, so the network will not be back at the next start."


class App(QObject):
    """A window and its session; `close` ends both.

    ``memory`` gives the window of the last sitting and, where there is no ``experiment``, its experiments; it
    keeps those of this one.
    """

    def __init__(self, experiment: Experiment | None = None, memory: Memory | None = None) -> None:
        super().__init__()
        self._memory = memory
        self._told: set[str] = set()
        self._told_of_disk = False
        self._hook_before = sys.excepthook
        self._switch_interval_before = sys.getswitchinterval()
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._garbage = MainThreadGarbage(self)
        experiments: tuple[Experiment, ...] = (experiment or Experiment(),)
        if experiment is None and memory is not None:
            experiments = memory.experiments()
        self.session = Session(*experiments)
        look = memory.look() if memory is not None else Look()
        self.window = MainWindow(self.session, look.made(), look=look)
        if memory is not None:
            memory.recall(self.window)
        self._kept = experiments
        self._keeping = QTimer(self, singleShot=True, interval=KEEP_AFTER)
        self._keeping.timeout.connect(self._keep)

    def start(self) -> None:
        """Show the window, then train."""
        sys.excepthook = self.tell_of_error
        self.session.state_changed.connect(self._on_state_changed)
        self.session.experiments_changed.connect(self._on_experiments_changed)
        self.window.show()
        self.session.start()  # not earlier: loading the engine would only keep the window waiting
        self.window.transport.play()

    def close(self) -> bool:
        """End all that began; may be called again.

        Returns
        -------
        Whether the worker has ended.
        """
        self._keeping.stop()
        memory, self._memory = self._memory, None
        if memory is not None:
            memory.remember(self.window, self.session.experiments)
        self.window.close()
        ended = self.session.close()
        self._garbage.stop()
        sys.excepthook = self._hook_before
        sys.setswitchinterval(self._switch_interval_before)
        return ended

    def tell_of_error(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show an error that nobody caught, instead of dying or going on in silence."""
        details = "".join(traceback.format_exception(kind, error, trace))
        self._hook_before(kind, error, trace)
        # A paint event that fails does so sixty times a second.
        if details in self._told or len(self._told) >= MOST_TOLD:
            return
        self._told.add(details)
        cause = re.sub(QT_PREFIX, "", str(error)) or kind.__name__
        message = f"Something went wrong in the window: {cause}. Training goes on, and your work is kept."
        self.window.workspace.show_failure(Failure(message, details, refused=True))

    def _on_state_changed(self, state: State) -> None:
        if state is State.RUNNING:  # all that stays is loaded
            self.session.state_changed.disconnect(self._on_state_changed)
            self._garbage.spare_the_permanent()

    def _on_experiments_changed(self, experiments: tuple[Experiment, ...]) -> None:
        if self._memory is not None and experiments != self._kept:
            self._keeping.start()  # anew: the disk is not to be waited for amid a drag

    def _keep(self) -> None:
        """Write the experiments now: who knows how the sitting ends."""
        self._kept = self.session.experiments
        if self._memory is not None and not self._memory.keep(self._kept) and not self._told_of_disk:
            self._told_of_disk = True
            self.window.workspace.notice.say(NOT_KEPT.format(self._memory.folder))


def run(*, fresh: bool = False) -> NoReturn:
    """Open the window as it was left, train, and end the process with the exit code when it is closed.

    ``fresh`` opens it as the first time.
    """
    memory = Memory(open_settings(), fresh=fresh)
    crash_file = CrashFile(memory.folder)
    if crash_file.former is not None:
        memory.remarks.append(DIED.format(crash_file.former))
    lock = QLockFile(str(memory.folder / "open.lock"))
    lock.setStaleLockTime(0)  # it holds for as long as its process lives
    if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
        memory.remarks.append(ALSO_OPEN)
    application = make_application(look=memory.look())
    app = App(memory=memory)
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not at once: Python interrupts anything for it, also a paint that still needs the window.
        signal.signal(number, lambda *_: QTimer.singleShot(0, app.window.close))
    app.window.closed.connect(application.quit)  # Qt would wait for docks that float
    app.start()
    code = application.exec()
    app.close()
    crash_file.clear()
    lock.unlock()
    _end(code)


def _end(code: int) -> NoReturn:
    """End the process at once: to take everything apart would take a second, and crash amid a long step."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError):  # a window without a terminal has none
            stream.flush()
    os._exit(code)


def make_application(kind: type[QApplication] = QApplication, *, look: Look | None = None) -> QApplication:
    """Qt's application, with the program's name, icon, font and colours."""
    application = kind(sys.argv[:1])
    application.setApplicationName("vgviz")
    application.setApplicationVersion(vgviz.__version__)
    application.setDesktopFileName("vgviz")
    application.setWindowIcon(application_icon())
    apply_theme(application, (look or Look()).made())
    return application
