"""What `bench_window` measures, each in a process of its own: ``python window_probe.py NAME``.

Prints one line of JSON. Times are seconds of the monotonic clock, which all processes share.
"""

import gc
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import psutil
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from vgviz.analysis.variants import VARIANTS_BY_KEY
from vgviz.app import App, make_application
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Experiment, Network, Training
from vgviz.session.messages import AddRun, Frame, Pause, SetSpeed
from vgviz.session.states import State
from vgviz.views.selection import Place

Report = dict[str, Any]
WINDOW = 1600, 1000
SWEEP = (
    1.5  # seconds from one end of the timeline to the other; a hand that slowed down would get fewer pictures
)
CALM = Training(learning_rate=1e-4)  # trains on with whatever activation
RESTS = 20  # places on the timeline at which the hand waits for the exact moment


class Painted(QObject):
    """Calls back after each paint of the diagram that shows a new frame."""

    def __init__(self, app: App, call: Callable[[Frame, float], None]) -> None:
        super().__init__(app.window)
        self._call = call
        self._fresh: Frame | None = None
        self._painting: Frame | None = None
        clock = app.window.clock
        assert clock is not None
        clock.frame_taken.connect(self._on_frame_taken)
        app.window.workspace.diagram.installEventFilter(self)

    def _on_frame_taken(self, frame: Frame) -> None:
        self._fresh = frame

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._fresh is not None:
            self._painting, self._fresh = self._fresh, None
            # Comes when the window's paint is over, before any timer.
            QCoreApplication.postEvent(
                self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value
            )
        return False

    def customEvent(self, _event: QEvent) -> None:
        assert self._painting is not None
        self._call(self._painting, time.monotonic())


class TimedApplication(QApplication):
    """Adds up the time that goes into painting."""

    painting = 0.0
    _depth = 0

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.UpdateRequest, QEvent.Type.Paint, QEvent.Type.Expose):
            return super().notify(receiver, event)
        self._depth += 1
        started = time.perf_counter()
        try:
            return super().notify(receiver, event)
        finally:
            self._depth -= 1
            if self._depth == 0:
                self.painting += time.perf_counter() - started


def wait_until(reached: Callable[[], bool], seconds: float = 120.0) -> None:
    """Run the event loop until ``reached``."""
    loop, deadline = QEventLoop(), time.monotonic() + seconds
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError("not reached")
        QTimer.singleShot(2, loop.quit)
        loop.exec()


