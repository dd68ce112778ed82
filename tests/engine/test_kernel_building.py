"""Kernels are compiled by two processes that meet; a helper's work is used, and can be done without."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest

from vgviz.engine import kernel_building, kernel_cache
from vgviz.engine.jit import entry
from vgviz.engine.kernels import shared, signatures
from vgviz.engine.kernels.evaluation import evaluate
from vgviz.engine.numba_backend import NumbaBackend
from vgviz.engine.plan import make_plan
from vgviz.engine.training_state import TrainingState
from vgviz.engine.workspace import as_vectors, in_order, make_workspace, read_only
from vgviz.experiment import Experiment

HELP_WITH_THE_SHORTEST = """
from pathlib import Path
from vgviz.engine import kernel_building
from vgviz.engine.kernels import evaluation, signatures
points = [
    point for point in signatures.entry_points("float64")
    if hasattr(point[0], "is_called_by_name") or point[0] is evaluation.evaluate
]
signatures.entry_points = lambda _precision: points
kernel_building._help(Path({folder!r}), "float64")
"""


@pytest.fixture
def kernels(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two kernels that are not compiled yet."""

    @entry
    def double(x: float) -> float:
        return 2.0 * x

    @entry
    def triple(x: float) -> float:
        return 3.0 * x

    points = [(kernel, (numba.float64,)) for kernel in (double, triple)]
    monkeypatch.setattr(signatures, "entry_points", lambda _precision: points)
    return [double, triple]


@pytest.fixture
def no_helper(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which no process can be started."""

    def refused(*_args: object, **_options: object) -> None:
        raise OSError("no processes here")

    monkeypatch.setattr(subprocess, "Popen", refused)


@pytest.mark.usefixtures("no_helper")
def test_without_a_helper_all_is_compiled_here(tmp_path: Path, kernels: list[Any]) -> None:
    said: list[str] = []
    kernel_building.build(tmp_path, "float64", said.append)
    assert said == ["1 of 2: double", "2 of 2: triple"]
    assert [kernel(7.0) for kernel in kernels] == [14.0, 21.0]
    assert {path.suffix for path in tmp_path.rglob("*") if path.is_file()} == {".nbi", ".nbc"}


@pytest.mark.usefixtures("no_helper")
def test_what_a_helper_claimed_and_never_finished_is_compiled_here(
    tmp_path: Path, kernels: list[Any]
) -> None:
    (tmp_path / "triple.claimed").touch()
    kernel_building.build(tmp_path, "float64", lambda _words: None)
    assert [kernel(7.0) for kernel in kernels] == [14.0, 21.0]


def helped(folder: Path) -> None:
    """Let a helper compile into ``folder`` until it meets whoever claimed the parts before."""
    (folder / "normalize_backward.claimed").touch()
    program = HELP_WITH_THE_SHORTEST.format(folder=str(folder))
    with subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE) as helper:
        assert helper.wait(timeout=300) == 0


def test_what_a_helper_compiles_from_promises_answers_like_what_is_compiled_here(tmp_path: Path) -> None:
    helped(tmp_path)
    dispatcher: Any = evaluate
    kernel: Any = entry(dispatcher.py_func)
    signature = next(s for point, s in signatures.entry_points("float64") if point is evaluate)
    plan = make_plan(Experiment(), features=2, task="classification", targets=2)
    generator = np.random.default_rng(0)
    parameters = generator.normal(size=plan.parameter_count)
    state = TrainingState.at_rest(parameters, np.empty(0))
    x = generator.normal(size=(5, 2))
    expected = NumbaBackend().outputs(plan, state, x)
    kernel_building.load_or_compile(kernel, signature, tmp_path)
    assert sum(kernel.stats.cache_hits.values()) == 1
    work, out = make_workspace(plan, 5), np.empty_like(expected)
    kernel(work.network, read_only(x), in_order(5), work.buffers, as_vectors(state), 5, out)
    np.testing.assert_array_equal(out, expected)


def test_a_helper_ends_when_whoever_started_it_does(tmp_path: Path) -> None:
    command = [sys.executable, "-m", kernel_building.__name__, str(tmp_path), "float64"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=kernel_building.environment()) as helper:
        assert helper.stdin is not None
        helper.stdin.close()
        assert helper.wait(timeout=60) == 1


@pytest.mark.parametrize("precision", ["float64", "float32"])
def test_shared_functions_return_what_their_callers_are_told(precision: str) -> None:
    kernel_cache.load(precision)
    for kernel, signature in signatures.entry_points(precision):
        if hasattr(kernel, "is_called_by_name"):
            returned = kernel.overloads[signature].signature.return_type
            annotated = kernel.py_func.__annotations__["return"]
            assert returned == shared._RETURNED[annotated]
