"""The app as a whole: it opens training, survives errors, and ends cleanly."""

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.session.conftest import SMALL, FakePreparation
from vgviz.app import ALSO_OPEN, SWITCH_INTERVAL, App
from vgviz.crash_file import DIED
from vgviz.session import loop
from vgviz.session.states import State


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> Iterator[App]:  # noqa: ARG001 - a fixture takes no marks; brings the leak check
    """A started app on the reference backend."""
    ready = FakePreparation(is_ready=True)
    monkeypatch.setattr(loop, "KernelPreparation", lambda *_: ready)
    app = App(SMALL)
    app.start()
    yield app
    assert app.close()


def test_the_window_opens_training(qtbot: QtBot, app: App) -> None:
    assert app.window.isVisible()
    qtbot.waitUntil(lambda: app.session.state is State.RUNNING)
    qtbot.waitUntil(lambda: app.window.snapshot is not None and app.window.snapshot.step > 20)


def test_closing_the_window_ends_the_worker_and_gives_python_back_its_habits(qtbot: QtBot, app: App) -> None:
    hook, interval = sys.excepthook, sys.getswitchinterval()
    assert hook == app.tell_of_error
    assert interval == pytest.approx(SWITCH_INTERVAL)
    qtbot.waitUntil(lambda: app.session.state is State.RUNNING)
    assert not gc.isenabled()
    assert app.close()
    assert app.close()
    assert gc.isenabled()
    assert sys.excepthook != hook
    assert sys.getswitchinterval() > interval
    assert not app.window.isVisible()


def test_an_error_in_a_slot_is_shown_once_and_the_run_goes_on(qtbot: QtBot, app: App) -> None:
    printed: list[str] = []
    app._hook_before = lambda _kind, error, _trace: printed.append(str(error))
    bar = app.window.workspace.failure_bar

    def fail() -> None:
        raise RuntimeError("paint trouble")

    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: bar.failure is not None)
    assert bar.failure is not None
    assert "paint trouble" in bar.failure.message
    assert "Traceback" in bar.failure.details
    bar.dismiss()
    QTimer.singleShot(0, fail)
    qtbot.waitUntil(lambda: len(printed) == 2)
    assert bar.failure is None
    qtbot.waitUntil(lambda: app.session.state is State.RUNNING)


def test_an_error_on_its_way_through_qt_is_shown_without_qts_words(qtbot: QtBot, app: App) -> None:
    class Fails(QWidget):
        def resizeEvent(self, _event: QResizeEvent) -> None:
            _ = 1 / (self.width() - 33)

    widget = Fails(app.window)
    app._hook_before = lambda *_: None
    widget.show()
    QTimer.singleShot(0, lambda: widget.resize(33, 33))
    bar = app.window.workspace.failure_bar
    qtbot.waitUntil(lambda: bar.failure is not None and "window: division by zero." in bar.failure.message)


@pytest.mark.skipif(os.name == "nt", reason="signals to a process are POSIX's")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_cleanly(number: signal.Signals, tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _PROGRAM]
    program = subprocess.Popen(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "running\n"
    program.send_signal(number)
    _, errors = program.communicate(timeout=20)
    assert program.returncode == 0, errors
    assert "Traceback" not in errors


@pytest.mark.skipif(os.name == "nt", reason="signals to a process are POSIX's")
@pytest.mark.parametrize("options", [[], ["render", "--out", "never.png"]])
def test_an_early_interrupt_ends_the_program_without_a_traceback(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    # Its imports take longest: there it is interrupted.
    program = (
        "import importlib.abc, os, runpy, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # which a job in the background ignores
        "class Interrupt(importlib.abc.MetaPathFinder):\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'numpy': os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupt())\n"
        "runpy.run_module('vgviz', run_name='__main__', alter_sys=True)\n"
    )
    command = [sys.executable, "-c", program, *options]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, cwd=tmp_path)
    assert done.returncode == -signal.SIGINT
    assert done.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="signals to a process are POSIX's")
