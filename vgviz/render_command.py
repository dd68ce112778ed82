"""``vgviz render``: train without a window and write the picture that the window would show."""

import argparse
import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator

from vgviz.engine import kernel_cache
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import ExperimentError
from vgviz.render_options import experiments_of
from vgviz.session.lineup import Lineup
from vgviz.session.not_finite import what_broke
from vgviz.whole_file import ExportError, refuse_bad_place

CURVE_POINTS = 400  # of the learning curves
LONG = 20.0  # seconds; where nothing is compiled yet, training longer than this is worth compiling for
TERMINAL_INTERVAL = 0.1  # seconds between two words of progress
FILE_INTERVAL = 5.0  # the same where they are not overwritten
NO_SIZE_HINTS = "This plugin does not support propagateSizeHints()"
WORDS_FOR_KERNELS = "Preparing the fast kernels, once…"


def render_command(options: argparse.Namespace) -> int:
    """Do what ``options`` of `vgviz.cli.make_parser` say.

    Returns
    -------
    The exit code.
    """
    progress = Progress(silent=options.quiet)
    words, code = _outcome(options, progress)
    progress.end()
    if words:
        print(f"vgviz render: {words}", file=sys.stderr)
    return code


def _outcome(options: argparse.Namespace, progress: "Progress") -> tuple[str, int]:
    """What there is to say in the end, and the exit code."""
    try:
        experiments = experiments_of(options)
    except ExperimentError as error:
        return str(error), 2
    if refusal := _too_small(options):
        return refusal, 2
    try:
        if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:  # from here on it has words for it
            signal.signal(signal.SIGINT, signal.default_int_handler)
        refuse_bad_place(options.out)
        lineup = Lineup()
        lineup.open(experiments, "numba" if kernel_cache.is_ready(experiments[0].precision) else "numpy")
        history = train(lineup, _steps_wanted(lineup.simulations[0], options), progress.say)
        _draw(options, lineup, history)
    except (ExperimentError, ExportError) as error:
        return str(error), 1
    except MemoryError:
        return "There is not enough memory. Choose a smaller network, picture or data set.", 1
    except KeyboardInterrupt:
        return "Stopped; nothing was written.", 130
    if lineup.stopped:
        return f"{what_broke(lineup, tuple(sorted(lineup.stopped)))} The picture shows it.", 0
    return "", 0


def _too_small(options: argparse.Namespace) -> str:
    from vgviz.views.window.main_window import LEAST_SIZE

    least = LEAST_SIZE.width(), LEAST_SIZE.height()
    if options.view != "window" or (options.size[0] >= least[0] and options.size[1] >= least[1]):
        return ""
    return f"--size: the window takes at least {least[0]}x{least[1]}; other views can be smaller"


def _steps_wanted(simulation: Simulation, options: argparse.Namespace) -> int:
    return int(options.steps if options.epochs is None else options.epochs * simulation.epoch_size)


def train(lineup: Lineup, steps: int, say: Callable[[str], object]) -> list[tuple[Snapshot, ...]]:
    """Train ``steps`` steps, each run until its numbers are no longer finite.

    Returns
    -------
    The figures of up to `CURVE_POINTS` moments on the way, without weights, gradients and units.
    """
    history: list[tuple[Snapshot, ...]] = []
    stride = max(1, steps // CURVE_POINTS)
    started = time.perf_counter()
    while lineup.step < steps and lineup.going:
        history.append(tuple(snapshot.figures() for snapshot in _snapshots(lineup)))
        burst = min(stride, steps - lineup.step)
        for simulation in lineup.going:
            simulation.run(steps=burst)
        lineup.stop_broken()
        say(f"Training: step {lineup.step:,} of {steps:,}")
        spent = time.perf_counter() - started
        if lineup.simulations[0].backend == "numpy" and spent * (steps / lineup.step - 1) > LONG:
            say(WORDS_FOR_KERNELS)
            lineup.use_backend("numba")
    return history


def _snapshots(lineup: Lineup) -> tuple[Snapshot, ...]:
    return tuple(simulation.snapshot(batch=simulation.probe) for simulation in lineup.simulations)


def _draw(options: argparse.Namespace, lineup: Lineup, history: list[tuple[Snapshot, ...]]) -> None:
    from PySide6.QtWidgets import QApplication

    from vgviz.drawing import raster
    from vgviz.export.png_file import write_png
    from vgviz.views.picturing.pictures import picture_texts
    from vgviz.views.picturing.render import render
    from vgviz.views.theme import THEMES, apply_theme

    application = QApplication.instance() or QApplication(["vgviz", "-platform", "offscreen"])
    theme = THEMES[options.theme]
    if isinstance(application, QApplication):
        apply_theme(application, theme)
    raster.warm_up()
    snapshots = _snapshots(lineup)
    with _quiet_platform():
        image = render(
            options.view,
            snapshots,
            history,
            size=options.size,
            theme=theme,
            scale=options.scale,
            caption=options.caption,
            simulations=lineup.simulations,
        )
    write_png(image, options.out, picture_texts(snapshots))


@contextlib.contextmanager
def _quiet_platform() -> Iterator[None]:
    """Keep to itself what a platform without a screen says about windows, which are not shown."""
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    def tell(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        if words != NO_SIZE_HINTS:
            print(words, file=sys.stderr)

    before = qInstallMessageHandler(tell)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


class Progress:
    """Words on standard error: one line that changes on a terminal, now and then a line elsewhere."""

    def __init__(self, *, silent: bool) -> None:
        self._silent = silent
        self._in_place = sys.stderr.isatty()
        self._due = 0.0

    def say(self, words: str) -> None:
        """Say it if the last words are old enough."""
        now = time.perf_counter()
        if self._silent or now < self._due:
            return
        self._due = now + (TERMINAL_INTERVAL if self._in_place else FILE_INTERVAL)
        if self._in_place:
            print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)
        else:
            print(words, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the terminal's line as it was found."""
        if self._in_place and not self._silent:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
