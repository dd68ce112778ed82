"""The options of ``vgviz render`` that choose the data."""

import argparse
from collections.abc import Callable
from typing import Any

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.experiment import DATA_TASKS, Data, ExperimentError

FILES = tuple(name for name, source in DATA_SOURCES.items() if source.is_file)
OFFERED = tuple(name for name in DATA_SOURCES if name not in FILES)
SHAPING = ("samples", "features", "classes", "noise", "header", "target", "task")  # fields and options
DATA_OPTIONS = {f"data.{field}": f"--{field}" for field in SHAPING} | {
    "data.test_fraction": "--test-fraction"
}
DEFAULT = Data()


def add_data_options(group: argparse._ArgumentGroup) -> None:
    """Add a source or a file, and what shapes it; an option that is not given is None."""
    source = group.add_mutually_exclusive_group()
    source.add_argument(
        "--data",
        choices=OFFERED,
        metavar="NAME",
        help=f"data set: {', '.join(OFFERED)} (default {DEFAULT.source})",
    )
    for name in FILES:
        entry = DATA_SOURCES[name]
        source.add_argument(f"--{name}", metavar="FILE", help=f"{entry.description}, instead")
    for field in ("samples", "features", "classes"):
        _add(group, field, int, "N", f"number of {field}", getattr(DEFAULT, field))
    _add(group, "noise", float, "X", "how far samples stray", DEFAULT.noise)
    _add(group, "header", _yes, "yes|no", "whether its first row names the columns (default: found out)")
    _add(
        group,
        "target",
        _column,
        "COLUMN",
        "the column to learn, by name or number from 0 (default: the last)",
    )
    _add(group, "task", str, "NAME", f"what the target is: {', '.join(DATA_TASKS)}", DEFAULT.task)
    group.add_argument(
        "--test-fraction",
        type=float,
        metavar="X",
        help=f"share kept for testing (default {DEFAULT.test_fraction})",
    )
    group.add_argument(
        "--raw",
        action="store_false",
        dest="standardize",
        help="take the inputs as they are, not standardized",
    )


def data_of(options: argparse.Namespace) -> Data:
    """The data that the options describe.

    Raises
    ------
    ExperimentError
        If a value is out of range, or an option is given that the source has no use for.
    """
    source, path = _source(options)
    fields = {field: getattr(options, field) for field in SHAPING if getattr(options, field) is not None}
    for field in fields:
        _refuse_unused(field, source)
    if options.test_fraction is not None:
        fields["test_fraction"] = options.test_fraction
    return Data(source=source, path=path, standardize=options.standardize, **fields)


def _source(options: argparse.Namespace) -> tuple[str, str | None]:
    for name in FILES:
        if getattr(options, name) is not None:
            return name, getattr(options, name)
    return options.data or DEFAULT.source, None


def _refuse_unused(field: str, source: str) -> None:
    if field in DATA_SOURCES[source].uses:
        return
    users = [
        f"--{name}" if entry.is_file else name for name, entry in DATA_SOURCES.items() if field in entry.uses
    ]
    raise ExperimentError(
        f"--{field}: {DATA_SOURCES[source].label} has no use for it; it is for {', '.join(users)}"
    )


def _add(
    group: argparse._ArgumentGroup,
    field: str,
    kind: Callable[[str], Any],
    metavar: str,
    text: str,
    default: object = None,
) -> None:
    words = text if default is None else f"{text} (default {default})"
    group.add_argument(f"--{field}", type=kind, metavar=metavar, help=words)


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise argparse.ArgumentTypeError(f"got {text!r}, takes yes or no")
    return text == "yes"


def _column(text: str) -> str | int:
    return int(text) if text.isdecimal() else text
