"""Snapshot: everything that is shown of a network at one moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine.datasets import Dataset
from vgviz.engine.histograms import HistogramCounts, Histograms
from vgviz.engine.plan import NamedArrays, Plan
from vgviz.experiment import Experiment

FloatArray = NDArray[np.floating[Any]]

# One row of a backend's layer statistics each, in this order; the names are the snapshot's fields.
LAYER_FIELDS = (
    "grad_weight_norm",
    "grad_weight_rms",
    "grad_bias_norm",
    "delta_rms",
    "normalization_factor",
    "weight_factor",
    "skip_factor",
    "derivative_factor",
    "activation_mean",
    "activation_std",
    "pre_activation_std",
    "derivative_mean",
    "saturated_fraction",
    "dead_fraction",
    "weight_norm",
    "update_ratio",
    "distance_from_start",
)
# One row of a backend's unit statistics each, in this order; the names are the fields of `UnitTelemetry`.
SATURATED_BELOW = 0.1  # of the largest abs(f')
UNIT_FIELDS = ("activation_mean", "delta_rms", "derivative_mean", "saturated_fraction", "grad_weight_rms")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What a backend hands over of one batch: statistics in the order of LAYER_FIELDS and UNIT_FIELDS.

    ``layers`` has shape (fields, layers); ``units`` (fields, units), all layers' units in one row.
    ``counted`` is what histograms show, if that was counted on the way.
    """

    loss: float
    accuracy: float
    gradient: FloatArray
    layers: FloatArray
    units: FloatArray
    counted: HistogramCounts | None = None


@dataclass(frozen=True, slots=True)
class UnitTelemetry:
    """What is measured of each unit of one layer; arrays have shape (fan_out,).

    ``grad_weight_rms`` is that of dL/dW over the weights of what comes in; a layer's is the root mean square
    of these.
    """

    activation_mean: FloatArray
    delta_rms: FloatArray
    derivative_mean: FloatArray
    saturated_fraction: FloatArray
    grad_weight_rms: FloatArray


class StartParameters(NamedArrays):
    """The parameters as each layer started from them, shared by all snapshots since."""

    def is_of(self, flat: FloatArray) -> bool:
        """Whether these are views into ``flat``."""
        return self._flat is flat