def run_for(seconds: float) -> None:
    """Run the event loop so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def opened(experiment: Experiment) -> App:
    """A started app."""
    app = App(experiment)
    app.start()
    return app


def running(experiment: Experiment, size: tuple[int, int] = WINDOW) -> App:
    """An app that trains flat out, two seconds after it began to."""
    app = App(experiment)
    app.window.resize(*size)
    app.start()
    app.session.send(SetSpeed(None))
    wait_until(lambda: app.session.state is State.RUNNING)
    run_for(2.0)
    return app


def compare(app: App, variants: list[str]) -> None:
    """Train these beside the first network."""
    for key in variants:
        app.session.send(AddRun(VARIANTS_BY_KEY[key](app.session.experiment)))
    wait_until(lambda: len(app.window.snapshots) == 1 + len(variants))
    run_for(2.0 * bool(variants))


def network(text: str) -> Experiment:
    """``8x10``: depth by width of the default network."""
    depth, width = map(int, text.split("x"))
    return Experiment(network=Network.uniform(depth, width))


def frames(size: str = "8x10", seconds: str = "20") -> Report:
    """Times between painted frames, the lateness of a 5 ms timer outside painting, and a frame's cost.

    ``painting`` is the time and ``processor`` the window's thread's processor time a frame. ``20x32|relu``
    compares with that variant.
    """
    first, *variants = size.split("|")
    app = running(network(first))
    compare(app, variants)
    painted: list[float] = []
    steps: list[int] = []
    late: list[float] = []

    def on_painted(frame: Frame, now: float) -> None:
        painted.append(now)
        steps.append(frame.step)

    Painted(app, on_painted)
    application = TimedApplication.instance()
    assert isinstance(application, TimedApplication)
    last = [time.perf_counter(), application.painting]

    def tick() -> None:
        now, painting = time.perf_counter(), application.painting
        late.append(max(0.0, now - last[0] - 0.005 - (painting - last[1])))
        last[:] = now, painting

    timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    timer.start()
    painting, processor = application.painting, time.thread_time()
    run_for(float(seconds))
    painting, processor = application.painting - painting, time.thread_time() - processor
    timer.stop()
    gaps = [after - before for before, after in pairwise(painted)]
    drawn = (steps[-1] - steps[0]) / (painted[-1] - painted[0])
    undrawn = _undrawn_rate(app, steps, painted)
    assert app.close()
    return {
        "gaps": gaps,
        "late": late,
        "steps_per_second": drawn,
        "undrawn_steps_per_second": undrawn,
        "painting": painting / len(painted),
        "processor": processor / len(painted),
    }


def views(size: str = "10x10", seconds: str = "8") -> Report:
    """Times between painted frames with each panel in view, by its title; a weight is selected."""
    app = running(network(size))
    workspace = app.window.workspace
    app.window.desk.selection.choose(Place(1, 0, 0))
    painted: list[float] = []
    Painted(app, lambda _frame, now: painted.append(now))
    gaps: dict[str, list[float]] = {}
    for dock in workspace.deck.panels:
        dock.show()
        dock.raise_()
        run_for(3.0)
        assert dock.panel is not None, dock.title
        assert dock.is_in_view, dock.title
        painted.clear()
        run_for(float(seconds))
        gaps[dock.title] = [after - before for before, after in pairwise(painted)]
    assert app.close()
    return {"gaps": gaps}


def _undrawn_rate(app: App, steps: list[int], painted: list[float], seconds: float = 5.0) -> float:
    """Steps a second while the window is hidden; ``steps`` and ``painted`` go on with each picture."""
    app.window.hide()
    run_for(0.2)
    pictures = len(steps)
    run_for(seconds)
    app.window.show()
    newest = pictures + 2  # the first ones may have been under way when it was hidden
    wait_until(lambda: len(steps) > newest)
    return (steps[newest] - steps[pictures - 1]) / (painted[newest] - painted[pictures - 1])


def scrub(size: str = "8x10", state: str = "paused", seconds: str = "5") -> Report:
    """A hand that sweeps over the timeline: gaps between pictures, delays of exact moments, a picture's cost.

    ``worker`` and ``window`` are, where the system tells, (processor time, time kept waiting for a processor)
    of these threads a picture; ``wishes`` counts the moments wished for, ``exact`` are the delays of those
    that were reached before the hand went on, ``rested`` those of a few where it then rests.
    """
    first, *variants = size.split("|")
    app = running(network(first))
    compare(app, variants)
    run_for(8.0)
    if state == "paused":
        app.session.send(Pause())
        wait_until(lambda: app.session.state is State.PAUSED)
    strip = app.window.workspace.timeline.strip
    wait_until(lambda: strip.isEnabled())
    wished: list[tuple[int | None, float]] = []
    delays: dict[int, float] = {}
    painted: list[float] = []

    def on_painted(frame: Frame, now: float) -> None:
        painted.append(now)
        if wished and frame.step == frame.moment == wished[-1][0]:
            delays.setdefault(len(wished), now - wished[-1][1])

    def move_to(place: float) -> None:
        QTest.mouseMove(strip, QPoint(round(place * strip.width()), strip.height() // 3))
        if not wished or wished[-1][0] != strip.moment:
            wished.append((strip.moment, time.monotonic()))

    def sweep() -> None:
        way = (time.monotonic() - started) / SWEEP % 2.0
        move_to(0.05 + 0.9 * (way if way < 1.0 else 2.0 - way))

    Painted(app, on_painted)
    threads = _thread_named("vgviz worker"), threading.get_native_id()
    before = [_scheduled(thread) for thread in threads]
    started = time.monotonic()
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, strip.height() // 3))
    timer = QTimer(interval=16, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(sweep)
    timer.start()
    run_for(float(seconds))
    timer.stop()
    took = [
        tuple(
            (after - earlier) / len(painted) for after, earlier in zip(_scheduled(thread), times, strict=True)
        )
        for thread, times in zip(threads, before, strict=True)
    ]
    gaps = [after - before for before, after in pairwise(painted)]
    wishes = len(wished)
    for rest in range(RESTS):
        move_to((0.5 + 0.618 * rest) % 1.0)
        wait_until(lambda: len(wished) in delays)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton)
    assert app.close()
    return {
        "gaps": gaps,
        "wishes": wishes,
        "exact": [delay for wish, delay in delays.items() if wish <= wishes],
        "rested": [delay for wish, delay in delays.items() if wish > wishes],
        "worker": took[0],
        "window": took[1],
    }


def _thread_named(name: str) -> int:
    """The thread of that name in this process, as Linux numbers it; 0 elsewhere."""
    comms = Path("/proc/self/task").glob("*/comm")
    return next((int(comm.parent.name) for comm in comms if comm.read_text().strip() == name), 0)


def _scheduled(thread: int) -> tuple[float, float]:
    """Seconds for which ``thread`` ran, and for which it could have but had no processor."""
    schedule = Path(f"/proc/self/task/{thread}/schedstat")
    if not schedule.exists():
        return 0.0, 0.0
    ran, waited, _slices = map(int, schedule.read_text().split())
    return ran * 1e-9, waited * 1e-9


def latency(size: str = "8x10", state: str = "running", edits: str = "120") -> Report:
    """From a mouse move on the activation track to the paint that shows it."""
    first, *variants = size.split("|")
    experiment = replace(network(first), training=CALM)
    app = running(experiment)
    compare(app, variants)
    if state == "paused":
        app.session.send(Pause())
        wait_until(lambda: app.session.state is State.PAUSED)
    strip = app.window.workspace.controls.activation.track.strip
    delays: list[float] = []
    wished: list[tuple[float, Experiment]] = []
    app.window.workspace.controls.experiment_edited.connect(
        lambda experiment, _run: wished.append((time.monotonic(), experiment))
    )

    def on_painted(frame: Frame, now: float) -> None:
        if wished and frame.snapshots[0].experiment == wished[-1][1]:
            delays.append(now - wished[-1][0])
            wished.clear()

    Painted(app, on_painted)
    y, left, width = strip.height() // 8, 12, strip.width() - 24
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    for edit in range(int(edits)):
        wished.clear()
        phase = (edit * 37 % 997) / 997 * 1e-3  # do not fall into step with the display
        QTest.mouseMove(strip, QPoint(left + (edit * 7) % width, y))
        wait_until(lambda: not wished)
        run_for(0.02 + phase)
    QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=QPoint(left, y))
    assert app.session.state.value == state, app.session.state
    app.session.send(Pause())  # a step of a very large network takes longer than a window waits to close
    wait_until(lambda: app.session.state is State.PAUSED)
    assert app.close()
    return {"delays": delays, "step": step_seconds(experiment)}


def step_seconds(experiment: Experiment) -> float:
    """What one training step takes while nothing is drawn."""
    simulation = Simulation(experiment, threads=1)
    took = []
    for _ in range(15):
        started = time.perf_counter()
        simulation.run(steps=1)
        took.append(time.perf_counter() - started)
    return statistics.median(took)


def memory(minutes: str = "2") -> Report:
    """Resident memory, once a minute."""
    app = running(Experiment())
    process = psutil.Process()
    sizes = []
    for _ in range(int(minutes)):
        run_for(60.0)
        sizes.append(process.memory_info().rss)
    assert app.close()
    return {"sizes": sizes}


def open_train_close() -> None:
    """One window's life."""
    app = opened(Experiment())
    wait_until(lambda: app.session.state is State.RUNNING)
    run_for(0.2)
    assert app.close()
    app.window.deleteLater()
    app.deleteLater()


def windows(count: str = "50") -> Report:
    """Resident memory and live objects after each of many windows."""
    process = psutil.Process()
    sizes, objects, threads = [], [], []
    for _ in range(int(count)):
        open_train_close()
        run_for(0.05)
        gc.collect()  # what is in cycles goes when Python looks for it
        sizes.append(process.memory_info().rss)
        objects.append(len(QApplication.allWidgets()))
        threads.append(process.num_threads())
    return {"sizes": sizes, "widgets": objects, "threads": threads}


def main() -> None:
    """Measure what the arguments name."""
    name, *arguments = sys.argv[1:]
    application = make_application(TimedApplication if name == frames.__name__ else QApplication)
    measures = {work.__name__: work for work in (frames, views, latency, scrub, memory, windows)}
    print(json.dumps(measures[name](*arguments)), flush=True)
    del application


if __name__ == "__main__":
    main()
