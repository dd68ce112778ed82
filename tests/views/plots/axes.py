"""What the axes of a plot in a view reach."""

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget


def across(view: QWidget) -> tuple[float, float]:
    """The ends of the horizontal axis of the first plot in ``view``."""
    plot = view.findChild(pg.PlotWidget)
    assert plot is not None
    low, high = plot.getPlotItem().getViewBox().whole[0]
    return low, high
