"""The one set of options under which functions are compiled.

Fast-math without ``nnan`` and ``ninf``: with those, isfinite misses NaN and infinity, and an exploding gradient
must stay visible. Nothing is cached here: `vgviz.engine.kernel_cache` decides where the entry points are kept.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "boundscheck": False}


def exact(function: Function) -> Function:
    """Compile arithmetic whose order matters: only a product and a sum may become one instruction."""
    return _compiled(function, {"contract", "nsz"})


def reducing(function: Function) -> Function:
    """Compile loops that add up: sums may be split into vector lanes, in an order fixed at compile time."""
    return _compiled(function, {"contract", "nsz", "arcp", "reassoc"})


def _compiled(function: Function, fastmath: set[str]) -> Function:
    compiled: Function = numba.njit(fastmath=fastmath, **_OPTIONS)(function)
    return compiled
