"""How numbers are written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz import number_format


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.24e-7, "1.2e−07"),
        (0.12, "1.2e−01"),
        (3.1e250, "3.1e+250"),
        (0.0, "0"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (-2e-3, "−2.0e−03"),
    ],
)
def test_magnitude_keeps_its_exponent(value: float, text: str) -> None:
    assert number_format.magnitude(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.2071, "×0.21"),
        (1.0, "×1.0"),
        (12.3, "×12"),
        (2412.0, "×2,400"),
        (0.0123, "×0.012"),
        (1e-5, "×1.0e−05"),
        (0.0, "×0"),
    ],
)
def test_factor_has_two_figures(value: float, text: str) -> None:
    assert number_format.factor(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.69315, "0.693"),
        (12345.6, "12,346"),
        (1e-5, "1.00e−05"),
        (-1.5, "−1.50"),
        (0.0, "0"),
        (2e9, "2.00e+09"),
    ],
)
def test_number_of_ordinary_size_has_no_exponent(value: float, text: str) -> None:
    assert number_format.number(value) == text


def test_shares_and_counts() -> None:
    assert number_format.percent(0.935) == "93.5 %"
    assert number_format.percent(0.0) == "0 %"
    assert number_format.percent(math.nan) == "NaN"
    assert number_format.count(12400) == "12,400"


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_to_two_figures(value: float) -> None:
    for text in (number_format.magnitude(value), number_format.factor(value).removeprefix("×")):
        back = float(text.replace("−", "-").replace(",", "").replace("∞", "inf"))
        assert math.isinf(back) or math.isclose(back, value, rel_tol=0.051, abs_tol=1e-322)


def test_one_of_something_is_no_plural() -> None:
    assert [number_format.amount(value, "row") for value in (0, 1, 12400)] == [
        "0 rows",
        "1 row",
        "12,400 rows",
    ]
