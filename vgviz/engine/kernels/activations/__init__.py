"""Compiled activation functions: one pair (f, f') for each entry of the catalogue, in files by family.

A pair takes u = s z and the function's parameter and gives f and f' at once, so that nothing is worked out
twice. Derivatives come from u, as in the catalogue.
"""

from collections.abc import Callable

Pair = Callable[[float, float], tuple[float, float]]
