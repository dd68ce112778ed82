"""An axis range that does not twitch."""

from hypothesis import given
from hypothesis import strategies as st

from vgviz.views.plots.calm_range import CalmRange


def _range(patience: int = 10) -> CalmRange:
    return CalmRange(-8.0, 0.0, step=2.0, least_span=6.0, patience=patience)


def test_small_changes_leave_the_range_as_it_is() -> None:
    calm = _range()
    changes = [calm.follow(-6.5 - 0.01 * n, -1.0) for n in range(100)]
    assert not any(changes)
    assert (calm.low, calm.high) == (-8.0, 0.0)


def test_the_range_grows_at_once() -> None:
    calm = _range()
    assert calm.follow(-11.0, 3.0)
    assert (calm.low, calm.high) == (-12.0, 4.0)


def test_the_range_shrinks_only_after_its_patience() -> None:
    calm = _range(patience=10)
    calm.follow(-30.0, -1.0)
    changes = [calm.follow(-7.0, -1.0) for _ in range(11)]
    assert changes == [False] * 10 + [True]
    assert (calm.low, calm.high) == (-8.0, 0.0)


def test_a_spike_renews_the_patience() -> None:
    calm = _range(patience=10)
    calm.follow(-30.0, -1.0)
    for _ in range(10):
        calm.follow(-7.0, -1.0)
    calm.follow(-29.0, -1.0)
    assert not any(calm.follow(-7.0, -1.0) for _ in range(10))


@given(
    st.lists(
        st.tuples(st.floats(-300, 300, allow_subnormal=False), st.floats(0, 300)), min_size=1, max_size=40
    )
)
def test_the_newest_values_are_always_inside(values: list[tuple[float, float]]) -> None:
    calm = _range(patience=3)
    for low, span in values:
        calm.follow(low, low + span)
        assert calm.low <= low
        assert low + span <= calm.high
        assert calm.high - calm.low >= 6.0
