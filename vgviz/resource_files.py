"""Where the data files are: icons, fonts, theme."""

from functools import cache
from pathlib import Path


@cache
def resource_path(*parts: str) -> Path:
    """Path of a file or folder in ``resources/``.

    A wheel carries the folder inside the package; a checkout and an editable install have it beside the
    package.
    """
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    root = inside if inside.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)
