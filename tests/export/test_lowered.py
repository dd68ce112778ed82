"""Labels within a line: only words that are no names and no abbreviations begin with a small letter."""

from collections.abc import Mapping
from typing import Any

import pytest

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.catalogue.optimizers import OPTIMIZERS
from vgviz.experiment import Activation, Data, Experiment, Training
from vgviz.export.caption import settings_text, short_name
from vgviz.export.lowered import lowered
from vgviz.export.network_title import activation_text


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("Weight decay", "weight decay"),
        ("Log-sigmoid", "log-sigmoid"),
        ("Leaky ReLU", "leaky ReLU"),
        ("ReLU6", "ReLU6"),
        ("SiLU", "SiLU"),
        ("GELU, tanh form", "GELU, tanh form"),
        ("L1", "L1"),
        ("XOR", "XOR"),
        ("CSV file", "CSV file"),
        ("Huber loss", "Huber loss"),
        ("He normal", "He normal"),
        ("β₁", "β₁"),
    ],
)
def test_a_label_is_lowered_unless_it_is_a_name(label: str, words: str) -> None:
    assert lowered(label) == words


@pytest.mark.parametrize("catalogue", [ACTIVATIONS, DATA_SOURCES, OPTIMIZERS])
def test_no_label_of_the_catalogue_has_a_small_letter_before_a_capital(catalogue: Mapping[str, Any]) -> None:
    labels = [lowered(entry.label) for entry in catalogue.values()]
    assert not [label for label in labels if label[0].islower() and label[1:2].isupper()]


def test_titles_and_captions_keep_names_as_they_are_written() -> None:
    assert activation_text(Activation("relu6")) == "ReLU6"
    assert activation_text(Activation("silu", blend_to="relu6", blend=0.4)) == "SiLU → ReLU6 40 %"
    assert short_name(Experiment(Data("xor"))) == "8 × 10 sigmoid, XOR"
    assert settings_text(Experiment(training=Training("huber"))).endswith("Huber loss")
