"""Synthetic data: shapes that hold without noise, equal classes, noise that only moves points."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.engine.generators import GENERATORS, FloatArray, rank_in_class
from vgviz.engine.measured_data import MEASURED
from vgviz.experiment import Data

CURVES = ("wave", "surface")
SOURCES = sorted(set(GENERATORS) - set(CURVES))
BLURRED = sorted(set(SOURCES) - {"noise"})


def drawn(source: str, seed: int = 0, **fields: Any) -> Any:
    data = Data(source=source, **{"noise": 0.0, "samples": 200, **fields})
    return GENERATORS[source](data, np.random.default_rng(seed))


def radius(x: FloatArray) -> FloatArray:
    return np.hypot(x[:, 0], x[:, 1])


def test_every_drawn_source_of_the_catalogue_has_a_generator() -> None:
    files = {name for name, source in DATA_SOURCES.items() if source.is_file}
    assert set(GENERATORS) == set(DATA_SOURCES) - files - set(MEASURED)


@pytest.mark.parametrize("source", SOURCES)
@given(samples=st.integers(5, 300), classes=st.integers(2, 5), seed=st.integers(0, 99))
def test_class_sizes_differ_by_at_most_one(source: str, samples: int, classes: int, seed: int) -> None:
    x, y = drawn(source, seed, samples=samples, classes=classes, noise=0.3)
    expected = classes if "classes" in DATA_SOURCES[source].uses else 2
    sizes = np.bincount(y, minlength=expected)
    assert sizes.size == expected
    assert np.ptp(sizes) <= 1
    assert x.shape == (samples, 2)
    assert np.isfinite(x).all()


@pytest.mark.parametrize("source", SOURCES)
def test_noise_moves_each_point_along_a_straight_line(source: str) -> None:
    still, labels = drawn(source)
    one, _ = drawn(source, noise=0.1)
    three, same_labels = drawn(source, noise=0.3)
    np.testing.assert_allclose(three - still, 3.0 * (one - still), atol=1e-12)
    np.testing.assert_array_equal(labels, same_labels)


@pytest.mark.parametrize("source", BLURRED)
def test_noise_is_gaussian_with_its_deviation(source: str) -> None:
    still, _ = drawn(source, samples=20_000)
    moved, _ = drawn(source, samples=20_000, noise=0.5)
    shift = moved - still
    np.testing.assert_allclose(shift.std(axis=0), 0.5, rtol=0.03)
    np.testing.assert_allclose(shift.mean(axis=0), 0.0, atol=0.02)
    assert np.mean(np.abs(shift) < 0.5) == pytest.approx(0.683, abs=0.01)


@pytest.mark.parametrize("samples", [2, 3, 100, 101])
def test_moons_are_those_of_scikit_learn(samples: int) -> None:
    from sklearn.datasets import make_moons

    x, y = drawn("moons", samples=samples)
    expected_x, expected_y = make_moons(samples, shuffle=False)
    np.testing.assert_array_equal(x, expected_x)
    np.testing.assert_array_equal(y, expected_y)


def test_circles_are_two_rings_around_the_origin() -> None:
    x, y = drawn("circles")
    np.testing.assert_allclose(radius(x)[y == 0], 1.0)
    np.testing.assert_allclose(radius(x)[y == 1], 0.5)
    np.testing.assert_allclose([x[y == k].mean(axis=0) for k in (0, 1)], 0.0, atol=1e-12)


def test_xor_is_the_sign_of_the_product_in_all_four_quadrants() -> None:
    x, y = drawn("xor")
    np.testing.assert_array_equal(y, (x[:, 0] * x[:, 1] < 0).astype(int))
    quadrants = np.bincount(2 * (x[:, 0] > 0) + (x[:, 1] > 0))
    np.testing.assert_array_equal(quadrants, 50)
    assert np.abs(x).max() <= 1.0


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_spiral_arms_are_turned_copies_of_the_first(classes: int) -> None:
    x, y = drawn("spirals", samples=50 * classes, classes=classes)
    points = x[:, 0] + 1j * x[:, 1]
    for arm in range(classes):
        turned = points[y == 0] * np.exp(2j * np.pi * arm / classes)
        np.testing.assert_allclose(points[y == arm], turned, atol=1e-12)
    assert radius(x).max() == pytest.approx(2.0)


def test_checkerboard_squares_differ_from_their_neighbours() -> None:
    x, y = drawn("checkerboard", samples=1600)
    square = np.floor(x).astype(int)
    np.testing.assert_array_equal(square.sum(axis=1) % 2 == y[0], y == y[0])
    counts = np.unique(square, axis=0, return_counts=True)[1]
    np.testing.assert_array_equal(counts, [100] * 16)
    assert square.min() == -2
    assert square.max() == 1


@pytest.mark.parametrize(("features", "classes"), [(1, 2), (2, 2), (2, 10), (3, 20), (500, 50)])
def test_blobs_have_centres_that_keep_apart(features: int, classes: int) -> None:
    for seed in range(20):
        x, y = drawn("blobs", seed, samples=classes, features=features, classes=classes)
        assert x.shape == (classes, features)
        assert np.abs(x).max() <= 1.0
        gaps = np.linalg.norm(x[:, None] - x[None], axis=2) + 1e9 * np.eye(classes)
        # What a grid of equal cells would give is about 2 / classes ** (1 / features).
        assert gaps.min() > 0.4 / classes ** (1 / features)
        np.testing.assert_array_equal(y, np.arange(classes))


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40))
def test_rank_counts_earlier_samples_of_the_same_class(labels: list[int]) -> None:
    expected = [labels[:i].count(label) for i, label in enumerate(labels)]
    np.testing.assert_array_equal(rank_in_class(np.array(labels)), expected)


def test_parity_counts_the_ones() -> None:
    x, y = GENERATORS["parity"](Data("parity", 500, features=5, noise=0.0), np.random.default_rng(0))
    assert set(np.unique(x)) == {-1.0, 1.0}
    np.testing.assert_array_equal(y, (x > 0).sum(axis=1) % 2)
    np.testing.assert_allclose((x > 0).mean(axis=0), 0.5, atol=0.1)
    assert len(np.unique(x, axis=0)) == 32


def test_noise_is_standard_normal_and_its_classes_mean_nothing() -> None:
    x, y = GENERATORS["noise"](Data("noise", 40_000, features=3, classes=4), np.random.default_rng(0))
    assert x.shape == (40_000, 3)
    np.testing.assert_allclose(x.mean(axis=0), 0.0, atol=0.02)
    np.testing.assert_allclose(np.cov(x.T), np.eye(3), atol=0.03)
    np.testing.assert_array_equal(np.bincount(y), 10_000)
    for label in range(4):
        np.testing.assert_allclose(x[y == label].mean(axis=0), 0.0, atol=0.04)


@pytest.mark.parametrize("source", CURVES)
def test_a_curves_noise_moves_its_targets_along_straight_lines(source: str) -> None:
    def drawn(noise: float) -> tuple[Any, Any]:
        return GENERATORS[source](Data(source, 500, noise=noise), np.random.default_rng(0))

    (x, clear), (same_x, half), (_, full) = drawn(0.0), drawn(0.5), drawn(1.0)
    np.testing.assert_array_equal(x, same_x)
    np.testing.assert_allclose(full - clear, 2.0 * (half - clear), atol=1e-12)
    height = (
        np.sin(2 * np.pi * x) if source == "wave" else np.sin(np.pi * x[:, :1]) * np.cos(np.pi * x[:, 1:])
    )
    np.testing.assert_allclose(clear, height, atol=1e-12)
    assert (full - clear).std() == pytest.approx(1.0, rel=0.1)
