"""What is told of a package that Python does not find."""

import sys


def missing_package(error: Exception) -> str:
    """Which package is missing and the command that installs it, without a full stop; "" for other errors."""
    package = (error.name or "").partition(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    if package in {"", "vgviz"}:
        return ""
    return (
        f"the package {package} is not installed; install it with: {sys.executable} -m pip install {package}"
    )
