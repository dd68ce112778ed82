"""A panel on the canvas' ground, under a line with its title, its legend and its number."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vgviz.views.panel import Panel
from vgviz.views.plots.header import PlotHeader
from vgviz.views.theme import Theme
from vgviz.views.tint import paint_ground


class PlotPanel(Panel):
    """The base of panels that write into a header; their dock takes it for its own first line."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._header = PlotHeader(title, theme)

    @property
    def header(self) -> PlotHeader:
        """Title, legend, and a number in words."""
        return self._header

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self._header.set_theme(theme)
        paint_ground(self, theme.background)

    def _column(self, foot: int = 4) -> QVBoxLayout:
        """A layout of the whole panel, with so many pixels below."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, foot)
        column.setSpacing(0)
        return column
