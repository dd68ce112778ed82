"""Kernels are compiled by children that can be killed; where that fails, in this process."""

import subprocess
import sys
from pathlib import Path

import pytest

from vgviz.drawing import raster
from vgviz.engine import kernel_cache
from vgviz.session import kernel_preparation
from vgviz.session.kernel_preparation import WORDS, KernelPreparation

ENDLESS = "import time\nprint('1 of 3: train steps', flush=True)\ntime.sleep(600)"
FAILING = "raise SystemExit(1)"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was loaded; nothing is really loaded, and no cache is ready."""
    calls: list[str] = []
    monkeypatch.setattr(kernel_cache, "is_ready", lambda _precision: False)
    monkeypatch.setattr(kernel_cache, "load", lambda _precision: calls.append("engine"))
    monkeypatch.setattr(raster, "is_cached", lambda: True)
    monkeypatch.setattr(raster, "warm_up", lambda: calls.append("drawing"))
    return calls


def _child(program: str) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)


def test_with_everything_in_the_cache_nothing_is_compiled(
    loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_cache, "is_ready", lambda _precision: True)
    told: list[str] = []
    preparation = KernelPreparation(told.append)
    preparation.start()
    assert preparation.wait == 0
    assert preparation.finish() == "numba"
    assert preparation.wait is None
    assert sorted(loaded) == ["drawing", "engine"]
    assert told == [""]
    preparation.close()


def test_a_child_that_compiles_is_waited_for_told_of_and_killed(
    loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    children: list[subprocess.Popen[str]] = []

    def compile_in_child(_precision: str) -> "subprocess.Popen[str]":
        children.append(_child(ENDLESS))
        return children[-1]

    monkeypatch.setattr(kernel_cache, "compile_in_child", compile_in_child)
    told: list[str] = []
    preparation = KernelPreparation(told.append)
    preparation.start()
    while f"{WORDS}: 1 of 3…" not in told:
        assert preparation.wait == kernel_preparation.POLL
    preparation.close()
    preparation.close()
    assert children[0].poll() is not None
    assert preparation.wait is None
    assert loaded == []


def test_where_the_child_fails_this_process_compiles(
    loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel_cache, "compile_in_child", lambda _precision: _child(FAILING))
    preparation = KernelPreparation(lambda _words: None)
    preparation.start()
    while preparation.wait != 0:
        pass
    assert preparation.finish() == "numba"
    assert "engine" in loaded
    preparation.close()


def test_where_no_process_can_be_started_this_one_compiles(
    loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_precision: str) -> None:
        raise PermissionError("no processes here")

    monkeypatch.setattr(kernel_cache, "compile_in_child", refused)
    preparation = KernelPreparation(lambda _words: None)
    preparation.start()
    assert preparation.wait == 0
    assert preparation.finish() == "numba"
    assert "engine" in loaded
    preparation.close()


def test_the_other_precision_is_compiled_when_training_is_under_way(
    loaded: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    children: dict[str, subprocess.Popen[str]] = {}

    def compile_in_child(precision: str) -> "subprocess.Popen[str]":
        children[precision] = _child(ENDLESS if precision == "float32" else FAILING)
        return children[precision]

    monkeypatch.setattr(kernel_cache, "compile_in_child", compile_in_child)
    preparation = KernelPreparation(lambda _words: None)
    preparation.start()
    assert preparation.is_preparing("float32")
    while preparation.wait != 0:
        pass
    assert set(children) == {"float64"}
    preparation.finish()
    assert loaded == ["drawing", "engine"]
    assert set(children) == {"float64", "float32"}
    assert preparation.wait is None
    assert preparation.is_preparing("float32")
    assert not preparation.is_preparing("float64")
    preparation.close()
    assert children["float32"].poll() is not None
    assert not preparation.is_preparing("float32")


def test_the_drawing_is_compiled_for_this_package_whatever_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = tmp_path / "vgviz"
    another.mkdir()
    (another / "__init__.py").write_text("raise SystemExit('another vgviz')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")  # no wait: only where the child looks for itself matters
    assert kernel_preparation._compile_drawing().wait(timeout=120) == 0
