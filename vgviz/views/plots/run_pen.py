"""Pens that tell compared runs apart by more than colour."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from vgviz.views.plots.style import line_pen

RUN_DASHES = ((), (4.0, 3.0), (1.0, 2.0), (6.0, 2.0, 1.0, 2.0))  # solid, dashed, dotted, dash and dot


def run_pen(color: str, run: int, width: float = 1.75) -> QPen:
    """Pen of a curve of the run with this number."""
    pen = line_pen(color, width)
    if RUN_DASHES[run]:
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern(list(RUN_DASHES[run]))
    return pen
