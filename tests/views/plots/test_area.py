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


def test_a_hidden_plot_takes_note_and_draws_only_when_it_is_chosen(
    drawn: tuple[PlotArea, list[str]], make_snapshot: Callable[..., Snapshot]
) -> None:
    area, draws = drawn
    for step in range(3):
        area.show_snapshot(make_snapshot([0.1 * (step + 1), 1.0], step=step))
        area.show_text(make_snapshot([0.1 * (step + 1), 1.0], step=step))
    assert area.depth_time.image.isNull()
    area.tabs.choose(area.depth_time)
    assert area.depth_time.image.width() == 3
    draws.clear()
    area.show_snapshot(make_snapshot([0.5, 1.0], step=3))
    assert draws == ["loss"]
    assert area.depth_time.image.width() == 4
    area.tabs.choose(area.depth_profile)
    assert draws == ["loss", "depth"]


def test_hidden_plots_have_the_size_of_the_shown_one(drawn: tuple[PlotArea, list[str]]) -> None:
    area, _draws = drawn
    area.resize(1100, 300)
    assert area.depth_time.isHidden()
    assert area.depth_time.size() == area.depth_profile.size() == area.tabs.size()
