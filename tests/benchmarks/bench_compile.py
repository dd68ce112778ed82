"""What each kernel takes to compile: ``python -m tests.benchmarks.bench_compile [float64] [float32]``.

Seconds of processor time in this process, nothing cached, so that a busy machine tells the same. Beside each
entry point stand the parts in which most of it was spent; a part's figure includes what it calls first.
"""

import sys
import time
from collections import defaultdict
from typing import Any

from numba.core import event

from vgviz.engine.blas import bring_in_compiled_blas
from vgviz.engine.kernels.signatures import entry_points
from vgviz.experiment import PRECISIONS

SHOWN = 8


class PartTimes(event.Listener):
    """Adds up how long each compiled function took, what it calls included."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._begun: list[float] = []

    def on_start(self, event: Any) -> None:
        """A function begins."""
        del event
        self._begun.append(time.process_time())

    def on_end(self, event: Any) -> None:
        """The function last begun is compiled."""
        self.seconds[event.data["dispatcher"].py_func.__qualname__] += time.process_time() - self._begun.pop()


def main() -> None:
    """Compile all kernels and print what they cost."""
    bring_in_compiled_blas()
    for precision in sys.argv[1:] or PRECISIONS:
        total = 0.0
        for kernel, signature in entry_points(precision):
            parts = PartTimes()
            with event.install_listener("numba:compile", parts):
                begun = time.process_time()
                kernel.compile(signature)
                spent = time.process_time() - begun
            total += spent
            print(f"{precision} {kernel.__name__:<14}{spent:>7.1f} s")
            dearest = sorted(parts.seconds.items(), key=lambda item: -item[1])[1 : SHOWN + 1]
            for name, seconds in dearest:
                print(f"    {name:<40}{seconds:>6.1f}")
        print(f"{precision} in all{total:>15.1f} s", flush=True)


if __name__ == "__main__":
    main()
