"""Plan: an experiment and the shape of its data, laid out as two flat tables and one parameter vector.

Kernels and reference alike read nothing else of the network. Each layer of the parameter vector holds its
weight (fan_in, fan_out), row by row, then its bias and, where they are learned, its slopes and the scales
and shifts of its normalization. Weight and bias lie so that together they are one matrix of fan_in + 1 rows,
the last of which multiplies a constant 1.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.catalogue.activations import ACTIVATIONS, ActivationKind
from vgviz.catalogue.losses import LOSSES, Task, fitting_losses, output_units, resolve_loss
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.engine.derivative_bounds import derivative_bounds
from vgviz.engine.losses import Loss
from vgviz.experiment import Activation, Experiment, ExperimentError, Layer

FloatArray = NDArray[np.floating[Any]]

# Columns of the layer table. Offsets count numbers in the parameter vector; rows are rows of a buffer of
# shape (rows, batch). An activation buffer has one more row a layer than it has units: the constant 1.
FAN_IN = 0
FAN_OUT = 1
WEIGHT_OFFSET = 2
SLOPE_OFFSET = 3  # -1: nothing learned; of slopes whose function has no share now, too
INPUT_ROW = 4
OUTPUT_ROW = 5
UNIT_ROW = 6
Z_ROW = 7  # 0: z need not be kept, layers share the first rows
FIRST_KIND = 8
SECOND_KIND = 9
FIRST_LEARNED = 10
SECOND_LEARNED = 11
NORMALIZATION = 12  # code of the catalogue
SCALE_OFFSET = 13  # -1: nothing learned
SHIFT_OFFSET = 14  # -1: nothing learned
NORMALIZED_ROW = 15
RUNNING_UNIT = 16  # -1: no running statistics
SKIP = 17  # 1: the layer's input is added to its activation
LAYER_COLUMNS = 18

# Columns of the value table: f(z) = FIRST_SHARE g(s z) + SECOND_SHARE h(s z), and the bounds of f'.
STEEPNESS = 0
FIRST_SHARE = 1
SECOND_SHARE = 2
FIRST_PARAMETER = 3
SECOND_PARAMETER = 4
BOUND_FIXED = 5
SLOPE_SHARE = 6  # what learned slopes count for
BOUND_LOW = 7
BOUND_HIGH = 8
VALUE_COLUMNS = 9

# What a layer may learn a unit besides its bias, in the order of the parameter vector.
LEARNED_PARTS = {"slope": SLOPE_OFFSET, "norm_scale": SCALE_OFFSET, "norm_shift": SHIFT_OFFSET}
_PLACES = (FAN_IN, FAN_OUT, WEIGHT_OFFSET, *LEARNED_PARTS.values())
_LAYOUTS = 32  # kept: those of the networks in use, which most edits leave as they are

LINEAR = Activation("identity")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where one named parameter lies in the parameter vector."""

    name: str
    start: int
    stop: int
    shape: tuple[int, ...]


class NamedArrays(Mapping[str, FloatArray]):
    """Views into one flat vector under the parameters' names, each made when it is asked for."""

    def __init__(self, plan: "Plan", flat: FloatArray) -> None:
        self._slots = plan.slots
        self._flat = flat

    def __getitem__(self, name: str) -> FloatArray:
        slot = self._slots[name]
        return self._flat[slot.start : slot.stop].reshape(slot.shape)

    def __iter__(self) -> Iterator[str]:
        return iter(self._slots)

    def __len__(self) -> int:
        return len(self._slots)


