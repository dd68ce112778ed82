"""How long the axis of the steps is: longer than the run, so that it need not change with every step."""

FIRST_STEPS = 100.0  # what the step axis shows at least
GROWTH = 1.5  # how much longer the step axis becomes when the run reaches its end


def grown(steps: float, last: float) -> float:
    """Length of an axis of ``steps`` once it has room for step ``last``."""
    while last > steps:
        steps *= GROWTH
    return steps
