"""An experiment in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.experiment import Activation, Data, Experiment, Init, Network, Training
from vgviz.export.caption import settings_text, short_name
from vgviz.export.network_title import network_title


def test_the_default_experiment_in_one_line() -> None:
    assert settings_text(Experiment()) == (
        "8 × 10 sigmoid · Glorot uniform, gain 1 · Two moons, 1,000 samples, noise 0.15 · "
        "SGD, learning rate 0.1, batch 32"
    )


def test_the_name_of_a_window_is_short() -> None:
    assert short_name(Experiment()) == "8 × 10 sigmoid, two moons"
    assert short_name(Experiment(title="Lesson 1")) == "Lesson 1"


@pytest.mark.parametrize(
    ("activation", "text"),
    [
        (Activation("relu"), "2 × 4 ReLU"),
        (Activation("leaky_relu", parameter=0.01), "2 × 4 leaky ReLU"),
        (Activation("leaky_relu", parameter=0.2), "2 × 4 leaky ReLU, slope 0.2"),
        (Activation("tanh", steepness=2), "2 × 4 tanh, steepness 2"),
        (
            Activation("sigmoid", parameter=0.1, blend_to="leaky_relu", blend=0.5),
            "2 × 4 sigmoid → leaky ReLU 50 %, slope 0.1",
        ),
    ],
)
def test_activations_say_what_differs_from_the_default(activation: Activation, text: str) -> None:
    assert network_title(Network.uniform(2, 4, activation=activation)) == text


def test_a_file_is_named_without_its_folder() -> None:
    experiment = Experiment(data=Data("csv", path="/home/somebody/flowers.csv"))
    assert "flowers.csv" in settings_text(experiment)
    assert "somebody" not in settings_text(experiment)


@given(
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from(sorted(set(DATA_SOURCES) - {"csv"})),
    st.sampled_from(sorted(INITIALIZERS)),
    st.floats(0, 0.99),
)
def test_every_choice_has_words(activation: str, source: str, scheme: str, momentum: float) -> None:
    experiment = Experiment(
        Data(source),
        Network.uniform(3, 5, activation=activation, init=Init(scheme, None)),
        Training(momentum=momentum, loss="mse"),
    )
    text = settings_text(experiment)
    assert DATA_SOURCES[source].label in text
    assert INITIALIZERS[scheme].label in text
    assert "_" not in text
