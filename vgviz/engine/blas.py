"""The one place that limits BLAS to one thread.

On matrices of this size two threads are three to five times slower than one, and they would take the window's
core. The limit holds for the whole process: setting and lifting it around each call would cost more than a
small network's step.
"""

from functools import cache

from threadpoolctl import threadpool_limits


@cache
def limit_numpy_blas() -> None:
    """Limit the BLAS that NumPy calls to one thread."""
    threadpool_limits(1, user_api="blas")


@cache
def limit_compiled_blas() -> None:
    """Limit the BLAS that compiled kernels call to one thread.

    It is SciPy's, which has to be in the process to be limited.
    """
    import scipy.linalg.cython_blas  # noqa: F401

    threadpool_limits(1, user_api="blas")
