"""Which backend computes: each by its name."""

from vgviz.engine.backend import Backend
from vgviz.engine.numpy_backend import NumpyBackend
from vgviz.experiment import ExperimentError


def checked_threads(threads: int) -> int:
    """``threads``, which is refused with an `ExperimentError` where it is not 1 or 2."""
    if threads not in (1, 2):
        raise ExperimentError(f"threads: got {threads!r}, takes 1 or 2")
    return threads


def make_backend(name: str, threads: int = 2) -> Backend:
    """The backend called ``name``: "numba" or "numpy", which trains in one thread whatever it may.

    Raises
    ------
    ExperimentError
        If there is no such backend, or it cannot have so many threads.
    """
    checked_threads(threads)
    if name == "numpy":
        return NumpyBackend(threads)
    if name == "numba":
        # Numba takes half a second to import; whoever only wants NumPy does not pay for it.
        from vgviz.engine.numba_backend import NumbaBackend

        return NumbaBackend(threads)
    raise ExperimentError(f"backend: got {name!r}, takes one of numba, numpy")
