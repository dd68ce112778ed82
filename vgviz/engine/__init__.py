"""How an experiment is computed: NumPy, Numba and SciPy, no Qt."""
