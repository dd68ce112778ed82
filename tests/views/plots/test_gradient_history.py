"""Every layer's gradient over a run, in bounded memory."""

from collections.abc import Callable

import numpy as np

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.gradient_history import GradientHistory
from vgviz.views.plots.layer_history import MOST_MOMENTS

Maker = Callable[..., Snapshot]


def test_a_long_run_is_kept_whole_in_bounded_memory(make_snapshot: Maker) -> None:
    history = GradientHistory()
    snapshot = make_snapshot([0.0, 1.0], width=1)
    for step in range(0, 30_000, 10):
        object.__setattr__(snapshot, "step", step)
        object.__setattr__(snapshot, "grad_weight_rms", np.array([1.0 + step, 1.0]))
        history.append(snapshot)
    assert MOST_MOMENTS // 3 <= history.steps.size <= MOST_MOMENTS
    assert history.steps[0] == 0
    assert history.steps[-1] == 29_990
    assert np.diff(history.steps)[:-1].max() < 2 * (history.end - history.steps[-1])
    assert np.array_equal(history.gradients[:, 0], 1.0 + history.steps)


def test_a_moment_stands_for_the_steps_up_to_the_next_one(make_snapshot: Maker) -> None:
    history = GradientHistory()
    for step in (5, 8, 20):
        history.append(make_snapshot([0.1, 1.0], step=step))
    assert history.moments_at(np.array([4, 5, 7.9, 8, 19, 20, 20.5])).tolist() == [-1, 0, 0, 1, 1, 2, 2]
    assert history.end == 21


def test_a_change_at_the_same_step_replaces_the_moment(make_snapshot: Maker) -> None:
    history = GradientHistory()
    assert history.append(make_snapshot([np.nan, 1.0], step=3))
    assert not history.append(make_snapshot([np.nan, 1.0], step=3))
    assert history.append(make_snapshot([0.2, 1.0], step=3))
    assert history.gradients.tolist() == [[0.2, 1.0]]


def test_a_reset_forgets_and_another_depth_begins_anew(make_snapshot: Maker) -> None:
    history = GradientHistory()
    for step in range(4):
        history.append(make_snapshot([0.1, 1.0], step=step))
    history.append(make_snapshot([0.1, 1.0], step=1))
    assert history.steps.tolist() == [0, 1]
    history.append(make_snapshot([0.1, 0.2, 1.0], step=7))
    assert history.steps.tolist() == [7]
    assert history.gradients.shape == (1, 3)
