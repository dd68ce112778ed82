"""Zooming into a plot, and all of it again."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from tests.views.mouse import turn_wheel
from vgviz.engine.telemetry import Snapshot
from vgviz.views.history import History
from vgviz.views.look import sized
from vgviz.views.picturing.pictures import picture_of
from vgviz.views.plots.depth_profile import DepthProfilePlot
from vgviz.views.plots.style import dress, name_axis, quiet_plot, set_ticks
from vgviz.views.plots.ticks import whole_ticks
from vgviz.views.plots.zoom_box import zoom_together
from vgviz.views.theme import DARK

Maker = Callable[..., Snapshot]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plot(qtbot: QtBot) -> Any:
    """A plot of 0 to 100 across and 0 to 10 up."""
    plot = quiet_plot()
    qtbot.addWidget(plot)
    plot.resize(500, 300)
    plot.setXRange(0.0, 100.0, padding=0.0)
    plot.setYRange(0.0, 10.0, padding=0.0)
    set_ticks(plot, "bottom", [(0.0, "first"), (100.0, "last")], whole_ticks)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def _box(plot: Any) -> Any:
    return plot.getPlotItem().getViewBox()


def _place(plot: Any, x: float, y: float) -> QPoint:
    return plot.mapFromScene(_box(plot).mapViewToScene(QPointF(x, y)))  # type: ignore[no-any-return]


def _ranges(plot: Any) -> tuple[float, ...]:
    across, up = plot.viewRange()
    return (*across, *up)


def _fit_button(plot: Any) -> QToolButton:
    (button,) = plot.findChildren(QToolButton)
    assert isinstance(button, QToolButton)
    return button


def _drag(plot: Any, start: QPoint, end: QPoint) -> None:
    view = plot.viewport()
    QTest.mousePress(view, LEFT, pos=start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, LEFT, pos=end)


def test_the_wheel_zooms_about_the_pointer_and_back_to_all_of_it(plot: Any) -> None:
    place = _place(plot, 75, 2.5)
    turn_wheel(plot.viewport(), place, 4)
    left, right, low, high = _ranges(plot)
    assert right - left == pytest.approx(100 * 0.85**4)
    assert high - low == pytest.approx(10 * 0.85**4)
    there = _box(plot).mapSceneToView(QPointF(place))
    assert (there.x(), there.y()) == pytest.approx((75, 2.5), abs=0.5)
    turn_wheel(plot.viewport(), place, -12)
    assert _ranges(plot) == (0, 100, 0, 10)
    assert not _box(plot).is_zoomed


def test_over_an_axis_the_wheel_zooms_along_it_only(plot: Any) -> None:
    turn_wheel(plot.viewport(), QPoint(250, plot.height() - 6), 3)
    assert _ranges(plot)[1] - _ranges(plot)[0] < 80
    assert _ranges(plot)[2:] == (0, 10)
    _box(plot).fit()
    turn_wheel(plot.viewport(), QPoint(10, 100), 3)
    assert _ranges(plot)[:2] == (0, 100)
    assert _ranges(plot)[3] - _ranges(plot)[2] < 8


def test_a_drag_zooms_to_its_rectangle_and_a_click_does_nothing(plot: Any) -> None:
    _drag(plot, _place(plot, 20, 8), _place(plot, 60, 3))
    assert _ranges(plot) == pytest.approx((20, 60, 3, 8), abs=0.5)
    before = _ranges(plot)
    QTest.mouseClick(plot.viewport(), LEFT, pos=_place(plot, 30, 5))
    assert _ranges(plot) == before


@pytest.mark.parametrize("way", ["button", "home", "double click", "action"])
def test_all_of_it_comes_back_in_four_ways(plot: Any, way: str) -> None:
    _drag(plot, _place(plot, 20, 8), _place(plot, 60, 3))
    button, (fit,) = _fit_button(plot), plot.findChildren(QAction, "fit")
    assert button.isVisible()
    assert fit.isEnabled()
    {
        "button": button.click,
        "home": lambda: QTest.keyClick(plot, Qt.Key.Key_Home),
        "double click": lambda: QTest.mouseDClick(plot.viewport(), LEFT, pos=_place(plot, 40, 5)),
        "action": fit.trigger,
    }[way]()
    assert _ranges(plot) == (0, 100, 0, 10)
    assert not button.isVisible()
    assert not fit.isEnabled()


def test_keys_zoom_about_the_middle_and_move_no_further_than_the_ends(plot: Any) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert _ranges(plot) == pytest.approx((15, 85, 1.5, 8.5))
    for _ in range(9):
        QTest.keyClick(plot, Qt.Key.Key_Right)
        QTest.keyClick(plot, Qt.Key.Key_Down)
    assert _ranges(plot) == pytest.approx((30, 100, 0, 7))
    for _ in range(3):
        QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert not _box(plot).is_zoomed


def test_a_zoomed_part_stays_while_the_whole_grows_and_goes_with_it(plot: Any) -> None:
    _drag(plot, _place(plot, 20, 8), _place(plot, 60, 3))
    part = _ranges(plot)
    plot.setXRange(0.0, 200.0, padding=0.0)
    assert _ranges(plot) == part
    plot.setXRange(0.0, 50.0, padding=0.0)
    assert _ranges(plot)[1] == 50
    plot.setXRange(0.0, 10.0, padding=0.0)
    assert _ranges(plot) == (0, 10, 0, 10)


def test_a_part_has_numbers_of_its_own(plot: Any) -> None:
    axis = plot.getPlotItem().getAxis("bottom")
    assert [text for _, text in axis._tickLevels[0]] == ["first", "last"]
    _box(plot).show_part((20.0, 60.0), (0.0, 10.0))
    assert [text for _, text in axis._tickLevels[0]] == ["20", "30", "40", "50", "60"]
    _box(plot).fit()
    assert [text for _, text in axis._tickLevels[0]] == ["first", "last"]


def test_a_part_never_becomes_too_small_to_draw(plot: Any) -> None:
    for _ in range(60):
        turn_wheel(plot.viewport(), _place(plot, *_middle(plot)), 5)
    left, right, low, high = _ranges(plot)
    assert 0.05 < right - left < 0.2
    assert 0.005 < high - low < 0.02


def _middle(plot: Any) -> tuple[float, float]:
    left, right, low, high = _ranges(plot)
    return (left + right) / 2, (low + high) / 2


def test_a_picture_of_a_zoomed_plot_shows_the_part_without_the_button(
    qtbot: QtBot, make_snapshot: Maker
) -> None:
    plot = DepthProfilePlot(DARK, History())
    qtbot.addWidget(plot)
    plot.resize(600, 260)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_frame(frame_of(make_snapshot()))
    whole = picture_of(plot)
    box = plot._plot.getPlotItem().getViewBox()
    box.show_part((3.0, 6.0), box.whole[1])
    part = picture_of(plot)
    assert part != whole
    button = _fit_button(plot._plot)
    corner = button.mapTo(plot, QPoint(0, 0))
    place = (corner.x(), corner.y(), button.width(), button.height())
    assert plot.grab().toImage().copy(*place) != part.copy(*place)
    box.fit()
    assert picture_of(plot) == whole


def test_only_an_axis_that_changes_is_drawn_anew(plot: Any) -> None:
    set_ticks(plot, "left", [(0.0, "0"), (10.0, "10")])
    plot.grab()
    axes = {name: plot.getPlotItem().getAxis(name) for name in ("left", "bottom")}
    drawn = {name: axis.picture for name, axis in axes.items()}
    plot.setYRange(0.0, 10.0, padding=0.0)
    plot.setXRange(0.0, 150.0, padding=0.0)
    set_ticks(plot, "left", [(0.0, "0"), (10.0, "10")])
    set_ticks(plot, "bottom", [(0.0, "first"), (150.0, "last")], whole_ticks)
    plot.grab()
    assert axes["left"].picture is drawn["left"] is not None
    assert axes["bottom"].picture is not drawn["bottom"]


def _numbers(plot: Any, axis: str) -> list[str]:
    return [text for _, text in plot.getPlotItem().getAxis(axis)._tickLevels[0] if text]


def test_numbers_above_each_other_are_written_only_where_each_has_its_line(plot: Any) -> None:
    set_ticks(plot, "left", [(float(place), str(place)) for place in range(0, 11, 2)])
    assert _numbers(plot, "left") == ["0", "2", "4", "6", "8", "10"]
    plot.resize(500, 70)
    kept = _numbers(plot, "left")
    assert 1 < len(kept) < 5
    assert kept[-1] == "10"


def test_an_axis_has_the_longest_name_that_it_has_room_for(plot: Any) -> None:
    axis = plot.getPlotItem().getAxis("left")
    name_axis(plot, "left", "a name as long as the axis is high", "name")
    assert axis.labelText.startswith("a name")
    plot.resize(500, 140)
    assert axis.labelText == "name"
    plot.resize(500, 50)
    assert axis.labelText == ""
    plot.resize(500, 300)
    assert axis.labelText.startswith("a name")


@pytest.mark.parametrize("axis_name", ["left", "bottom"])
def test_a_name_lies_in_the_middle_of_its_axis_in_every_size_of_plot_and_text(
    plot: Any, axis_name: str
) -> None:
    name_axis(plot, axis_name, "a name as long as the axis is high", "name")
    axis, names = plot.getPlotItem().getAxis(axis_name), set()
    for theme, side in ((DARK, 300), (DARK, 180), (DARK, 300), (sized(DARK, 1.4), 320), (DARK, 320)):
        dress(plot, theme)
        plot.resize(side, side)
        QApplication.processEvents()
        names.add(axis.labelText)
        middle = axis.label.mapRectToParent(axis.label.boundingRect()).center()
        across = axis_name == "bottom"
        away = (middle - axis.rect().center()).x() if across else (middle - axis.rect().center()).y()
        assert abs(away) <= 1.0
    assert len(names) == 2


def test_two_plots_zoom_together_across_and_apart_upward(plot: Any, qtbot: QtBot) -> None:
    below = quiet_plot()
    qtbot.addWidget(below)
    below.setXRange(0.0, 100.0, padding=0.0)
    below.setYRange(0.0, 1.0, padding=0.0)
    one, other = _box(plot), _box(below)
    zoom_together(one, other)
    one.show_part((20.0, 60.0), (2.0, 4.0))
    assert other.part == ((20.0, 60.0), (0.0, 1.0))
    other.scale_about(QPointF(40.0, 0.5), 0.5, 1.0)
    assert one.part == ((30.0, 50.0), (2.0, 4.0))
    for each in (plot, below):  # the run grows
        each.setXRange(0.0, 200.0, padding=0.0)
    assert one.part[0] == other.part[0] == (30.0, 50.0)
    other.fit()
    assert one.part[0] == other.part[0] == (0.0, 200.0)
    for each in (plot, below):  # it begins again
        each.setXRange(0.0, 100.0, padding=0.0)
    assert one.part[0] == other.part[0] == (0.0, 100.0)
    assert not other.is_zoomed


def test_a_low_plot_keeps_its_curves_free_of_the_button(plot: Any) -> None:
    _box(plot).show_part((20.0, 60.0), (2.0, 4.0))
    assert _fit_button(plot).isVisible()
    plot.resize(500, 84)
    assert not _fit_button(plot).isVisible()
    plot.resize(500, 300)
    assert _fit_button(plot).isVisible()
