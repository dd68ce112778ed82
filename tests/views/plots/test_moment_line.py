"""Plots over the steps mark the past moment that is shown, and keep their whole course."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz.engine.telemetry import Snapshot
from vgviz.views.desk import Desk
from vgviz.views.history import History
from vgviz.views.panel import Panel
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.depth_time_panel import DepthTimePanel
from vgviz.views.plots.learning_speed import LearningSpeedPlot
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.plots.moment_line import MomentLine
from vgviz.views.theme import DARK

Maker = Callable[..., Snapshot]
PANELS: dict[str, Callable[[Desk], Panel]] = {
    "loss": lambda desk: LossPlot(DARK, desk.history),
    "depth over time": lambda desk: DepthTimePanel(DARK, desk.history),
    "speed": lambda desk: LearningSpeedPlot(DARK, desk),
}


def _lines(panel: Panel) -> list[MomentLine]:
    """The moment lines of all plots of a panel."""
    from pyqtgraph import PlotWidget

    plots = panel.findChildren(PlotWidget)
    return [item for plot in plots for item in plot.scene().items() if isinstance(item, MomentLine)]


@pytest.mark.parametrize("name", PANELS)
def test_a_line_stands_at_the_moment_and_goes_with_it(qtbot: QtBot, make_snapshot: Maker, name: str) -> None:
    desk = Desk()
    snapshots = [make_snapshot(step=step) for step in range(0, 61, 20)]
    for snapshot in snapshots:
        desk.history.append([snapshot])
    panel = PANELS[name](desk)
    qtbot.addWidget(panel)
    panel.resize(600, 320)
    panel.show()
    now = frame_of(snapshots[-1])
    panel.show_frame(now)
    without = panel.grab().toImage()
    past = replace(frame_of(snapshots[1]), moment=20, newest=(snapshots[-1],))
    panel.show_frame(past)
    assert _lines(panel)
    assert {line.step for line in _lines(panel)} == {20.0}
    assert panel.grab().toImage() != without
    panel.show_frame(now)
    assert {line.step for line in _lines(panel)} == {None}
    assert panel.grab().toImage() == without


def test_looking_back_keeps_the_profile_s_axis_long_enough_for_the_run(
    qtbot: QtBot, make_snapshot: Maker
) -> None:
    plot = DepthProfilePlot(DARK, History())
    qtbot.addWidget(plot)
    plot.show_frame(frame_of(make_snapshot([1e-9, 1e-5, 1e-1], step=50)))
    lowest, _ = plot.vertical_range
    plot.show_frame(replace(frame_of(make_snapshot([1e-2, 1e-2, 1e-1], step=10)), moment=10))
    assert plot.vertical_range[0] == lowest
    plot.show_frame(frame_of(make_snapshot([1e-2, 1e-2, 1e-1], step=10)))
    assert plot.vertical_range[0] > lowest