def test_a_second_window_says_that_there_is_another(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}

    def told() -> str:
        return subprocess.run(
            [sys.executable, "-c", _TELLING_PROGRAM],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        ).stdout

    assert told() == "\n"
    first = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM], env=environment, text=True, stdout=subprocess.PIPE
    )
    with first:
        assert first.stdout is not None
        assert first.stdout.readline() == "running\n"
        assert told() == f"{ALSO_OPEN}\n"
        first.terminate()
    assert told() == "\n"


@pytest.mark.skipif(os.name == "nt", reason="signals to a process are POSIX's")
def test_a_process_that_dies_loses_no_network_and_leaves_a_report(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", _DYING_PROGRAM]
    # Not through pipes, which a compiler that outlives it would hold open.
    nowhere = subprocess.DEVNULL
    dead = subprocess.Popen([*command, "dies"], env=environment, stdout=nowhere, stderr=nowhere)
    assert dead.wait(60) == -signal.SIGSEGV
    again = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=60)
    report = tmp_path / "vgviz" / "last_crash.txt"
    assert again.stdout == f"4711 {DIED.format(report)}\n", again.stderr
    assert "Segmentation fault" in report.read_text()
    assert again.returncode == 0
    third = subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=60)
    assert third.stdout == "4711 \n"


@pytest.mark.skipif(os.name == "nt", reason="signals to a process are POSIX's")
def test_the_process_ends_soon_amid_a_step_that_takes_long(tmp_path: Path) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    program = subprocess.run(
        [sys.executable, "-c", _BUSY_PROGRAM], env=environment, capture_output=True, text=True, timeout=60
    )
    ended = time.time()
    assert program.returncode == 0
    assert program.stderr == ""
    assert ended - float(program.stdout) < 5.0


# Closes while the worker is busy for a minute, and tells when.
_BUSY_PROGRAM = """
import sys, time
from PySide6.QtCore import QTimer
from vgviz import app
from vgviz.session.loop import Loop

class Busy(app.App):
    def start(self):
        Loop.start = lambda _: self.wait_long()
        super().start()

    def wait_long(self):
        QTimer.singleShot(0, self, self.end)
        time.sleep(60)

    def end(self):
        print(time.time(), flush=True)
        self.window.close()

app.App = Busy
sys.exit(app.run())
"""

# Changes the seed and dies once that is on disk; or tells what it knows of the sitting before, and ends well.
_DYING_PROGRAM = """
import os, signal, sys
from pathlib import Path
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from vgviz import app
from vgviz.session.messages import Configure

class Dying(app.App):
    def start(self):
        super().start()
        self.file = Path(self._memory.folder) / "vgviz.ini"
        self.timer = QTimer(self, interval=20)
        self.timer.timeout.connect(self.look)
        self.session.experiments_changed.connect(lambda _: self.timer.start())

    def look(self):
        experiment = self.session.experiment
        if "dies" not in sys.argv:
            self.timer.stop()
            print(experiment.seed, self.window.workspace.notice.text)
            self.window.close()
        elif experiment.seed != 4711:
            self.session.send(Configure(replace(experiment, seed=4711)))
        elif self.file.is_file() and "4711" in self.file.read_text():
            os.kill(os.getpid(), signal.SIGSEGV)

app.App = Dying
sys.exit(app.run())
"""

# Tells what the window has to say, and ends.
_TELLING_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from vgviz import app

class Telling(app.App):
    def start(self):
        super().start()
        print(self.window.workspace.notice.text, flush=True)
        QTimer.singleShot(0, self.window.close)

app.App = Telling
sys.exit(app.run())
"""

# Tells when the event loop runs, and is the app in all else.
_PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from vgviz import app
made = app.make_application
def make(**options):
    QTimer.singleShot(0, lambda: print("running", flush=True))
    return made(**options)
app.make_application = make
sys.exit(app.run())
"""
