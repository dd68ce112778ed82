"""The course of a run in bounded memory."""

from collections.abc import Callable

import numpy as np

from vgviz.engine.telemetry import Snapshot
from vgviz.views.plots.loss_history import LossHistory

Maker = Callable[..., Snapshot]


def test_the_same_snapshot_twice_tells_nothing_new(make_snapshot: Maker) -> None:
    history = LossHistory()
    snapshot = make_snapshot(step=30)
    assert history.append(snapshot)
    assert not history.append(snapshot)


def test_a_knob_turned_while_paused_replaces_the_newest_point(make_snapshot: Maker) -> None:
    history = LossHistory()
    history.append(make_snapshot(step=30, loss=0.7))
    history.append(make_snapshot(step=30, loss=0.2))
    assert history.train.rows[:, :2].tolist() == [[30, 0.2]]


def test_test_figures_appear_once_an_epoch(make_snapshot: Maker) -> None:
    history = LossHistory()
    for step in range(0, 100, 6):
        history.append(make_snapshot(step=step, test_loss=0.5))
    assert history.test.rows[:, 0].tolist() == [24, 48, 72, 96]


def test_test_figures_stand_at_the_step_they_are_of(make_snapshot: Maker) -> None:
    history = LossHistory()
    for step, tested, loss in ((20, 0, np.nan), (49, 24, 0.5), (50, 48, 0.4), (60, 48, 0.4)):
        history.append(make_snapshot(step=step, tested_step=tested, test_loss=loss))
    assert history.test.rows[:, :2].tolist() == [[24, 0.5], [48, 0.4]]


def test_a_reset_starts_both_courses_anew(make_snapshot: Maker) -> None:
    history = LossHistory()
    for step in (10, 30, 60):
        history.append(make_snapshot(step=step))
    history.append(make_snapshot(step=0))
    assert history.train.rows[:, 0].tolist() == [0]
    assert len(history.test) == 0
    history.append(make_snapshot(step=24))
    assert history.test.rows[:, 0].tolist() == [24]
