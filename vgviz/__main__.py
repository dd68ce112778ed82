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
        package = (error.name or "vgviz").partition(".")[0]
        if package == "vgviz":
            raise
        advice = f"install it with: {sys.executable} -m pip install {package}"
        print(f"vgviz: the package {package} is not installed; {advice}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
