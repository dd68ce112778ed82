"""The plots side by side."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.area import PlotArea
from vgviz.views.theme import DARK


@pytest.fixture
def drawn(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[PlotArea, list[str]]:
    """The plots, and which of them have drawn."""
    area = PlotArea(DARK)
    qtbot.addWidget(area)
    area.resize(900, 220)
    area.show()
    draws: list[str] = []
    monkeypatch.setattr(area.depth_profile, "_draw", lambda _gradient: draws.append("depth"))
    monkeypatch.setattr(area.loss, "_draw", lambda: draws.append("loss"))
    return area, draws


def test_while_training_the_plots_take_turns(
    drawn: tuple[PlotArea, list[str]], make_snapshot: Callable[..., Snapshot]
) -> None:
    area, draws = drawn
    for step in range(1, 7):
        area.show_snapshot(make_snapshot([0.1 * step, 1.0], step=step), in_turn=True)
    assert sorted(draws[:2]) == ["depth", "loss"]
    assert draws == 3 * draws[:2]
    assert len(area.loss.history.train) == 6


def test_at_rest_both_show_the_same_moment(
    drawn: tuple[PlotArea, list[str]], make_snapshot: Callable[..., Snapshot]
) -> None:
    area, draws = drawn
    area.show_snapshot(make_snapshot([0.1, 1.0], step=1))
    assert draws == ["depth", "loss"]