@dataclass(frozen=True, eq=False)
class Snapshot:
    """A network at one moment, measured on one batch; arrays are read-only.

    Arrays have shape (layers,): axis 0 counts weight layers, first hidden layer first, output layer last.
    z is what enters the activation and delta = dL/dz. Norms are L2. A value that is exactly 0, NaN or
    infinite is kept as such.

    Attributes
    ----------
    grad_weight_norm, grad_weight_rms : norm and root mean square of dL/dW.
    grad_bias_norm : norm of the batch sum of delta, which without normalization is dL/db.
    delta_rms : root mean square over batch and units of batch_size * delta.
    normalization_factor, weight_factor, skip_factor, derivative_factor : the chain rule's factors from layer
        l + 1 back to layer l, ratios of norms over batch and units whose product is
        norm(delta_l) / norm(delta_{l+1}); NaN at the output layer.
    activation_mean, activation_std, pre_activation_std, derivative_mean : over batch and units.
    saturated_fraction : share of (sample, unit) with abs(f'(z)) below a tenth of the largest abs(f').
    dead_fraction : share of units with f'(z) = 0 on the whole batch.
    weight_norm, update_ratio : norm(W) and norm(last change of W) / norm(W).
    distance_from_start : norm(W - W0) / norm(W0), where W0 are the weights that the layer started from.
    loss, accuracy : on the batch measured; accuracy is NaN for regression.
    test_loss, test_accuracy : of the last completed epoch; NaN before it and without a test part.
    tested_step : the step at which that epoch ended; 0 before it.
    units : per-unit telemetry, one entry a layer.
    widths : units of the input and of every layer, ``layers + 1`` numbers.
    unit_statistics : what ``units`` holds, shape (fields, units), all layers' units in one row.
    parameters, gradients : read-only arrays by name (``layers.0.weight``, ``layers.0.bias``, ...).
    start : the parameters as each layer started from them, by name.
    histograms : of pre-activations, activations, weights and dL/dW, one entry a layer.
    experiment : the experiment that was in force.
    feature_names, class_names, target_names : of the data; in a regression there are no class names, and only
        there target names.
    """

    experiment: Experiment
    step: int
    epoch: int
    loss: float
    accuracy: float
    test_loss: float
    test_accuracy: float
    widths: tuple[int, ...]
    grad_weight_norm: FloatArray
    grad_weight_rms: FloatArray
    grad_bias_norm: FloatArray
    delta_rms: FloatArray
    normalization_factor: FloatArray
    weight_factor: FloatArray
    skip_factor: FloatArray
    derivative_factor: FloatArray
    activation_mean: FloatArray
    activation_std: FloatArray
    pre_activation_std: FloatArray
    derivative_mean: FloatArray
    saturated_fraction: FloatArray
    dead_fraction: FloatArray
    weight_norm: FloatArray
    update_ratio: FloatArray
    distance_from_start: FloatArray
    unit_statistics: FloatArray
    parameters: Mapping[str, FloatArray]
    gradients: Mapping[str, FloatArray]
    start: Mapping[str, FloatArray]
    count_values: Callable[[], HistogramCounts] = field(repr=False)
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    tested_step: int = 0

    @property
    def layers(self) -> int:
        """Number of weight layers, the output layer included."""
        return int(self.grad_weight_rms.size)

    @cached_property
    def units(self) -> tuple[UnitTelemetry, ...]:
        """What is measured of each unit, layer by layer."""
        ends = np.cumsum(self.widths[1:]).tolist()
        pairs = zip((0, *ends), ends, strict=False)
        return tuple(UnitTelemetry(*self.unit_statistics[:, start:end]) for start, end in pairs)

    @cached_property
    def histograms(self) -> Histograms:
        """How each layer's numbers are spread.

        Counted when this is first asked for, or with the measurement where the snapshot before was asked.
        """
        return Histograms(self.count_values())

    def figures(self) -> "Snapshot":
        """The same moment without units, weights, gradients and histograms, to be kept by the hundred."""
        return replace(
            self,
            unit_statistics=np.empty((len(UNIT_FIELDS), 0)),
            parameters={},
            gradients={},
            start={},
            count_values=partial(HistogramCounts.empty, 0),
        )

    @cached_property
    def gradient_factor(self) -> FloatArray:
        """grad_weight_rms[l] / grad_weight_rms[l + 1], written under a layer; NaN at the output."""
        factor = np.full(self.layers, np.nan)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            factor[:-1] = self.grad_weight_rms[:-1] / self.grad_weight_rms[1:]
        factor.flags.writeable = False
        return factor

    @cached_property
    def delta_factor(self) -> FloatArray:
        """norm(delta_l) / norm(delta_{l+1}); NaN at the output.

        It is the product of the four factors of the chain rule, and also there where one of them is not
        finite, as where a skip rescues the gradient of a dead branch.
        """
        factor = np.full(self.layers, np.nan)
        width = np.sqrt(self.widths[1:])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            factor[:-1] = self.delta_rms[:-1] / self.delta_rms[1:] * (width[:-1] / width[1:])
        factor.flags.writeable = False
        return factor

    @property
    def vanishing_ratio(self) -> float:
        """grad_weight_rms of the first layer over that of the output layer."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return float(self.grad_weight_rms[0] / self.grad_weight_rms[-1])


def make_snapshot(
    plan: Plan,
    experiment: Experiment,
    measured: Measurement,
    dataset: Dataset,
    *,
    parameters: FloatArray,
    start: StartParameters,
    count_values: Callable[[], HistogramCounts],
    step: int,
    epoch: int,
    test_loss: float,
    test_accuracy: float,
    tested_step: int,
) -> Snapshot:
    """A snapshot that takes over the arrays of ``measured`` and ``parameters`` and freezes them."""
    for array in (measured.layers, measured.units, measured.gradient, parameters):
        array.flags.writeable = False
    fields: dict[str, Any] = dict(zip(LAYER_FIELDS, measured.layers, strict=True))
    fields |= {
        "experiment": experiment,
        "step": step,
        "epoch": epoch,
        "loss": measured.loss,
        "accuracy": measured.accuracy,
        "test_loss": test_loss,
        "test_accuracy": test_accuracy,
        "tested_step": tested_step,
        "widths": plan.widths,
        "unit_statistics": measured.units,
        "parameters": plan.named(parameters),
        "gradients": plan.named(measured.gradient),
        "start": start,
        "count_values": count_values,
        "feature_names": dataset.feature_names,
        "class_names": dataset.class_names,
        "target_names": dataset.target_names,
    }
    # A frozen record that is made the usual way takes longer than to measure a small network.
    snapshot = object.__new__(Snapshot)
    vars(snapshot).update(fields)
    return snapshot
