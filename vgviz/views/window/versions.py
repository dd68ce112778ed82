"""What is running: for the About dialog and for error details that can be copied."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import qVersion

import vgviz

_PACKAGES = (
    ("PySide6", ("PySide6_Essentials", "PySide6")),
    ("NumPy", ("numpy",)),
    ("Numba", ("numba",)),
    ("SciPy", ("scipy",)),
    ("pyqtgraph", ("pyqtgraph",)),
)


def versions() -> dict[str, str]:
    """Name and version of the app and of what it stands on, the app first."""
    found = {"vgviz": vgviz.__version__, "Python": platform.python_version(), "Qt": qVersion()}
    return found | {name: _version(candidates) for name, candidates in _PACKAGES} | {"System": _system()}


def versions_text() -> str:
    """One line each."""
    return "\n".join(f"{name} {number}" for name, number in versions().items())


def _version(candidates: tuple[str, ...]) -> str:
    for name in candidates:
        try:
            return version(name)
        except PackageNotFoundError:
            continue
    return "not found"


def _system() -> str:
    return f"{platform.system()} {platform.release()} {platform.machine()}"
