"""The gradient's magnitude over depth."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.pixels import places_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.history import History
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.theme import DARK, LIGHT

Maker = Callable[..., Snapshot]


@pytest.fixture
def plot(qtbot: QtBot) -> DepthProfilePlot:
    plot = DepthProfilePlot(DARK, History())
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    return plot


def test_the_header_says_the_factor_per_layer(plot: DepthProfilePlot, make_snapshot: Maker) -> None:
    plot.show_text(frame_of(make_snapshot(0.21 ** np.arange(8.0, -1.0, -1.0))))
    assert plot.header.value == "×0.21 per layer"


@pytest.mark.parametrize(
    ("value", "name", "color"),
    [
        (0.0, "exactly 0", DARK.zero),
        (np.inf, "infinite", DARK.overflow),
        (np.nan, "not a number", DARK.not_a_number),
    ],
)
def test_a_gradient_without_a_logarithm_is_drawn_and_named(
    plot: DepthProfilePlot, make_snapshot: Maker, value: float, name: str, color: str
) -> None:
    usual = 10.0 ** np.linspace(-6, -1, 9)
    plot.show_snapshot(make_snapshot(usual))
    plot.show_text(frame_of(make_snapshot(usual)))
    assert name not in [entry.text for entry in plot.header.entries]
    before = len(places_of(picture_of(plot), color, 12))
    unusual = usual.copy()
    unusual[2] = value
    plot.show_snapshot(make_snapshot(unusual))
    plot.show_text(frame_of(make_snapshot(unusual)))
    assert name in [entry.text for entry in plot.header.entries]
    assert len(places_of(picture_of(plot), color, 12)) > before + 20


@pytest.mark.parametrize("value", [0.0, np.inf, np.nan])
def test_a_network_without_any_finite_gradient_is_drawn(
    plot: DepthProfilePlot, make_snapshot: Maker, value: float
) -> None:
    snapshot = make_snapshot(np.full(6, value))
    plot.show_snapshot(snapshot)
    plot.show_text(frame_of(snapshot))
    assert plot.header.value == ""


@pytest.mark.parametrize("layers", [2, 9, 201, 1001])
def test_every_depth_fits(plot: DepthProfilePlot, make_snapshot: Maker, layers: int) -> None:
    gradient = 10.0 ** np.linspace(-300, -1, layers)
    plot.show_snapshot(make_snapshot(gradient, width=1))
    low, high = plot.vertical_range
    assert low <= -300
    assert high >= -1
    assert len(places_of(picture_of(plot), DARK.curve, 12)) > 100


def test_the_vertical_range_stays_while_training_moves_a_little(
    plot: DepthProfilePlot, make_snapshot: Maker
) -> None:
    generator = np.random.default_rng(0)
    ranges = set()
    for _ in range(50):
        noise = 10 ** (0.1 * generator.standard_normal(9))
        plot.show_snapshot(make_snapshot(10.0 ** np.linspace(-6.5, -1, 9) * noise))
        ranges.add(plot.vertical_range)
    assert len(ranges) == 1


def test_a_reset_run_or_another_depth_forgets_what_needed_room_before(
    plot: DepthProfilePlot, make_snapshot: Maker
) -> None:
    usual, huge = 10.0 ** np.linspace(-6, -1, 9), 10.0 ** np.linspace(0, 100, 9)
    plot.show_snapshot(make_snapshot(usual, step=5))
    fitting = plot.vertical_range
    plot.show_snapshot(make_snapshot(huge, step=6))
    assert plot.vertical_range[1] >= 100
    plot.show_snapshot(make_snapshot(usual, step=0))
    assert plot.vertical_range == fitting
    plot.show_snapshot(make_snapshot(huge, step=6))
    plot.show_snapshot(make_snapshot(usual[:5], step=7))
    assert plot.vertical_range[1] <= 0


def test_an_unchanged_profile_is_not_drawn_again(
    plot: DepthProfilePlot, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot.show_snapshot(make_snapshot())
    draws: list[Any] = []
    monkeypatch.setattr(plot, "_draw", draws.append)
    plot.show_snapshot(make_snapshot(step=5))
    assert not draws
    plot.show_snapshot(make_snapshot(10.0 ** np.linspace(-6, -1, 9)))
    assert len(draws) == 1


def test_another_theme_repaints_all_of_it(plot: DepthProfilePlot, make_snapshot: Maker) -> None:
    plot.show_snapshot(make_snapshot())
    plot.set_theme(LIGHT)
    image = picture_of(plot)
    assert len(places_of(image, DARK.background, 12)) < 20
    assert len(places_of(image, LIGHT.background, 12)) > 0.8 * image.width() * image.height()


def test_every_change_reaches_the_screen(
    qtbot: QtBot, plot: DepthProfilePlot, make_snapshot: Maker, count_paints: Callable[[QWidget], Any]
) -> None:
    (view,) = plot.findChildren(QGraphicsView)
    paints = count_paints(view.viewport())
    plot.show_snapshot(make_snapshot())
    qtbot.waitUntil(lambda: paints.count > 0)
    for step in range(1, 6):
        paints.count = 0
        plot.show_snapshot(make_snapshot(10.0 ** np.linspace(-6 + 0.1 * step, -1, 9)))
        qtbot.waitUntil(lambda: paints.count > 0)
    paints.count = 0
    plot.set_theme(LIGHT)
    qtbot.waitUntil(lambda: paints.count > 0)


def _run(plot: DepthProfilePlot, history: History, make_snapshot: Maker, last: int) -> None:
    for step in range(0, last + 1, 10):
        snapshot = make_snapshot([10.0 ** (-5 + 0.001 * step), 1.0], step=step)
        history.append((snapshot,))
    plot.show_frame(frame_of(snapshot))
    plot.show_text(frame_of(snapshot))


def test_earlier_profiles_stay_behind_at_a_few_round_steps(qtbot: QtBot, make_snapshot: Maker) -> None:
    history = History()
    plot = DepthProfilePlot(DARK, history)
    qtbot.addWidget(plot)
    _run(plot, history, make_snapshot, 470)
    assert plot.earlier_steps == (0, 100, 200, 300, 400)
    first = plot._traces.profiles[0]
    assert first.tolist() == [[1.0, pytest.approx(-5)], [2.0, 0.0]]
    assert "earlier" in [entry.text for entry in plot.header.entries]
    ahead = make_snapshot([0.1, 1.0], step=480)
    history.append((ahead,))
    plot.show_frame(frame_of(ahead))
    assert plot.earlier_steps == (0, 100, 200, 300, 400)


def test_what_the_profile_was_earlier_is_in_view(qtbot: QtBot, make_snapshot: Maker) -> None:
    history = History()
    plot = DepthProfilePlot(DARK, history)
    qtbot.addWidget(plot)
    steep, flat = np.linspace(-8.5, -0.5, 9), np.linspace(-5.9, -2.1, 9)
    for step in range(0, 401, 2):
        share = min(1.0, step / 200)
        snapshot = make_snapshot(10.0 ** (steep + share * (flat - steep)), step=step)
        history.append((snapshot,))
        plot.show_frame(frame_of(snapshot))
    low, high = plot.vertical_range
    heights = np.concatenate([points[:, 1] for points in plot._traces.profiles])
    assert low <= heights.min()
    assert heights.max() <= high


def test_a_gradient_that_exploded_long_ago_does_not_flatten_the_present_one(
    qtbot: QtBot, make_snapshot: Maker
) -> None:
    history = History()
    plot = DepthProfilePlot(DARK, history)
    qtbot.addWidget(plot)
    usual = 10.0 ** np.linspace(-6, -1, 9)
    for step in range(0, 401, 2):
        snapshot = make_snapshot(usual * (1e200 if step == 0 else 1.0), step=step)
        history.append((snapshot,))
        plot.show_frame(frame_of(snapshot))
    assert plot.vertical_range[1] <= 4.0


def test_a_reset_or_another_depth_leaves_no_earlier_profiles(qtbot: QtBot, make_snapshot: Maker) -> None:
    history = History()
    plot = DepthProfilePlot(DARK, history)
    qtbot.addWidget(plot)
    _run(plot, history, make_snapshot, 300)
    assert plot.earlier_steps
    for gradients, step in (([0.1, 1.0], 0), ([0.1, 0.2, 1.0], 300)):
        snapshot = make_snapshot(gradients, step=step)
        history.append((snapshot,))
        plot.show_frame(frame_of(snapshot))
        plot.show_text(frame_of(snapshot))
        assert plot.earlier_steps == ()
        assert "earlier" not in [entry.text for entry in plot.header.entries]
