"""Numbers as fractions on the board."""

from fractions import Fraction
from math import inf, isnan, nan, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.analysis.board_fractions import board_fractions, simple_fraction


@pytest.mark.parametrize(
    ("value", "fraction"),
    [
        (0.2436, Fraction(1, 4)),
        (0.33, Fraction(1, 3)),
        (0.68, Fraction(2, 3)),
        (1.0, Fraction(1)),
        (1.52, Fraction(3, 2)),
        (0.0123, Fraction(1, 81)),
        (8.1e-4, Fraction(1, 1200)),
        (1234.0, Fraction(1200)),
        (-0.5, Fraction(-1, 2)),
    ],
)
def test_a_number_becomes_what_a_teacher_would_write(value: float, fraction: Fraction) -> None:
    assert simple_fraction(value) == fraction


@given(st.floats(1e-300, 1e300))
def test_a_fraction_is_within_five_percent(value: float) -> None:
    fraction = simple_fraction(value)
    assert fraction is not None
    assert abs(float(fraction / Fraction(value)) - 1.0) < 0.053  # upside down, 5 % are 5.3 %


@pytest.mark.parametrize("value", [0.0, nan, inf, -inf])
def test_what_has_no_fraction_has_none(value: float) -> None:
    assert simple_fraction(value) is None


def test_running_products_multiply_the_fractions_and_say_how_far_off_they_are() -> None:
    board = board_fractions([0.24, 0.34, 0.26])
    assert [step.running for step in board] == [Fraction(1, 4), Fraction(1, 12), Fraction(1, 48)]
    for count, step in enumerate(board, 1):
        exact = prod([0.24, 0.34, 0.26][:count])
        assert step.running is not None
        assert step.error == pytest.approx(float(step.running) / exact - 1.0)


def test_running_products_end_at_the_first_gap() -> None:
    first, second, third = board_fractions([0.5, 0.0, 0.5])
    assert first.running == Fraction(1, 2)
    assert (second.fraction, second.running, third.running) == (None, None, None)
    assert isnan(third.error)
    assert third.fraction == Fraction(1, 2)
