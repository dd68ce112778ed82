"""The window's clock: at most sixty times a second it takes the newest frame, five times the texts change."""

from collections import deque
from collections.abc import Callable, Iterable
from math import ceil
from time import perf_counter

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from vgviz.session.mailbox import Mailbox
from vgviz.session.messages import Frame
from vgviz.views.after_paint import AfterPaint

FRAME_INTERVAL = 1 / 60  # s
TEXT_INTERVAL = 0.2  # s
TURN_INTERVAL = 20  # ms from one part of the texts to the next where no picture comes in between
RATE_WINDOW = 1.0  # s over which frames are counted
Writer = Callable[[Frame], None]
_VISIBILITY_EVENTS = {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.WindowStateChange}


class FrameRate:
    """Frames a second over the last `RATE_WINDOW`."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def count(self, now: float) -> None:
        """Note a frame."""
        self._times.append(now)

    def at(self, now: float) -> float:
        """Frames in the window that ends at ``now``, a second."""
        while self._times and self._times[0] <= now - RATE_WINDOW:
            self._times.popleft()
        return len(self._times) / RATE_WINDOW


def _widths(frame: Frame) -> tuple[tuple[int, ...], ...]:
    return tuple(snapshot.widths for snapshot in frame.snapshots)


class FrameClock(QObject):
    """Take frames from ``mailbox`` while ``window`` can be seen; where there is none, sleep until one comes.

    ``canvas`` is the widget whose paints count as frames shown: a frame taken but never painted is none.
    ``writers`` names what writes the texts of a frame. Five times a second each has its turn, one after each
    picture, so that no picture waits for all of them; all write at once when the network changes its shape.
    """

    frame_taken = Signal(object)  # Frame, at most once an interval
    visibility_changed = Signal(bool)
    _filled = Signal()  # emitted in the thread that puts

    def __init__(
        self,
        mailbox: Mailbox[Frame],
        window: QWidget,
        canvas: QWidget,
        writers: Callable[[], Iterable[Writer]],
    ) -> None:
        super().__init__(window)
        self._writers = writers
        self._writing: deque[Writer] = deque()
        self._mailbox = mailbox
        self._window = window
        self._canvas = canvas
        self._rate = FrameRate()
        self._newest: Frame | None = None
        self._unpainted = False
        self._text_is_old = False
        self._text_time = 0.0
        self._holds = 0
        self._due = 0.0
        self._answer_due = 0.0
        self._has_to_paint = False
        self._runs = self._is_over = False
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_timeout)
        self._text_timer = QTimer(self, singleShot=True)
        self._text_timer.timeout.connect(self._write_part)
        self._after_paint = AfterPaint(self)  # which does not wait for words
        self._after_paint.reached.connect(self._write_part)
        self._filled.connect(self._on_filled)
        window.installEventFilter(self)
        canvas.installEventFilter(self)

    @property
    def frames_per_second(self) -> float:
        """New frames painted in the last second."""
        return self._rate.at(perf_counter())

    @property
    def is_running(self) -> bool:
        """Whether frames are taken."""
        return self._runs

    @property
    def is_writing(self) -> bool:
        """Whether a part of the texts is to be written after this picture."""
        return bool(self._writing) or self._texts_are_due

    def tick(self) -> bool:
        """Take what the mailbox has and hand it on; whether it had anything."""
        if self._is_over:  # what the session had still to say comes after the end
            return False
        frame = None if self._holds else self._mailbox.take()
        if frame is not None:
            reshaped = self._newest is None or _widths(frame) != _widths(self._newest)
            self._newest = frame
            self._unpainted = self._text_is_old = True
            self.frame_taken.emit(frame)
            if reshaped:
                self.refresh_text()
        if not self._writing and self._texts_are_due:
            self._begin_to_write()
        if self._writing and (frame is not None or not self._text_timer.isActive()):
            self._after_paint.start()
        return frame is not None

    def expect_answer(self) -> None:
        """Something was edited: for at most a frame's time nothing is painted but together with the answer.

        To paint knobs and the former picture first would take longer than the answer does.
        """
        if not self._answer_due:
            self._answer_due = perf_counter() + FRAME_INTERVAL
            self._look_soon()

    def take_answer(self) -> None:
        """Show what answers an edit, which waits for no turn."""
        self._stop_expecting()
        self.tick()

    def refresh_text(self) -> None:
        """Let all the texts change now."""
        if not self._is_over:
            self._begin_to_write()
        while self._writing:
            self._write_part()

    def hold(self) -> None:
        """Keep this moment on screen, with its texts, until as many calls of `release`."""
        self._holds += 1
        self.refresh_text()

    def release(self) -> None:
        """Go on with the newest frame."""
        self._holds -= 1

    def stop(self) -> None:
        """Take no more frames, for good."""
        self._runs, self._is_over = False, True
        self._mailbox.tell_of_next(None)
        self._writing.clear()
        for timer in (self._timer, self._text_timer, self._after_paint):
            timer.stop()
        self._window.removeEventFilter(self)
        self._canvas.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count the canvas' paints and follow the window's visibility."""
        if watched is self._canvas:
            if event.type() == QEvent.Type.Paint and self._unpainted:
                self._unpainted = False
                self._rate.count(perf_counter())
        elif event.type() in _VISIBILITY_EVENTS:
            self._follow_visibility()
        elif event.type() == QEvent.Type.UpdateRequest and perf_counter() < self._answer_due:
            self._has_to_paint = True
            return True
        return False

    @property
    def _texts_are_due(self) -> bool:
        return self._text_is_old and perf_counter() - self._text_time >= TEXT_INTERVAL

    def _stop_expecting(self) -> None:
        """Paint from now on, first what had to wait."""
        self._answer_due = 0.0
        if self._has_to_paint:
            self._has_to_paint = False
            QCoreApplication.postEvent(
                self._window, QEvent(QEvent.Type.UpdateRequest), Qt.EventPriority.LowEventPriority.value
            )

    def _begin_to_write(self) -> None:
        self._text_is_old = False
        self._text_time = perf_counter()
        self._writing = deque(self._writers())

    def _write_part(self) -> None:
        self._text_timer.stop()
        self._after_paint.stop()
        write = self._writing.popleft()
        if self._newest is not None:
            write(self._newest)
        if self._writing:
            self._text_timer.start(TURN_INTERVAL)

    def _on_timeout(self) -> None:
        now = perf_counter()
        if now < self._answer_due:
            self._timer.start(ceil(1000 * (self._answer_due - now)))
            return
        self._stop_expecting()
        may_sleep = False
        try:
            may_sleep = not self.tick() and self._mailbox.is_empty
        finally:  # what goes wrong in drawing must not stop the clock
            self._go_on(may_sleep)

    def _go_on(self, may_sleep: bool) -> None:
        if self._runs and may_sleep:
            self._sleep()
        elif self._runs:
            self._look_at_next_turn()

    def _on_filled(self) -> None:
        if self._runs:
            self._on_timeout()

    def _look_soon(self) -> None:
        if self._runs:
            self._timer.start(0)

    def _look_at_next_turn(self) -> None:
        now = perf_counter()
        self._due += FRAME_INTERVAL  # from turn to turn, so that what a paint takes does not add up
        if self._due < now:
            self._due = now
        self._timer.start(round(1000 * (self._due - now)))

    def _sleep(self) -> None:
        """Wait for a frame, or for the time at which texts that are old may change."""
        if self._text_is_old:
            wait = self._text_time + TEXT_INTERVAL - perf_counter()
            self._timer.start(max(TURN_INTERVAL, ceil(1000 * wait)))
        self._mailbox.tell_of_next(self._filled.emit)

    def _follow_visibility(self) -> None:
        visible = self._window.isVisible() and not self._window.isMinimized()
        if visible == self._runs:
            return
        self._runs = visible
        self._timer.stop()
        self._look_soon()
        self.visibility_changed.emit(visible)
