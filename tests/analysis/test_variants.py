"""What is offered to compare with."""

import pytest
from msgspec.structs import replace

from vgviz.analysis.variants import VARIANTS_BY_KEY, offered_variants
from vgviz.experiment import Experiment, Init, Network
from vgviz.export.difference import difference

START = Experiment()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("relu", "ReLU instead of sigmoid"),
        ("tanh", "tanh instead of sigmoid"),
        ("batch", "with batch normalization"),
        ("layer", "with layer normalization"),
        ("residual", "with residual connections"),
        ("he", "He normal instead of Glorot uniform"),
    ],
)
def test_each_changes_one_thing(key: str, words: str) -> None:
    assert difference(VARIANTS_BY_KEY[key](START), START) == words


def test_what_the_network_is_already_is_not_offered() -> None:
    relu = replace(START, network=Network.uniform(8, 10, activation="relu", init=Init("he_normal")))
    assert {"relu", "he"}.isdisjoint(variant.key for variant in offered_variants(relu))
    assert "sigmoid" in [variant.key for variant in offered_variants(relu)]


def test_what_is_compared_already_is_not_offered_again() -> None:
    compared = [VARIANTS_BY_KEY["relu"](START)]
    keys = [variant.key for variant in offered_variants(START, compared)]
    assert keys == ["tanh", "batch", "layer", "residual", "he"]
