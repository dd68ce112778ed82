"""Fill the kernel cache: ``python -m vgviz.engine.compile_kernels [float64] [float32]``."""

import sys
import time

from vgviz.engine import kernel_cache
from vgviz.experiment import PRECISIONS


def main(precisions: tuple[str, ...] = PRECISIONS) -> None:
    """Compile what the cache does not hold yet, saying what is being compiled."""
    begun = time.perf_counter()
    for precision in precisions:
        kernel_cache.load(precision, lambda words: print(words, flush=True))
    print(f"Kernels are ready after {time.perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or PRECISIONS)
