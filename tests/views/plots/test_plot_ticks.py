"""Numbers on axes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.plots.ticks import (
    apart,
    close_magnitude_ticks,
    decade_ticks,
    layer_ticks,
    layer_ticks_between,
    linear_ticks,
    magnitude_ticks,
    percent_ticks,
    power_of_ten,
    short_count,
    short_number,
    step_ticks,
)


@pytest.mark.parametrize(
    ("exponent", "text"), [(0, "1"), (-2, "0.01"), (2, "100"), (-7, "10⁻⁷"), (12, "10¹²"), (-130, "10⁻¹³⁰")]
)
def test_powers_of_ten_are_written_as_in_print(exponent: int, text: str) -> None:
    assert power_of_ten(exponent) == text


@given(st.floats(-320, 300), st.floats(0.01, 600), st.integers(2, 8))
def test_decades_stay_in_view_and_never_crowd(low: float, span: float, most: int) -> None:
    ticks = decade_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low <= position <= low + span for position, _text in ticks)
    assert all(position == round(position) for position, _text in ticks)


def test_a_range_of_less_than_two_decades_gets_numbers_between_the_decades() -> None:
    texts = [text for _position, text in magnitude_ticks(-1.0, 0.0, 5)]
    assert texts == ["0.1", "0.2", "0.5", "1"]


@pytest.mark.parametrize(
    ("value", "text"), [(0.05, "0.05"), (200, "200"), (200_000, "2×10⁵"), (1.5e-4, "1.5×10⁻⁴")]
)
def test_numbers_stay_short(value: float, text: str) -> None:
    assert short_number(value) == text


@given(st.integers(2, 1001), st.integers(3, 20))
def test_layer_numbers_end_with_the_output_layer(layers: int, most: int) -> None:
    ticks = layer_ticks(layers, most)
    positions = [position for position, _text in ticks]
    assert ticks[0] == (1.0, "1")
    assert ticks[-1] == (float(layers), "out")
    assert positions == sorted(set(positions))
    assert len(ticks) <= most + 3


def test_a_shallow_network_numbers_every_layer() -> None:
    assert [text for _position, text in layer_ticks(4)] == ["1", "2", "3", "out"]


@given(st.floats(1, 1e9))
def test_step_numbers_start_at_zero_and_stay_in_view(last: float) -> None:
    ticks = step_ticks(last)
    assert ticks[0] == (0.0, "0")
    assert ticks[-1][0] <= last
    assert len(ticks) <= 7


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (950, "950"), (12_000, "12k"), (1_500_000, "1.5M")])
def test_counts_are_written_short(value: float, text: str) -> None:
    assert short_count(value) == text


@pytest.mark.parametrize("low", [-8.0, -3.21, 0.0, 2.5])
@pytest.mark.parametrize("span", [0.001, 0.02, 0.1, 0.5, 1.7, 4.0])
def test_any_part_of_a_logarithmic_axis_has_numbers_where_they_belong(low: float, span: float) -> None:
    ticks = close_magnitude_ticks(low, low + span)
    assert 2 <= len(ticks) <= 7
    assert all(low - 1e-9 <= place <= low + span + 1e-9 for place, _text in ticks)
    assert len({text for _place, text in ticks}) == len(ticks)


@given(st.floats(-340, 320), st.floats(1e-3, 600))
def test_no_part_of_a_logarithmic_axis_is_beyond_what_can_be_written(low: float, span: float) -> None:
    for ticks in (magnitude_ticks(low, low + span), close_magnitude_ticks(low, low + span)):
        assert all(low - 1e-9 <= place <= low + span + 1e-9 for place, _text in ticks)


def test_a_part_of_the_layers_names_its_own() -> None:
    assert [text for _, text in layer_ticks_between(9, 5.5, 9.5)] == ["6", "7", "8", "out"]
    assert [text for _, text in layer_ticks_between(9, 2.4, 4.6)] == ["3", "4"]


def test_numbers_below_zero_have_a_minus_sign() -> None:
    assert [text for _position, text in linear_ticks(-1.0, 1.0, 2)] == ["−1", "0", "1"]


def test_numbers_too_close_to_each_other_leave_their_lines_and_the_last_stays() -> None:
    layers = [(1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4"), (5.0, "out")]
    assert apart(layers, 1.0) == layers
    assert [text for _place, text in apart(layers, 1.1)] == ["1", "", "3", "", "out"]
    assert [text for _place, text in apart(layers, 9.0)] == ["", "", "", "", "out"]


def test_shares_are_written_in_per_cent_and_never_beyond_all() -> None:
    assert percent_ticks(0.0, 1.0)[-1] == (1.0, "100 %")
    assert [text for _, text in percent_ticks(-0.1, 1.1)] == ["0 %", "50 %", "100 %"]
    assert percent_ticks(0.4, 0.6)[0] == (0.4, "40 %")
