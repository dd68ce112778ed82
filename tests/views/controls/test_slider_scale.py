import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.controls.slider_scale import ComplementScale, LinearScale, LogScale, PowersOfTwo, Scale

SCALES: dict[str, Scale] = {
    "linear": LinearScale(-1, 1, 0.01),
    "whole linear": LinearScale(2, 10),
    "log": LogScale(0.1, 10),
    "whole log": LogScale(1, 2048, whole=True),
    "log with zero": LogScale(1e-4, 10, zero_stop=True),
    "log with infinity": LogScale(1, 10_000, infinite_stop=True),
    "near one": ComplementScale(0, 0.999),
    "powers": PowersOfTwo(1, 1024),
}
each_scale = pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
fractions = st.floats(0, 1)


def _ends(scale: Scale) -> tuple[float, float]:
    return scale.value(0.0), scale.value(1.0)


@each_scale
def test_the_ends_of_a_slider_are_the_ends_of_its_scale(scale: Scale) -> None:
    low, high = _ends(scale)
    assert low in (scale.low, 0.0)
    assert high in (scale.high, math.inf)
    assert scale.fraction(low) == pytest.approx(0.0, abs=1e-12)
    assert scale.fraction(high) == pytest.approx(1.0, abs=1e-12)


@each_scale
@given(one=fractions, other=fractions)
def test_values_rise_from_left_to_right_within_the_scale(scale: Scale, one: float, other: float) -> None:
    left, right = sorted((one, other))
    low, high = _ends(scale)
    assert low <= scale.value(left) <= scale.value(right) <= high


@each_scale
@given(fraction=fractions)
def test_a_value_put_back_on_the_slider_reads_the_same(scale: Scale, fraction: float) -> None:
    value = scale.value(fraction)
    assert scale.value(scale.fraction(value)) == value


@each_scale
@given(fraction=fractions, steps=st.integers(-40, 40))
def test_keys_move_in_their_direction_and_never_off_the_scale(
    scale: Scale, fraction: float, steps: int
) -> None:
    low, high = _ends(scale)
    value = scale.value(fraction)
    moved = scale.moved(value, steps)
    assert low <= moved <= high
    end = high if steps > 0 else low
    assert value == end or steps == 0 or (moved - value) * steps > 0


@each_scale
def test_keys_walk_from_one_end_to_the_other_and_back(scale: Scale) -> None:
    low, high = _ends(scale)
    for start, goal, step in ((low, high, 1), (high, low, -1)):
        value, presses = start, 0
        while value != goal:
            value, presses = scale.moved(value, step), presses + 1
            assert presses < 2500
        assert presses > 0


@each_scale
@given(value=st.floats(0, 1e300), steps=st.integers(-40, 40))
def test_keys_lead_back_from_any_exact_number_and_never_further_away(
    scale: Scale, value: float, steps: int
) -> None:
    if isinstance(scale, LogScale) and scale.whole:
        value = float(max(1, round(value)))
    moved = scale.moved(value, steps)
    low, high = _ends(scale)
    assert low <= moved <= high or moved == value


def test_whole_scales_give_whole_numbers_and_miss_none_of_the_small_ones() -> None:
    scale = LogScale(1, 200, whole=True)
    met = {scale.value(place / 10_000) for place in range(10_001)}
    assert all(value == int(value) for value in met)
    assert set(range(1, 31)) <= met


def test_a_hand_finds_round_numbers() -> None:
    scale = LogScale(1e-4, 10)
    for place in range(101):
        text = f"{scale.value(place / 100):.6e}"
        assert text[4:8] == "0000"


@given(value=st.floats(1, 1e9))
def test_powers_of_two_go_to_the_next_power_from_any_exact_number(value: float) -> None:
    scale = PowersOfTwo(1, 1024)
    up = scale.moved(value, 1)
    assert math.log2(up) == round(math.log2(up))
    assert up <= 1024


def test_logarithmic_means_equal_ratios() -> None:
    scale = LogScale(0.01, 100)
    assert scale.fraction(0.1) == pytest.approx(0.25)
    assert scale.fraction(1.0) == pytest.approx(0.5)
    assert scale.fraction(1e9) == 1.0
    assert scale.fraction(1e-9) == 0.0
