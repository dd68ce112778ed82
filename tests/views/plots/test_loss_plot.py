"""Loss and accuracy over the steps."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsView, QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.pixels import places_of
from tests.views.plots.axes import across
from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Measured, MeasureOn
from vgviz.views.history import History
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.loss_plot import LossPlot
from vgviz.views.theme import DARK, LIGHT

Maker = Callable[..., Snapshot]


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    plot = LossPlot(DARK, History())
    qtbot.addWidget(plot)
    plot.resize(600, 240)
    plot.show()
    return plot


def _show(plot: LossPlot, snapshot: Snapshot) -> None:
    plot.history.append(snapshot)
    plot.show_frame(frame_of(snapshot))


def test_the_header_says_the_newest_figures(plot: LossPlot, make_snapshot: Maker) -> None:
    plot.show_text(frame_of(make_snapshot(loss=0.6931, accuracy=0.514)))
    assert plot.header.value == "loss 0.693 · accuracy 51.4 %"


def test_the_header_says_that_the_loss_is_of_one_sample(plot: LossPlot, make_snapshot: Maker) -> None:
    frame = frame_of(make_snapshot(loss=0.6931, accuracy=1.0))
    plot.show_text(replace(frame, measured=Measured(MeasureOn("one"))))
    assert plot.header.value == "one sample’s loss 0.693"


def test_regression_speaks_of_no_accuracy(plot: LossPlot, make_snapshot: Maker) -> None:
    plot.show_text(frame_of(make_snapshot(loss=2.5, accuracy=float("nan"))))
    assert plot.header.value == "loss 2.50"


def test_a_regression_has_no_axis_curve_or_legend_of_accuracy(plot: LossPlot, make_snapshot: Maker) -> None:
    assert _legend(plot) == ["loss", "accuracy"]
    for step in range(3):
        _show(plot, make_snapshot(step=step, loss=1.0, accuracy=float("nan")))
    assert not plot.has_accuracy
    assert _legend(plot) == ["loss"]
    _show(plot, make_snapshot(step=0, loss=1.0, accuracy=0.5))
    assert plot.has_accuracy
    assert _legend(plot) == ["loss", "accuracy"]


@pytest.mark.parametrize("loss", [float("nan"), float("inf"), 0.0, 1e300, 1e-300])
def test_any_loss_can_be_shown(plot: LossPlot, make_snapshot: Maker, loss: float) -> None:
    for step in range(5):
        _show(plot, make_snapshot(step=step, loss=0.5))
    last = make_snapshot(step=6, loss=loss)
    _show(plot, last)
    plot.show_text(frame_of(last))
    assert not picture_of(plot).isNull()
    assert plot.header.value.startswith("loss ")


def test_what_tells_nothing_new_is_not_drawn_again(
    plot: LossPlot, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    draws: list[int] = []
    draw = plot._draw

    def counted_draw() -> None:
        draws.append(1)
        draw()

    monkeypatch.setattr(plot, "_draw", counted_draw)
    for step in (30, 30, 31, 31):
        _show(plot, make_snapshot(step=step, loss=0.5))
    assert len(draws) == 2


def test_a_plot_that_comes_later_shows_the_whole_run(qtbot: QtBot, make_snapshot: Maker) -> None:
    history = History()
    for step in range(300):
        history.append((make_snapshot(step=step, loss=0.5),))
    plot = LossPlot(DARK, history)
    qtbot.addWidget(plot)
    plot.show_frame(frame_of(make_snapshot(step=299, loss=0.5)))
    assert plot._train["loss"].points.shape == (300, 2)
    assert across(plot)[1] >= 299


def test_the_step_axis_grows_in_jumps_not_each_frame(
    plot: LossPlot, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes: list[int] = []
    show = plot._show_ranges

    def counted_show() -> None:
        changes.append(1)
        show()

    monkeypatch.setattr(plot, "_show_ranges", counted_show)
    for step in range(0, 10_000, 20):
        _show(plot, make_snapshot(step=step, loss=0.5))
    assert 5 <= len(changes) <= 20


def test_a_reset_brings_the_step_axis_back(plot: LossPlot, make_snapshot: Maker) -> None:
    for step in (0, 50_000, 0):
        _show(plot, make_snapshot(step=step))
    assert across(plot) == (0.0, 100.0)


def test_bad_steps_leave_gaps_in_the_curve_not_lines_across(plot: LossPlot, make_snapshot: Maker) -> None:
    for step, loss in enumerate((0.5, 0.4, float("nan"), 0.3)):
        _show(plot, make_snapshot(step=step, loss=loss))
    heights = plot._train["loss"].points[:, 1]
    assert np.isnan(heights).tolist() == [False, False, True, False]


def test_a_loss_that_is_no_number_is_marked(plot: LossPlot, make_snapshot: Maker) -> None:
    _show(plot, make_snapshot(step=0, loss=0.5))
    before = _red(picture_of(plot))
    _show(plot, make_snapshot(step=50, loss=float("nan")))
    assert _red(picture_of(plot)) > before + 15


def _red(image: QImage) -> int:
    return len(places_of(image, DARK.not_a_number, 25))


def test_every_change_reaches_the_screen(
    qtbot: QtBot, plot: LossPlot, make_snapshot: Maker, count_paints: Callable[[QWidget], Any]
) -> None:
    (view,) = plot.findChildren(QGraphicsView)
    paints = count_paints(view.viewport())
    _show(plot, make_snapshot())
    qtbot.waitUntil(lambda: paints.count > 0)
    for step in range(1, 6):
        paints.count = 0
        _show(plot, make_snapshot(step=step, loss=0.7 - 0.05 * step))
        qtbot.waitUntil(lambda: paints.count > 0)
    paints.count = 0
    plot.set_theme(LIGHT)
    qtbot.waitUntil(lambda: paints.count > 0)


def _legend(plot: LossPlot) -> list[str]:
    return [entry.text for entry in plot.header.entries]


def _run_with_a_spike(plot: LossPlot, make_snapshot: Maker) -> None:
    for step in range(400):
        _show(plot, make_snapshot(step=step, loss=3e12 if step == 90 else 0.5 + 0.1 * (step % 3)))


def test_one_enormous_loss_does_not_flatten_the_rest_of_the_run(plot: LossPlot, make_snapshot: Maker) -> None:
    _run_with_a_spike(plot, make_snapshot)
    low, high = plot.vertical_range
    assert high - low <= 1.5
    assert _legend(plot)[0] == "off the scale, up to 3.00e+12"


def test_an_action_makes_room_for_every_loss_and_takes_it_back(plot: LossPlot, make_snapshot: Maker) -> None:
    _run_with_a_spike(plot, make_snapshot)
    assert plot.actions() == [plot.all_values]
    plot.all_values.trigger()
    assert plot.vertical_range[1] >= np.log10(3e12)
    assert _legend(plot) == ["loss", "test", "accuracy"]
    plot.all_values.trigger()
    assert plot.vertical_range[1] < 1


def test_an_enormous_loss_is_marked_at_the_edge(plot: LossPlot, make_snapshot: Maker) -> None:
    _run_with_a_spike(plot, make_snapshot)
    assert plot._above.points.tolist() == [[90.0, plot.vertical_range[1]]]


def test_a_loss_of_exactly_zero_is_named(plot: LossPlot, make_snapshot: Maker) -> None:
    for step, loss in enumerate((0.5, 0.1, 0.0, 0.0)):
        _show(plot, make_snapshot(step=step, loss=loss))
    assert _legend(plot)[0] == "exactly 0"


def test_a_loss_that_is_no_number_is_named(plot: LossPlot, make_snapshot: Maker) -> None:
    for step, loss in enumerate((0.5, float("nan"))):
        _show(plot, make_snapshot(step=step, loss=loss))
    assert _legend(plot)[0] == "no finite loss"


def test_without_a_test_part_no_loss_is_missing(plot: LossPlot, make_snapshot: Maker) -> None:
    for step in (0, 30, 60):
        _show(plot, make_snapshot(step=step, test_loss=float("nan"), test_accuracy=float("nan")))
    assert _legend(plot) == ["loss", "accuracy"]


def test_the_legend_names_the_test_part_once_there_is_one(plot: LossPlot, make_snapshot: Maker) -> None:
    assert _legend(plot) == ["loss", "accuracy"]
    _show(plot, make_snapshot(step=24, epoch=1, test_loss=0.5))
    assert _legend(plot) == ["loss", "test", "accuracy"]


def test_the_legend_says_how_to_see_what_is_off_the_scale(plot: LossPlot, make_snapshot: Maker) -> None:
    assert not plot.header.toolTip()
    _run_with_a_spike(plot, make_snapshot)
    assert "Right click" in plot.header.toolTip()
