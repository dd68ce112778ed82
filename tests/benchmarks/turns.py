"""Timing in turns and in processor time, so that what else the machine does meets all sides alike."""

import os
import statistics
import time
from collections.abc import Callable, Mapping

Run = Callable[[int], object]
Clock = Callable[[], float]


def use_one_core() -> None:
    """Leave this process one core, so that every side has one thread, whatever it would like."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def step_times(
    runs: Mapping[str, Run], rounds: int, seconds: float, clock: Clock = time.process_time
) -> dict[str, float]:
    """Median microseconds of a step for each side; a turn of a side takes about ``seconds``.

    Processor time is that of one core; for a side with more threads a ``clock`` on the wall counts.
    """
    counts = {name: _steps_for(run, seconds, clock) for name, run in runs.items()}
    for name, run in runs.items():
        run(counts[name])  # whoever compiles for a number of steps does so now
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            begun = clock()
            run(counts[name])
            times[name].append((clock() - begun) / counts[name] * 1e6)
    return {name: statistics.median(values) for name, values in times.items()}


def _steps_for(run: Run, seconds: float, clock: Clock) -> int:
    """How many steps fill one turn."""
    count = 2
    run(count)
    while True:
        run(count)
        begun = clock()
        run(count)
        spent = clock() - begun
        if spent > seconds / 20 or count > 100_000:
            return max(1, int(seconds / spent * count))
        count *= 10
