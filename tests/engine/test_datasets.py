"""Data sets: split by class, standardized by the training part, the same from the same seed."""

import subprocess
import sys
from dataclasses import FrozenInstanceError
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.engine import measured_data
from vgviz.engine.datasets import Dataset, dataset_from_arrays, essence, load_dataset
from vgviz.experiment import Data, ExperimentError

RAW = Data(standardize=False)
EVERYTHING = Data(standardize=False, test_fraction=0.0)
DRAWN = ("moons", "circles", "xor", "spirals", "blobs", "checkerboard", "parity", "noise")
CURVES = ("wave", "surface")
MEASURED = {
    "digits": (1797, 64, 10),
    "iris": (150, 4, 3),
    "wine": (178, 13, 3),
    "breast_cancer": (569, 30, 2),
}


def sorted_rows(x: Any) -> Any:
    return x[np.lexsort(x.T)]


def assert_same(left: Dataset, right: Dataset) -> None:
    for name in ("x_train", "y_train", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(left, name), getattr(right, name))


@pytest.mark.parametrize("source", [*DRAWN, "digits"])
def test_arrays_have_the_promised_types_and_shapes(source: str) -> None:
    dataset = load_dataset(Data(source=source, samples=200), 0)
    assert dataset.task == "classification"
    assert (len(dataset.x_train), len(dataset.x_test)) == (150, 50)
    assert (len(dataset.y_train), len(dataset.y_test)) == (150, 50)
    for x in (dataset.x_train, dataset.x_test):
        assert x.dtype == np.float64
        assert x.flags.c_contiguous
        assert x.shape[1] == dataset.features == len(dataset.feature_names)
    assert dataset.y_train.dtype == dataset.y_test.dtype == np.int64
    assert dataset.targets == len(dataset.class_names) == (10 if source == "digits" else 2)
    assert dataset.remarks == ()


def test_a_dataset_is_frozen() -> None:
    dataset: Any = load_dataset(Data(), 0)
    with pytest.raises(FrozenInstanceError):
        dataset.task = "regression"


@pytest.mark.parametrize("source", [*DRAWN, *CURVES, "digits", "iris"])
def test_the_same_seed_gives_the_same_data_and_another_seed_other_data(source: str) -> None:
    data = Data(source=source)
    assert_same(load_dataset(data, 3), load_dataset(data, 3))
    assert not np.array_equal(load_dataset(data, 3).x_train, load_dataset(data, 4).x_train)


def test_a_larger_test_part_takes_over_the_smaller_one() -> None:
    small, large = (load_dataset(Data(test_fraction=f, standardize=False), 0) for f in (0.1, 0.5))
    assert {*map(tuple, small.x_test)} < {*map(tuple, large.x_test)}
    np.testing.assert_array_equal(
        sorted_rows(np.vstack((small.x_train, small.x_test))),
        sorted_rows(np.vstack((large.x_train, large.x_test))),
    )


def test_the_first_samples_are_of_both_classes() -> None:
    assert 8 <= load_dataset(Data(), 0).y_train[:32].sum() <= 24


def test_without_a_test_fraction_the_test_part_is_empty() -> None:
    dataset = load_dataset(Data(test_fraction=0), 0)
    assert dataset.x_train.shape == (1000, 2)
    assert dataset.x_test.shape == (0, 2)
    assert dataset.y_test.shape == (0,)


@given(
    sizes=st.lists(st.integers(1, 40), min_size=2, max_size=6),
    fraction=st.floats(0.0, 0.9),
    seed=st.integers(0, 2**63 - 1),
)
def test_classes_keep_their_shares_and_never_lose_all_their_samples(
    sizes: list[int], fraction: float, seed: int
) -> None:
    y = np.repeat(np.arange(len(sizes)), sizes)
    x = np.arange(y.size, dtype=float)[:, None]
    dataset = dataset_from_arrays(x, y, Data(test_fraction=fraction, standardize=False), seed)
    train, test = (np.bincount(part, minlength=len(sizes)) for part in (dataset.y_train, dataset.y_test))
    np.testing.assert_array_equal(train + test, sizes)
    assert (train >= 1).all()
    assert (np.abs(test - np.minimum(np.array(sizes) * fraction, np.array(sizes) - 1)) <= 1).all()
    rows = np.concatenate((dataset.x_train, dataset.x_test))[:, 0].astype(int)
    np.testing.assert_array_equal(np.sort(rows), np.arange(y.size))
    np.testing.assert_array_equal(np.concatenate((dataset.y_train, dataset.y_test)), y[rows])


