"""Workspaces: what one takes over from another."""

import pytest

from vgviz.engine.plan import Plan, make_plan
from vgviz.engine.workspace import EVALUATED_AT_ONCE, make_workspace
from vgviz.experiment import Experiment, Network


def plan_of(activation: str, width: int = 5) -> Plan:
    network = Network.uniform(3, width, activation=activation)
    return make_plan(Experiment(network=network), features=2, task="classification", targets=2)


@pytest.mark.parametrize("batch", [1, 40, 100])
def test_layers_of_the_same_widths_take_the_buffers_over_for_any_batch(batch: int) -> None:
    former = make_workspace(plan_of("sigmoid"), 100)
    work = make_workspace(plan_of("relu"), batch, former)
    assert work.capacity == 100
    assert work.buffers.activations is former.buffers.activations
    assert work.buffers.deltas is former.buffers.deltas


def test_a_large_batch_is_not_kept_room_for() -> None:
    former = make_workspace(plan_of("sigmoid"), 10_000)
    work = make_workspace(plan_of("relu"), 10, former)
    assert work.capacity == EVALUATED_AT_ONCE


def test_other_widths_take_what_the_batch_needs() -> None:
    former = make_workspace(plan_of("sigmoid", width=50), 100)
    work = make_workspace(plan_of("sigmoid", width=5), 10, former)
    assert work.capacity == 10
    assert work.buffers.activations.size < former.buffers.activations.size / 10
