"""The records: what they take, what they refuse and in which words, and that equal ones are equal."""

import inspect
import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vgviz
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.catalogue.losses import LOSSES
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

# Called as a notebook calls them, with no type checker at hand.
AnyExperiment: Any = Experiment
AnyData: Any = Data
AnyNetwork: Any = Network
AnyLayer: Any = Layer
AnyInit: Any = Init
AnyTraining: Any = Training

# The promise of the public API: fields in this order, with these defaults.
PROMISED: dict[type[Any], dict[str, object]] = {
    Experiment: {
        "data": Data(),
        "network": Network(),
        "training": Training(),
        "seed": 0,
        "precision": "float64",
        "title": "",
        "notes": "",
    },
    Data: {
        "source": "moons",
        "samples": 1000,
        "features": 2,
        "classes": 2,
        "noise": 0.15,
        "test_fraction": 0.25,
        "standardize": True,
        "path": None,
        "target": None,
    },
    Network: {"hidden": (Layer(),) * 8, "init": Init()},
    Layer: {"width": 10, "activation": Activation(), "normalization": "none", "residual": False},
    Activation: {"name": "sigmoid", "parameter": None, "steepness": 1.0, "blend_to": None, "blend": 0.0},
    Init: {"scheme": "glorot_uniform", "gain": 1.0, "bias_std": 0.0},
    Training: {
        "loss": "auto",
        "optimizer": "sgd",
        "learning_rate": 0.1,
        "momentum": 0.0,
        "beta1": 0.9,
        "beta2": 0.999,
        "epsilon": 1e-8,
        "batch_size": 32,
        "weight_decay": 0.0,
        "l1": 0.0,
        "label_smoothing": 0.0,
        "schedule": "constant",
        "schedule_steps": 1000,
        "clip_norm": None,
        "clip_value": None,
    },
}
RECORDS = sorted(PROMISED, key=lambda record: record.__name__)


def layers_with(index: int, **fields: Any) -> tuple[Layer, ...]:
    layers = [Layer() for _ in range(8)]
    layers[index] = Layer(**fields)
    return tuple(layers)


def network_with(**fields: Any) -> Network:
    return Network(layers_with(3, **fields))


@pytest.mark.parametrize("record", RECORDS)
def test_fields_and_defaults_are_those_of_the_public_interface(record: type[Any]) -> None:
    promised = PROMISED[record]
    assert record.__struct_fields__[: len(promised)] == tuple(promised)
    made = record()
    assert {name: getattr(made, name) for name in promised} == promised


@pytest.mark.parametrize("record", RECORDS)
def test_arguments_may_be_positional_in_that_order(record: type[Any]) -> None:
    assert record(*PROMISED[record].values()) == record()


def test_the_records_are_the_packages_own_names() -> None:
    for record in (*RECORDS, ExperimentError):
        assert getattr(vgviz, record.__name__) is record
    assert issubclass(ExperimentError, ValueError)


@pytest.mark.parametrize("record", RECORDS)
def test_unknown_fields_are_refused_by_name(record: type[Any]) -> None:
    last = record.__struct_fields__[-1]
    for kind in (ExperimentError, TypeError):
        with pytest.raises(kind, match=rf"\.colour: got an unknown field, {record.__name__} takes .*{last}"):
            record(colour=1)
    with pytest.raises(msgspec.ValidationError, match="colour"):
        msgspec.json.decode(b'{"colour": 1}', type=record)


@pytest.mark.parametrize("record", RECORDS)
def test_more_fields_than_there_are_are_refused(record: type[Any]) -> None:
    fields = record.__struct_fields__
    with pytest.raises(ExperimentError, match=rf"{record.__name__}: got {len(fields) + 1} fields, takes "):
        record(*PROMISED[record].values(), *range(1 + len(fields) - len(PROMISED[record])))


@pytest.mark.parametrize("record", RECORDS)
def test_records_are_frozen_equal_by_value_and_hashable(record: type[Any]) -> None:
    one, other = record(), record()
    assert one == other
    assert hash(one) == hash(other)
    for name in record.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(one, name, getattr(one, name))


def test_records_that_differ_anywhere_are_unequal() -> None:
    plain = Experiment()
    others = (
        Experiment(seed=1),
        Experiment(data=Data(noise=0.2)),
        Experiment(network=network_with(width=11)),
        Experiment(network=network_with(activation=Activation(steepness=2.0))),
        Experiment(training=Training(momentum=0.5)),
    )
    assert len({plain, *others}) == 1 + len(others)


