"""Means over the normal distribution, against what is known of them."""

from math import erfc, exp, pi, sqrt
from typing import Any

import numpy as np
import pytest

from vgviz.engine.gaussian import gaussian_mean


@pytest.mark.parametrize(
    ("function", "mean"),
    [
        (np.ones_like, 1.0),
        (np.square, 1.0),
        (lambda z: z**4, 3.0),
        (np.abs, sqrt(2.0 / pi)),
        (lambda z: np.maximum(z, 0.0) ** 2, 0.5),
        (np.exp, exp(0.5)),
        (lambda z: np.cos(100.0 * z) ** 2, 0.5 + 0.5 * exp(-20_000.0)),
        (lambda z: np.exp(-((1000.0 * z) ** 2)), 1.0 / sqrt(1.0 + 2e6)),
        (lambda z: np.where(z > 0.3, 2.0, -1.0), 1.5 * erfc(0.3 / sqrt(2.0)) - 1.0),
    ],
)
def test_known_means_are_met(function: Any, mean: float) -> None:
    assert gaussian_mean(function) == pytest.approx(mean, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("jump", [-2.0, 1.0 / 3.0, 0.7, 5.001])
def test_the_mean_of_a_step_is_the_tail_beyond_it(jump: float) -> None:
    mean = gaussian_mean(lambda z: (z > jump).astype(float))
    assert mean == pytest.approx(0.5 * erfc(jump / sqrt(2.0)), rel=1e-12)


@pytest.mark.parametrize(
    ("function", "mean"),
    [
        (lambda z: np.sin(1e9 * z) ** 2, 0.5),
        (lambda z: (1e3 * z * np.exp(-((1e3 * z) ** 2))) ** 2, 1e6 / (4e6 + 1.0) ** 1.5),
    ],
    ids=["a wave too fast to follow", "a pulse that the first pieces hardly see"],
)
def test_a_function_that_needs_ever_finer_pieces_is_looked_at_a_bounded_number_of_times(
    function: Any, mean: float
) -> None:
    looks = 0

    def watched(z: Any) -> Any:
        nonlocal looks
        looks += z.size
        assert looks < 2_000_000, "pieces without end"
        return function(z)

    assert gaussian_mean(watched) == pytest.approx(mean, rel=1e-6)
