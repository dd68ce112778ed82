"""Fill the kernel cache: ``python -m vgviz.engine.compile_kernels``."""

import time
from itertools import count

from vgviz.engine import kernel_cache


def main() -> None:
    """Compile what the cache does not hold yet, saying what is being compiled."""
    from vgviz.engine.kernels.signatures import entry_points

    begun = time.perf_counter()
    numbers, total = count(1), len(entry_points())
    kernel_cache.load(lambda words: print(f"{next(numbers)} of {total}: {words}", flush=True))
    print(f"Kernels are ready after {time.perf_counter() - begun:.1f} s", flush=True)


if __name__ == "__main__":
    main()
