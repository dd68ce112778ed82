"""The worker and the compiling children leave the processor to the window."""

import os
import subprocess
import sys
import threading
from typing import Any

import pytest

from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.session.background import NICENESS, PICTURE_NICENESS, yield_to_the_window
from vgviz.session.mailbox import Mailbox
from vgviz.session.measured import PROBE
from vgviz.session.messages import Frame
from vgviz.session.photographer import Photographer
from vgviz.session.states import State

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="threads have a niceness on Linux only")


def test_only_the_calling_thread_yields() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    seen: list[int] = []

    def work() -> None:
        yield_to_the_window()
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [NICENESS]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_pictures_come_before_training_and_after_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    measure = Simulation.snapshot

    def noted(simulation: Simulation, **given: Any) -> Snapshot:
        seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        return measure(simulation, **given)

    monkeypatch.setattr(Simulation, "snapshot", noted)
    photographer = Photographer(Mailbox())
    photographer.begin((Simulation(Experiment(), "numpy"),), PROBE, Frame((), State.RUNNING, 0.0, obeyed=0))
    photographer.take()
    photographer.close()
    assert seen == [PICTURE_NICENESS]
    assert 0 < PICTURE_NICENESS < NICENESS


def test_a_child_yields() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        yield_to_the_window(child.pid)
        assert os.getpriority(os.PRIO_PROCESS, child.pid) == NICENESS
        child.kill()


def test_a_process_that_is_gone_is_no_error() -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    yield_to_the_window(child.pid)
