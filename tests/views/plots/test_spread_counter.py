"""Counting beside the window's thread: the same numbers, and the newest moment is never left out."""

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Network
from vgviz.views.plots import spread_counter
from vgviz.views.plots.spread_counter import SpreadCounter
from vgviz.views.plots.spread_history import Spread, count_values

SMALL = Experiment(Data(samples=80), Network.uniform(3, 6))


@pytest.fixture
def moments() -> list[Snapshot]:
    simulation, moments = Simulation(SMALL, "numpy"), []
    for _ in range(3):
        moments.append(simulation.snapshot())
        simulation.run(steps=5)
    return moments


def _counting(owner: QObject) -> tuple[SpreadCounter, list[Spread]]:
    counter, told = SpreadCounter(owner), list[Spread]()
    counter.counted.connect(lambda spreads: told.extend(spreads))
    return counter, told


@pytest.mark.usefixtures("qapp")
def test_small_networks_are_counted_at_once(moments: list[Snapshot]) -> None:
    owner = QObject()
    counter, told = _counting(owner)
    counter.count((moments[0], moments[2]))
    assert [spread.step for spread in told] == [0, 10]


def test_large_ones_are_counted_beside_and_of_those_that_wait_the_newest(
    qtbot: QtBot, moments: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spread_counter, "MOST_AT_ONCE", 0)
    owner = QObject()
    counter, told = _counting(owner)
    for moment in moments:
        counter.count((moment,))
    assert not told
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [spread.step for spread in told] == [0, 10]
    np.testing.assert_array_equal(told[1].levels, count_values(moments[2]).levels)
    np.testing.assert_array_equal(told[1].ends, count_values(moments[2]).ends)


def test_what_was_overtaken_by_a_small_network_is_not_told(
    qtbot: QtBot, moments: list[Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    counter, told = _counting(owner)
    monkeypatch.setattr(spread_counter, "MOST_AT_ONCE", 0)
    counter.count((moments[0],))
    monkeypatch.undo()
    counter.count((moments[1],))
    monkeypatch.setattr(spread_counter, "MOST_AT_ONCE", 0)
    counter.count((moments[2],))
    qtbot.waitUntil(lambda: len(told) == 2)
    assert [spread.step for spread in told] == [5, 10]
