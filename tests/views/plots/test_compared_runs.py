"""The plots show every compared run, told apart by more than colour."""

from collections.abc import Callable, Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.history import History
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.depth_time_panel import DepthTimePanel
from vgviz.views.plots.loss_plot import LETTER_ROOM, LossPlot
from vgviz.views.plots.run_pen import RUN_DASHES
from vgviz.views.theme import DARK, LIGHT

Maker = Callable[..., Snapshot]
VANISHING, HEALTHY = 10.0 ** np.linspace(-9, -1, 9), np.full(9, 1e-2)


@pytest.fixture
def history() -> History:
    return History()


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[[QWidget], None]]:
    widgets: list[QWidget] = []

    def show(widget: QWidget) -> None:
        qtbot.addWidget(widget)
        widget.resize(700, 260)
        widget.show()
        widgets.append(widget)

    yield show
    for widget in widgets:
        widget.close()


def _frame(*snapshots: Snapshot) -> Frame:
    return Frame(snapshots, State.PAUSED, 0.0, 0)


@pytest.mark.usefixtures("qtbot")
def test_dashes_tell_four_runs_apart() -> None:
    assert len(set(RUN_DASHES)) == 4


def test_the_profile_has_a_curve_marks_and_a_letter_for_each_run(
    shown: Callable[[QWidget], None], make_snapshot: Maker
) -> None:
    plot = DepthProfilePlot(DARK, History())
    shown(plot)
    frame = _frame(make_snapshot(VANISHING), make_snapshot(HEALTHY))
    plot.show_frame(frame)
    plot.show_text(frame)
    assert [label.text for label in plot.letters] == ["A", "B"]
    assert [entry.text for entry in plot.header.entries] == ["A", "B"]
    assert [entry.line for entry in plot.header.entries] == ["solid", "dashed"]
    assert plot._runs.points(1, "gradient")[:, 1] == pytest.approx(np.log10(HEALTHY))
    assert plot.header.value == "A ×0.10 · B ×1.0 per layer"
    assert plot.vertical_range[0] <= -9
    alone = _frame(make_snapshot(VANISHING))
    plot.show_frame(alone)
    plot.show_text(alone)
    assert plot.letters == ()
    assert not len(plot._runs.points(1, "gradient"))
    assert plot.header.value == "×0.10 per layer"


def test_networks_of_different_depth_share_the_layers_axis(
    shown: Callable[[QWidget], None], make_snapshot: Maker
) -> None:
    plot = DepthProfilePlot(DARK, History())
    shown(plot)
    plot.show_frame(_frame(make_snapshot(VANISHING), make_snapshot(np.full(21, 1e-2))))
    assert len(plot._runs.points(1, "gradient")) == 21
    assert [label.x for label in plot.letters] == [9.0, 21.0]


def test_gradients_that_are_zero_are_marked_whosever_they_are(
    shown: Callable[[QWidget], None], make_snapshot: Maker
) -> None:
    plot = DepthProfilePlot(DARK, History())
    shown(plot)
    dead = HEALTHY.copy()
    dead[2] = 0.0
    frame = _frame(make_snapshot(VANISHING), make_snapshot(dead))
    plot.show_frame(frame)
    plot.show_text(frame)
    assert plot._zeros.points.tolist() == [[3.0, plot.vertical_range[0]]]
    assert "exactly 0" in [entry.text for entry in plot.header.entries]


def test_learning_curves_of_all_runs_fit_and_are_lettered(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker
) -> None:
    plot = LossPlot(DARK, history)
    shown(plot)
    for step in range(5):
        tested = make_snapshot(step=step, epoch=step, tested_step=step, loss=0.69, test_loss=0.7)
        pair = tested, make_snapshot(step=step, loss=10.0**-step)
        history.append(pair)
    frame = _frame(*pair)
    plot.show_frame(frame)
    plot.show_text(frame)
    assert [label.text for label in plot.letters] == ["A", "B"]
    assert plot._runs.points(1, "loss")[:, 1] == pytest.approx([0, -1, -2, -3, -4])
    assert plot.vertical_range[0] <= -4
    assert "test" not in [entry.text for entry in plot.header.entries]
    assert {"A", "B"} <= {entry.text for entry in plot.header.entries}
    assert plot.header.value == "A 0.690, 50.0 % · B 1.00e−04, 50.0 %"
    history.append(pair[:1])
    plot.show_frame(_frame(pair[0]))
    assert plot.letters == ()
    assert "test" in [entry.text for entry in plot.header.entries]


