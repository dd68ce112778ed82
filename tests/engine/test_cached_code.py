"""Loading machine code from Numba's cache."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import numba
import numpy as np
from vgviz.engine.cached_code import keep_cached

@numba.njit
def largest(values):
    return np.maximum(values[0], values[-1])

@numba.njit
def total(values):
    return np.sum(values)

keep_cached(largest)
hits = largest.stats.cache_hits
print(largest(np.array([2.0, 5.0])), sum(hits.values()), "numba.np.arraymath" in sys.modules)
print(total(np.array([2.0, 5.0])))
"""


@pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")
def test_what_is_cached_is_loaded_without_declarations_and_what_is_not_is_compiled(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(PROGRAM)
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    said = [
        subprocess.run(
            [sys.executable, str(script)], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert said == ["5.0 0 True\n7.0\n", "5.0 1 False\n7.0\n"]
