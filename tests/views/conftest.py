"""Snapshots made by hand, for views that only need numbers to show."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget

from vgviz.engine.histograms import HistogramCounts
from vgviz.engine.norms import root_mean_square
from vgviz.engine.telemetry import LAYER_FIELDS, Snapshot
from vgviz.experiment import Experiment, Network
from vgviz.views.look import sized
from vgviz.views.theme import DARK, apply_theme

SnapshotMaker = Callable[..., Snapshot]
TextSizer = Callable[[float], None]


def _snapshot(grad_weight_rms: Any = None, *, width: int = 10, step: int = 0, **fields: Any) -> Snapshot:
    """Snapshot of a network with these gradients; the last one is the output layer's."""
    if grad_weight_rms is None:
        grad_weight_rms = 10.0 ** np.linspace(-6.5, -1.0, 9)
    gradient = np.asarray(grad_weight_rms, dtype=np.float64)
    layers = gradient.size
    generator = np.random.default_rng(layers)
    widths = (2, *[width] * (layers - 1), 1)
    statistics = {name: np.full(layers, 0.5) for name in LAYER_FIELDS}
    statistics |= {"grad_weight_rms": gradient, "grad_weight_norm": gradient * width, "delta_rms": gradient}
    statistics |= {"grad_bias_norm": gradient * 3, "dead_fraction": np.zeros(layers)}
    parameters, gradients = {}, {}
    for index in range(layers):
        shape = widths[index : index + 2]
        parameters[f"layers.{index}.weight"] = generator.standard_normal(shape)
        parameters[f"layers.{index}.bias"] = np.zeros(shape[1])
        gradients[f"layers.{index}.weight"] = generator.standard_normal(shape) * gradient[index]
        gradients[f"layers.{index}.bias"] = np.full(shape[1], gradient[index])
    units = [generator.random(sum(widths[1:])) * scale for scale in (1.0, 0.1, 0.25, 0.5)]
    weights = [gradients[f"layers.{index}.weight"] for index in range(layers)]
    units.append(np.concatenate([root_mean_square(weight, axis=0) for weight in weights]))
    values: dict[str, Any] = {
        "experiment": Experiment(network=Network.uniform(max(layers - 1, 1), width)),
        "step": step,
        "epoch": step // 24,
        "tested_step": step // 24 * 24,
        "loss": 0.69,
        "accuracy": 0.5,
        "test_loss": 0.7 if step >= 24 else float("nan"),
        "test_accuracy": 0.48 if step >= 24 else float("nan"),
        "widths": widths,
        "unit_statistics": np.stack(units),
        "parameters": parameters,
        "gradients": gradients,
        "start": parameters,
        "count_values": partial(HistogramCounts.empty, layers),
    }
    return Snapshot(**(values | statistics | fields))


@pytest.fixture
def make_snapshot() -> SnapshotMaker:
    """Function that makes a snapshot from per-layer RMS gradients and any other field."""
    return _snapshot


class Paints(QObject):
    """Counts how often a widget was painted on screen."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Count paint events."""
        self.count += event.type() == QEvent.Type.Paint
        return False


@pytest.fixture
def count_paints() -> Callable[[QWidget], Paints]:
    """Function that begins to count a widget's paints."""
    return Paints


@pytest.fixture
def write_all(qapp: QApplication) -> Iterator[TextSizer]:
    """Function that makes the application's text so many times as large as normal."""
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield lambda factor: apply_theme(qapp, sized(DARK, factor))
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])
