"""Parts of kernels, which are no machine code by themselves."""

import os
from typing import Any

import numba
import numpy as np
import pytest

from vgviz.engine.jit import entry, exact
from vgviz.engine.part_code import KNOWN_VERSIONS, part_options

compiled_only = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT") == "1", reason="nothing is compiled")


@exact
def _last(values: Any) -> float:
    return float(values[values.size - 1])


@entry
def _doubled_last(values: Any) -> float:
    return 2.0 * _last(values)


def _address(function: Any) -> int:
    (compiled,) = function.overloads.values()
    return int(compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name))


@compiled_only
def test_a_part_is_code_only_within_what_calls_it() -> None:
    assert _doubled_last(np.array([2.0, 5.0])) == 10.0
    assert _address(_doubled_last) != 0
    assert numba.__version__.startswith(KNOWN_VERSIONS) == (_address(_last) == 0)


def test_with_another_numba_parts_are_compiled_as_it_compiles_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numba, "__version__", "99.0.1")
    assert part_options() == {"no_cpython_wrapper": True}
