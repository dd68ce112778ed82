"""Where steps and epochs lie on the timeline."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vgviz.session.past import EpochCount, Mark, Past
from vgviz.views.timeline.scale import LEAST_EPOCH, NEAR, Scale

COUNTS = (EpochCount(0, 0, 24, 24), EpochCount(100, 4, 5, 6))
PAST = Past(0, 160, (Mark(40, "width 10 → 20"), Mark(100, "batch size 32 → 128")), COUNTS)


@given(st.integers(0, 10**6), st.integers(1, 10**7), st.floats(0, 1))
def test_a_place_and_its_step_belong_together(first: int, steps: int, fraction: float) -> None:
    scale = Scale(first, first + steps, 9.0, 700.0)
    step = scale.step_at(fraction)
    assert first <= step <= first + steps
    assert scale.step_at(scale.fraction(step)) == step
    assert abs(scale.fraction(step) - fraction) <= 0.5 / steps + 1e-12


def test_ticks_stand_where_epochs_end_also_after_another_batch_size() -> None:
    scale = Scale(0, 160, 0.0, 160 * LEAST_EPOCH)
    steps = [round(x / LEAST_EPOCH) for x in scale.epoch_ends(PAST)]
    assert steps == [24, 48, 72, 96, 105, 111, 117, 123, 129, 135, 141, 147, 153, 159]
    assert [PAST.epoch_at(step) for step in steps] == [*range(1, 5), *range(5, 15)]


def test_epochs_too_narrow_to_be_told_apart_have_no_ticks() -> None:
    scale = Scale(0, 160, 0.0, 160 * (LEAST_EPOCH / 24 + 0.01))
    assert [round(scale.step_at(x / scale.width)) for x in scale.epoch_ends(PAST)] == [24, 48, 72, 96]


@pytest.mark.parametrize("width", [120.0, 400.0, 1600.0])
@pytest.mark.parametrize("last", [1, 7, 99, 12_400, 44_000_000])
def test_labels_have_room(width: float, last: int) -> None:
    scale = Scale(0, last, 0.0, width)
    places = [scale.x(step) for step, _text in scale.labels()]
    assert places[0] == 0
    assert all(later - earlier >= 36 for earlier, later in pairwise(places))


def test_the_hand_finds_the_edits_beside_it() -> None:
    scale = Scale(0, 160, 0.0, 320.0)
    assert scale.words_near(PAST, 80 + NEAR) == ["width 10 → 20 at step 40"]
    assert scale.words_near(PAST, 80 + NEAR + 1) == []
