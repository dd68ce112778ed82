import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.controls.number_text import NumberRefused, Range, number_text, parsed


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_reads_back_exactly(value: float) -> None:
    assert parsed(number_text(value)) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", 0.1),
        ("1e-3", 0.001),
        ("1E5", 1e5),
        ("1,5", 1.5),
        ("0,125", 0.125),
        (".5", 0.5),
        ("5.", 5.0),
        (" 7 ", 7.0),
        ("−2", -2.0),
        ("+3", 3.0),
        ("10 000", 10_000.0),
        ("12,5e-3", 0.0125),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, value: float) -> None:
    assert parsed(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type a number"),
        ("   ", "Type a number"),
        ("abc", "“abc” is not a number"),
        ("1.2.3", "is not a number"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("1e999", "is too large"),
        ("1,000", "can be read two ways: type 1000 or 1.000"),
        ("0x10", "is not a number"),
        ("1_000", "is not a number"),
        ("٣", "is not a number"),
    ],
)
def test_impossible_numbers_are_refused_in_words(text: str, words: str) -> None:
    with pytest.raises(NumberRefused, match=words):
        parsed(text)


@given(st.text(max_size=20))
def test_any_text_is_a_finite_number_or_a_refusal(text: str) -> None:
    try:
        answer: float | str = parsed(text)
    except NumberRefused as refusal:
        answer = str(refusal)
    assert answer.endswith(".") if isinstance(answer, str) else math.isfinite(answer)


@pytest.mark.parametrize(
    ("takes", "value", "words"),
    [
        (Range(1, 200, whole=True), 0, "Depth takes whole numbers from 1 to 200; 0 is not possible."),
        (Range(1, 200, whole=True), 2.5, "Depth takes whole numbers from 1 to 200; 2.5 is not possible."),
        (Range(0, 1, open_high=True), 1, "Depth takes numbers from 0 to below 1; 1 is not possible."),
        (Range(0, math.inf), -1, "Depth takes numbers of at least 0; −1 is not possible."),
    ],
)
def test_a_range_says_what_it_takes(takes: Range, value: float, words: str) -> None:
    with pytest.raises(NumberRefused) as refusal:
        takes.accepted(value, "Depth")
    assert str(refusal.value) == words
