"""What differs between compared runs, in words."""

import pytest

from vgviz.experiment import Activation, Data, Experiment, Init, Layer, Network, Training
from vgviz.export.difference import NOTHING, difference

START = Experiment()
LAYERS = START.network.hidden


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (Experiment(network=Network.uniform(8, 10, activation="relu")), "ReLU instead of sigmoid"),
        (
            Experiment(network=Network.uniform(8, 10, activation="relu", init=Init("he_normal"))),
            "ReLU instead of sigmoid, He normal instead of Glorot uniform",
        ),
        (Experiment(network=Network.uniform(8, 10, normalization="batch")), "with batch normalization"),
        (Experiment(network=Network.uniform(8, 10, normalization="rms")), "with RMS normalization"),
        (Experiment(network=Network.uniform(8, 10, residual=True)), "with residual connections"),
        (Experiment(network=Network.uniform(20, 10)), "depth 20 instead of 8"),
        (Experiment(network=Network.uniform(8, 5)), "width 5 instead of 10"),
        (Experiment(training=Training(learning_rate=0.5)), "learning rate 0.5 instead of 0.1"),
        (Experiment(training=Training(optimizer="adam")), "Adam instead of gradient descent"),
        (Experiment(training=Training(clip_norm=2.0)), "clip norm 2 instead of off"),
        (Experiment(data=Data("circles")), "circles instead of two moons"),
        (Experiment(data=Data(standardize=False)), "without standardized inputs"),
        (Experiment(seed=3), "seed 3 instead of 0"),
        (
            Experiment(network=Network((*LAYERS[:2], Layer(activation=Activation("tanh")), *LAYERS[3:]))),
            "layer 3 tanh instead of sigmoid",
        ),
        (Experiment(network=Network((Layer(2), Layer(3), *LAYERS[2:]))), "other width in 2 layers"),
        (Experiment(title="B", notes="Look"), NOTHING),
        (START, NOTHING),
    ],
)
def test_each_setting_that_differs_is_named(other: Experiment, words: str) -> None:
    assert difference(other, START) == words


def test_normalization_is_taken_away_or_replaced() -> None:
    batch = Experiment(network=Network.uniform(8, 10, normalization="batch"))
    layer = Experiment(network=Network.uniform(8, 10, normalization="layer"))
    assert difference(START, batch) == "without batch normalization"
    assert difference(layer, batch) == "layer instead of batch normalization"
