"""The BLAS that matrix products call: brought in cheaply, and limited to one thread in one place.

On matrices of this size two threads are three to five times slower than one, and they would take the window's
core. The limit holds for the whole process: setting and lifting it around each call would cost more than a
small network's step.
"""

import sys
from functools import cache
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import module_from_spec
from pathlib import Path

from threadpoolctl import threadpool_limits

COMPILED_BLAS = "scipy.linalg.cython_blas"


@cache
def limit_numpy_blas() -> None:
    """Limit the BLAS that NumPy calls to one thread."""
    threadpool_limits(1, user_api="blas")


@cache
def bring_in_compiled_blas() -> None:
    """Import the one module of ``scipy.linalg`` that compiled code needs, without the package around it.

    Numba imports it before it loads its first kernel; with the whole package that takes a quarter of a
    second. Where SciPy is laid out differently, nothing is done here and Numba imports the package.
    """
    path = _extension_file()
    if path is None or COMPILED_BLAS in sys.modules:
        return
    loader = ExtensionFileLoader(COMPILED_BLAS, str(path))
    module = module_from_spec(ModuleSpec(COMPILED_BLAS, loader, origin=str(path)))
    loader.exec_module(module)
    sys.modules[COMPILED_BLAS] = module


def _extension_file() -> Path | None:
    import scipy  # by itself it is quick to import, but not for nothing

    folder = Path(scipy.__file__).parent / "linalg"
    return next((path for end in EXTENSION_SUFFIXES for path in folder.glob(f"cython_blas{end}")), None)
