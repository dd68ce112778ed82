"""Getting the compiled kernels ready without keeping anyone waiting."""

import subprocess
import sys
from collections.abc import Callable
from typing import Protocol

POLL = 0.03  # seconds between two looks at the children
WORDS = "Preparing the fast kernels, once…"


class Preparation(Protocol):
    """What the loop asks of whoever gets the kernels ready."""

    @property
    def wait(self) -> float | None:
        """Seconds until it is worth looking again; 0 when `finish` may be called, None when all is over."""

    def start(self) -> None:
        """Begin; never waits."""

    def finish(self) -> str:
        """Load the kernels and name the backend to go on with."""

    def close(self) -> None:
        """End whatever still runs."""


class KernelPreparation:
    """Compile in child processes, once per machine, then load; the children can be killed at any time.

    Compiling in this process would hold the interpreter's lock for seconds, and could not be stopped.
    """

    def __init__(self, progress: Callable[[str], object]) -> None:
        self._progress = progress
        self._children: list[subprocess.Popen[str]] = []
        self._is_over = False

    @property
    def wait(self) -> float | None:
        """See `Preparation`."""
        if self._is_over:
            return None
        return POLL if any(child.poll() is None for child in self._children) else 0.0

    def start(self) -> None:
        """Start to compile what the cache does not hold."""
        from vgviz.drawing import raster
        from vgviz.engine import kernel_cache

        if not kernel_cache.is_ready():
            self._children.append(kernel_cache.compile_in_child())
        if not raster.is_cached():
            self._children.append(subprocess.Popen([sys.executable, "-m", "vgviz.drawing.raster"], text=True))
        if self._children:
            self._progress(WORDS)

    def finish(self) -> str:
        """Load the kernels; where a child failed, this compiles them after all.

        Returns
        -------
        The backend to go on with.
        """
        self._is_over = True
        try:
            from vgviz.drawing import raster
            from vgviz.engine import kernel_cache

            raster.warm_up()
            kernel_cache.load()
        finally:
            self._progress("")
        return "numba"

    def close(self) -> None:
        """Kill what still runs."""
        self._is_over = True
        for child in self._children:
            child.kill()
            child.wait()
        self._children.clear()
