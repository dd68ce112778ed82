"""Bursts of a few milliseconds, a measured rate, and a limit that is kept."""

import pytest

from vgviz.session.frame_pace import FRAME_INTERVAL, FramePace
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
    assert rate.per_second == pytest.approx(0.5, rel=0.01)


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


@pytest.mark.parametrize("flat_out", [False, True])
def test_a_frame_is_due_when_the_last_was_taken_or_is_old(flat_out: bool) -> None:
    pace = FramePace()
    assert pace.wait(0.0, was_taken=False, flat_out=flat_out) == 0.0
    pace.made(0.0, 1e-5)
    assert pace.wait(0.001, was_taken=True, flat_out=flat_out) == 0.0
    expected = pytest.approx(FRAME_INTERVAL - 0.001)
    assert pace.wait(0.001, was_taken=False, flat_out=flat_out) == expected


@pytest.mark.parametrize("cost", [1e-5, 1e-4, 8e-4, 5e-3, 0.0095])
def test_frames_take_a_twentieth_of_the_time_of_training_flat_out(cost: float) -> None:
    assert share_of_frames(cost, flat_out=True) <= 0.05
    assert share_of_frames(cost, flat_out=False) <= 0.4


@pytest.mark.parametrize("cost", [1e-4, 7e-4])
def test_cheap_frames_come_sixty_times_a_second(cost: float) -> None:
    assert frames_in_a_second(cost, flat_out=True) >= 58


@pytest.mark.parametrize("flat_out", [False, True])
@pytest.mark.parametrize("cost", [0.02, 0.05, 0.15])
def test_costly_frames_come_about_five_times_a_second(cost: float, flat_out: bool) -> None:
    assert frames_in_a_second(cost, flat_out=flat_out) >= 2.8


@pytest.mark.parametrize("cost", [0.3, 5.0])
def test_the_costliest_frames_leave_half_of_the_time_to_training(cost: float) -> None:
    assert share_of_frames(cost, flat_out=True) == pytest.approx(0.5, rel=0.01)


@pytest.mark.parametrize("step", [0.003, 0.005, 0.007])
def test_frames_measured_beside_come_sixty_times_a_second_though_each_waits_for_a_step(step: float) -> None:
    pace, now, frames = FramePace(), 0.0, 0
    while now < 1.0:
        now += step
        if pace.wait(now, was_taken=True, flat_out=True) == 0:
            pace.made(now, 1e-3, is_beside=True)
            frames += 1
    assert 58 <= frames <= 64


def frames_in_a_second(cost: float, *, flat_out: bool) -> float:
    return share_of_frames(cost, flat_out=flat_out) / cost


def share_of_frames(cost: float, *, flat_out: bool) -> float:
    """Of the time of a worker that makes each frame when it is due."""
    pace, now, spent = FramePace(), 0.0, 0.0
    for _ in range(200):
        now += pace.wait(now, was_taken=False, flat_out=flat_out)
        now += cost
        spent += cost
        pace.made(now, cost)
    return spent / now
