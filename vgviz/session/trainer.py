"""Training in bursts: until a goal, at a speed, and how fast it went."""

import time
from collections.abc import Sequence

from vgviz.engine.simulation import Simulation
from vgviz.session.goal import Goal
from vgviz.session.pace import RATE_WINDOW, BurstSize, SpeedLimit, StepRate

MUCH_MORE = 4  # times the work of the former networks


def _work(runs: Sequence[Simulation]) -> int:
    """What a step of all ``runs`` costs, but for a factor."""
    return sum(run.plan.parameter_count * run.experiment.training.batch_size for run in runs)


class Trainer:
    """Train a few milliseconds at a time, every run in its turn; ``goal`` is None while nobody wishes to."""

    def __init__(self) -> None:
        self.goal: Goal | None = None
        self._limit = SpeedLimit()
        self._rate = StepRate()
        self._burst = BurstSize()
        self._trained_work, self._step_seconds = 1, 0.0

    @property
    def steps_per_second(self) -> float:
        """Over the last half second; 0 while not training, or before a first step that takes longer."""
        return self._rate.per_second

    @property
    def is_flat_out(self) -> bool:
        """Whether nothing limits the speed."""
        return self._limit.steps_per_second is None

    @property
    def wait(self) -> float:
        """Seconds until the speed limit allows the next step."""
        return self._limit.wait

    def limit_speed(self, steps_per_second: float | None) -> None:
        """Train at most so many steps a second; None is flat out."""
        self._limit = SpeedLimit(steps_per_second, time.perf_counter())

    def start(self) -> None:
        """Training begins now."""
        self.limit_speed(self._limit.steps_per_second)
        self._rate.start(time.perf_counter())

    def stop(self) -> None:
        """Training is over; so is the wish for it."""
        self.goal = None
        self._rate.stop()

    def steps_cost_anew(self, runs: Sequence[Simulation]) -> None:
        """Something changed what a step costs: start again with a short burst.

        The rate of far smaller networks would stand for as long as the first step of these takes.
        """
        self._burst.restart()
        times = _work(runs) / self._trained_work
        if times > MUCH_MORE and times * self._step_seconds > RATE_WINDOW and self.steps_per_second:
            self._rate.start(time.perf_counter())

    def train(self, runs: Sequence[Simulation], at_most: int | None = None) -> int:
        """Train each of ``runs`` as many steps as goal and speed limit allow in a burst; their number.

        What the end of an epoch leaves to be tested is left to the caller.
        """
        started = time.perf_counter()
        steps = self._allowed(runs, started, at_most)
        if steps == 0:
            return 0
        for simulation in runs:
            simulation.train(steps)
        now = time.perf_counter()
        self._trained_work, self._step_seconds = _work(runs), (now - started) / steps
        self._burst.measured(steps, now - started)
        self._limit.spent(steps)
        self._rate.trained(steps, now)
        return steps

    def _allowed(self, runs: Sequence[Simulation], now: float, at_most: int | None) -> int:
        limits = [self._burst.steps, self._limit.allowed(now), at_most]
        if self.goal is not None:
            limits.append(self.goal.steps_left(runs))
        return max(0, min(limit for limit in limits if limit is not None))
