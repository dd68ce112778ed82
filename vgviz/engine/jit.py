"""The one set of options under which functions are compiled.

Fast-math without ``nnan`` and ``ninf``: with those, isfinite misses NaN and infinity, and an exploding
gradient must stay visible. Kernels work in what they are handed: one that allocates does not compile.
Nothing is cached here: `vgviz.engine.kernel_cache` keeps what `entry` compiles.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from vgviz.engine.part_code import part_options

Function = TypeVar("Function", bound=Callable[..., Any])

# Only a product and a sum may become one instruction.
_EXACT = {"contract", "nsz"}
# Sums may also be split into vector lanes, in an order that is fixed at compile time.
_REDUCING = {"contract", "nsz", "arcp", "reassoc"}


def entry(function: Function) -> Function:
    """Compile a function that Python calls.

    Without the compiler (NUMBA_DISABLE_JIT=1) it goes through zeros and overflows as silently as with it.
    """
    config: Any = numba.config
    if config.DISABLE_JIT:
        return np.errstate(all="ignore")(function)
    return _compiled(function, fastmath=_EXACT)


def named(function: Function) -> Function:
    """Compile a function that compiled code calls by its name, see `vgviz.engine.kernels.shared`."""
    return _compiled(function, fastmath=_EXACT, no_cpython_wrapper=True)


def exact(function: Function) -> Function:
    """Compile a kernel's part whose arithmetic is done as written; only compiled code can call it."""
    return _compiled(function, fastmath=_EXACT, **part_options())


def reducing(function: Function) -> Function:
    """Compile a kernel's part that adds up, put by LLVM into what calls it: rows are often short."""
    return _compiled(function, fastmath=_REDUCING, forceinline=True, **part_options())


def inlined(function: Function) -> Function:
    """Make a small function part of each `exact` function that calls it, which compiles quicker."""
    return _compiled(function, fastmath=_EXACT, inline="always", **part_options())


def formula(function: Function) -> Function:
    """Make a formula part of every loop that uses it: read once by Numba, put into the loops by LLVM."""
    return _compiled(function, fastmath=_EXACT, forceinline=True, **part_options())


def copied(function: Function) -> Function:
    """Make a large function part of what calls it: read once by Numba, copied into its callers by LLVM."""
    return formula(function)


def _compiled(function: Function, **options: Any) -> Function:
    njit: Any = numba.njit  # its types leave out some of its options
    # Kernels allocate nothing, so references need not be counted: in narrow networks that took half the time.
    options |= {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}
    options["no_rewrites"] = True  # Numba would look for expressions of whole arrays, of which there are none
    compiled: Function = njit(**options)(function)
    return compiled
