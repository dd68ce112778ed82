"""What the diagrams are coloured by and on which scale; one for all networks that are compared."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer, QVariantAnimation, Signal

from vgviz.drawing.color_modes import COLOR_MODES, GRADIENT, ColorMode
from vgviz.drawing.color_range import Range, between, fitted_range
from vgviz.drawing.color_scale import ColorScale, FloatArray
from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram.colors import mode_scale
from vgviz.views.reduced_motion import is_motion_reduced
from vgviz.views.theme import Theme

MOVE = 450  # ms from one range to another
REMARK_STAYS = 6000  # ms
FAR_BELOW = 1e-3
PATIENCE = 25  # looks, five a second, that must agree before a free scale narrows
SEPARATOR = "  ·  "
PINNED, FREE = "scale pinned", "scale follows"


@dataclass(frozen=True, slots=True)
class ColorKey:
    """How to read the colours: the quantity, its scale in a theme, and what is to be said of the scale."""

    mode: ColorMode
    scale: ColorScale
    words: str
    is_news: bool = False


class Coloring(QObject):
    """The chosen quantity, its range, and whether the range is pinned.

    A pinned range changes only when the user says so. A free one grows when numbers leave it and narrows when
    they have long filled little of it. Whenever a range changes it moves there smoothly, and ``remark`` says
    so for some seconds.

    Signals
    -------
    changed
        Anything that concerns the picture.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.mode: ColorMode = GRADIENT
        self.is_pinned = True
        self.remark = ""
        self._measured = ""
        self._ranges: dict[str, Range] = {}
        self._waited = 0
        self._start: Range = self._target()
        self._shown: Range = self._start
        self._way = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._way.valueChanged.connect(self._on_way)
        self._silence = QTimer(self, singleShot=True, interval=REMARK_STAYS)
        self._silence.timeout.connect(self._on_silence)

    @property
    def range(self) -> Range:
        """The range in force; while it moves, the one on the way."""
        return self._shown

    def key(self, theme: Theme) -> ColorKey:
        """How to read the colours in a theme."""
        low, high = self._shown
        scale = replace(mode_scale(self.mode, theme), low=low, high=high)
        range_words = PINNED if self.is_pinned else FREE
        words = self.remark or SEPARATOR.join(filter(None, (self._measured, range_words)))
        return ColorKey(self.mode, scale, words, is_news=bool(self.remark))

    def say_measured(self, words: str) -> None:
        """Name the samples that the numbers are of."""
        if words != self._measured:
            self._measured = words
            self.changed.emit()

    def choose(self, key: str) -> None:
        """Colour by another quantity, on the range it had last."""
        if key == self.mode.key:
            return
        self._way.stop()
        self.mode = COLOR_MODES[key]
        self.remark, self._waited = "", 0
        self._shown = self._target()
        self.changed.emit()

    def pin(self, pinned: bool) -> None:
        """Hold the range, or let it follow the numbers."""
        if pinned != self.is_pinned:
            self.is_pinned, self._waited = pinned, 0
            self.changed.emit()

    def fit(self, snapshots: Sequence[Snapshot]) -> None:
        """Take the range that just holds what these show."""
        wanted = fitted_range(self.mode.kind, self._values(snapshots))
        if wanted is not None:
            self._move(wanted)

    def use_first_range(self) -> None:
        """Back to the range that suits most networks."""
        self._move((self.mode.low, self.mode.high))

    def follow(self, snapshots: Sequence[Snapshot]) -> None:
        """Let a range that is free follow; called with every text."""
        if self.is_pinned:
            return
        wanted = fitted_range(self.mode.kind, self._values(snapshots))
        if wanted is None:
            return
        low, high = self._target()
        grown = min(low, wanted[0]), max(high, wanted[1])
        if grown != (low, high):
            self._move(grown)
            return
        self._waited = self._waited + 1 if wanted != (low, high) else 0
        if self._waited >= PATIENCE:
            self._move(wanted)

    def _target(self) -> Range:
        return self._ranges.get(self.mode.key, (self.mode.low, self.mode.high))

    def _values(self, snapshots: Sequence[Snapshot]) -> FloatArray:
        """What the range should hold: neurons and layers, and of weights also the largest edges.

        Neurons `FAR_BELOW` the weakest layer are left to the scale's open end: one that is all but dead, at
        1e−30, would make all others alike.
        """
        parts = [part for shown in snapshots for part in self._values_of(shown)]
        return np.concatenate(parts) if parts else np.empty(0)

    def _values_of(self, snapshot: Snapshot) -> list[FloatArray]:
        layers, units = self.mode.layers(snapshot), self.mode.unit_values(snapshot)
        if self.mode.kind == "log":
            sizes = layers[np.isfinite(layers) & (layers > 0)]
            return [layers, units[units >= FAR_BELOW * sizes.min()] if sizes.size else units]
        parts = [layers, units]
        if self.mode.edges is not None:
            parts += [np.array([np.abs(edges).max()]) for edges in self.mode.edge_values(snapshot)]
        return parts

    def _move(self, wanted: Range) -> None:
        self._waited = 0
        if wanted == self._target():
            return
        self._start = self._shown
        self._ranges[self.mode.key] = wanted
        self.remark = f"scale moved to {self._end_words(wanted)}"
        self._silence.start()
        self._way.stop()
        self._way.setDuration(0 if is_motion_reduced() else MOVE)
        self._way.start()

    def _end_words(self, wanted: Range) -> str:
        low, high = map(self.mode.tick, wanted)
        return f"{low} … {high}"

    def _on_way(self, share: float) -> None:
        self._shown = between(self.mode.kind, self._start, self._target(), share)
        self.changed.emit()

    def _on_silence(self) -> None:
        self.remark = ""
        self.changed.emit()
