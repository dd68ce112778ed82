"""Kernels compiled into a folder by two processes, which begin at the two ends of the list and meet.

Whoever is to use the kernels takes the shared parts, at the list's front, and a helper what calls them, at
its end: it only leaves the kernels in the folder. A helper that fails, or cannot be started, costs time only.
"""

import contextlib
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from vgviz.engine.blas import bring_in_compiled_blas
from vgviz.engine.cached_code import keep_cached
from vgviz.engine.processors import processors

Progress = Callable[[str], object]
# Numba colours texts that it never shows, unless its environment says not to before it is imported.
PLAIN_TEXTS = {"NUMBA_DISABLE_ERROR_MESSAGE_HIGHLIGHTING": "1"}


def build(into: Path, precision: str, progress: Progress, *, helped: bool = True) -> None:
    """Compile all kernels of one precision, here and in a helper, and keep them in a folder that is empty.

    Parameters
    ----------
    progress : called with a few words before each kernel: ``2 of 3: measure``.
    """
    helping = _helper(into, precision) if helped else contextlib.nullcontext()
    with _without_collecting(), helping as helper:
        for kernel, signature in _unclaimed(into, precision, progress):
            load_or_compile(kernel, signature, into)
        if helper is not None:
            helper.wait()
    for claim in into.glob("*.claimed"):
        claim.unlink()
    load_or_compile_all(into, precision)


def load_or_compile_all(into: Path | None, precision: str) -> None:
    """Load every kernel from ``into``, or compile it and keep it there."""
    from vgviz.engine.kernels.signatures import entry_points

    for kernel, signature in entry_points(precision):
        load_or_compile(kernel, signature, into)


def load_or_compile(kernel: Any, signature: tuple[Any, ...], into: Path | None) -> None:
    """Load one kernel from ``into``, or compile it and keep it there."""
    from vgviz.engine.kernels.shared import provide

    if signature in kernel.overloads:
        return
    if into is not None:
        _keep_in(into, kernel)
    kernel.disable_compile(False)
    try:
        kernel.compile(signature)
    except OSError:  # a full disk: what is compiled works, it only could not be kept
        if signature not in kernel.overloads:
            raise
    finally:
        kernel.disable_compile(bool(kernel.signatures))
    if hasattr(kernel, "is_called_by_name"):
        provide(kernel, signature)


def environment() -> dict[str, str]:
    """What another Python process needs to import this package, and not a checkout in the current folder."""
    path = os.pathsep.join(filter(None, (str(_IMPORTED_FROM), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **PLAIN_TEXTS, "PYTHONPATH": path, "PYTHONSAFEPATH": "1"}


def _keep_in(folder: Path, kernel: Any) -> None:
    """Let Numba keep ``kernel`` in ``folder``, which it otherwise chooses itself."""
    import numba

    config: Any = numba.config  # its settings are made at run time
    chosen = config.CACHE_DIR
    config.CACHE_DIR = str(folder)
    try:
        keep_cached(kernel)
    finally:
        config.CACHE_DIR = chosen


def _unclaimed(
    into: Path, precision: str, progress: Progress, *, from_the_end: bool = False
) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Kernels that the other process does not compile, each claimed when it is its turn."""
    from vgviz.engine.kernels.signatures import entry_points

    points = entry_points(precision)
    for kernel, signature in reversed(points) if from_the_end else points:
        try:
            (into / f"{kernel.__name__}.claimed").touch(exist_ok=False)
        except FileExistsError:
            return  # the processes have met
        begun = len(list(into.glob("*.claimed")))
        progress(f"{begun} of {len(points)}: {kernel.__name__.replace('_', ' ')}")
        yield kernel, signature


@contextlib.contextmanager
def _helper(into: Path, precision: str) -> Iterator[subprocess.Popen[bytes] | None]:
    """A process that compiles from the list's end, where there is a processor for it."""
    helper = None
    if processors() > 1:  # before the kernels are imported here, so that both processes do it at once
        with contextlib.suppress(OSError):
            helper = subprocess.Popen(
                [sys.executable, "-m", __name__, str(into), precision],
                env=environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
    try:
        yield helper
    finally:
        if helper is not None:
            helper.kill()
            helper.communicate()


@contextlib.contextmanager
def _without_collecting() -> Iterator[None]:
    """Hold Python's garbage collection, which takes a fifth of the time that kernels take to compile."""
    was_collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_collecting:
            gc.enable()


def _help(into: Path, precision: str) -> None:
    """What a helper does. When whoever started it ends, its standard input does, and so does the helper."""
    from vgviz.engine.kernels.shared import promise
    from vgviz.engine.kernels.signatures import entry_points

    end_with_standard_input()
    bring_in_compiled_blas()
    for kernel, signature in entry_points(precision):
        if hasattr(kernel, "is_called_by_name"):
            promise(kernel, signature)
    with _without_collecting():
        for kernel, signature in _unclaimed(into, precision, lambda _words: None, from_the_end=True):
            load_or_compile(kernel, signature, into)


def end_with_standard_input() -> None:
    """Let this process end when its standard input does, as a pipe from whoever started it then has."""

    def wait() -> None:
        os.read(sys.stdin.fileno(), 1)
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


_IMPORTED_FROM = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    _help(Path(sys.argv[1]), sys.argv[2])