def test_an_experiment_survives_the_way_through_json() -> None:
    experiment = Experiment(
        Data("csv", path="some.csv", target=-1, header=False),
        Network(layers_with(2, width=3, activation=Activation("relu", None, 2.0, "prelu", 0.5))),
        title="Grüße",
    )
    assert msgspec.json.decode(msgspec.json.encode(experiment), type=Experiment) == experiment


def test_replacing_a_field_checks_it_again() -> None:
    with pytest.raises(ExperimentError, match=r"^data\.samples: got 1,"):
        msgspec.structs.replace(Data(), samples=1)


REFUSED: list[tuple[str, Any, Any]] = [
    ("data.source", lambda: AnyData("mons"), "'mons', takes one of moons, circles"),
    ("data.source", lambda: AnyData(["moons"]), "takes one of"),
    ("data.samples", lambda: AnyData(samples=1), "got 1, takes a whole number from 2"),
    ("data.samples", lambda: AnyData(samples=10.0), "got 10.0"),
    ("data.samples", lambda: AnyData(samples=True), "got True"),
    ("data.samples", lambda: AnyData(samples="9"), "got '9'"),
    ("data.features", lambda: AnyData(features=0), "got 0"),
    ("data.classes", lambda: AnyData(classes=1), "got 1"),
    ("data.classes", lambda: AnyData(classes=1001), "got 1001"),
    ("data.noise", lambda: AnyData(noise=-0.1), "got -0.1, takes a number from 0 to 100"),
    ("data.noise", lambda: AnyData(noise=math.nan), "got nan"),
    ("data.noise", lambda: AnyData(noise=False), "got False"),
    ("data.test_fraction", lambda: AnyData(test_fraction=1.0), "got 1.0"),
    ("data.test_fraction", lambda: AnyData(test_fraction=-1e-9), "got -1e-09"),
    ("data.standardize", lambda: AnyData(standardize=1), "got 1, takes True or False"),
    ("data.path", lambda: AnyData("csv"), "got None, takes the CSV file’s path"),
    ("data.path", lambda: AnyData("npz"), "got None, takes the NPZ file’s path"),
    ("data.path", lambda: AnyData("csv", path="a\0b.csv"), "takes a file’s path"),
    ("data.task", lambda: AnyData(task="ranking"), "takes one of auto, classification, regression"),
    ("data.path", lambda: AnyData("csv", path=""), "got ''"),
    ("data.path", lambda: AnyData(path=3), "got 3"),
    ("data.target", lambda: AnyData(target=1.5), "got 1.5"),
    ("data.target", lambda: AnyData(target=True), "got True"),
    ("data.header", lambda: AnyData(header="yes"), "got 'yes'"),
    ("network.hidden (depth)", lambda: AnyNetwork(()), "got 0, takes a whole number from 1 to 1000"),
    ("network.hidden (depth)", lambda: AnyNetwork((Layer(),) * 1001), "got 1001"),
    ("network.hidden (depth)", lambda: AnyNetwork.uniform(0), "got 0"),
    ("network.hidden (depth)", lambda: AnyNetwork.uniform(2.0), "got 2.0"),
    ("network.hidden", lambda: AnyNetwork("relu"), "takes a sequence"),
    ("network.hidden[1]", lambda: AnyNetwork((Layer(), 10)), "got 10, takes a Layer"),
    ("network.hidden[3].width", lambda: network_with(width=0), "got 0, takes a whole number from 1 to 2048"),
    ("network.hidden[3].width", lambda: network_with(width=2049), "got 2049"),
    ("network.hidden[3].width", lambda: network_with(width=np.float64(5.5)), "got 5.5,"),
    ("network.hidden[3].residual", lambda: network_with(residual=None), "True or False"),
    ("network.hidden[3].normalization", lambda: network_with(normalization="group"), "one of none, b"),
    ("network.hidden[3].activation", lambda: network_with(activation=7), "an Activation or its name"),
    ("network.hidden[3].activation.name", lambda: network_with(activation="reluu"), "one of sigmoid, "),
    ("network.hidden[0].width", lambda: AnyNetwork.uniform(8, 0), "got 0"),
    (
        "network.hidden[…].colour",
        lambda: AnyNetwork.uniform(8, 10, colour=1),
        "got an unknown field, Layer takes width, activation, normalization, residual",
    ),
    ("network.init", lambda: AnyNetwork(init="he_normal"), "an Init record"),
    ("network.init", lambda: AnyNetwork.uniform(init=""), "an Init record"),
    ("network.init.scheme", lambda: AnyInit("xavier"), "one of glorot_uniform"),
    ("network.init.gain", lambda: AnyInit(gain=-1.0), "got -1.0"),
    ("network.init.gain", lambda: AnyInit(gain=math.inf), "got inf"),
    ("network.init.bias_std", lambda: AnyInit(bias_std=-1.0), "got -1.0"),
    ("training.loss", lambda: AnyTraining("hinge2"), "one of auto, binary_cross_entropy"),
    ("training.optimizer", lambda: AnyTraining(optimizer="adamm"), "one of sgd, nesterov, adagrad"),
    ("training.schedule", lambda: AnyTraining(schedule="cosinus"), "one of constant, step"),
    (
        "training.learning_rate",
        lambda: AnyTraining(learning_rate=-1.0),
        "takes a finite number of at least 0",
    ),
    ("training.learning_rate", lambda: AnyTraining(learning_rate=math.inf), "got inf"),
    ("training.learning_rate", lambda: AnyTraining(learning_rate=10**400), "got 1000"),
    ("training.momentum", lambda: AnyTraining(momentum=1.0), "got 1.0, takes a number from 0 to below 1"),
    ("training.beta1", lambda: AnyTraining(beta1=1), "got 1,"),
    ("training.beta2", lambda: AnyTraining(beta2=-0.1), "got -0.1"),
    ("training.epsilon", lambda: AnyTraining(epsilon=-1e-8), "takes a finite number of at least 0"),
    ("training.batch_size", lambda: AnyTraining(batch_size=0), "got 0"),
    ("training.schedule_steps", lambda: AnyTraining(schedule_steps=0), "got 0, takes a whole number from 1"),
    ("training.weight_decay", lambda: AnyTraining(weight_decay=-0.1), "takes a finite number of at least 0"),
    ("training.l1", lambda: AnyTraining(l1=None), "got None"),
    ("training.label_smoothing", lambda: AnyTraining(label_smoothing=1.0), "from 0 to below 1"),
    ("training.clip_norm", lambda: AnyTraining(clip_norm=0.0), "takes None or a finite number above 0"),
    (
        "training.clip_value",
        lambda: AnyTraining(clip_value=math.inf),
        "takes None or a finite number above 0",
    ),
    ("data", lambda: AnyExperiment(data="moons"), "a Data record"),
    ("network", lambda: AnyExperiment(network=None), "a Network record"),
    ("training", lambda: AnyExperiment(training=Data()), "a Training record"),
    ("seed", lambda: AnyExperiment(seed=-1), "got -1"),
    ("seed", lambda: AnyExperiment(seed=2**63), "a whole number from 0 to 9223372036854775807"),
    ("precision", lambda: AnyExperiment(precision="float16"), "one of float64"),
    ("title", lambda: AnyExperiment(title=None), "takes text"),
    ("notes", lambda: AnyExperiment(notes=1), "takes text"),
]


