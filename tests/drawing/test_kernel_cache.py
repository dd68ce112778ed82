"""The drawing kernels on disk."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
from vgviz.drawing import raster
before = raster.is_cached()
raster.warm_up()
print(before, raster.is_ready(), raster.is_cached())
"""


def _run(cache: Path) -> str:
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache), "NUMBA_DISABLE_JIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.timeout(240)
def test_kernels_are_kept_and_a_damaged_cache_is_replaced(tmp_path: Path) -> None:
    assert _run(tmp_path) == "False True True"
    assert _run(tmp_path) == "True True True"
    for file in tmp_path.rglob("line_kernels.*.nb?"):
        file.write_bytes(file.read_bytes()[:200])
    assert _run(tmp_path) == "True True True"
    assert _run(tmp_path) == "True True True"