def test_letters_stand_behind_the_curves_ends_also_where_the_axis_ends(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker
) -> None:
    plot = LossPlot(DARK, history)
    shown(plot)
    for step in range(90, 101):  # 100 is the first axis' end
        pair = make_snapshot(step=step, loss=0.5), make_snapshot(step=step, loss=0.6)
        history.append(pair)
        plot.show_frame(_frame(*pair))
        end = plot._plot.getPlotItem().getViewBox().whole[0][1]
        assert [label.x for label in plot.letters] == [step, step]
        assert end * (1 - LETTER_ROOM) >= step


@pytest.mark.parametrize("runs", [3, 4])
def test_every_plot_shows_up_to_four(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker, runs: int
) -> None:
    panels = (DepthProfilePlot(DARK, history), LossPlot(DARK, history), DepthTimePanel(DARK, history))
    for panel in panels:
        shown(panel)
    for step in range(3):
        snapshots = tuple(make_snapshot(HEALTHY * 10.0**-run, step=step) for run in range(runs))
        history.append(snapshots)
        for panel in panels:
            panel.show_frame(_frame(*snapshots))
            panel.show_text(_frame(*snapshots))
    profile, loss, maps = panels
    assert "".join(label.text for label in profile.letters) == "ABCD"[:runs]
    assert "".join(label.text for label in loss.letters) == "ABCD"[:runs]
    assert len(maps.plots) == runs


def test_a_run_that_has_exploded_keeps_its_letter_where_it_was_last(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker
) -> None:
    plot = LossPlot(DARK, history)
    shown(plot)
    for step, loss in enumerate((1.0, 10.0, float("nan"), float("nan"))):
        pair = make_snapshot(step=step, loss=0.5), make_snapshot(step=step, loss=loss)
        history.append(pair)
    plot.show_frame(_frame(*pair))
    assert {label.text: label.x for label in plot.letters}["B"] == 1.0
    assert len(plot._lost.points) == 2


def test_maps_lie_side_by_side_one_a_run(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker
) -> None:
    panel = DepthTimePanel(DARK, history)
    shown(panel)
    for step in range(3):
        pair = make_snapshot(VANISHING, step=step), make_snapshot(HEALTHY, step=step)
        history.append(pair)
    panel.show_frame(_frame(*pair))
    panel.show_text(_frame(*pair))
    first, second = panel.plots
    assert first.value_at(1, 1) == pytest.approx(1e-9)
    assert second.value_at(1, 1) == pytest.approx(1e-2)
    assert first.image != second.image
    panel.set_theme(LIGHT)
    history.append(pair[:1])
    panel.show_frame(_frame(pair[0]))
    assert len(panel.plots) == 1


def test_maps_above_others_leave_the_steps_to_them_until_they_are_zoomed(
    shown: Callable[[QWidget], None], history: History, make_snapshot: Maker, qtbot: QtBot
) -> None:
    panel = DepthTimePanel(DARK, history)
    shown(panel)
    panel.resize(330, 200)
    four = (make_snapshot(HEALTHY),) * 4
    history.append(four)
    panel.show_frame(_frame(*four))
    items = [each.getPlotItem() for each in panel.findChildren(pg.PlotWidget)]
    assert [item.getAxis("bottom").isVisible() for item in items] == [False, False, True, True]
    boxes = [item.getViewBox() for item in items]
    qtbot.waitUntil(lambda: max(box.height() for box in boxes) - min(box.height() for box in boxes) <= 2)
    boxes[0].show_part((1.0, 2.0), (1.0, 2.0))
    assert items[0].getAxis("bottom").isVisible()
    panel.resize(900, 200)
    assert all(item.getAxis("bottom").isVisible() for item in items)