@dataclass(frozen=True, eq=False)
class Plan:
    """What a backend needs to know of a network; made by `make_plan`.

    Attributes
    ----------
    layers : int64, shape (layers, LAYER_COLUMNS), the output layer last.
    values : float64, shape (layers, VALUE_COLUMNS).
    features, outputs : widths of input and output.
    targets : number of classes or of regression targets.
    loss : as configured; ``task`` is "classification" or "regression".
    parameter_count, unit_count : sizes of the parameter vector and of what is kept a unit.
    activation_rows, z_rows, normalized_rows : sizes of the buffers.
    running_units : units with running statistics, a flat vector of all means, then of all variances.
    dtype : of everything that is computed with: parameters, samples, gradients.
    """

    layers: NDArray[np.int64]
    values: NDArray[np.float64]
    activations: tuple[Activation, ...]
    features: int
    targets: int
    outputs: int
    loss: Loss
    task: Task
    parameter_count: int
    unit_count: int
    activation_rows: int
    z_rows: int
    normalized_rows: int
    running_units: int
    dtype: np.dtype[np.floating[Any]]

    @property
    def depth(self) -> int:
        """Weight layers, the output layer included."""
        return len(self.layers)

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Units of the input and of every layer."""
        return (self.features, *(int(width) for width in self.layers[:, FAN_OUT]))

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Parameters by name, in the order of the vector."""
        return _slots(self.layers[:, _PLACES].tobytes())

    def named(self, flat: FloatArray) -> NamedArrays:
        """Views into ``flat``, shape (parameter_count,), by parameter name."""
        return NamedArrays(self, flat)

    def first_running(self) -> FloatArray:
        """Running statistics before the first step: means 0, variances 1."""
        return np.repeat(np.array((0.0, 1.0), self.dtype), self.running_units)

    def running_of(self, flat: FloatArray, index: int) -> FloatArray | None:
        """View of one layer's running mean and variance, shape (2, fan_out), where it has any."""
        start, fan_out = int(self.layers[index, RUNNING_UNIT]), int(self.layers[index, FAN_OUT])
        return flat.reshape(2, -1)[:, start : start + fan_out] if start >= 0 else None

    def named_running(self, flat: FloatArray) -> dict[str, FloatArray]:
        """Views of all running means and variances, shape (fan_out,), by name."""
        named: dict[str, FloatArray] = {}
        for index in range(self.depth):
            own = self.running_of(flat, index)
            if own is not None:
                named |= {f"layers.{index}.running_mean": own[0], f"layers.{index}.running_variance": own[1]}
        return named


@lru_cache(maxsize=_LAYOUTS)
def _slots(places: bytes) -> Mapping[str, Slot]:
    """Parameters by name of the network with these `_PLACES`, row by row."""
    slots: dict[str, Slot] = {}
    rows = np.frombuffer(places, np.int64).reshape(-1, len(_PLACES)).tolist()
    for index, (fan_in, fan_out, start, *learned) in enumerate(rows):
        parts = [("weight", start, (fan_in, fan_out)), ("bias", start + fan_in * fan_out, (fan_out,))]
        parts += [
            (part, offset, (fan_out,))
            for part, offset in zip(LEARNED_PARTS, learned, strict=True)
            if offset >= 0
        ]
        for part, offset, shape in parts:
            name = f"layers.{index}.{part}"
            slots[name] = Slot(name, offset, offset + prod(shape), shape)
    return slots


def make_plan(experiment: Experiment, features: int, task: Task, targets: int) -> Plan:
    """Lay ``experiment`` out for data of this shape.

    Parameters
    ----------
    features : columns of the input.
    task : "classification" or "regression".
    targets : number of classes or of regression targets.

    Raises
    ------
    ExperimentError
        If the loss does not fit the data.
    """
    loss = resolve_loss(experiment.training.loss, task, targets)
    _refuse_unfit_loss(loss, task, targets)
    outputs = output_units(loss, task, targets)
    stack = (*experiment.network.hidden, Layer(outputs, LINEAR))
    activations = tuple(layer.activation for layer in stack)
    rows = [[0] * LAYER_COLUMNS for _ in stack]
    values = {activation: values_of(activation) for activation in dict.fromkeys(activations)}
    sizes = _Sizes(0, 0, max(layer.width for layer in stack), features + 1, 0, 0)
    fan_in = features
    for row, layer in zip(rows, stack, strict=True):
        sizes = _lay_out(row, fan_in, layer, sizes)
        fan_in = layer.width
    return Plan(
        layers=np.array(rows, np.int64),
        values=np.array([values[activation] for activation in activations]),
        activations=activations,
        features=features,
        targets=targets,
        outputs=outputs,
        loss=Loss.of(LOSSES[loss], experiment.training),
        task=task,
        parameter_count=sizes.parameters,
        unit_count=sizes.units,
        activation_rows=sizes.activation_rows,
        z_rows=sizes.z_rows,
        normalized_rows=sizes.normalized_rows,
        running_units=sizes.running_units,
        dtype=np.dtype(experiment.precision),
    )


def _refuse_unfit_loss(loss: str, task: Task, targets: int) -> None:
    fitting = fitting_losses(task, targets)
    if loss not in fitting:
        data = f"{targets} classes" if task == "classification" else "regression targets"
        takes = f"{', '.join(('auto', *fitting[:-1]))} or {fitting[-1]}"
        raise ExperimentError(f"training.loss: got {loss!r}, takes {takes} for data with {data}")


