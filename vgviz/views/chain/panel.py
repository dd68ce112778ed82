"""The gradient of the selected layer, written as the product that it is."""

from math import inf, isnan

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.chain_rule import ChainRule, chain_rule
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import run_prefix
from vgviz.session.messages import Frame
from vgviz.views.chain.bars import ChainBars
from vgviz.views.chain.columns import Column, columns
from vgviz.views.chain.kinds import CAPTIONS, NAMES, PARTS, kind_color
from vgviz.views.chain.numbers import ENDS, TOGETHER, WIDEST, ChainNumbers
from vgviz.views.chain.places import RIGHT_MARGIN, Places
from vgviz.views.chain.words import tooltip, total_texts
from vgviz.views.desk import Desk
from vgviz.views.plots.header import LegendEntry
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import SPACING, Theme, font

LEAST_BARS = 64  # px of height, below which rows of numbers are left out


class ChainRulePanel(PlotPanel):
    """Bars that move with every frame over numbers that change with the texts.

    They are of the layer in which the selected place lies; where nothing is selected, of the first layer.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Chain rule", theme, parent)
        self._selection = desk.selection
        self._shown: tuple[object, ...] = ()
        self._step = 0
        self.bars = ChainBars(theme)
        self.numbers = ChainNumbers(theme)
        layout = self._column()
        layout.addWidget(self._header)
        layout.addWidget(self.bars, 1)
        layout.addWidget(self.numbers)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Chain rule: a layer’s gradient as a product")
        self._selection.changed.connect(self._on_selection_changed)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.bars, self.numbers):
            part.set_theme(theme)
        self._write()

    def show_frame(self, frame: Frame) -> None:
        """Draw the frame's bars."""
        self._frame = frame
        self._draw()

    def show_text(self, frame: Frame) -> None:
        """Write the frame's numbers."""
        self._frame = frame
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many columns and rows as fit."""
        super().resizeEvent(event)
        own_header = self._header.height() if self._header.parent() is self else 0  # a dock may have taken it
        room = self.height() - own_header - LEAST_BARS
        self.numbers.show_at_most(max(int(room / self.numbers.line_height), 1))
        self._draw()
        self._write()

    def event(self, event: QEvent) -> bool:
        """Show the exact factors of the column under the mouse."""
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def _words_at(self, place: QPoint) -> str:
        snapshot, column = self._snapshot(), self.numbers.column_at(place.x())
        return tooltip(column, snapshot.layers) if snapshot and column else ""

    def _snapshot(self) -> Snapshot | None:
        """The network that the selection is in."""
        if self._frame is None:
            return None
        return self._frame.snapshots[self._selection.run_of(len(self._frame.snapshots))]

    def _chain(self, snapshot: Snapshot) -> ChainRule:
        place = self._selection.place
        layer = place.layer if place is not None else 0
        return chain_rule(snapshot, min(max(layer, 0), snapshot.layers - 1))

    def _places(self, chain: ChainRule, snapshot: Snapshot) -> Places:
        metrics = QFontMetricsF(font(self._theme.small, bold=True))
        captions = {CAPTIONS[factor.kind] for factor in chain.factors if factor.kind in PARTS} | {TOGETHER}
        left = max(metrics.horizontalAdvance(caption) for caption in captions) + SPACING
        end = max(map(metrics.horizontalAdvance, ENDS)) + 4
        return Places(left, self.width() - RIGHT_MARGIN, end, snapshot.layers - 2, chain.layer)

    def _draw(self) -> None:
        snapshot = self._snapshot()
        if snapshot is None:
            return
        chain = self._chain(snapshot)
        places = self._places(chain, snapshot)
        shown = chain.layer, snapshot.experiment.network, self._selection.place
        anew = shown != self._shown or snapshot.step < self._step
        self._shown, self._step = shown, snapshot.step
        steps = places.bar_spans(self._number_spans(places))
        self.bars.show_columns(columns(chain, snapshot.layers, steps), places, anew=anew)

    def _write(self) -> None:
        snapshot = self._snapshot()
        if snapshot is None:
            return
        chain = self._chain(snapshot)
        places = self._places(chain, snapshot)
        shown = columns(chain, snapshot.layers, self._number_spans(places))
        self.numbers.show_columns(shown, places, snapshot.layers)
        total, short = total_texts(chain, snapshot.layers)
        runs = len(self._frame.snapshots) if self._frame else 1
        letter = run_prefix(self._selection.run_of(runs), runs)
        self._header.set_value(f"{letter}{total}", short=f"{letter}{short}")
        self._header.set_entries(self._legend(chain, shown))

    def _legend(self, chain: ChainRule, shown: tuple[Column, ...]) -> list[LegendEntry]:
        """The kinds of factors, and what has no logarithm."""
        theme = self._theme
        kinds = dict.fromkeys(factor.kind for factor in chain.factors if factor.kind in PARTS)
        ends = [bar.end for column in shown for bar in column.bars]
        unusual = (
            ("exactly 0", theme.zero, -inf in ends),
            ("infinite", theme.overflow, inf in ends),
            ("not a number", theme.not_a_number, any(map(isnan, ends))),
        )
        entries = [LegendEntry(name, color, "s") for name, color, is_there in unusual if is_there]
        return entries + [LegendEntry(NAMES[kind], kind_color(kind, theme), "s") for kind in kinds]

    def _number_spans(self, places: Places) -> tuple[tuple[int, int], ...]:
        metrics = QFontMetricsF(font(self._theme.small, bold=True))
        widest = WIDEST[min(len(str(places.steps)), len(WIDEST))]
        return places.number_spans(metrics.horizontalAdvance(widest) + 3)

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self._draw()
            self._write()
