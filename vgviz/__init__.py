"""vgviz: see why deep networks stop learning. The headless API; importing it loads no Qt."""

from importlib.metadata import PackageNotFoundError, version

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

try:
    __version__ = version("vgviz")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+checkout"

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
