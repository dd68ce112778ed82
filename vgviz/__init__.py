"""vgviz: see why deep networks stop learning. The headless API; importing it loads no Qt.

What it offers is loaded when it is asked for: the program is there at once, and heeds Ctrl+C from then on.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vgviz.engine.simulation import Simulation
    from vgviz.engine.telemetry import Snapshot
    from vgviz.experiment import (
        Activation,
        Data,
        Experiment,
        ExperimentError,
        Init,
        Layer,
        Network,
        Training,
    )

    __version__: str

__all__ = [
    "Activation",
    "Data",
    "Experiment",
    "ExperimentError",
    "Init",
    "Layer",
    "Network",
    "Simulation",
    "Snapshot",
    "Training",
    "__version__",
]
_HOMES = {"Simulation": "vgviz.engine.simulation", "Snapshot": "vgviz.engine.telemetry"}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        found = _version()
    else:
        found = getattr(import_module(_HOMES.get(name, "vgviz.experiment")), name)
    globals()[name] = found
    return found


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("vgviz")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0+checkout"


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
