"""The program: ``vgviz`` and ``python -m vgviz``."""

import signal
import sys


def main() -> int:
    """Run it; until there is something to bring to an end, Ctrl+C just ends the process.

    Returns
    -------
    The exit code.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where it is to be ignored
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        from vgviz.cli import main as run

        return run()
    except ModuleNotFoundError as error:
        from vgviz.missing_package import missing_package

        sentence = missing_package(error)
        if not sentence:
            raise
        print(f"vgviz: {sentence}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
