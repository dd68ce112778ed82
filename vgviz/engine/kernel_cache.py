"""The compiled kernels on disk: filled as a whole, checked before use, thrown away when damaged.

Kernels are compiled into a folder of their own, which gets its final name only when it is complete and
stamped with the digest of every file. A process that is killed while it compiles leaves an unused folder, two
that compile at once do not meet, and what was cut short, altered or written for another machine or version is
never loaded. Where no folder can be written, kernels are compiled in each process.
"""

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from vgviz.engine.blas import bring_in_compiled_blas
from vgviz.engine.kernel_building import Progress, build, environment, load_or_compile_all

PACKAGE = Path(__file__).resolve().parent.parent
# Whatever is compiled into the kernels: a change in any of these asks for new ones.
SOURCES = (
    "catalogue/activations/*.py",
    "catalogue/losses.py",
    "catalogue/normalizations.py",
    "engine/cache_lines.py",
    "engine/descent.py",
    "engine/histogram_bins.py",
    "engine/jit.py",
    "engine/losses.py",
    "engine/plan.py",
    "engine/telemetry.py",
    "engine/workspace.py",
    "engine/kernels/*.py",
    "engine/kernels/activations/*.py",
)
STAMP = "stamp.json"
CHILD = "--child"  # what a child is told, whose standard input is a pipe
ALONE = "--alone"  # what a child is told that compiles without a helper
UNUSED_AFTER = 30 * 24 * 3600.0  # seconds
ABANDONED_AFTER = 3600.0  # seconds

_lock = threading.Lock()


def is_ready(precision: str = "float64") -> bool:
    """Whether `load` will find the kernels, whole and made for this machine and these versions."""
    return _compiler_is_off() or _ready_folder(precision) is not None


def load(
    precision: str = "float64", progress: Progress = lambda _words: None, *, helped: bool = True
) -> None:
    """Bring the kernels of one precision into this process: from the cache, else by compiling them.

    Parameters
    ----------
    progress : called with a few words before each kernel that is compiled: ``2 of 3: measure``.
    helped : whether a second process may compile too.
    """
    with _lock:
        if _compiler_is_off() or _is_loaded(precision):
            return
        bring_in_compiled_blas()
        ready = _ready_folder(precision)
        if ready is not None and _loads(ready, precision):
            return
        for root in _roots():
            with contextlib.suppress(OSError):
                _fill(root, precision, progress, helped=helped)
                return
        load_or_compile_all(None, precision)


def compile_in_child(precision: str = "float64", *, helped: bool = True) -> subprocess.Popen[str]:
    """Fill the cache in another process, which can be killed at any time, and ends when this one does.

    It says on stdout what it does.
    """
    words = (CHILD, precision) if helped else (CHILD, ALONE, precision)
    return subprocess.Popen(
        [sys.executable, "-m", "vgviz.engine.compile_kernels", *words],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _compiler_is_off() -> bool:
    return os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")


def _is_loaded(precision: str) -> bool:
    if "vgviz.engine.kernels.signatures" not in sys.modules:
        return False
    from vgviz.engine.kernels.signatures import entry_points

    return all(signature in kernel.overloads for kernel, signature in entry_points(precision))


def _roots() -> Iterator[Path]:
    """Folders in which caches may be kept, the preferred one first; the user's own choice is the only one."""
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        yield Path(chosen) / "vgviz"
        return
    yield PACKAGE / "engine" / "kernels" / "__pycache__" / "compiled"
    with contextlib.suppress(RuntimeError):  # no home folder
        yield _user_cache() / "vgviz"


def _user_cache() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _key(precision: str) -> str:
    """Digest of all that compiled code depends on: sources, versions, processor, precision."""
    # Importing LLVM takes a tenth of a second; only whoever asks for kernels pays for it.
    from llvmlite import binding

    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    versions = [f"{package} {version(package)}" for package in ("numba", "llvmlite", "numpy")]
    processor = binding.get_host_cpu_name()
    with contextlib.suppress(RuntimeError):
        processor += binding.get_host_cpu_features().flatten()
    machine = (sys.version, platform.platform(), processor, os.environ.get("NUMBA_CPU_NAME", ""))
    digest.update("\0".join((*versions, *machine, precision)).encode())
    return digest.hexdigest()[:24]


def _loads(ready: Path, precision: str) -> bool:
    """Load from a valid folder; one that cannot be loaded all the same is removed."""
    try:
        load_or_compile_all(ready, precision)
    except Exception:  # unpickling what another installation wrote can fail in any way
        _remove(ready)
        return False
    _touch(ready / STAMP)
    return True


def _ready_folder(precision: str) -> Path | None:
    """The folder of valid kernels; what is damaged on the way there is removed."""
    key: str | None = None
    for root in _roots():
        if not root.is_dir():
            continue
        key = key or _key(precision)
        candidate = root / key
        if _is_valid(candidate) and os.access(candidate, os.W_OK):
            return candidate
        if candidate.exists():
            _remove(candidate)
    return None


def _is_valid(candidate: Path) -> bool:
    try:
        stamp = json.loads((candidate / STAMP).read_text(encoding="utf-8"))
        return bool(stamp) and stamp == _digests(candidate)
    except (OSError, ValueError):
        return False


def _digests(candidate: Path) -> dict[str, str]:
    """Digest of every kernel file, by its place in the folder."""
    files = (path for path in sorted(candidate.rglob("*.nb[ic]")))
    return {
        path.relative_to(candidate).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def _fill(root: Path, precision: str, progress: Progress, *, helped: bool = True) -> None:
    """Compile into a new folder below ``root`` and give it its final name when it is complete."""
    root.mkdir(parents=True, exist_ok=True)
    _tidy(root)
    unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=root))
    try:
        build(unfinished, precision, progress, helped=helped)
        with contextlib.suppress(OSError):  # the kernels are in this process all the same
            _publish(unfinished, root / _key(precision), precision)
    finally:
        _remove(unfinished)


def _publish(unfinished: Path, final: Path, precision: str) -> None:
    """Stamp a folder and give it its final name, unless a kernel is missing or another process was first."""
    from vgviz.engine.kernels.signatures import entry_points

    digests = _digests(unfinished)
    if sum(name.endswith(".nbc") for name in digests) == len(entry_points(precision)):
        (unfinished / STAMP).write_text(json.dumps(digests), encoding="utf-8")
        unfinished.rename(final)


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)


def _touch(stamp: Path) -> None:
    """Note that the folder is in use."""
    with contextlib.suppress(OSError):
        os.utime(stamp)


def _tidy(root: Path) -> None:
    """Remove folders that were left unfinished, and kernels that nothing has loaded for a month."""
    now = time.time()
    for path in root.iterdir():
        with contextlib.suppress(OSError):
            stamp = path / STAMP
            age = now - (stamp if stamp.exists() else path).stat().st_mtime
            if age > (UNUSED_AFTER if stamp.exists() else ABANDONED_AFTER):
                _remove(path)
