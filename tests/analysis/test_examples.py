"""The examples in the docstrings are run as they stand."""

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["chain_rule", "gradient_check", "nudge", "paths"])
def test_the_examples_give_what_they_say(name: str) -> None:
    module = import_module(f"vgviz.analysis.{name}")
    results = doctest.testmod(module)
    assert results.attempted > 0
    assert results.failed == 0
