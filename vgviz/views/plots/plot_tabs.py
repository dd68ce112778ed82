"""Plots that share one place; their tabs lie where a plot has its title."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabBar, QWidget

from vgviz.views.plots.header import HEIGHT, PlotHeader
from vgviz.views.plots.style import paint_ground
from vgviz.views.theme import SPACING, Theme, font

NARROW = 520  # px, below it tabs have their short names


@dataclass(frozen=True, slots=True)
class Tab:
    """A plot with its header, and how its tab is called where there is room and where there is not."""

    plot: QWidget
    header: PlotHeader
    name: str
    short_name: str


class PlotTabs(QWidget):
    """One of several plots, chosen by mouse or arrow keys. Hidden plots have the same size as the shown one.

    Signals
    -------
    changed : the plot that is shown now.
    """

    changed = Signal(object)

    def __init__(self, tabs: tuple[Tab, ...], theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = tabs
        self.bar = QTabBar(self)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self.bar.setAccessibleName("Plots")
        for tab in tabs:
            self.bar.addTab(tab.name)
            tab.plot.setParent(self)
            tab.plot.setVisible(tab is tabs[0])
        self.bar.currentChanged.connect(self._on_changed)
        self.set_theme(theme)
        self.bar.raise_()

    @property
    def current(self) -> QWidget:
        """The plot that is shown."""
        return self._tabs[self.bar.currentIndex()].plot

    def choose(self, plot: QWidget) -> None:
        """Show this plot."""
        self.bar.setCurrentIndex([tab.plot for tab in self._tabs].index(plot))

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme; the plots do so themselves."""
        paint_ground(self, theme)
        paint_ground(self.bar, theme)
        self.bar.setFont(font(theme.body, bold=True))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Every plot takes the whole place, so that a hidden one can be exported as well."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        narrow = self.width() < NARROW
        for index, tab in enumerate(self._tabs):
            self.bar.setTabText(index, tab.short_name if narrow else tab.name)
            tab.plot.setGeometry(self.rect())
        size = self.bar.sizeHint()
        self.bar.setGeometry(0, HEIGHT - size.height() - 1, size.width(), size.height())
        for tab in self._tabs:
            tab.header.set_title_room(size.width() - SPACING)

    def _on_changed(self) -> None:
        for tab in self._tabs:
            tab.plot.setVisible(tab.plot is self.current)
        self.changed.emit(self.current)
