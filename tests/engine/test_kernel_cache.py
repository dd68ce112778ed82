"""The kernel cache: whole or not at all, and never in the way."""

import ast
import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import pytest

from vgviz.engine import compile_kernels, kernel_building, kernel_cache
from vgviz.engine.jit import entry
from vgviz.engine.kernels import signatures
from vgviz.experiment import PRECISIONS

StartProcess = Callable[[], list[Any]]


def small_kernel() -> Any:
    """A kernel like in a process that has just begun: not compiled yet."""

    @entry
    def double(x: float) -> float:
        return 2.0 * x

    return double


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which a cache is looked for."""
    monkeypatch.setattr(kernel_cache, "_roots", lambda: iter([tmp_path / "cache"]))
    return tmp_path / "cache"


@pytest.fixture
def start_process(monkeypatch: pytest.MonkeyPatch) -> StartProcess:
    """Forget all compiled kernels, as if another process began; gives the list of its kernels.

    It has one processor: a helper would compile the real kernels.
    """
    monkeypatch.setattr(kernel_building, "processors", lambda: 1)

    def start() -> list[Any]:
        kernels = [small_kernel()]

        def entry_points(precision: str) -> list[tuple[Any, tuple[Any, ...]]]:
            return [(kernel, (getattr(numba, precision),)) for kernel in kernels]

        monkeypatch.setattr(signatures, "entry_points", entry_points)
        return kernels

    return start


def test_every_module_that_kernels_take_something_from_is_part_of_the_key() -> None:
    sources = {path for pattern in kernel_cache.SOURCES for path in kernel_cache.PACKAGE.glob(pattern)}
    for path in (kernel_cache.PACKAGE / "engine" / "kernels").glob("*.py"):
        if path.stem == "signatures":  # it only says which kernels there are
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("vgviz."):
                imported = kernel_cache.PACKAGE.parent / f"{(node.module or '').replace('.', '/')}.py"
                assert imported in sources, f"{path.name} imports {node.module}"


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def hits(kernels: list[Any]) -> int:
    return sum(sum(kernel.stats.cache_hits.values()) for kernel in kernels)


def test_second_process_loads_what_the_first_compiled(folder: Path, start_process: StartProcess) -> None:
    start_process()
    assert not kernel_cache.is_ready()
    kernel_cache.load()
    assert kernel_cache.is_ready()
    kernels = start_process()
    kernel_cache.load()
    assert hits(kernels) == 1
    assert kernels[0](21.0) == 42.0
    assert {path.suffix for path in files_of(folder)} == {".nbi", ".nbc", ".json"}


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def replace_by_rubbish(path: Path) -> None:
    path.write_bytes(b"rubbish")


@pytest.mark.parametrize("damage", [cut_short, flip_a_bit, replace_by_rubbish, Path.unlink])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc", ".json"])
def test_damage_is_noticed_and_compiled_away(
    suffix: str, damage: Callable[[Path], None], folder: Path, start_process: StartProcess
) -> None:
    start_process()
    kernel_cache.load()
    damage(next(path for path in files_of(folder) if path.suffix == suffix))
    kernels = start_process()
    assert not kernel_cache.is_ready()
    kernel_cache.load()
    assert kernels[0](21.0) == 42.0
    assert kernel_cache.is_ready()
    kernels = start_process()
    kernel_cache.load()
    assert hits(kernels) == 1


def test_kernels_of_another_machine_or_version_are_not_loaded(
    folder: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_process()
    kernel_cache.load()
    monkeypatch.setattr(kernel_cache, "version", lambda _package: "99.0")
    kernels = start_process()
    assert not kernel_cache.is_ready()
    kernel_cache.load()
    assert hits(kernels) == 0
    assert len(list(folder.iterdir())) == 2


def test_a_folder_that_is_stamped_but_unreadable_is_compiled_again(
    folder: Path, start_process: StartProcess
) -> None:
    start_process()
    kernel_cache.load()
    damaged = next(path for path in files_of(folder) if path.suffix == ".nbc")
    damaged.write_bytes(b"rubbish")
    final = next(folder.iterdir())
    stamp = json.dumps(kernel_cache._digests(final))
    (final / kernel_cache.STAMP).write_text(stamp, encoding="utf-8")
    kernels = start_process()
    kernel_cache.load()
    assert kernels[0](21.0) == 42.0


def test_without_a_folder_that_can_be_written_kernels_are_compiled_all_the_same(
    tmp_path: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("")
    monkeypatch.setattr(kernel_cache, "_roots", lambda: iter([occupied / "cache"]))
    kernels = start_process()
    kernel_cache.load()
    assert kernels[0](21.0) == 42.0
    assert not kernel_cache.is_ready()


def test_the_next_folder_is_taken_where_the_first_cannot_be_written(
    tmp_path: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    occupied = tmp_path / "a file"
    occupied.write_text("")
    monkeypatch.setattr(kernel_cache, "_roots", lambda: iter([occupied / "cache", tmp_path / "home"]))
    start_process()
    kernel_cache.load()
    assert kernel_cache.is_ready()
    assert files_of(tmp_path / "home")


def test_a_full_disk_costs_only_the_cache(
    folder: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile._save_data", full)
    kernels = start_process()
    kernel_cache.load()
    assert kernels[0](21.0) == 42.0
    assert not kernel_cache.is_ready()
    assert not files_of(folder)


def test_two_that_compile_at_once_do_not_meet(folder: Path, start_process: StartProcess) -> None:
    for _ in range(2):
        start_process()
        kernel_cache._fill(folder, "float64", lambda _words: None)
    assert len(list(folder.iterdir())) == 1
    kernels = start_process()
    kernel_cache.load()
    assert hits(kernels) == 1


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[subprocess.Popen[str]]:
    """A process that really compiles, below its own folder."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with kernel_cache.compile_in_child() as process:
        yield process
        process.kill()


