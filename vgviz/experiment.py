"""What is simulated: frozen, validated, comparable records.

``Data``, ``Init``, ``Training`` and ``Network`` check themselves when they are made. ``Layer`` and
``Activation`` are checked by the network they are put into, because only it can name their place
(``network.hidden[3].width``).
"""

from numbers import Integral
from pathlib import Path
from typing import Any, Self

import msgspec

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.catalogue.schedules import SCHEDULES
from vgviz.catalogue.training_numbers import TRAINING_NUMBERS, TrainingNumber
from vgviz.field_checks import ExperimentError as ExperimentError
from vgviz.field_checks import choice, flag, number, refusal, whole

LARGEST_DEPTH = 1000
LARGEST_WIDTH = 2048
DATA_TASKS = ("auto", "classification", "regression")
LARGEST_SEED = 2**63 - 1
PRECISIONS = ("float64", "float32")
# Where a record lies that is not called by its place; which of the layers, it does not know itself.
_PATHS = {"Init": "network.init", "Layer": "network.hidden[…]", "Activation": "network.hidden[…].activation"}


class UnknownFieldError(ExperimentError, TypeError):
    """A field that a record does not have; a TypeError too, which Python's own refusal would be."""


def _training_number(kind: TrainingNumber, value: object) -> float | None:
    path = f"training.{kind.name}"
    if value is None and kind.optional:
        return None
    if kind.whole:
        return whole(path, value, int(kind.low), int(kind.high))
    ends = {"open_low": kind.open_low, "open_high": kind.open_high}
    return number(path, value, kind.low, kind.high, **ends, optional=kind.optional)


class _RecordType(msgspec.StructMeta):
    """Type of the records: says which fields there are when one is asked for that is not among them."""

    def __call__(self, *args: Any, **fields: Any) -> Any:
        """A new record."""
        known, record = self.__struct_fields__, self.__name__
        if len(args) > len(known):
            raise UnknownFieldError(f"{record}: got {len(args)} fields, takes {', '.join(known)}")
        for name in fields:
            if name not in known:
                path = f"{_PATHS.get(record, record.lower())}.{name}"
                raise UnknownFieldError(f"{path}: got an unknown field, {record} takes {', '.join(known)}")
        return super().__call__(*args, **fields)


class _Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, metaclass=_RecordType):
    """Base of the records: frozen, comparable, hashable."""

    def _set(self, field: str, value: object) -> None:
        msgspec.structs.force_setattr(self, field, value)


class Activation(_Record, frozen=True, forbid_unknown_fields=True):
    """f(z) = (1 - blend) g(s z) + blend h(s z) with g = ``name``, h = ``blend_to``, s = ``steepness``.

    ``parameter`` belongs to g, or to h where g takes none; None is the catalogue's default. Where g and h are
    the same function, both have it.
    """

    name: str = "sigmoid"
    parameter: float | None = None
    steepness: float = 1.0
    blend_to: str | None = None
    blend: float = 0.0

    def _checked(self, path: str) -> "Activation":
        name = choice(f"{path}.name", self.name, ACTIVATIONS)
        blend_to = None
        if self.blend_to is not None:
            blend_to = choice(f"{path}.blend_to", self.blend_to, ACTIVATIONS)
        blend = number(f"{path}.blend", self.blend, 0.0, 1.0)
        if blend > 0 and blend_to is None:
            raise refusal(f"{path}.blend", blend, "0 where there is no blend_to")
        return Activation(
            name,
            self._checked_parameter(path, name, blend_to),
            number(f"{path}.steepness", self.steepness, 1e-3, 100.0),
            blend_to,
            blend,
        )

    def _checked_parameter(self, path: str, name: str, blend_to: str | None) -> float | None:
        if self.parameter is None:
            return None
        for owner in (name, blend_to or name):
            parameter = ACTIVATIONS[owner].parameter
            if parameter is not None:
                return number(f"{path}.parameter", self.parameter, parameter.low, parameter.high)
        raise refusal(f"{path}.parameter", self.parameter, f"None: {name} has no parameter")