@pytest.mark.parametrize(("path", "make", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused_names_the_field_what_it_got_and_what_it_takes(
    path: str, make: Any, words: str
) -> None:
    with pytest.raises(ExperimentError) as caught:
        make()
    message = str(caught.value)
    assert message.startswith(f"{path}: got ")
    assert words in message
    assert len(message) < 300


@pytest.mark.parametrize(
    ("activation", "path", "words"),
    [
        (Activation("relu", blend_to="gelu2"), "blend_to", "one of sigmoid"),
        (Activation("relu", blend=0.5), "blend", "0 where there is no blend_to"),
        (Activation("relu", blend_to="tanh", blend=1.1), "blend", "got 1.1"),
        (Activation("relu", 0.1), "parameter", "None: relu has no parameter"),
        (Activation("leaky_relu", 1.5), "parameter", "from -1 to 1"),
        (Activation("relu", 1.5, 1.0, "prelu", 0.5), "parameter", "from -1 to 1"),
        (Activation(steepness=0.0), "steepness", "from 0.001 to 100"),
        (Activation(steepness=101.0), "steepness", "got 101.0"),
    ],
)
def test_an_activation_is_refused_where_it_is_put(activation: Activation, path: str, words: str) -> None:
    with pytest.raises(ExperimentError) as caught:
        network_with(activation=activation)
    assert str(caught.value).startswith(f"network.hidden[3].activation.{path}: got ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Data(samples=2, features=1, classes=2, noise=0, test_fraction=0),
        lambda: Data(samples=10_000_000, features=10_000, classes=1000, noise=100, test_fraction=0.9),
        lambda: Network((Layer(1),)),
        lambda: Network.uniform(1000, 2048),
        lambda: Init(gain=0, bias_std=0),
        lambda: Init(gain=None),
        lambda: Init(gain=1000, bias_std=1000),
        lambda: Training(learning_rate=0, momentum=0, batch_size=1),
        lambda: Training(learning_rate=1e300, momentum=1 - 2**-53, batch_size=10_000_000),
        lambda: network_with(activation=Activation("leaky_relu", -1, 1e-3)),
        lambda: network_with(activation=Activation("prelu", 1, 100, "tanh", 1)),
        lambda: Experiment(seed=2**63 - 1),
    ],
)
def test_the_bounds_themselves_are_taken(make: Any) -> None:
    assert make() == make()


def test_every_name_of_the_catalogues_is_taken() -> None:
    for name in ACTIVATIONS:
        assert network_with(activation=name).hidden[3].activation == Activation(name)
    for name in INITIALIZERS:
        assert Init(name).scheme == name
    for name in ("auto", *LOSSES):
        assert Training(name).loss == name
    for name, source in DATA_SOURCES.items():
        assert Data(name, path="a.csv" if source.is_file else None).source == name


def test_numpy_scalars_become_plain_numbers() -> None:
    experiment = AnyExperiment(
        AnyData(
            np.str_("moons"),
            np.int64(10),
            np.int32(3),
            np.uint8(2),
            np.float32(0.5),
            np.float64(0.25),
            np.bool_(True),
            target=np.int64(-1),
        ),
        AnyNetwork.uniform(np.int64(2), np.int64(4), activation=Activation(steepness=np.float64(2.0))),
        AnyTraining(learning_rate=np.float32(0.5), batch_size=np.int16(8)),
        np.uint64(2**63 - 1),
    )
    plain = Experiment(
        Data("moons", 10, 3, 2, 0.5, 0.25, True, target=-1),
        Network.uniform(2, 4, activation=Activation(steepness=2.0)),
        Training(learning_rate=0.5, batch_size=8),
        2**63 - 1,
    )
    assert experiment == plain
    for part in (experiment, experiment.data, experiment.training, *experiment.network.hidden):
        for name in part.__struct_fields__:
            assert not isinstance(getattr(part, name), np.generic), name
    assert msgspec.json.decode(msgspec.json.encode(experiment), type=Experiment) == plain


def test_whole_numbers_and_fractions_become_floats() -> None:
    training = AnyTraining(learning_rate=1, momentum=Fraction(1, 4))
    assert (training.learning_rate, training.momentum) == (1.0, 0.25)
    assert isinstance(training.learning_rate, float)


def test_a_string_becomes_an_activation_of_that_name() -> None:
    assert AnyLayer(activation="tanh").activation == Activation("tanh")
    assert Network.uniform(2, activation="tanh").hidden[1].activation == Activation("tanh")


def test_a_path_becomes_text() -> None:
    assert AnyData("csv", path=Path("folder") / "a.csv").path == str(Path("folder/a.csv"))


def test_a_list_of_layers_becomes_a_tuple() -> None:
    assert AnyNetwork([Layer(3), Layer(4)]).hidden == (Layer(3), Layer(4))


@given(depth=st.integers(1, 30), width=st.integers(1, 2048), seed=st.integers(0, 2**63 - 1))
def test_uniform_builds_equal_layers(depth: int, width: int, seed: int) -> None:
    network = Network.uniform(depth=depth, width=width, activation="relu", init=Init("he_normal"))
    assert network.hidden == (Layer(width, Activation("relu")),) * depth
    assert network.init == Init("he_normal")
    assert Experiment(network=network, seed=seed).seed == seed


def test_uniform_without_arguments_is_the_default_network() -> None:
    assert Network.uniform() == Network()
    assert list(inspect.signature(Network.uniform).parameters)[:2] == ["depth", "width"]


@given(st.from_type(float) | st.integers() | st.text(max_size=5) | st.none() | st.booleans())
def test_any_learning_rate_is_taken_as_it_is_or_refused(value: Any) -> None:
    valid = isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value < math.inf
    try:
        taken = Training(learning_rate=value).learning_rate
    except ExperimentError:
        assert not valid
    else:
        assert valid
        assert taken == float(value)
