"""Before and after: what is shown subtracts exactly."""

import csv
from decimal import localcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from vgviz import Experiment, ExperimentError, Network, Simulation
from vgviz.analysis import weight_change
from vgviz.whole_file import ExportError

finite = st.floats(allow_nan=False, allow_infinity=False)


@given(arrays.arrays(np.float64, (2, 3, 2), elements=finite))
def test_what_is_shown_subtracts_exactly_with_common_decimals(values: Any) -> None:
    table = weight_change({"w": values[0]}, {"w": values[1]})
    for row in table:
        texts = [f"{number:f}" for number in (row.shown_before, row.shown_after, row.shown_change)]
        assert len({len(text.partition(".")[2]) for text in texts}) == 1
        assert not any(text.startswith("-") and not text.strip("-0.") for text in texts)
        with localcontext(prec=700):
            assert row.shown_after - row.shown_before == row.shown_change


def test_a_change_has_three_digits_and_is_right_to_one_in_the_last() -> None:
    generator = np.random.default_rng(0)
    before = generator.standard_normal((10, 10))
    after = before + 1e-7 * generator.standard_normal((10, 10))
    table = weight_change({"w": before}, {"w": after})
    assert table.decimals["w"] in (9, 10)
    for row in table:
        assert row.shown_before + row.shown_change == row.shown_after
        assert abs(float(row.shown_change) - row.change) <= 10.0 ** -table.decimals["w"]
        assert row.change == after[row.index] - before[row.index]


def test_snapshots_and_parameters_give_the_same_table() -> None:
    simulation = Simulation(Experiment(), "numpy")
    first, start = simulation.snapshot(), simulation.parameters
    simulation.run(epochs=1)
    table = weight_change(first, simulation.snapshot())
    other = weight_change(start, simulation.parameters)
    assert table.rows == other.rows
    assert len(table) == sum(value.size for value in start.values())
    np.testing.assert_array_equal(
        table.change["layers.8.bias"], simulation.parameters["layers.8.bias"] - start["layers.8.bias"]
    )


def test_relu_moves_its_first_weights_by_orders_more_than_sigmoid() -> None:
    moved = {}
    for activation in ("sigmoid", "relu"):
        simulation = Simulation(Experiment(network=Network.uniform(activation=activation)), "numpy")
        before = simulation.parameters
        simulation.run(epochs=1)
        moved[activation] = weight_change(before, simulation.parameters).relative_change["layers.0.weight"]
    assert moved["relu"] > 100 * moved["sigmoid"] > 0.0


def test_rows_are_sorted_by_any_column() -> None:
    before = {"w": np.array([[3.0, 1.0], [2.0, 5.0]]), "b": np.array([0.0, 9.0])}
    after = {"w": np.array([[0.0, 1.5], [2.0, 5.25]]), "b": np.array([-1.0, 11.0])}
    table = weight_change(before, after)
    assert [row.change for row in table.sorted_by("change")] == [-3.0, -1.0, 0.0, 0.25, 0.5, 2.0]
    largest = table.sorted_by("size", descending=True)
    assert [row.change for row in largest] == [-3.0, 2.0, -1.0, 0.5, 0.25, 0.0]
    assert [row.before for row in table.sorted_by("before")] == [0.0, 1.0, 2.0, 3.0, 5.0, 9.0]
    assert largest.sorted_by("parameter").rows == table.rows
    assert (largest[1].name, largest[1].index) == ("b", (1,))


def test_a_csv_file_holds_what_is_shown(tmp_path: Path) -> None:
    before = {"w": np.array([[0.5, -0.25]]), "b": np.array([1.0])}
    after = {"w": np.array([[0.625, 0.0]]), "b": np.array([0.5])}
    path = tmp_path / "change.csv"
    weight_change(before, after).to_csv(path)
    assert list(csv.reader(path.read_text(encoding="utf-8").splitlines())) == [
        ["parameter", "row", "column", "before", "after", "change"],
        ["w", "0", "0", "0.500", "0.625", "0.125"],
        ["w", "0", "1", "-0.250", "0.000", "0.250"],
        ["b", "", "0", "1.000", "0.500", "-0.500"],
    ]


def test_a_file_that_cannot_be_written_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    table = weight_change({"w": [1.0]}, {"w": [2.0]})
    with pytest.raises(ExportError, match="does not exist"):
        table.to_csv(tmp_path / "nowhere" / "change.csv")
    with pytest.raises(ExportError, match="is a folder"):
        table.to_csv(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_halfway_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "change.csv"
    path.write_text("old", encoding="utf-8")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportError, match="no room left"):
        weight_change({"w": [1.0]}, {"w": [2.0]}).to_csv(path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["change.csv"]
    assert path.read_text(encoding="utf-8") == "old"


def test_what_is_not_finite_is_shown_as_it_is() -> None:
    infinite, unknown, same = weight_change({"w": [1.0, np.nan, np.inf]}, {"w": [np.inf, 1.0, np.inf]}).rows
    assert (str(infinite.shown_after), str(infinite.shown_change)) == ("Infinity", "Infinity")
    assert unknown.shown_change.is_nan()
    assert same.shown_change.is_nan()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({"w": [1.0]}, {"v": [1.0]}, "is in one of the two only"),
        ({"w": [1.0]}, {"w": [1.0, 2.0]}, r"w has shapes \(1,\) and \(2,\)"),
        ({}, {}, "before: got dict"),
        (3, {}, "before: got int"),
    ],
)
def test_what_cannot_be_compared_is_refused(before: Any, after: Any, words: str) -> None:
    with pytest.raises(ExperimentError, match=words):
        weight_change(before, after)
    snapshot = Simulation(Experiment(), "numpy").snapshot().figures()
    with pytest.raises(ExperimentError, match="before: got one without parameters"):
        weight_change(snapshot, snapshot)


def test_it_says_in_a_line_what_it_is() -> None:
    table = weight_change({"w": np.ones((2, 2))}, {"w": np.full((2, 2), 1.5)})
    assert repr(table) == "WeightChange(4 rows, relative change w: 0.5)"
