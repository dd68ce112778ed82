"""An experiment in words."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Activation, Data, Experiment, Init, Layer, Network, Training
from vgviz.export.caption import caption, comparison_name, settings_text, short_name
from vgviz.export.network_title import experiment_title, network_title


def test_the_default_experiment_in_one_line() -> None:
    assert settings_text(Experiment()) == (
        "8 × 10 sigmoid · Glorot uniform, gain 1 · Two moons, 1,000 samples, noise 0.15 · "
        "Gradient descent, learning rate 0.1, batch 32"
    )


def test_the_name_of_a_window_is_short() -> None:
    assert short_name(Experiment()) == "8 × 10 sigmoid, two moons"
    assert short_name(Experiment(title="Lesson 1")) == "Lesson 1"


def test_a_comparison_is_named_by_its_networks() -> None:
    relu = Experiment(network=Network.uniform(8, 10, activation="relu"))
    assert comparison_name([relu]) == "8 × 10 ReLU, two moons"
    assert comparison_name([Experiment(), relu]) == "8 × 10 sigmoid | 8 × 10 ReLU, two moons"


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


def test_everything_unusual_is_in_the_caption() -> None:
    layer = Layer(4, normalization="batch", residual=True)
    training = Training(
        optimizer="adamw", beta2=0.9, schedule="cosine", weight_decay=0.01, l1=0.001, clip_norm=1.0
    )
    network = Network((layer, layer), Init("he_normal", None, 0.5))
    assert settings_text(Experiment(network=network, training=training, precision="float32")) == (
        "2 × 4 sigmoid · batch norm · residual · He normal, recommended gain, bias spread 0.5 · "
        "Two moons, 1,000 samples, noise 0.15 · AdamW, learning rate 0.1, β₂ 0.9, "
        "cosine schedule over 1,000 steps, batch 32, weight decay 0.01, L1 0.001, clip norm 1 · float32"
    )


def test_numbers_that_the_optimizer_does_not_use_stay_out_of_the_caption() -> None:
    assert "0.3" not in settings_text(Experiment(training=Training(beta1=0.3, schedule_steps=3)))


@pytest.mark.parametrize(
    ("experiment", "title"),
    [
        (Experiment(), "8 × 10 sigmoid"),
        (Experiment(training=Training(optimizer="adam")), "8 × 10 sigmoid · Adam"),
        (Experiment(precision="float32"), "8 × 10 sigmoid · float32"),
        (Experiment(network=Network(init=Init("he_normal"))), "8 × 10 sigmoid · He normal"),
        (
            Experiment(network=Network.uniform(2, 3, normalization="rms", residual=True)),
            "2 × 3 sigmoid · RMS norm · residual",
        ),
        (
            Experiment(network=Network((Layer(3, normalization="layer"), Layer(3, residual=True)))),
            "2 × 3 sigmoid · mixed norms · partly residual",
        ),
    ],
)
def test_the_title_names_what_is_unusual(experiment: Experiment, title: str) -> None:
    assert experiment_title(experiment) == title


def test_a_file_is_named_without_its_folder() -> None:
    experiment = Experiment(data=Data("csv", path="/home/somebody/flowers.csv"))
    assert "flowers.csv" in settings_text(experiment)
    assert "somebody" not in settings_text(experiment)


@given(
    st.sampled_from(sorted(ACTIVATIONS)),
    st.sampled_from([name for name, source in DATA_SOURCES.items() if "path" not in source.uses]),
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


def test_runs_that_stand_at_different_moments_are_told_apart() -> None:
    small = Experiment(Data(samples=40), Network.uniform(2, 3))
    first, second = Simulation(small, "numpy"), Simulation(small, "numpy")
    second.run(steps=5)
    one, other = first.snapshot(), second.snapshot()
    assert caption(one).moment.startswith("step 0 · epoch 0 · seed 0 · loss ")
    moment = caption(one, other).moment
    assert moment.startswith(f"step A 0, B 5 · epoch A 0, B {other.epoch} · seed 0 · loss A ")
    assert caption(one, one).moment.startswith("step 0 · epoch 0 · seed 0 · loss A ")


def test_a_loss_is_written_as_everywhere() -> None:
    snapshot = Simulation(Experiment(Data(samples=40), Network.uniform(2, 3)), "numpy").snapshot()
    assert caption(dataclasses.replace(snapshot, loss=1.25e-7)).moment.endswith("loss 1.250e−07")
    assert caption(dataclasses.replace(snapshot, loss=float("nan"))).moment.endswith("loss NaN")