@given(
    st.lists(st.lists(st.floats(-1e300, 1e300), min_size=3, max_size=3), min_size=4, max_size=30),
    st.floats(1e-300, 1e300),
)
def test_standardizing_brings_the_training_part_to_mean_0_and_deviation_1(
    rows: list[list[float]], scale: float
) -> None:
    x = np.array(rows) / 1e300 * scale
    y = np.arange(len(x)) % 2
    plain, standard = (dataset_from_arrays(x, y, data, 0).x_train for data in (RAW, Data()))
    varies = np.ptp(plain, axis=0) > 1e-6 * np.abs(plain).max(axis=0)
    np.testing.assert_allclose(standard[:, varies].mean(axis=0), 0.0, atol=1e-9)
    np.testing.assert_allclose(standard[:, varies].std(axis=0), 1.0, rtol=1e-9)
    assert np.isfinite(standard).all()
    assert (standard[:, np.ptp(plain, axis=0) == 0] == 0).all()


def test_the_test_part_is_standardized_by_the_training_part() -> None:
    plain, standard = load_dataset(RAW, 0), load_dataset(Data(), 0)
    mean, deviation = plain.x_train.mean(axis=0), plain.x_train.std(axis=0)
    np.testing.assert_allclose(standard.x_test, (plain.x_test - mean) / deviation, rtol=1e-14)


def test_a_test_sample_too_far_out_for_any_number_becomes_infinite() -> None:
    x = np.random.default_rng(0).normal(0.0, 1e-300, (20, 1))
    x[0] = 1e300
    parts = [dataset_from_arrays(x, np.arange(20) % 2, Data(), seed) for seed in range(8)]
    assert all(np.isfinite(part.x_train).all() for part in parts)
    assert any(np.isposinf(part.x_test).any() for part in parts)


@pytest.mark.parametrize("value", [0.1, -3.0, 1e308, 5e-324])
def test_a_constant_column_becomes_0_and_is_remarked(value: float) -> None:
    x = np.column_stack((np.arange(10.0), np.full(10, value)))
    dataset = dataset_from_arrays(x, np.arange(10) % 2, Data(), 0)
    assert (dataset.x_train[:, 1] == 0).all()
    assert (dataset.x_test[:, 1] == 0).all()
    assert dataset.remarks == ("Column “x₂” has one value only, so nothing can be learned from it.",)


def test_a_column_that_varies_only_in_the_test_part_becomes_0_there_too() -> None:
    y = np.arange(20) % 2
    odd = dataset_from_arrays(np.arange(20.0)[:, None], y, RAW, 0).x_test[0, 0]
    x = np.column_stack((np.arange(20.0), np.arange(20) == odd))
    dataset = dataset_from_arrays(x, y, Data(), 0)
    assert (dataset.x_test[:, 1] == 0).all()


def test_many_constant_columns_make_one_sentence() -> None:
    dataset = dataset_from_arrays(np.ones((4, 5)), [0, 1, 0, 1], RAW, 0)
    (remark,) = dataset.remarks
    assert remark == "5 columns have one value only, so they teach nothing: “x₁”, “x₂”, “x₃” and 2 more."
    assert (dataset.x_train == 1).all()


def test_arrays_are_copied() -> None:
    x = np.arange(8.0).reshape(4, 2)
    dataset_from_arrays(x, [0, 1, 0, 1], Data(), 0)
    np.testing.assert_array_equal(x, np.arange(8.0).reshape(4, 2))


def test_column_major_arrays_come_out_row_major() -> None:
    x = np.asfortranarray(np.arange(20.0).reshape(10, 2))
    assert dataset_from_arrays(x, np.arange(10) % 2, Data(), 0).x_train.flags.c_contiguous


@pytest.mark.parametrize(
    ("labels", "classes", "expected"), [([0, 1, 0, 1], 2, 2), ([0, 3, 0, 1], 2, 4), ([0, 1, 0, 1], 3, 3)]
)
def test_classes_of_arrays_are_those_of_the_record_and_of_the_labels(
    labels: list[int], classes: int, expected: int
) -> None:
    dataset = dataset_from_arrays(np.eye(4), labels, Data(classes=classes), 0)
    assert dataset.targets == expected


