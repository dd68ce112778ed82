"""What an edit is called in the menu."""

import pytest
from msgspec.structs import replace

from vgviz.experiment import Activation, Data, Experiment, Init, Layer, Network, Training
from vgviz.session.edit_words import edit_words, rearrangement_words

START = Experiment()
LAYERS = START.network.hidden


@pytest.mark.parametrize(
    ("edited", "words"),
    [
        (Experiment(network=Network.uniform(8, 20)), "width 10 → 20"),
        (Experiment(network=Network.uniform(12, 10)), "depth 8 → 12"),
        (Experiment(network=Network.uniform(8, 10, activation="relu")), "activation sigmoid → ReLU"),
        (
            Experiment(network=Network.uniform(8, 10, activation=Activation(steepness=2))),
            "activation sigmoid → sigmoid, steepness 2",
        ),
        (Experiment(network=Network.uniform(8, 10, residual=True)), "residual on"),
        (Experiment(network=Network.uniform(8, 10, normalization="batch")), "normalization none → batch"),
        (Experiment(network=Network((*LAYERS[:2], Layer(16), *LAYERS[3:]))), "layer 3 width 10 → 16"),
        (Experiment(network=Network((Layer(2), Layer(3), *LAYERS[2:]))), "width of 2 layers"),
        (Experiment(network=Network(LAYERS, Init("he_normal"))), "initialization Glorot uniform → He normal"),
        (Experiment(network=Network(LAYERS, Init(gain=None))), "gain 1 → recommended"),
        (Experiment(training=Training(learning_rate=1e-5)), "learning rate 0.1 → 1e−05"),
        (Experiment(training=Training(optimizer="adam")), "optimizer gradient descent → Adam"),
        (Experiment(training=Training(clip_norm=2.0)), "clip norm off → 2"),
        (Experiment(data=Data("csv", path="/a/b/table.csv")), "data two moons → table.csv"),
        (Experiment(data=Data(noise=0.3)), "noise 0.15 → 0.3"),
        (Experiment(data=Data(standardize=False)), "standardized inputs off"),
        (Experiment(seed=9), "seed 0 → 9"),
        (Experiment(precision="float32"), "precision float64 → float32"),
        (Experiment(title="A talk"), "title"),
        (Experiment(seed=9, precision="float32"), "seed 0 → 9 and precision float64 → float32"),
        (replace(Experiment(seed=9, precision="float32"), data=Data("xor")), "several settings"),
        (START, ""),
    ],
)
def test_the_knob_and_both_values_are_named(edited: Experiment, words: str) -> None:
    assert edit_words((START,), (edited,)) == words


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ((0, 1, None, 2, 3), "layer 3 added"),
        ((None, 0, 1, 2, 3), "layer 1 added"),
        ((0, 1, 2, 3, None), "layer 5 added"),
        ((0, 2, 3), "layer 2 removed"),
        ((1, 2, 0, 3), "layer 1 moved to 3"),
        ((3, 0, 1, 2), "layer 4 moved to 1"),
        ((0, 2, 1, 3), "layers 2 and 3 swapped"),
        ((3, 2, 1, 0), "layers rearranged"),
        ((None, None, 3), "layers rearranged"),
        ((0, None, 1, None, 2, 3), "layers rearranged"),
    ],
)
def test_what_has_become_of_the_layers_is_named(origin: tuple[int | None, ...], words: str) -> None:
    assert rearrangement_words(origin, 4) == words


def test_a_run_is_named_where_not_all_have_changed_alike() -> None:
    edited, other = Experiment(seed=9), Experiment(seed=8)
    assert edit_words((START, START), (START, edited)) == "B: seed 0 → 9"
    assert edit_words((START, START), (edited, START)) == "A: seed 0 → 9"
    assert edit_words((START, START), (edited, edited)) == "seed 0 → 9"
    assert edit_words((START, START), (edited, other)) == "several settings"
