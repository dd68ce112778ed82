"""Layers that come, go or change places: the others keep their weights, and undo brings all back."""

from collections.abc import Sequence

import numpy as np
import pytest
from msgspec.structs import replace

from tests.session.conftest import SMALL, Turned
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment, Layer, Network
from vgviz.session import edit_history
from vgviz.session.messages import AddRun, Configure, Frame, Redo, RunSteps, SetSpeed, Undo

HIDDEN = SMALL.network.hidden


def _snapshot(frame: Frame | None) -> Snapshot:
    assert frame is not None
    return frame.snapshots[0]


def _with(*hidden: Layer) -> Experiment:
    return replace(SMALL, network=Network(hidden))


def _same_layer(first: Snapshot, layer: int, second: Snapshot, other: int) -> bool:
    return all(
        np.array_equal(
            first.parameters[f"layers.{layer}.{part}"], second.parameters[f"layers.{other}.{part}"]
        )
        for part in ("weight", "bias")
    )


REARRANGED = [
    ((0, None, 1, 2), "layer 2 added"),
    ((0, 1, 2, None), "layer 4 added"),
    ((0, 2), "layer 2 removed"),
    ((0, 2, 1), "layers 2 and 3 swapped"),
]


@pytest.mark.parametrize(("origin", "title"), REARRANGED)
def test_layers_that_live_on_keep_their_weights_at_their_new_places(
    paused: Turned, origin: Sequence[int | None], title: str
) -> None:
    before = _snapshot(paused.train(RunSteps(30)))
    wish = _with(*(HIDDEN[0] if old is None else HIDDEN[old] for old in origin))
    after = _snapshot(paused.send(Configure(wish, origin=origin)))
    assert after.experiment == wish
    assert after.step == 30
    for layer, old in enumerate(origin):
        if old is not None:
            assert _same_layer(after, layer, before, old)
    assert _same_layer(after, len(origin), before, 3), "the output layer keeps its weights"
    assert paused.told.titles[-1].undo == title


@pytest.mark.parametrize(("origin", "title"), REARRANGED)
def test_undo_and_redo_bring_all_weights_back(
    paused: Turned, origin: Sequence[int | None], title: str
) -> None:
    before = _snapshot(paused.train(RunSteps(30)))
    wish = _with(*(HIDDEN[0] if old is None else HIDDEN[old] for old in origin))
    paused.send(Configure(wish, origin=origin))
    after = _snapshot(paused.train(RunSteps(20)))
    undone = _snapshot(paused.send(Undo()))
    assert undone.experiment == SMALL
    assert all(_same_layer(undone, layer, before, layer) for layer in range(4))
    redone = _snapshot(paused.send(Redo()))
    assert redone.experiment == wish
    assert all(_same_layer(redone, layer, after, layer) for layer in range(len(origin) + 1))
    assert paused.told.titles[-1].undo == title


def test_without_a_kept_state_the_layers_still_go_back_to_their_places(
    paused: Turned, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edit_history, "MOST_BYTES", 0)
    before = _snapshot(paused.train(RunSteps(30)))
    paused.send(Configure(SMALL, origin=(0, 2, 1)))
    undone = _snapshot(paused.send(Undo()))
    assert all(_same_layer(undone, layer, before, layer) for layer in range(4))
    redone = _snapshot(paused.send(Redo()))
    assert _same_layer(redone, 1, before, 2)


def test_an_origin_that_does_not_fit_is_refused_and_changes_nothing(paused: Turned) -> None:
    before = _snapshot(paused.train(RunSteps(5)))
    after = _snapshot(paused.send(Configure(_with(HIDDEN[0]), origin=(0, 1, 7))))
    assert after.experiment == SMALL
    assert all(_same_layer(after, layer, before, layer) for layer in range(4))
    assert "origin" in paused.told.failures[-1].message
    assert paused.told.titles == []


def test_layers_of_the_second_run_move_alone_and_come_back(paused: Turned) -> None:
    paused.send(AddRun(SMALL))
    paused.train(RunSteps(10))
    before = _frame(paused)
    paused.send(Configure(SMALL, origin=(0, 2, 1), run=1))
    moved = _frame(paused)
    assert _same_layer(moved.snapshots[1], 1, before.snapshots[1], 2)
    assert all(_same_layer(moved.snapshots[0], layer, before.snapshots[0], layer) for layer in range(4))
    assert paused.told.titles[-1].undo == "B: layers 2 and 3 swapped"
    paused.send(Undo())
    undone = _frame(paused)
    assert all(_same_layer(undone.snapshots[1], layer, before.snapshots[1], layer) for layer in range(4))


def _frame(turned: Turned) -> Frame:
    """The present, asked for anew."""
    frame = turned.send(SetSpeed(None))
    assert frame is not None
    return frame


@pytest.mark.parametrize(
    ("origin", "back", "again"),
    [
        ((0, None, 1, 2), (0, 2, 3, 4), (0, None, 1, 2, 3)),
        ((0, 2), (0, None, 1, 2), (0, 2, 3)),
        ((1, 2, 0), (2, 0, 1, 3), (1, 2, 0, 3)),
    ],
)
def test_undo_and_redo_say_where_each_layer_has_gone(
    paused: Turned, origin: Sequence[int | None], back: Sequence[int | None], again: Sequence[int | None]
) -> None:
    wish = _with(*(HIDDEN[0] if old is None else HIDDEN[old] for old in origin))
    paused.send(Configure(wish, origin=origin))
    assert not paused.told.moves, "who moves layers knows it"
    paused.send(Undo())
    paused.send(Redo())
    assert paused.told.moves == [(0, back), (0, again)]
