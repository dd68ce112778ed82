"""The command line: ``vgviz`` opens the window, ``vgviz render`` makes the same picture without a screen."""

import argparse
import gc
import sys
from collections.abc import Sequence

import vgviz
from vgviz.platform_check import why_qt_cannot_start
from vgviz.render_options import add_render_options


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program.

    Returns
    -------
    The exit code: 0 if all went well, 1 for a failure, 2 for an option that makes no sense.
    """
    parser = make_parser()
    options = parser.parse_args(argv)
    refusal = why_qt_cannot_start(needs_screen=options.command is None)
    if refusal:
        print(f"vgviz: {refusal}", file=sys.stderr)
        return 1
    if options.command == "render":
        from vgviz.render_command import render_command

        return render_command(options)
    gc.disable()  # modules that are imported are no garbage, and collecting takes a tenth of the start
    from vgviz.app import run

    return run(fresh=options.fresh)


def make_parser() -> argparse.ArgumentParser:
    """The options of ``vgviz`` and of ``vgviz render``."""
    parser = argparse.ArgumentParser(
        prog="vgviz",
        description="See why deep networks stop learning: live gradients, layer by layer.",
        epilog="Without a command, the window opens and the default network trains.",
    )
    parser.add_argument("--version", action="version", version=f"vgviz {vgviz.__version__}")
    parser.add_argument(
        "--fresh",
        action="store_true",
        help="open the window as the first time, not as it was left",
    )
    commands = parser.add_subparsers(dest="command", metavar="command")
    render = commands.add_parser(
        "render",
        usage="vgviz render [options] --out FILE",  # all of them would push an error out of sight
        help="train without a window and write the picture",
        description="Train a network and write the picture that the window would show. Needs no display.",
    )
    add_render_options(render)
    return parser
