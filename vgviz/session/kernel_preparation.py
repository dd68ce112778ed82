"""Getting the compiled kernels ready without keeping anyone waiting."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Protocol

from vgviz.experiment import PRECISIONS
from vgviz.session.background import yield_to_the_window

POLL = 0.03  # seconds between two looks at the children
WORDS = "Preparing the fast kernels, once"


class Preparation(Protocol):
    """What the loop asks of whoever gets the kernels ready."""

    @property
    def wait(self) -> float | None:
        """Seconds until it is worth looking again; 0 when `finish` may be called, None when all is over."""

    def start(self) -> None:
        """Begin; never waits."""

    def finish(self) -> str:
        """Load the kernels and name the backend to go on with."""

    def is_preparing(self, precision: str) -> bool:
        """Whether the kernels of ``precision`` cannot be had yet, without keeping everyone waiting."""

    def close(self) -> None:
        """End whatever still runs."""


class KernelPreparation:
    """Compile in child processes, once per machine, then load; the children can be killed at any time.

    Compiling in this process would hold the interpreter's lock for seconds, and could not be stopped. What is
    waited for are the kernels of one precision; those of the others are compiled when training is under way.
    """

    def __init__(self, progress: Callable[[str], object], precision: str = PRECISIONS[0]) -> None:
        self._progress = progress
        self._precision = precision
        self._later: dict[str, subprocess.Popen[str] | None] = dict.fromkeys({*PRECISIONS} - {precision})
        self._children: list[subprocess.Popen[str]] = []
        self._reader: threading.Thread | None = None
        self._is_over = False

    @property
    def wait(self) -> float | None:
        """See `Preparation`."""
        if self._is_over:
            return None
        return POLL if any(child.poll() is None for child in self._children) else 0.0

    def start(self) -> None:
        """Start to compile what the caches do not hold."""
        from vgviz.drawing import raster
        from vgviz.engine import kernel_cache

        # Where no process can be started, `finish` compiles in this one.
        with contextlib.suppress(OSError):
            if not kernel_cache.is_ready(self._precision):
                self._progress(f"{WORDS}…")
                engine = kernel_cache.compile_in_child(self._precision)
                self._children.append(engine)
                self._reader = threading.Thread(target=self._pass_on, args=(engine,), daemon=True)
                self._reader.start()
            if not raster.is_cached():
                self._progress(f"{WORDS}…")
                self._children.append(_compile_drawing())
        for child in self._children:
            yield_to_the_window(child.pid)

    def finish(self) -> str:
        """Load the kernels; where a child failed, this compiles them after all.

        Returns
        -------
        The backend to go on with.
        """
        from vgviz.drawing import raster
        from vgviz.engine import kernel_cache

        self._is_over = True
        try:
            raster.warm_up()
            kernel_cache.load(self._precision)
        finally:
            self._progress("")
        self._compile_the_others()
        return "numba"

    def _compile_the_others(self) -> None:
        from vgviz.engine import kernel_cache

        for precision in self._later:
            # Where no process can be started, they are compiled when they are asked for.
            with contextlib.suppress(OSError):
                if not kernel_cache.is_ready(precision):
                    child = self._later[precision] = kernel_cache.compile_in_child(precision)
                    self._children.append(child)
                    yield_to_the_window(child.pid)

    def is_preparing(self, precision: str) -> bool:
        """See `Preparation`."""
        if precision == self._precision:
            return False
        child = self._later[precision]
        return not self._is_over or (child is not None and child.poll() is None)

    def close(self) -> None:
        """Kill what still runs."""
        self._is_over = True
        for child in self._children:
            child.kill()
            child.wait()
        if self._reader is not None:
            self._reader.join()
        for child in self._children:
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()
        self._children.clear()

    def _pass_on(self, child: subprocess.Popen[str]) -> None:
        """Turn the child's ``2 of 3: measure`` into progress, until it ends."""
        for line in child.stdout or ():
            place, colon, _ = line.partition(":")
            if colon:
                self._progress(f"{WORDS}: {place}…")


def _compile_drawing() -> subprocess.Popen[str]:
    from vgviz.drawing import raster
    from vgviz.engine.kernel_building import environment

    return subprocess.Popen(
        [sys.executable, "-m", raster.__name__],
        env=environment(),
        stdout=subprocess.DEVNULL,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
