"""Lesson files: what they hold, what is refused, and that every built-in one can be given."""

import dataclasses
import os
from pathlib import Path

import numpy as np
import pytest

from vgviz.analysis.verdict import verdict
from vgviz.engine.simulation import Simulation
from vgviz.experiment import Activation, Data, Experiment, Init, Network, Training
from vgviz.lessons import Condition, LessonError, Value, lessons, read_lesson, staged, written

LESSON = """
title = "A"
summary = "B"
[[steps]]
text = "C"
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_built_in_lesson_can_be_read_and_has_its_own_place() -> None:
    orders = [lesson.order for lesson in lessons()]
    assert orders == sorted(set(orders))
    assert all(lesson.summary and lesson.steps for lesson in lessons())


def test_a_stage_sets_what_it_names_and_nothing_else() -> None:
    stage = {
        "data": "digits",
        "noise": 0.0,
        "depth": 3,
        "width": 7,
        "activation": "leaky_relu",
        "parameter": 0.2,
        "normalization": "batch",
        "residual": True,
        "init": "he_normal",
        "gain": 1.5,
        "learning_rate": 0.5,
        "seed": 4,
    }
    expected = Experiment(
        Data("digits", noise=0.0),
        Network(
            Network.uniform(
                3, 7, activation=Activation("leaky_relu", 0.2), normalization="batch", residual=True
            ).hidden,
            Init("he_normal", 1.5),
        ),
        Training(learning_rate=0.5),
        4,
    )
    assert staged(stage) == expected
    assert staged({}) == Experiment()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "title"),
        ("title = 3", "title"),
        ("= 3", "Invalid"),
        ('title = "A"\nsummary = "B"\nsteps = []', "at least one"),
        (LESSON + "stage = { deep = 3 }", "step 1: stage.deep: there is no such setting"),
        (LESSON + "stage = { depth = 0 }", "step 1: network.hidden"),
        (LESSON + 'task = "T"\nuntil = [{ what = "luck" }]', "there is no 'luck' to wait for"),
        (LESSON + 'until = [{ what = "step", at_least = 3 }]', "takes a task"),
        (LESSON + 'after = "{luck}"', "there is no {luck} to write"),
        (LESSON + "colour = 3", "colour"),
        (LESSON + "layer = " + "9" * 6000, "Exceeds the limit"),
        ("deep = " + "[" * 20_000, "nested too deeply"),
        ("#" * 1_000_001, "larger than 1000 kB"),
    ],
)
def test_what_is_no_lesson_is_refused_with_the_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(LessonError) as refused:
        read_lesson(_file(tmp_path, text))
    assert str(refused.value).startswith("own.toml")
    assert says in str(refused.value)


@pytest.mark.skipif(os.name == "nt", reason="named pipes in folders are POSIX's")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.toml")
    with pytest.raises(LessonError, match="it is not a file"):
        read_lesson(tmp_path / "own.toml")


def test_a_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LessonError):
        read_lesson(tmp_path / "none.toml")
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LessonError):
        read_lesson(tmp_path / "own.toml")


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (Condition("activation", equals="relu"), "relu", True),
        (Condition("activation", equals="relu"), "tanh", False),
        (Condition("depth", at_least=16), 16, True),
        (Condition("depth", at_least=16), 15, False),
        (Condition("loss", at_most=0.1), 0.05, True),
        (Condition("loss", at_most=0.1), float("nan"), False),
        (Condition("width", at_least=1), None, False),
        (Condition("activation", at_least=1), "relu", False),
    ],
)
def test_conditions(condition: Condition, value: Value | None, holds: bool) -> None:
    assert condition.holds(value) is holds


def test_numbers_are_those_of_the_two_moments() -> None:
    simulation = Simulation(Experiment(Data(samples=64)), "numpy")
    before = simulation.snapshot()
    simulation.run(steps=3)
    now = simulation.snapshot()
    assert written("{before.step} {step} {ratio}", now, before) == "0 3 1/120,000"


def test_a_ratio_whose_inverse_is_no_number_is_written_as_it_is() -> None:
    simulation = Simulation(Experiment(Data(samples=64)), "numpy")
    snapshot = simulation.snapshot()
    tiny = dataclasses.replace(snapshot, grad_weight_rms=np.array([1e-310, *[1.0] * (snapshot.layers - 1)]))
    assert written("{ratio}", tiny, tiny) == "1.00e−310"


def test_where_a_lesson_says_that_the_gradient_explodes_the_window_says_so_too() -> None:
    for depth in (40, 41, 43, 45, 50, 60, 80, 100, 150, 200):  # the reader is asked for 40 or more
        assert _judged(5, 1, depth=depth) == "exploding"
    assert _judged(8, 0) == "exploding"


def test_a_dead_neuron_comes_back_where_the_layers_before_it_change() -> None:
    simulation = Simulation(_stage(4, 1, learning_rate=3.0))
    shares = []
    for _ in range(12):
        simulation.run(steps=1)
        shares.append(simulation.snapshot(batch=simulation.probe).dead_fraction)
    assert (np.diff(shares, axis=0) < 0).any()
    assert shares[-1].max() == 1


def test_clipping_does_what_the_lesson_says_and_a_better_start_does_more() -> None:
    """On an average of starts: where a network explodes, the last digit of a product decides on a share."""
    shares = {
        (gain, clip): np.mean(
            [_accuracy_after_ten_epochs(8, 1, gain=gain, clip_norm=clip, seed=seed) for seed in range(5)]
        )
        for gain, clip in ((2.0, None), (2.0, 0.1), (1.2, 0.1))
    }
    assert shares[2.0, None] < 0.8 < shares[2.0, 0.1] < 0.95 < shares[1.2, 0.1]


def _stage(lesson: int, step: int, **others: object) -> Experiment:
    return staged((lessons()[lesson].steps[step].stage or {}) | others)


def _judged(lesson: int, step: int, **others: object) -> str:
    simulation = Simulation(_stage(lesson, step, **others), "numpy")
    return verdict(simulation.snapshot(batch=simulation.probe)).kind


def _accuracy_after_ten_epochs(lesson: int, step: int, **others: object) -> float:
    simulation = Simulation(_stage(lesson, step, **others))
    simulation.run(epochs=10)
    return simulation.snapshot(batch=simulation.probe).accuracy
