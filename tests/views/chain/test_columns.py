"""Factors in columns: however they are grouped, they multiply to the gradient."""

from dataclasses import replace
from itertools import pairwise
from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz import Experiment, Network, Simulation
from vgviz.analysis import chain_rule
from vgviz.views.chain.columns import columns, spans


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 60))
def test_spans_cover_every_layer_once_in_the_order_of_the_way_back(a: int, b: int, parts: int) -> None:
    last, first = max(a, b), min(a, b)
    found = spans(last, first, parts)
    assert [layer for high, low in found for layer in range(high, low - 1, -1)] == list(
        range(last, first - 1, -1)
    )
    lengths = [high - low for high, low in found]
    assert max(lengths) - min(lengths) <= 1
    assert len(found) == min(max(parts, 1), last - first + 1)


def test_an_output_layer_has_no_steps() -> None:
    assert spans(7, 8, 5) == ()


@pytest.mark.parametrize("parts", [1, 3, 8])
@pytest.mark.parametrize(
    ("activation", "residual", "normalization"),
    [("sigmoid", False, "none"), ("relu", True, "layer"), ("tanh", False, "batch")],
)
def test_the_columns_multiply_to_the_gradient(
    parts: int, activation: str, residual: bool, normalization: str
) -> None:
    network = Network.uniform(8, 6, activation=activation, residual=residual, normalization=normalization)
    snapshot = Simulation(Experiment(network=network), "numpy").snapshot()
    for layer in (0, 3, 8):
        chain = chain_rule(snapshot, layer)
        shown = columns(chain, snapshot.layers, spans(7, layer, parts))
        assert prod(column.product for column in shown) == pytest.approx(
            float(snapshot.grad_weight_norm[layer])
        )
        assert shown[-1].bars[-1].end == pytest.approx(chain.log10)
        heights = [(bar.start, bar.end) for column in shown for bar in column.bars]
        assert heights[0][0] == 0.0
        assert all(before[1] == after[0] for before, after in pairwise(heights))


def test_a_step_by_itself_has_the_ratio_of_the_errors() -> None:
    snapshot = Simulation(Experiment(), "numpy").snapshot()
    shown = columns(chain_rule(snapshot, 2), snapshot.layers, spans(7, 2, 99))
    for column, layer in zip(shown[1:-1], range(7, 1, -1), strict=True):
        assert (column.last, column.first) == (layer, layer)
        assert column.product == pytest.approx(float(snapshot.delta_factor[layer]))


def test_a_column_of_very_many_layers_keeps_its_product() -> None:
    snapshot = Simulation(Experiment(network=Network.uniform(300, 2)), "numpy").snapshot()
    grows, shrinks = np.full(snapshot.layers, 1e3), np.full(snapshot.layers, 2e-3)
    grows[-1] = shrinks[-1] = np.nan
    chain = chain_rule(replace(snapshot, weight_factor=grows, derivative_factor=shrinks), 0)
    _output, step, _inputs = columns(chain, snapshot.layers, spans(snapshot.layers - 2, 0, 1))
    assert step.product == pytest.approx(2.0**300)
    dead = shrinks.copy()
    dead[5] = 0.0
    chain = chain_rule(replace(snapshot, weight_factor=grows, derivative_factor=dead), 0)
    _output, step, _inputs = columns(chain, snapshot.layers, spans(snapshot.layers - 2, 0, 1))
    assert step.product == 0.0
