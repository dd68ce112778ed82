"""Fill the kernel cache: ``python -m vgviz.engine.compile_kernels [float64] [float32]``."""

import sys
import time
from itertools import count

from vgviz.engine import kernel_cache
from vgviz.experiment import PRECISIONS


def main(precisions: tuple[str, ...] = PRECISIONS) -> None:
    """Compile what the cache does not hold yet, saying what is being compiled.

    One precision is compiled here, each further one in a process of its own beside this one.
    """
    begun = time.perf_counter()
    here, *others = precisions
    children = [kernel_cache.compile_in_child(precision) for precision in others]
    _compile(here)
    for precision, child in zip(others, children, strict=True):
        child.communicate()
        if child.returncode:
            raise SystemExit(f"Compiling the {precision} kernels failed")
    print(f"Kernels are ready after {time.perf_counter() - begun:.1f} s", flush=True)


def _compile(precision: str) -> None:
    from vgviz.engine.kernels.signatures import entry_points

    numbers, total = count(1), len(entry_points(precision))
    kernel_cache.load(precision, lambda words: print(f"{next(numbers)} of {total}: {words}", flush=True))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or PRECISIONS)
