"""Numba's cached machine code, loaded without the declarations that only compiling needs."""

from types import MethodType
from typing import Any


def keep_cached(kernel: Any) -> None:
    """Let Numba keep ``kernel`` on disk, and load it from there without its whole library.

    Before Numba looks into its cache it declares all the Python it can compile, a fifth of a second of which
    machine code needs nothing; where there is none to load, compiling declares it all the same.
    """
    kernel.enable_caching()
    cache = kernel._cache
    if hasattr(cache, "_load_overload"):  # else another Numba, which loads in its own way
        cache.load_overload = MethodType(_load, cache)


def _load(cache: Any, signature: Any, context: Any) -> Any:
    from numba.core.runtime.nrt import rtsys

    rtsys.initialize(context)
    with cache._guard_against_spurious_io_errors():
        return cache._load_overload(signature, context)