def checked_activation(activation: object) -> Activation:
    """The activation, or the one of that name, with its fields checked.

    Raises
    ------
    ExperimentError
        If it is neither, or a field is out of range.
    """
    if isinstance(activation, str):
        activation = Activation(activation)
    if not isinstance(activation, Activation):
        raise refusal("activation", activation, "an Activation or its name")
    return activation._checked("activation")


class Layer(_Record, frozen=True, forbid_unknown_fields=True):
    """One hidden layer: linear, normalization, activation, and its input added if ``residual``.

    Where the widths of input and layer do not agree, ``residual`` adds nothing.
    """

    width: int = 10
    activation: Activation = Activation()
    normalization: str = "none"
    residual: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.activation, str):
            self._set("activation", Activation(self.activation))

    def _checked(self, path: str) -> "Layer":
        if not isinstance(self.activation, Activation):
            raise refusal(f"{path}.activation", self.activation, "an Activation or its name")
        return Layer(
            whole(f"{path}.width", self.width, 1, LARGEST_WIDTH),
            self.activation._checked(f"{path}.activation"),
            choice(f"{path}.normalization", self.normalization, NORMALIZATIONS),
            flag(f"{path}.residual", self.residual),
        )


class Init(_Record, frozen=True, forbid_unknown_fields=True):
    """How weights start. ``gain`` None takes the gain recommended for each layer's activation."""

    scheme: str = "glorot_uniform"
    gain: float | None = 1.0
    bias_std: float = 0.0

    def __post_init__(self) -> None:
        self._set("scheme", choice("network.init.scheme", self.scheme, INITIALIZERS))
        if self.gain is not None:
            self._set("gain", number("network.init.gain", self.gain, 0.0, 1000.0))
        self._set("bias_std", number("network.init.bias_std", self.bias_std, 0.0, 1000.0))


class Network(_Record, frozen=True, forbid_unknown_fields=True):
    """Hidden layers, first to last; the linear output layer follows from data and loss."""

    hidden: tuple[Layer, ...] = (Layer(),) * 8
    init: Init = Init()

    def __post_init__(self) -> None:
        if not isinstance(self.hidden, (tuple, list)):
            raise refusal("network.hidden", self.hidden, "a sequence of Layer records")
        whole("network.hidden (depth)", len(self.hidden), 1, LARGEST_DEPTH)
        if not isinstance(self.init, Init):
            raise refusal("network.init", self.init, "an Init record")
        checked: dict[int, Layer] = {}
        layers = []
        for index, layer in enumerate(self.hidden):
            if not isinstance(layer, Layer):
                raise refusal(f"network.hidden[{index}]", layer, "a Layer record")
            if id(layer) not in checked:
                checked[id(layer)] = layer._checked(f"network.hidden[{index}]")
            layers.append(checked[id(layer)])
        self._set("hidden", tuple(layers))

    @classmethod
    def uniform(
        cls, depth: int = 8, width: int = 10, *, init: Init | None = None, **layer_fields: Any
    ) -> Self:
        """Network of ``depth`` equal hidden layers; ``layer_fields`` are those of `Layer`."""
        depth = whole("network.hidden (depth)", depth, 1, LARGEST_DEPTH)
        return cls((Layer(width, **layer_fields),) * depth, Init() if init is None else init)


