"""Ranges of colour scales."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.drawing.color_range import between, fitted_range
from vgviz.drawing.color_scale import ColorScale, Kind


@pytest.mark.parametrize(
    ("kind", "values", "wanted"),
    [
        ("log", [3e-9, 0.02, 0.0, np.inf], (1e-9, 1e-1)),
        ("log", [1e-4, 1e-3], (1e-6, 1e-3)),
        ("linear", [0.0, 0.21, np.nan], (0.0, 0.5)),
        ("diverging", [-3.0, 0.5], (-5.0, 5.0)),
        ("diverging", [0.1], (-0.1, 0.1)),
    ],
)
def test_the_range_that_fits_is_round_and_holds_all(
    kind: Kind, values: list[float], wanted: tuple[float, float]
) -> None:
    assert fitted_range(kind, np.array(values)) == pytest.approx(wanted)


def test_nothing_to_show_has_no_range() -> None:
    assert fitted_range("log", np.array([0.0, np.nan, np.inf])) is None


@given(
    st.sampled_from(["log", "linear", "diverging"]),
    st.lists(st.floats(allow_nan=True, allow_infinity=True), min_size=1, max_size=5),
)
def test_any_numbers_make_a_scale(kind: Kind, values: list[float]) -> None:
    wanted = fitted_range(kind, np.array(values))
    if wanted is not None:
        assert ColorScale(*wanted, kind=kind).codes(np.array(values)).size == len(values)


@pytest.mark.parametrize(
    ("kind", "start", "end"),
    [
        ("log", (1e-7, 1.0), (1e-12, 1e-2)),
        ("diverging", (-1.0, 1.0), (-5.0, 5.0)),
        ("linear", (0, 1), (0, 2)),
    ],
)
def test_the_way_between_ranges_is_one_of_scales_and_ends_exactly(
    kind: Kind, start: tuple[float, float], end: tuple[float, float]
) -> None:
    highs = []
    for share in np.linspace(0.0, 1.0, 11).tolist():
        scale = ColorScale(*between(kind, start, end, share), kind=kind)
        highs.append(scale.high)
    assert between(kind, start, end, 1.0) == end
    assert (np.diff(highs) > 0).all() or (np.diff(highs) < 0).all()