@dataclass(frozen=True, slots=True)
class _Sizes:
    parameters: int
    units: int
    z_rows: int
    activation_rows: int
    normalized_rows: int
    running_units: int


def _lay_out(row: list[int], fan_in: int, layer: Layer, used: _Sizes) -> _Sizes:
    first, second = blended(layer.activation)
    acting = first.learned, bool(second and second.learned)
    has_slopes = learned_kind(layer.activation) is not None
    kind, fan_out = NORMALIZATIONS[layer.normalization], layer.width
    row[FAN_IN], row[FAN_OUT] = fan_in, fan_out
    row[WEIGHT_OFFSET] = used.parameters
    row[INPUT_ROW] = used.activation_rows - fan_in - 1
    row[OUTPUT_ROW] = used.activation_rows
    row[UNIT_ROW] = used.units
    row[Z_ROW] = used.z_rows if any(acting) else 0
    row[FIRST_KIND], row[SECOND_KIND] = first.code, second.code if second else -1
    row[FIRST_LEARNED], row[SECOND_LEARNED] = acting
    row[NORMALIZATION], row[NORMALIZED_ROW] = kind.code, used.normalized_rows
    row[RUNNING_UNIT] = used.running_units if kind.over_batch else -1
    row[SKIP] = layer.residual and fan_in == fan_out
    stop = used.parameters + (fan_in + 1) * fan_out
    has = (has_slopes, kind.has_scale, kind.has_shift)
    for column, present in zip(LEARNED_PARTS.values(), has, strict=True):
        row[column] = stop if present else -1
        stop += fan_out * present
    return _Sizes(
        stop,
        used.units + fan_out,
        used.z_rows + fan_out * any(acting),
        used.activation_rows + fan_out + 1,
        # Where each sample has a deviation of its own, a row after the units keeps them.
        used.normalized_rows + (fan_out + (not kind.over_batch)) * (kind.name != "none"),
        used.running_units + fan_out * kind.over_batch,
    )


def blended(activation: Activation) -> tuple[ActivationKind, ActivationKind | None]:
    """The one or two functions that ``activation`` really mixes: a share of 0 leaves a function out."""
    first = ACTIVATIONS[activation.name]
    if activation.blend_to is None or activation.blend == 0.0:
        return first, None
    second = ACTIVATIONS[activation.blend_to]
    return (second, None) if activation.blend == 1.0 else (first, second)


def learned_kind(activation: Activation) -> ActivationKind | None:
    """Which function of ``activation`` has learned slopes; they stay also while its share is 0."""
    names = (activation.name, activation.blend_to or activation.name)
    return next((ACTIVATIONS[name] for name in names if ACTIVATIONS[name].learned), None)


def parameter_of(activation: Activation, kind: ActivationKind | None) -> float:
    """The parameter of one function of ``activation``; 0 where it takes none."""
    if kind is None or kind.parameter is None:
        return 0.0
    owner = activation.name
    if ACTIVATIONS[owner].parameter is None and activation.blend_to is not None:
        owner = activation.blend_to
    given = activation.parameter if kind.name == owner else None
    return kind.parameter.default if given is None else given


def parameters_of(activation: Activation) -> tuple[float, float]:
    """The parameters of the functions of `blended`; 0 where a function takes none."""
    first, second = blended(activation)
    return parameter_of(activation, first), parameter_of(activation, second)


def values_of(activation: Activation) -> list[float]:
    """The activation's row of the value table."""
    first, second = blended(activation)
    shares = (1.0, 0.0) if second is None else (1.0 - activation.blend, activation.blend)
    parameters = parameters_of(activation)
    bounds = derivative_bounds((first, second), shares, parameters)
    return [activation.steepness, *shares, *parameters, *bounds]


def largest_derivative(values: Sequence[float] | NDArray[np.float64], slope: FloatArray) -> FloatArray:
    """The largest abs(f') of the activation with these ``values`` for each learned slope, shape (units,)."""
    bound = np.full(slope.shape, values[BOUND_FIXED])
    for end in (BOUND_LOW, BOUND_HIGH):
        bound = np.maximum(bound, np.abs(values[SLOPE_SHARE] * slope + values[end]))
    return np.asarray(values[STEEPNESS] * bound)
