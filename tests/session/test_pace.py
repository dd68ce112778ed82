"""Bursts of a few milliseconds, a measured rate, and a limit that is kept."""

import pytest

from vgviz.session.frame_pace import FRAME_INTERVAL, MOST_SHARE, FramePace
from vgviz.session.pace import BURST_SECONDS, RATE_WINDOW, BurstSize, SpeedLimit, StepRate


@pytest.mark.parametrize("step_seconds", [1e-6, 2e-5, 1e-3])
def test_bursts_grow_to_a_few_milliseconds(step_seconds: float) -> None:
    size = BurstSize()
    for _ in range(30):
        size.measured(size.steps, size.steps * step_seconds)
    assert size.steps * step_seconds == pytest.approx(BURST_SECONDS, rel=0.3)


def test_a_step_longer_than_a_burst_is_done_alone() -> None:
    size = BurstSize()
    for _ in range(10):
        size.measured(size.steps, 1e-6 * size.steps)
    assert size.steps > 100
    size.measured(size.steps, 10.0)
    assert size.steps == 1


def test_the_rate_is_that_of_the_last_half_second() -> None:
    rate = StepRate()
    rate.start(0.0)
    for tick in range(1, 101):
        rate.trained(100, tick * 0.01)
    for tick in range(1, 101):
        rate.trained(1, 1.0 + tick * 0.01)
    assert rate.per_second == pytest.approx(100.0)
    rate.stop()
    assert rate.per_second == 0.0


def test_one_step_in_two_seconds_still_has_a_rate() -> None:
    rate = StepRate()
    rate.start(0.0)
    rate.trained(1, 4 * RATE_WINDOW)
    assert rate.per_second == pytest.approx(0.5)


@pytest.mark.parametrize("limit", [0.5, 7.0, 60.0, 5000.0])
def test_a_limited_run_does_its_number_of_steps(limit: float) -> None:
    speed = SpeedLimit(limit, 0.0)
    now, done, end = 0.0, 0, 20.0
    while now < end:
        steps = speed.allowed(now)
        assert steps is not None
        speed.spent(steps)
        done += steps
        now += max(speed.wait, 1e-4)
    assert done == pytest.approx(limit * end, abs=max(2.0, 0.01 * limit * end))


def test_after_a_stall_the_limit_is_not_made_up_for() -> None:
    speed = SpeedLimit(100.0, 0.0)
    assert speed.allowed(60.0) == 10


def test_without_a_limit_any_number_of_steps_is_allowed() -> None:
    assert SpeedLimit().allowed(1.0) is None
    assert SpeedLimit().wait == 0.0


def test_a_frame_is_due_when_the_last_was_taken_or_is_old() -> None:
    pace = FramePace()
    assert pace.wait(0.0, was_taken=False) == 0.0
    pace.made(0.0, 1e-4)
    assert pace.wait(0.001, was_taken=True) == 0.0
    assert pace.wait(0.001, was_taken=False) == pytest.approx(FRAME_INTERVAL - 0.001)


def test_costly_frames_leave_most_of_the_time_to_training() -> None:
    pace = FramePace()
    pace.made(0.0, 0.1)
    assert pace.wait(0.0, was_taken=True) == pytest.approx(0.1 / MOST_SHARE)
