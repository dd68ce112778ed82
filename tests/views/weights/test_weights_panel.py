"""Weights before and after in the window: the engine's numbers, which subtract exactly as shown."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QDeadlineTimer, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.views.frames import frame_of
from vgviz import Experiment, Network, Simulation
from vgviz.presets import presets
from vgviz.session.investigation import Investigation, Work
from vgviz.session.messages import Moved
from vgviz.views.desk import Desk
from vgviz.views.selection import Place
from vgviz.views.theme import DARK, LIGHT
from vgviz.views.weights.change_model import HEADINGS
from vgviz.views.weights.moments import EPOCH, NOW, START, Moment
from vgviz.views.weights.subjects import with_function
from vgviz.views.weights.weights_bar import WeightsBar
from vgviz.views.weights.weights_panel import (
    MOST_KEPT,
    NOT_THERE,
    NOT_TRAINED,
    OTHER_SIZE,
    TOO_LARGE,
    WeightsPanel,
)
from vgviz.views.weights.weights_side import WeightsSide

MOONS = presets()["two-moons"].experiment
RELU = with_function(MOONS, "relu")
SMALL = Experiment(network=Network.uniform(3, 4))


def _choose_moments(bar: WeightsBar, *moments: Moment) -> None:
    """Choose them as a hand would."""
    for box, moment in zip((bar.before, bar.after), moments, strict=True):
        box.setCurrentIndex([box.itemData(place) for place in range(box.count())].index(moment))
        box.activated.emit(box.currentIndex())


class Bench:
    """A panel and simulations; copies are lent as the session does."""

    def __init__(self, qtbot: QtBot, *experiments: Experiment, lends: bool = True) -> None:
        self.simulations = [Simulation(experiment, "numpy") for experiment in experiments]
        self.investigations: list[Investigation] = []
        self.lends = lends
        self.desk = Desk(None, self._investigate)
        self.panel = WeightsPanel(DARK, self.desk)
        self.qtbot = qtbot
        qtbot.addWidget(self.panel)
        self.panel.resize(700, 500)
        self.panel.show()
        self.show()

    def show(self) -> None:
        self.frame = frame_of(*(each.snapshot() for each in self.simulations))
        self.panel.show_text(self.frame)

    def train(self, steps: int) -> None:
        for simulation in self.simulations:
            simulation.run(steps=steps)
        self.show()

    def wait_for(self, after: np.ndarray) -> None:
        """Until the first network's newest weights are these."""

        def is_there() -> bool:
            change = self.panel.sides[0].change
            return change is not None and np.array_equal(change.table.after["layers.0.weight"], after)

        self.qtbot.waitUntil(is_there)

    def wait(self, *sides: int) -> None:
        """Until these sides show numbers and no copy is trained."""
        self.qtbot.waitUntil(
            lambda: (
                all(self.panel.sides[side].change is not None for side in sides)
                and not self.panel.rehearsals.is_busy
                and not any(side.is_busy for side in self.panel.sides)
            ),
            timeout=20_000,
        )

    def end(self) -> None:
        self.panel.hide()
        for investigation in self.investigations:
            investigation.close(QDeadlineTimer(5000))

    def _investigate(self, work: Work) -> Investigation:
        investigation = Investigation(work)
        self.investigations.append(investigation)
        copies = tuple(simulation.copy() for simulation in self.simulations)
        investigation.begin(copies if self.lends else ())
        return investigation


BenchMaker = Callable[..., Bench]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[BenchMaker]:
    """Makes a bench, which outlives the events of its test."""
    made: list[Bench] = []

    def make(*experiments: Experiment, lends: bool = True) -> Bench:
        made.append(Bench(qtbot, *experiments, lends=lends))
        return made[-1]

    yield make
    for each in made:
        each.end()


