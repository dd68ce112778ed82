"""The one set of options under which functions are compiled.

Fast-math without ``nnan`` and ``ninf``: with those, isfinite misses NaN and infinity, and an exploding
gradient must stay visible. Kernels work in what they are handed: one that allocates does not compile.
Nothing is cached here: `vgviz.engine.kernel_cache` keeps what `entry` compiles.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba
import numpy as np

from vgviz.engine.kernels.compilers import EntryCompiler, KernelCompiler, PartCompiler

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
    return _compiled(function, fastmath=_EXACT, pipeline_class=EntryCompiler)


def exact(function: Function) -> Function:
    """Compile a kernel's part whose arithmetic is done as written; only compiled code can call it."""
    return _part(function, fastmath=_EXACT)


def standalone(function: Function) -> Function:
    """Compile like `exact`, but optimized by itself before anything calls it.

    So are functions that stay such, see `vgviz.engine.kernels.shared`, and loops in which what is around them
    would decide which products and sums become one instruction, and with it the last digit.
    """
    return _compiled(function, fastmath=_EXACT, no_cpython_wrapper=True)


def reducing(function: Function) -> Function:
    """Compile a kernel's part that adds up; only compiled code can call it.

    It is optimized before it becomes a part, so that its sums have the same order in every caller.
    """
    return _compiled(function, fastmath=_REDUCING, no_cpython_wrapper=True)


def inlined(function: Function) -> Function:
    """Make a small function part of each `exact` function that calls it, which compiles quicker."""
    return _part(function, fastmath=_EXACT, inline="always")


def formula(function: Function) -> Function:
    """Make a formula part of every loop that uses it: read once by Numba, put into the loops by LLVM."""
    return _part(function, fastmath=_EXACT, forceinline=True)


def _part(function: Function, **options: Any) -> Function:
    return _compiled(function, no_cpython_wrapper=True, pipeline_class=PartCompiler, **options)


def _compiled(function: Function, **options: Any) -> Function:
    njit: Any = numba.njit  # its types leave out some of its options
    # Kernels allocate nothing, so references need not be counted: in narrow networks that took half the time.
    options |= {"nogil": True, "error_model": "numpy", "no_cfunc_wrapper": True, "_nrt": False}
    compiled: Function = njit(**{"pipeline_class": KernelCompiler} | options)(function)
    return compiled
