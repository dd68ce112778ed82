"""Fill the kernel cache: ``python -m vgviz.engine.compile_kernels [--alone] [float64] [float32]``."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from vgviz.engine import kernel_cache
from vgviz.engine.kernel_building import PLAIN_TEXTS, end_with_standard_input
from vgviz.engine.processors import processors
from vgviz.experiment import PRECISIONS


def main(precisions: Sequence[str] = PRECISIONS, *, helped: bool = True) -> None:
    """Compile what the cache does not hold yet, each precision in a process, saying what is being compiled.

    Parameters
    ----------
    helped : let a helper take part in each, as far as there are processors for all: it begins as its leader
        has begun, which takes seconds, and they meet at different times.
    """
    begun = time.perf_counter()
    os.environ.update(PLAIN_TEXTS)
    missing = [precision for precision in precisions if not kernel_cache.is_ready(precision)]
    helped = helped and processors() >= 2 * len(missing)
    beside = dict(_children(missing[1:], helped=helped))
    for precision in precisions:
        if precision in beside:
            with beside[precision] as child:
                child.wait()  # its few words fit into the pipe
        kernel_cache.load(precision, lambda words: print(words, flush=True), helped=helped)
    print(f"Kernels are ready after {time.perf_counter() - begun:.1f} s", flush=True)


def _children(precisions: list[str], *, helped: bool) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """What compiles these; where no process can be started, they are compiled in this one after all."""
    for precision in precisions:
        with contextlib.suppress(OSError):
            yield precision, kernel_cache.compile_in_child(precision, helped=helped)


if __name__ == "__main__":
    chosen = [word for word in sys.argv[1:] if not word.startswith("--")]
    if kernel_cache.CHILD in sys.argv:
        end_with_standard_input()
    main(chosen or PRECISIONS, helped=kernel_cache.ALONE not in sys.argv)
