"""Built-in experiments: one JSON file each in ``resources/presets``."""

from functools import cache
from pathlib import Path

import msgspec

from vgviz.experiment import Experiment
from vgviz.resource_files import resource_path


class Preset(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An experiment that shows something, with its title and notes.

    ``beside`` is the one to compare it with, which differs in one thing; ``panel`` is where to look, by its
    name in the window.
    """

    experiment: Experiment
    beside: Experiment | None = None
    panel: str = ""


@cache
def presets() -> dict[str, Preset]:
    """The built-in experiments by their files’ names, in alphabetical order; damaged files are left out."""
    found = {}
    for path in sorted(resource_path("presets").glob("*.json")):
        try:
            found[path.stem] = read_preset(path)
        except (msgspec.MsgspecError, OSError):
            continue
    return found


def read_preset(path: Path) -> Preset:
    """The preset in a file.

    Raises
    ------
    msgspec.MsgspecError
        If it holds anything else; the message names the field.
    OSError
        If it cannot be read.
    """
    return msgspec.json.decode(path.read_bytes(), type=Preset)
