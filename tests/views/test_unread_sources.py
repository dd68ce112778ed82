"""PySide6's import hook."""

import subprocess
import sys

PROGRAM = """
import linecache
import vgviz.app
import fractions, numba
from PySide6.QtCore import QObject
print(sorted(name for name in linecache.cache if "/views/window/" in name or "/numba/" in name))
print(QObject().objectName() == "")
"""


def test_no_source_is_read_for_an_import() -> None:
    said = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True).stdout
    assert said == "[]\nTrue\n"