class Data(_Record, frozen=True, forbid_unknown_fields=True):
    """Where samples come from.

    ``path``, ``target`` (the column that is learned: name, index from 0, or None for the last), ``header``
    (whether the first row names the columns; None finds out) and ``task`` are for files. A task of "auto"
    takes a column of words, or of at most 20 different whole numbers, for classes, and other numbers for a
    regression; in an NPZ file whole numbers are always classes. "classification" takes up to 1,000 words or
    whole numbers, "regression" numbers only.
    """

    source: str = "moons"
    samples: int = 1000
    features: int = 2
    classes: int = 2
    noise: float = 0.15
    test_fraction: float = 0.25
    standardize: bool = True
    path: str | None = None
    target: str | int | None = None
    header: bool | None = None
    task: str = "auto"

    def __post_init__(self) -> None:
        source = choice("data.source", self.source, DATA_SOURCES)
        self._set("source", source)
        self._set("samples", whole("data.samples", self.samples, 2, 10_000_000))
        self._set("features", whole("data.features", self.features, 1, 10_000))
        self._set("classes", whole("data.classes", self.classes, 2, 1000))
        self._set("noise", number("data.noise", self.noise, 0.0, 100.0))
        self._set("test_fraction", number("data.test_fraction", self.test_fraction, 0.0, 0.9))
        self._set("standardize", flag("data.standardize", self.standardize))
        self._check_path()
        if self.header is not None:
            self._set("header", flag("data.header", self.header))
        self._check_target()
        self._set("task", choice("data.task", self.task, DATA_TASKS))

    def _check_target(self) -> None:
        if isinstance(self.target, Integral) and not isinstance(self.target, bool):
            self._set("target", int(self.target))
        elif isinstance(self.target, str):
            self._set("target", str(self.target))
        elif self.target is not None:
            raise refusal("data.target", self.target, "a column’s name or index, or None for the last")

    def _check_path(self) -> None:
        if isinstance(self.path, Path):
            self._set("path", str(self.path))
        if self.path is not None and (not isinstance(self.path, str) or "\0" in self.path):
            raise refusal("data.path", self.path, "a file’s path")
        if DATA_SOURCES[self.source].is_file and not self.path:
            raise refusal("data.path", self.path, f"the {DATA_SOURCES[self.source].label}’s path")


class Training(_Record, frozen=True, forbid_unknown_fields=True):
    """Loss, optimizer and batches. Gradients exclude weight decay, L1 and clipping.

    Which numbers an optimizer, a schedule or a loss uses, its catalogue entry says; others have no effect.
    """

    loss: str = "auto"
    optimizer: str = "sgd"
    learning_rate: float = 0.1
    momentum: float = 0.0
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    batch_size: int = 32
    weight_decay: float = 0.0
    l1: float = 0.0
    label_smoothing: float = 0.0
    schedule: str = "constant"
    schedule_steps: int = 1000
    clip_norm: float | None = None
    clip_value: float | None = None

    def __post_init__(self) -> None:
        self._set("loss", choice("training.loss", self.loss, ("auto", *LOSSES)))
        self._set("optimizer", choice("training.optimizer", self.optimizer, OPTIMIZERS))
        self._set("schedule", choice("training.schedule", self.schedule, SCHEDULES))
        self._set("batch_size", whole("training.batch_size", self.batch_size, 1, 10_000_000))
        for kind in TRAINING_NUMBERS.values():
            self._set(kind.name, _training_number(kind, getattr(self, kind.name)))


class Experiment(_Record, frozen=True, forbid_unknown_fields=True):
    """All that decides a run: the same experiment gives bit-identical results on one machine."""

    data: Data = Data()
    network: Network = Network()
    training: Training = Training()
    seed: int = 0
    precision: str = "float64"
    title: str = ""
    notes: str = ""

    def __post_init__(self) -> None:
        for field, kind in (("data", Data), ("network", Network), ("training", Training)):
            if not isinstance(getattr(self, field), kind):
                raise refusal(field, getattr(self, field), f"a {kind.__name__} record")
        self._set("seed", whole("seed", self.seed, 0, LARGEST_SEED))
        self._set("precision", choice("precision", self.precision, PRECISIONS))
        for field in ("title", "notes"):
            if not isinstance(getattr(self, field), str):
                raise refusal(field, getattr(self, field), "text")
