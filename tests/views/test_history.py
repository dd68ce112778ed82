"""What is kept of every frame."""

from collections.abc import Callable

from vgviz.engine.telemetry import Snapshot
from vgviz.views.history import History

Maker = Callable[..., Snapshot]


def test_each_run_has_its_own_figures(make_snapshot: Maker) -> None:
    history = History()
    for step in range(3):
        history.append((make_snapshot(step=step, loss=0.5), make_snapshot([0.1, 1.0], step=step, loss=2.0)))
    first, second = history.runs
    assert first.losses.train.rows[:, 1].tolist() == [0.5] * 3
    assert second.losses.train.rows[:, 1].tolist() == [2.0] * 3
    assert second.gradients.gradients.tolist() == [[0.1, 1.0]] * 3


def test_a_run_that_has_gone_is_forgotten_and_the_first_stays(make_snapshot: Maker) -> None:
    history = History()
    history.append((make_snapshot(step=1), make_snapshot(step=1)))
    first = history.runs[0]
    history.append((make_snapshot(step=2),))
    assert history.runs == (first,)
    history.append((make_snapshot(step=3), make_snapshot(step=3)))
    assert [len(run.losses.train) for run in history.runs] == [3, 1]


def test_before_the_first_frame_there_is_an_empty_run() -> None:
    assert len(History().runs[0].losses.train) == 0


def test_a_frame_without_a_network_leaves_the_first_run_as_it_was(make_snapshot: Maker) -> None:
    history = History()
    history.append((make_snapshot(step=1), make_snapshot(step=1)))
    history.append(())
    assert [len(run.losses.train) for run in history.runs] == [1]
