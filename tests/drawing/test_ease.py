"""Less detail under load, all of it at rest."""

from vgviz.drawing.detail import SPARED
from vgviz.drawing.ease import BUDGET, FIRST_PATIENCE, LOOKED_AT, Ease

SLOW, QUICK = 2 * BUDGET, BUDGET / 2


def _painted(ease: Ease, seconds: float, start: float) -> bool:
    """Paint until the level changes, or as long as it takes to decide; whether it has changed."""
    return any(ease.painted(seconds, start + index / 60) for index in range(2 * LOOKED_AT))


def test_a_single_slow_picture_changes_nothing() -> None:
    ease = Ease()
    _painted(ease, QUICK, 0.0)
    assert not ease.painted(SLOW, 1.0)
    assert ease.level == 0


def test_slow_pictures_step_down_one_level_at_a_time_to_the_last() -> None:
    ease = Ease()
    for level in range(1, len(SPARED) + 1):
        assert _painted(ease, SLOW, float(level))
        assert ease.level == level
    assert not _painted(ease, SLOW, 9.0)


def test_more_detail_is_tried_after_a_while_and_less_often_when_it_fails() -> None:
    ease = Ease()
    _painted(ease, SLOW, 0.0)
    assert not _painted(ease, QUICK, 1.0)
    assert _painted(ease, QUICK, FIRST_PATIENCE + 1.0)
    assert ease.level == 0
    _painted(ease, SLOW, FIRST_PATIENCE + 2.0)
    assert ease.level == 1
    assert not _painted(ease, QUICK, 2 * FIRST_PATIENCE + 1.5)
    assert _painted(ease, QUICK, 4 * FIRST_PATIENCE)


def test_at_rest_there_is_full_detail() -> None:
    ease = Ease()
    _painted(ease, SLOW, 0.0)
    assert ease.rest()
    assert ease.level == 0
    assert not ease.rest()


def test_pictures_from_before_a_rest_do_not_count() -> None:
    ease = Ease()
    for _ in range(LOOKED_AT - 1):
        ease.painted(SLOW, 0.0)
    ease.rest()
    assert not ease.painted(SLOW, 1.0)
