"""The drawing kernels on disk, through Numba's own cache."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from numba.core.dispatcher import Dispatcher

from vgviz.engine.blas import bring_in_compiled_blas
from vgviz.engine.cached_code import keep_cached

Kernels = Iterable[Callable[..., Any]]


def load_or_compile(kernels: tuple[Callable[..., Any], ...], run: Callable[[], None]) -> None:
    """Call ``run``, which calls every kernel, with the cache; what is damaged there is compiled again."""
    bring_in_compiled_blas()
    for kernel in _compiled(kernels):
        _enable(kernel)
    try:
        run()
    except Exception:  # a damaged file fails in any way that unpickling can
        missing = [kernel for kernel in _compiled(kernels) if not kernel.signatures]
        if not any(files(kernel) for kernel in missing):
            raise
        clear(missing)
        run()


def is_filled(kernels: Kernels) -> bool:
    """Whether every kernel is in the cache and not older than its source."""
    for kernel in _compiled(kernels):
        _enable(kernel)
        source = Path(kernel.py_func.__code__.co_filename).stat().st_mtime
        indices = [file for file in files(kernel) if file.suffix == ".nbi"]
        if not any(index.stat().st_mtime >= source for index in indices):
            return False
    return True


def clear(kernels: Kernels) -> None:
    """Remove every kernel's files."""
    for kernel in _compiled(kernels):
        for file in files(kernel):
            file.unlink(missing_ok=True)


def files(kernel: Dispatcher) -> list[Path]:
    """A kernel's files in the cache."""
    folder = kernel.stats.cache_path
    if folder is None:
        return []
    module = kernel.py_func.__module__.rpartition(".")[2]
    return sorted(Path(folder).glob(f"{module}.{kernel.py_func.__qualname__}-*.nb[ic]"))


def _compiled(kernels: Kernels) -> list[Dispatcher]:
    """The kernels that Numba compiles: none with NUMBA_DISABLE_JIT."""
    return [kernel for kernel in kernels if isinstance(kernel, Dispatcher)]


def _enable(kernel: Dispatcher) -> None:
    """Use the disk; where no folder can be written, compile in every process."""
    try:
        keep_cached(kernel)
    except RuntimeError:
        return