def cells(side: WeightsSide) -> list[tuple[str, ...]]:
    """The table as it is written."""
    model = side.table.model()
    return [
        tuple(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def value(text: str) -> Decimal:
    return Decimal(text.replace("−", "-"))


def one_epoch(experiment: Experiment, layer: int = 0) -> tuple[np.ndarray, np.ndarray]:
    simulation = Simulation(experiment, "numpy")
    before = simulation.parameters[f"layers.{layer}.weight"]
    simulation.run(epochs=1)
    return before, simulation.parameters[f"layers.{layer}.weight"]


def test_the_table_shows_the_start_and_the_first_epoch_and_every_row_subtracts_exactly(
    bench: BenchMaker,
) -> None:
    made = bench(MOONS)
    made.train(50)
    made.wait(0)
    rows = cells(made.panel.sides[0])
    before, after = one_epoch(MOONS)
    assert len(rows) == before.size + before.shape[1]
    for row, (first, last) in zip(rows, zip(before.ravel(), after.ravel(), strict=True), strict=False):
        texts = [value(text) for text in row[2:]]
        assert texts[1] - texts[0] == texts[2]
        decimals = {text.as_tuple().exponent for text in texts}
        assert len(decimals) == 1
        assert float(texts[0]) == pytest.approx(first, abs=1e-9)
        assert float(texts[1]) == pytest.approx(last, abs=1e-9)
    assert rows[0][:2] == ("x₁", "1")
    assert rows[-1][:2] == ("bias", "10")
    assert {row[4] for row in rows} != {"0.000"}


def test_sigmoids_first_weights_hardly_move_beside_relus(bench: BenchMaker) -> None:
    made = bench(MOONS)
    assert made.panel.bar.beside.text() == "With ReLU"
    QTest.mouseClick(made.panel.bar.beside, Qt.MouseButton.LeftButton)
    made.wait(0, 1)
    sizes = []
    for side, experiment in zip(made.panel.sides, (MOONS, RELU), strict=True):
        before, after = one_epoch(experiment)
        sizes.append(np.linalg.norm(after - before) / np.linalg.norm(before))
        assert side.change is not None
        assert side.change.size == pytest.approx(sizes[-1], rel=1e-12)
    assert sizes[1] / sizes[0] > 2000
    assert made.panel.sides[0].title.text == "sigmoid: changed by 0.00024 %"
    assert made.panel.sides[1].title.text == "ReLU: changed by 0.59 %, 2,500 times as much"
    assert all(side.picture.isVisible() and side.table.isVisible() for side in made.panel.sides)


@pytest.mark.parametrize("seed", range(3))
def test_every_number_fits_into_its_column(bench: BenchMaker, seed: int) -> None:
    made = bench(Experiment(data=RELU.data, network=RELU.network, seed=seed))
    made.wait(0)
    table = made.panel.sides[0].table
    for row in cells(made.panel.sides[0]):
        for column, text in enumerate(row):
            assert table.fontMetrics().horizontalAdvance(text) + 8 <= table.columnWidth(column)


def test_compared_runs_stand_beside_each_other(bench: BenchMaker) -> None:
    made = bench(MOONS, RELU)
    made.wait(0, 1)
    assert made.panel.bar.beside.isHidden()
    assert [side.title.text[:2] for side in made.panel.sides] == ["A,", "B,"]
    for side, experiment in zip(made.panel.sides, (MOONS, RELU), strict=True):
        assert side.change is not None
        assert np.array_equal(side.change.table.after["layers.0.weight"], one_epoch(experiment)[1])


def test_the_chosen_layer_is_shown_and_the_list_chooses_it(bench: BenchMaker) -> None:
    made = bench(SMALL)
    made.desk.selection.choose(Place(2, unit=1))
    made.wait(0)
    made.qtbot.waitUntil(lambda: len(cells(made.panel.sides[0])) == 20)
    assert made.panel.bar.layer.currentText() == "Layer 3"
    made.panel.bar.layer.setCurrentIndex(3)
    made.panel.bar.layer.activated.emit(3)
    assert made.desk.selection.place == Place(3)
    assert len(cells(made.panel.sides[0])) == 5
    assert made.panel.bar.layer.currentText() == "Output"


def test_now_is_the_moment_on_screen_and_needs_no_copy(bench: BenchMaker) -> None:
    made = bench(SMALL)
    _choose_moments(made.panel.bar, START, NOW)
    made.investigations.clear()
    made.train(40)
    snapshot = made.frame.snapshots[0]
    made.wait_for(snapshot.parameters["layers.0.weight"])
    change = made.panel.sides[0].change
    assert change is not None
    assert np.array_equal(change.table.before["layers.0.weight"], snapshot.start["layers.0.weight"])
    assert not made.investigations


def test_a_moment_can_be_kept_and_compared_with_later(bench: BenchMaker) -> None:
    made = bench(SMALL)
    made.train(30)
    kept = made.frame.snapshots[0].parameters["layers.0.weight"]
    QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    made.train(30)
    _choose_moments(made.panel.bar, Moment("kept", 30), NOW)
    change = made.panel.sides[0].change
    assert change is not None
    assert np.array_equal(change.table.before["layers.0.weight"], kept)
    assert made.panel.bar.before.currentText() == "step 30"


def test_kept_weights_stay_their_networks_where_another_is_removed(bench: BenchMaker) -> None:
    made = bench(SMALL, with_function(SMALL, "relu"), with_function(SMALL, "tanh"))
    made.train(30)
    kept = made.frame.snapshots[2].parameters["layers.0.weight"]
    QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    _choose_moments(made.panel.bar, Moment("kept", 30), NOW)
    made.desk.selection.follow(Moved((0, 2)))
    made.simulations.pop(1)
    made.train(30)

    def shows_kept() -> bool:
        change = made.panel.sides[1].change
        return change is not None and np.array_equal(change.table.before["layers.0.weight"], kept)

    made.qtbot.waitUntil(shows_kept)
    made.desk.selection.follow(Moved((0, None, 1)))
    made.simulations.insert(1, Simulation(SMALL, "numpy"))
    made.show()
    assert made.panel.sides[1].message.text() == NOT_THERE


def test_it_says_why_a_moment_is_not_kept(bench: BenchMaker) -> None:
    made = bench(SMALL)
    for _ in range(MOST_KEPT):
        made.train(1)
        QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    assert made.panel.words.text() == f"Step {MOST_KEPT} is kept already."
    made.train(1)
    QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    assert "no room for more" in made.panel.words.text()


def test_a_moment_of_the_timeline_is_named_by_its_step(bench: BenchMaker) -> None:
    made = bench(SMALL)
    _choose_moments(made.panel.bar, START, NOW)
    made.train(17)
    assert made.panel.bar.after.currentText() == "now"
    made.panel.show_text(replace(made.frame, moment=17))
    assert made.panel.bar.after.currentText() == "step 17"
    assert made.panel.bar.moments == (START, NOW)
    made.panel.show_text(made.frame)
    assert made.panel.bar.after.currentText() == "now"


def test_a_copy_beside_is_trained_to_the_step_on_screen(bench: BenchMaker) -> None:
    made = bench(SMALL)
    made.train(33)
    _choose_moments(made.panel.bar, EPOCH, NOW)
    QTest.mouseClick(made.panel.bar.beside, Qt.MouseButton.LeftButton)
    made.wait(0, 1)
    twin = Simulation(Experiment(network=Network.uniform(3, 4, activation="relu")), "numpy")
    twin.run(epochs=1)
    epoch = twin.parameters["layers.0.weight"]
    twin.run(steps=33 - twin.step)
    change = made.panel.sides[1].change
    assert change is not None
    assert np.array_equal(change.table.before["layers.0.weight"], epoch)
    assert np.array_equal(change.table.after["layers.0.weight"], twin.parameters["layers.0.weight"])
    assert made.panel.sides[1].title.text.startswith("ReLU, step 33: ")


def test_rows_are_ordered_by_the_numbers_themselves_and_stay_so(bench: BenchMaker) -> None:
    made = bench(SMALL)
    _choose_moments(made.panel.bar, START, NOW)
    made.train(20)
    table = made.panel.sides[0].table
    table.sortByColumn(HEADINGS.index("change"), Qt.SortOrder.DescendingOrder)
    for _ in range(2):
        changes = [value(row[4]) for row in cells(made.panel.sides[0])]
        assert changes == sorted(changes, reverse=True)
        made.train(50)
        made.wait_for(made.frame.snapshots[0].parameters["layers.0.weight"])
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert cells(made.panel.sides[0])[0][:2] == ("x₁", "1")


def test_chosen_rows_are_copied_with_numbers_that_spreadsheets_read(bench: BenchMaker) -> None:
    made = bench(SMALL)
    made.wait(0)
    table = made.panel.sides[0].table
    made.panel.bar.tables.click()
    with made.qtbot.waitActive(made.panel):  # a key of a window that is not active goes nowhere
        made.panel.activateWindow()
    table.setFocus()
    table.selectRow(2)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    made.qtbot.waitUntil(lambda: QGuiApplication.clipboard().text().startswith("from\t"))
    heading, line = QGuiApplication.clipboard().text().splitlines()
    assert heading.split("\t") == list(HEADINGS)
    assert line.split("\t")[0] == "x₁"
    assert [Decimal(text) for text in line.split("\t")[2:]] == [
        value(text) for text in cells(made.panel.sides[0])[2][2:]
    ]
    assert made.panel.words.text() == "1 row is on the clipboard."
    table.clearSelection()
    QTest.mouseClick(made.panel.bar.copy, Qt.MouseButton.LeftButton)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 1 + 12
    assert made.panel.words.text() == "12 rows are on the clipboard."


def test_the_table_is_exported_whole_in_its_order(bench: BenchMaker, tmp_path: Path) -> None:
    made = bench(SMALL)
    made.wait(0)
    side = made.panel.sides[0]
    side.table.sortByColumn(4, Qt.SortOrder.AscendingOrder)
    path = tmp_path / "weights.csv"
    made.panel.export_to(str(path))
    made.qtbot.waitUntil(lambda: made.panel.words.text() == "weights.csv is written, 12 rows.")
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [Decimal(row["change"]) for row in rows] == [value(row[4]) for row in cells(side)]
    assert all(Decimal(r["after"]) - Decimal(r["before"]) == Decimal(r["change"]) for r in rows)
    made.panel.export_to(str(tmp_path / "nowhere" / "weights.csv"))
    made.qtbot.waitUntil(lambda: "does not exist" in made.panel.words.text())


def test_the_pictures_say_their_scales(bench: BenchMaker) -> None:
    made = bench(MOONS)
    made.wait(0)
    before, after = one_epoch(MOONS)
    largest = max(np.abs(before).max(), np.abs(after).max())
    change = np.abs(after - before).max()
    side = made.panel.sides[0]
    assert side.picture.captions == (
        f"before ±{largest:.2f}",
        f"after ±{largest:.2f}",
        f"change ±{change:.1e}".replace("-", "−"),
    )
    assert side.change is not None
    assert (side.change.before.image.width(), side.change.before.image.height()) == (2, 10)
    strongest = np.unravel_index(np.abs(after - before).argmax(), before.shape)
    pixel = side.change.change.image.pixelColor(int(strongest[0]), int(strongest[1]))
    is_orange = (after - before)[strongest] > 0
    assert (pixel.red() > pixel.blue()) == is_orange


def test_a_large_layer_is_compared_beside_the_window(bench: BenchMaker) -> None:
    made = bench(Experiment(network=Network.uniform(2, 600)))
    _choose_moments(made.panel.bar, START, NOW)
    made.desk.selection.choose(Place(1))
    side = made.panel.sides[0]
    assert side.is_busy
    made.qtbot.waitUntil(lambda: side.model.rowCount() == 600 * 601, timeout=20_000)
    row = cells_of(side, 600 * 600 + 5)
    assert row[:2] == ("bias", "6")
    made.wait(0)
    assert side.change is not None
    assert side.change.before.image.width() == 256


def cells_of(side: WeightsSide, row: int) -> tuple[str, ...]:
    return tuple(str(side.model.index(row, column).data()) for column in range(5))


def test_a_stopped_copy_is_not_trained_again_until_asked_for(bench: BenchMaker) -> None:
    made = bench(SMALL)
    made.qtbot.waitUntil(lambda: bool(made.investigations))
    made.panel.rehearsals.give_up()
    made.show()
    if made.panel.sides[0].change is None:  # it may have been quicker
        assert made.panel.sides[0].message.text() == NOT_TRAINED
        count = len(made.investigations)
        made.show()
        assert len(made.investigations) == count
    made.panel.bar.asked.emit()
    made.wait(0)


def test_without_a_network_to_copy_it_says_so(bench: BenchMaker) -> None:
    made = bench(SMALL, lends=False)
    made.qtbot.waitUntil(lambda: bool(made.panel.rehearsals.failure))
    assert "no network" in made.panel.sides[0].message.text()


def test_a_moment_of_another_width_is_not_compared(bench: BenchMaker) -> None:
    made = bench(SMALL)
    QTest.mouseClick(made.panel.bar.keep, Qt.MouseButton.LeftButton)
    made.simulations[0].reconfigure(Experiment(network=Network.uniform(3, 6)))
    made.show()
    _choose_moments(made.panel.bar, Moment("kept", 0), NOW)
    assert made.panel.sides[0].message.text() == OTHER_SIZE
    assert cells(made.panel.sides[0]) == []


def test_a_large_network_is_not_copied_unasked(bench: BenchMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vgviz.views.weights.subjects.MOST_UNASKED", 10)
    made = bench(SMALL)
    made.qtbot.waitUntil(lambda: made.panel.sides[0].message.text() == TOO_LARGE)
    assert not made.investigations


@pytest.mark.parametrize("size", [(350, 200), (350, 900), (1200, 300)])
def test_any_size_theme_and_network_can_be_shown(bench: BenchMaker, size: tuple[int, int]) -> None:
    made = bench(Experiment(network=Network.uniform(1, 1)))
    _choose_moments(made.panel.bar, START, NOW)
    made.panel.resize(*size)
    made.panel.set_theme(LIGHT)
    assert not made.panel.grab().isNull()
    tall = size[1] >= 330
    assert made.panel.sides[0].table.isVisible() == tall


@pytest.mark.parametrize(("width", "rows"), [(280, 3), (700, 2)])
def test_in_a_narrow_panel_nothing_that_is_chosen_is_cut(qtbot: QtBot, width: int, rows: int) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    bar = WeightsBar(DARK, place)
    bar.offer_beside("relu", shown=False)
    bar.show_layers(9, 0)
    bar.resize(width, 200)
    place.show()
    parts = (bar.layer, bar.before, bar.after, bar.keep, bar.pictures, bar.tables, bar.beside, bar.export)
    qtbot.waitUntil(lambda: all(part.width() >= part.sizeHint().width() for part in parts))
    assert all(part.geometry().left() >= 0 and part.geometry().right() < width for part in parts)
    heights = sorted(part.geometry().center().y() for part in parts)
    assert 1 + sum(below - above > 10 for above, below in pairwise(heights)) == rows
