"""The examples in the docstrings are run as they stand."""

import doctest
from importlib import import_module

import pytest

EXPLAINED = (
    "chain_rule",
    "findings",
    "gaussian",
    "gradient_check",
    "mean_field",
    "nudge",
    "paths",
    "weight_change",
)


@pytest.mark.parametrize("name", EXPLAINED)
def test_the_examples_give_what_they_say(name: str) -> None:
    module = import_module(f"vgviz.analysis.{name}")
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
