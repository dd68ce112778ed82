"""A monkey at the real window: ``xvfb-run -a python -m tests.benchmarks.monkey [--minutes 5] [--seed 0]``.

It drags, clicks, types, resizes, moves docks, undoes, scrubs, compares and copies pictures at random, and
prints what went wrong: exceptions, freezes of the window above 200 ms and what was at work in them, and what
grew: memory, widgets, timers, threads. On a busy machine a freeze can be others' doing: it is the window's
own where its thread was at work for that long, without what the monkey itself took to choose. It drags as a
hand does: the window's own loop runs between two places of the mouse, which come no closer than a mouse tells
of them. The exit code is 1 where there was an exception.
"""

import argparse
import gc
import os
import random
import sys
import tempfile
import time
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread, active_count, get_ident
from types import FrameType, TracebackType
from typing import NoReturn

import psutil
from PySide6.QtCore import (
    QMessageLogContext,
    QPoint,
    QPointF,
    QSize,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QAction, QDrag, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QDockWidget, QFileDialog, QGraphicsScene, QWidget
from shiboken6 import isValid

from tests.benchmarks.window_probe import run_for
from vgviz.app import App, make_application
from vgviz.experiment import Experiment
from vgviz.session.messages import Configure, RemoveRun

PULSE = 10  # ms of the timer that notices freezes
WEIGHING = 100  # ms between two looks at the memory
FREEZE = 0.2  # s
LONG = 0.08  # s of the window's own work at a time that are told of too
HAND = 0.008  # s between two places of a mouse that moves
LOOK = 0.01  # s between two looks at what the window is at
DEEPEST = 7  # calls told of each look
WORST = 20  # freezes told of
LONGEST_START = 120  # s that a large network's start may take before the worker listens again
REST = 10  # s on one small network, in which what large ones took is given back
KEYS = (
    Qt.Key.Key_Tab, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Space,
    Qt.Key.Key_Return, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_S,
    Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_1, Qt.Key.Key_5, Qt.Key.Key_0,
    Qt.Key.Key_Period, Qt.Key.Key_Escape, Qt.Key.Key_Backspace,
)  # fmt: skip
LEFT_ALONE = ("quit", "full screen")


@dataclass(frozen=True)
class Beat:
    """When the window answered: the clock, the processor time of its thread, what was done to it last."""

    wall: float
    busy: float
    act: str


@dataclass(frozen=True)
class Freeze:
    """Seconds without an answer, and how many of them the window's thread was at work."""

    wall: float
    busy: float
    act: str
    at_work: str


@dataclass(frozen=True)
class Peak:
    """The most memory, MB, that was in use at once, the networks of then, and what was at work."""

    memory: int
    networks: tuple[Experiment, ...] = ()
    at_work: str = ""


class Watch(Thread):
    """Looks again and again at what the main thread is at."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._main = get_ident()
        self._ends = Event()
        self._seen: deque[tuple[float, str]] = deque(maxlen=5000)

    def run(self) -> None:
        """Look until `stop`."""
        while not self._ends.wait(LOOK):
            now = time.perf_counter()
            self._seen.append((now, _calls(sys._current_frames()[self._main])))

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()

    def seen(self, start: float, end: float) -> str:
        """What was seen most often in this time."""
        places = Counter(place for when, place in list(self._seen) if start < when < end)
        return "; ".join(f"{times} x {place}" for place, times in places.most_common(2))


def _calls(frame: FrameType | None) -> str:
    """Innermost first; `traceback` would look at every file each time."""
    places: list[str] = []
    while frame is not None and len(places) < DEEPEST:
        code = frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(places)


class Monkey:
    """Acts on ``app`` at random; the same seed acts alike as far as the machine lets it."""

    def __init__(self, app: App, seed: int) -> None:
        self._app = app
        self._random = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.errors: list[str] = []
        self.complaints: dict[str, str] = {}
        self.freezes: list[Freeze] = []
        self._last = ""
        self._choosing = 0.0  # seconds of its own
        self._beat_before: Beat | None = None
        self.sizes: list[str] = []
        self.peak = Peak(0)
        self._process = psutil.Process()
        self._watch = Watch()
        self._watch.start()
        self._pulse = QTimer(interval=PULSE, timerType=Qt.TimerType.PreciseTimer)
        self._pulse.timeout.connect(self._beat)
        self._pulse.start()
        self._scales = QTimer(interval=WEIGHING)
        self._scales.timeout.connect(self._weigh)
        self._scales.start()

    def act(self) -> None:
        """Do one thing."""
        acts: tuple[tuple[int, Callable[[], None]], ...] = (
            (30, self._drag),
            (20, self._click),
            (15, self._type),
            (10, self._wheel),
            (10, self._trigger),
            (4, self._resize),
            (4, self._dock),
        )
        act = self._random.choices([act for _, act in acts], [weight for weight, _ in acts])[0]
        self._last = act.__name__
        act()
        self.done[self._last] += 1
        if sum(self.done.values()) % 500 == 0:
            self.measure()

    def measure(self, what: str = "") -> None:
        """Note what must not grow for ever."""
        with self._chooses():
            self.sizes.append(_sizes() + what)

    def stop(self) -> None:
        """Take no more pulses."""
        self._pulse.stop()
        self._watch.stop()

    def notice(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Keep an exception."""
        text = f"{self._last}:\n" + "".join(traceback.format_exception(kind, error, trace))
        if text not in self.errors:
            print(text, file=sys.stderr, flush=True)  # the report may never be reached
        self.errors.append(text)

    def notice_message(self, _kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        """Keep what Qt complains of, and who was at it when it did so first."""
        if message not in self.complaints:
            self.complaints[message] = f"{self._last}:\n" + "".join(traceback.format_stack(limit=8))

    def _beat(self) -> None:
        busy = time.thread_time() - self._choosing
        before, now = self._beat_before, Beat(time.perf_counter(), busy, self._last)
        self._beat_before = now
        if before is not None and (now.wall - before.wall > FREEZE or now.busy - before.busy > LONG):
            at_work = self._watch.seen(before.wall, now.wall)
            self.freezes.append(Freeze(now.wall - before.wall, now.busy - before.busy, now.act, at_work))
        if self._random.random() < 0.05:
            QDrag.cancel()  # only a real mouse could let it go
        popup, modal = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if popup is not None and self._random.random() < 0.05:
            popup.close()
        if isinstance(modal, QFileDialog) or (modal is not None and self._random.random() < 0.05):
            modal.close() if not isinstance(modal, QDialog) else modal.reject()

    def _weigh(self) -> None:
        memory = self._process.memory_info().rss // 2**20
        if memory > self.peak.memory:
            self.peak = Peak(memory, self._app.session.experiments, _at_work())

    @contextmanager
    def _chooses(self) -> Iterator[None]:
        """Around what the window would not do by itself."""
        started = time.thread_time()
        try:
            yield
        finally:
            self._choosing += time.thread_time() - started

    def _widget(self) -> QWidget:
        window = QApplication.activeModalWidget() or self._app.window
        with self._chooses():
            found = [
                widget for widget in window.findChildren(QWidget) if widget.isVisible() and widget.isEnabled()
            ]
            widget = self._random.choice(found) if found else window
        self._last += f" {type(widget).__name__}"
        return widget

    def _place(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._random.randrange(max(widget.width(), 1)), self._random.randrange(max(widget.height(), 1))
        )

    def _drag(self) -> None:
        widget = self._widget()
        start, end = self._place(widget), self._place(widget)
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        for share in (0.2, 0.5, 0.8, 1.0):
            run_for(HAND)
            if not isValid(widget):
                return
            QTest.mouseMove(widget, start + (end - start) * share)
        run_for(HAND)
        if isValid(widget):
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)

    def _click(self) -> None:
        widget = self._widget()
        click = self._random.choice((QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick))
        click(widget, Qt.MouseButton.LeftButton, pos=self._place(widget))

    def _type(self) -> None:
        target = QApplication.focusWidget() or self._app.window
        self._last += f" {type(target).__name__}"
        QTest.keyClick(target, self._random.choice(KEYS))

    def _wheel(self) -> None:
        widget = self._widget()
        place = QPointF(self._place(widget))
        turn = QPoint(0, self._random.choice((-120, 120)))
        event = QWheelEvent(
            place, widget.mapToGlobal(place), QPoint(), turn, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)

    def _trigger(self) -> None:
        with self._chooses():
            actions = [
                action
                for action in self._app.window.findChildren(QAction)
                if action.isEnabled()
                and not isinstance(action.parent(), QGraphicsScene)  # pyqtgraph's own, which no menu shows
                and action.menu() is None
                and not any(word in action.text().replace("&", "").lower() for word in LEFT_ALONE)
            ]
            action = self._random.choice(actions)
        self._last += f" {action.text()}"
        action.trigger()

    def _resize(self) -> None:
        self._app.window.resize(QSize(self._random.randint(960, 1600), self._random.randint(640, 1000)))

    def _dock(self) -> None:
        dock = self._random.choice(self._app.window.findChildren(QDockWidget))
        self._last += f" {dock.windowTitle()}"
        if self._random.random() < 0.5:
            dock.setVisible(not dock.isVisible())
        else:
            dock.setFloating(not dock.isFloating())


def _at_work() -> str:
    """What the threads other than this one are at."""
    frames = [frame for thread, frame in sys._current_frames().items() if thread != get_ident()]
    return "\n".join(f"        {_calls(frame)}" for frame in frames)


def _told(experiment: Experiment) -> str:
    widths = [layer.width for layer in experiment.network.hidden]
    data, training = experiment.data, experiment.training
    return (
        f"{len(widths)} layers of up to {max(widths)} units, {experiment.network.init.scheme}, "
        f"{data.samples} samples of {data.source}, batches of {training.batch_size}, {training.optimizer}"
    )


def _sizes() -> str:
    """What must not grow for ever."""
    gc.collect()  # only: to list all objects would show the worker's tuples before they are filled
    timers = {
        timer
        for root in (QApplication.instance(), *QApplication.topLevelWidgets())
        if root is not None
        for timer in root.findChildren(QTimer)
        if timer.isActive()
    }
    memory = psutil.Process().memory_info().rss // 2**20
    widgets = len(QApplication.allWidgets())
    return f"{memory} MB, {widgets} widgets, {len(timers)} running timers, {active_count()} threads"


def main() -> NoReturn:
    """Let the monkey loose."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["XDG_CONFIG_HOME"] = home
        _application = make_application()  # lives as long as this name
        app = App(Experiment())
        app.start()
        run_for(8.0)
        monkey = Monkey(app, options.seed)
        sys.excepthook = monkey.notice
        qInstallMessageHandler(monkey.notice_message)
        monkey.measure()
        deadline = time.monotonic() + 60.0 * options.minutes
        while time.monotonic() < deadline:
            try:
                monkey.act()
                run_for(0.02)
            except Exception as error:  # ended here, the window would be left to itself
                monkey.notice(type(error), error, error.__traceback__)
        monkey.stop()
        monkey.measure()
        for run in reversed(range(1, len(app.session.experiments))):
            app.session.send(RemoveRun(run))
        app.session.send(Configure(Experiment(), restart=True))
        deadline = time.monotonic() + LONGEST_START
        while app.session.experiments != (Experiment(),) and time.monotonic() < deadline:
            run_for(0.1)
        late = "" if app.session.experiments == (Experiment(),) else f"not back, but at work:\n{_at_work()}"
        run_for(REST)
        monkey.measure(", back on one small network")
        ended = app.close()
    print(f"{sum(monkey.done.values())} acts; ended cleanly: {ended}; what grew:")
    sizes = monkey.sizes
    for size in (*sizes[:-2][:: max(1, len(sizes) // 8)], *sizes[-2:]):
        print(f"    {size}")
    print(late)
    print(f"most memory at once: {monkey.peak.memory} MB, while at work:\n{monkey.peak.at_work}\n    with")
    for experiment in monkey.peak.networks:
        print(f"    {_told(experiment)}")
    own = [freeze for freeze in monkey.freezes if freeze.busy > FREEZE]
    waits = sum(freeze.wall > FREEZE for freeze in monkey.freezes)
    print(
        f"freezes above {FREEZE:g} s: {waits}, of these the window's own: {len(own)}; longest work at a time:"
    )
    for freeze in sorted(monkey.freezes, key=lambda freeze: freeze.busy, reverse=True)[:WORST]:
        print(f"    {freeze.wall:.2f} s, at work {freeze.busy:.2f} s, {freeze.act}\n        {freeze.at_work}")
    print(f"exceptions: {len(monkey.errors)}")
    for text, times in Counter(monkey.errors).most_common(12):
        print(f"--- {times} times, {text}")
    print(f"Qt's complaints: {len(monkey.complaints)}")
    for message, where in list(monkey.complaints.items())[:4]:
        print(f"--- {message}, first during {where}")
    sys.stdout.flush()
    os._exit(bool(monkey.errors))  # as `vgviz.app.run` does: Qt would take a living window apart


if __name__ == "__main__":
    main()