def test_classes_without_samples_are_remarked() -> None:
    x = np.arange(4.0)[:, None]
    assert dataset_from_arrays(x, [0, 3, 0, 1], Data(), 0).remarks == ("Class 2 has no samples.",)
    remarks = dataset_from_arrays(x, [0, 1, 0, 1], Data(classes=9), 0).remarks
    assert remarks == ("Classes 2, 3, 4 and 4 more have no samples.",)


def test_targets_of_two_dimensions_are_a_regression() -> None:
    y = np.arange(30.0).reshape(10, 3)
    dataset = dataset_from_arrays(np.arange(10.0)[:, None], y, EVERYTHING, 0)
    assert (dataset.task, dataset.targets, dataset.class_names) == ("regression", 3, ())
    np.testing.assert_array_equal(dataset.y_train, y[dataset.x_train[:, 0].astype(int)])


def test_the_only_samples_of_their_classes_are_kept_for_training() -> None:
    dataset = dataset_from_arrays([[1.0], [2.0]], [0, 1], Data(test_fraction=0.9), 0)
    assert (len(dataset.x_train), len(dataset.x_test)) == (2, 0)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        ([1.0, 2.0], [0, 1], "x got float64 of shape (2,)"),
        ([["a"], ["b"]], [0, 1], "takes real numbers"),
        (np.empty((0, 2)), [], "x got float64 of shape (0, 2)"),
        ([[1.0], [np.nan]], [0, 1], "x[1, 0] is nan"),
        ([[1.0], [np.inf]], [0, 1], "x[1, 0] is inf"),
        ([[1.0], [2.0]], [0, 1, 0], "2 rows in x but 3 in y"),
        ([[1.0], [2.0]], [0.0, 1.0], "y got float64 of shape (2,)"),
        ([[1.0], [2.0]], [0, -1], "labels from -1 to 0"),
        ([[1.0], [2.0]], [[0.5], [np.nan]], "y[1, 0] is nan"),
        ([[1j], [2.0]], [0, 1], "x got complex128"),
        ([[1.0], [2.0, 3.0]], [0, 1], "data: x: got no array"),
        ([[1.0], [2.0]], [[0.0], [1.0, 2.0]], "data: y: got no array"),
        ([[1.0], [2.0], [3.0]], [1, 1, 1], "y got 1 for all 3 samples, takes labels of two classes"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(x: Any, y: Any, words: str) -> None:
    with pytest.raises(ExperimentError, match=r"^data: ") as caught:
        dataset_from_arrays(x, y, Data(), 0)
    assert words in str(caught.value)


@pytest.mark.parametrize("source", ["spirals", "blobs", "noise"])
def test_fewer_samples_than_classes_are_refused(source: str) -> None:
    with pytest.raises(ExperimentError, match=r"^data\.samples: got 3, takes at least 5"):
        load_dataset(Data(source=source, samples=3, classes=5), 0)


@pytest.mark.parametrize("source", CURVES)
def test_curves_are_regressions_of_one_target_that_is_never_standardized(source: str) -> None:
    dataset = load_dataset(Data(source, noise=0.0), 0)
    assert (dataset.task, dataset.targets) == ("regression", 1)
    assert (dataset.target_names, dataset.class_names) == (("y",), ())
    assert dataset.y_train.shape == (750, 1)
    assert dataset.y_train.dtype == np.float64
    assert dataset.y_train.flags.c_contiguous
    assert 0.95 < np.abs(dataset.y_train).max() <= 1.0


@pytest.mark.parametrize(("source", "shape"), MEASURED.items())
def test_measured_data_are_scikit_learns(source: str, shape: tuple[int, int, int]) -> None:
    from sklearn import datasets

    bunch = getattr(datasets, f"load_{source}")()
    loaded = load_dataset(Data(source, 5000, noise=0.0, test_fraction=0.0, standardize=False), 0)
    assert (*loaded.x_train.shape, loaded.targets) == shape
    known = sorted((*row, label) for row, label in zip(bunch.data.tolist(), bunch.target, strict=True))
    assert (
        sorted((*row, label) for row, label in zip(loaded.x_train.tolist(), loaded.y_train, strict=True))
        == known
    )


def test_measured_data_carry_their_own_names() -> None:
    iris, tumours = (load_dataset(Data(source), 0) for source in ("iris", "breast_cancer"))
    assert iris.class_names == ("setosa", "versicolor", "virginica")
    assert iris.feature_names[0] == "sepal length (cm)"
    assert tumours.class_names == ("malignant", "benign")


def test_loading_measured_data_leaves_the_table_itself_alone() -> None:
    first = load_dataset(Data("iris"), 0)
    with pytest.raises(ValueError, match="read-only"):
        first.x_train[...] = 7.0
    np.testing.assert_array_equal(load_dataset(Data("iris"), 0).x_train, first.x_train)


@pytest.mark.parametrize("source", DATA_SOURCES)
def test_fields_that_a_source_ignores_change_nothing(source: str) -> None:
    entry = DATA_SOURCES[source]
    if entry.is_file:
        return
    changes = {"samples": 300, "features": 5, "classes": 4, "noise": 0.5, "target": 1, "header": True}
    data = Data(source)
    for field, value in changes.items():
        changed = replace(data, **{field: value})
        same = field not in entry.uses
        assert (essence(changed) == essence(data)) is same
        first, second = load_dataset(data, 0), load_dataset(changed, 0)
        assert (first.fingerprint == second.fingerprint) is same


def test_the_fingerprint_tells_samples_and_their_order_apart() -> None:
    x, y = np.arange(20.0).reshape(10, 2), np.arange(10) % 2
    plain = dataset_from_arrays(x, y, Data(), 0).fingerprint
    assert dataset_from_arrays(x.copy(), y.copy(), Data(), 0).fingerprint == plain
    others = [(x + 1e-9, y, 0), (x, 1 - y, 0), (x, y, 1)]
    for other_x, other_y, seed in others:
        assert dataset_from_arrays(other_x, other_y, Data(), seed).fingerprint != plain


def test_digits_are_scikit_learns_all_of_them_or_a_balanced_choice() -> None:
    from sklearn.datasets import load_digits

    x, y = load_digits(return_X_y=True)
    data = Data("digits", samples=5000, noise=0.0, test_fraction=0.0, standardize=False)
    everything = load_dataset(data, 0)
    np.testing.assert_array_equal(sorted_rows(everything.x_train), sorted_rows(x))
    some = load_dataset(Data("digits", samples=100, noise=0.0, test_fraction=0.0, standardize=False), 0)
    np.testing.assert_array_equal(np.bincount(some.y_train), 10)
    known = {(*row, label) for row, label in zip(map(tuple, x), y, strict=True)}
    assert {(*row, label) for row, label in zip(map(tuple, some.x_train), some.y_train, strict=True)} <= known


def test_digits_take_noise_in_units_of_each_pixels_deviation() -> None:
    choices: dict[str, Any] = {"samples": 1797, "test_fraction": 0.0, "standardize": False}
    still = load_dataset(Data("digits", noise=0.0, **choices), 0)
    moved = load_dataset(Data("digits", noise=0.5, **choices), 0)
    shift = (moved.x_train - still.x_train).std(axis=0)
    np.testing.assert_allclose(shift, 0.5 * still.x_train.std(axis=0), rtol=0.1)


def test_a_csv_file_becomes_a_dataset_with_its_remarks(tmp_path: Path) -> None:
    path = tmp_path / "flowers.csv"
    path.write_text("kind,width,same\n" + "red,1,7\nblue,3,7\n" * 10 + "red,,7\n")
    dataset = load_dataset(Data("csv", path=str(path), target="kind"), 0)
    assert dataset.feature_names == ("width", "same")
    assert dataset.class_names == ("blue", "red")
    assert (len(dataset.y_train), len(dataset.y_test)) == (15, 5)
    np.testing.assert_array_equal(dataset.x_train[:, 0] < 0, dataset.y_train == 1)
    assert len(dataset.remarks) == 2
    headless = Data("csv", path=str(path), target=0, header=False)
    assert load_dataset(headless, 0).feature_names == ("column 2", "column 3")


@pytest.mark.parametrize("source", ["moons", *MEASURED])
def test_neither_scikit_learn_nor_qt_is_imported_for_any_data(source: str) -> None:
    program = (
        "import sys; from vgviz.engine.datasets import load_dataset; from vgviz.experiment import Data; "
        f"load_dataset(Data({source!r}), 0); print({{'sklearn', 'PySide6', 'pyarrow'}} & {{*sys.modules}})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_measured_data_without_scikit_learn_are_refused_with_the_way_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    measured_data._table.cache_clear()
    monkeypatch.setattr(measured_data, "find_spec", lambda _: None)
    with pytest.raises(ExperimentError, match=r"^data\.source: .*pip install scikit-learn"):
        load_dataset(Data("wine"), 0)