def test_a_child_killed_while_it_compiles_leaves_nothing_that_hurts(
    child: subprocess.Popen[str],
    tmp_path: Path,
    start_process: StartProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    root = tmp_path / "vgviz"
    while not list(root.glob("unfinished-*")):
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=0.02)
            pytest.fail("the child ended before it began to compile")
    child.kill()
    child.wait()
    monkeypatch.setattr(kernel_cache, "_roots", lambda: iter([root]))
    kernels = start_process()
    assert not kernel_cache.is_ready()
    kernel_cache.load()
    assert kernels[0](21.0) == 42.0
    assert kernel_cache.is_ready()


def test_abandoned_folders_are_removed(
    folder: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    abandoned = folder / "unfinished-before"
    abandoned.mkdir(parents=True)
    monkeypatch.setattr(kernel_cache, "ABANDONED_AFTER", -1.0)
    start_process()
    kernel_cache.load()
    assert not abandoned.exists()


def test_the_command_says_what_it_compiles(
    folder: Path, start_process: StartProcess, capsys: pytest.CaptureFixture[str]
) -> None:
    start_process()
    compile_kernels.main(["float64"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1 of 1: double"
    assert lines[-1].startswith("Kernels are ready after")
    assert kernel_cache.is_ready()
    assert folder.is_dir()


def test_a_child_ends_with_the_process_that_started_it(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.close()
    assert child.wait(timeout=30) == 1


def test_two_precisions_compile_side_by_side_and_each_by_itself_on_two_processors(
    folder: Path, start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, bool]] = []

    def compile_in_child(precision: str, *, helped: bool) -> subprocess.Popen[str]:
        started.append((precision, helped))
        kernel_cache._fill(folder, precision, lambda _words: None)
        return subprocess.Popen([sys.executable, "-c", ""], stdout=subprocess.PIPE, text=True)

    start_process()
    monkeypatch.setattr(compile_kernels, "processors", lambda: 2)
    monkeypatch.setattr(kernel_cache, "compile_in_child", compile_in_child)
    compile_kernels.main()
    assert started == [("float32", False)]
    assert all(kernel_cache.is_ready(precision) for precision in PRECISIONS)
    compile_kernels.main()
    assert len(started) == 1


@pytest.mark.usefixtures("folder")
def test_precisions_for_which_no_process_can_be_started_are_compiled_here(
    start_process: StartProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_precision: str, *, helped: bool) -> None:
        raise OSError(f"no processes here, helped or not: {helped}")

    start_process()
    monkeypatch.setattr(kernel_cache, "compile_in_child", refused)
    compile_kernels.main()
    assert all(kernel_cache.is_ready(precision) for precision in PRECISIONS)


def test_the_child_compiles_this_package_whatever_lies_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    another = tmp_path / "vgviz"
    another.mkdir()
    (another / "__init__.py").write_text("raise SystemExit('another vgviz')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with kernel_cache.compile_in_child() as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("1 of ")
        process.kill()
