"""What theory says of wide networks like this one, beside what is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import isfinite, isinf, isnan, sqrt

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from vgviz.analysis.mean_field import MeanField, mean_field, variance_map
from vgviz.analysis.order_chaos import CriticalLine, critical_line, network_variances, with_variances
from vgviz.analysis.predicted_gradient import Spread
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Network
from vgviz.export.run_letters import run_prefix
from vgviz.number_format import factor, number
from vgviz.session.investigation import Investigation
from vgviz.session.messages import Frame
from vgviz.views.desk import Desk
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.theory.order_chaos_plot import OrderChaosPlot
from vgviz.views.theory.predicted_plot import PredictedPlot
from vgviz.views.theory.variance_map_plot import VarianceMapPlot
from vgviz.views.tint import tint

WIDE = 500  # px, from which the third plot has room
MAP_POINTS, LARGEST_SHOWN = 41, 1e3
DIGITS = 3  # of the variances that a prediction is made for: finer ones change no number that is shown
NORMALIZED = (
    "Normalization sets the variance of every layer, so the diagram of order and chaos does not apply."
)
SKIPPED = "Skip connections add to what each layer does, so the diagram of order and chaos does not apply."
MIXED = "The layers have different functions; the diagram is that of layer 1."
NO_NUMBERS = "The weights are no finite numbers any more, so theory has nothing to say of them."
SOURCES = (
    "σ²w, σ²b: variances of weights times inputs, and of biases. q*: variance of z far from the input. "
    "χ: what a layer does to the mean squared gradient; below 1 it vanishes. Depth scales: after how many "
    "layers the size of a signal, and the difference between two signals, have changed by a factor e. "
    "Variance q and its fixed point q*: Poole et al. 2016. Slope χ and depth scales: Schoenholz et al. 2017. "
    "Variances that keep signals: Glorot and Bengio 2010, He et al. 2015. Spread of finite widths: "
    "Hanin 2018. Batch normalization: Yang et al. 2019."
)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the mean-field theory of a network depends on."""

    activation: Activation
    weight_variance: float
    bias_variance: float

    @classmethod
    def of(cls, snapshot: Snapshot) -> Setting | None:
        """As the weights are, with a few digits; None where they have no finite variance."""
        weight, bias = network_variances(snapshot.widths, Spread.of(snapshot))
        if not (isfinite(weight) and isfinite(bias)):
            return None
        first = snapshot.experiment.network.hidden[0].activation
        return cls(first, float(f"{weight:.{DIGITS - 1}e}"), float(f"{bias:.{DIGITS - 1}e}"))


@dataclass(frozen=True, slots=True, eq=False)
class Theory:
    """The answer for one setting."""

    setting: Setting
    line: CriticalLine
    field: MeanField
    q: NDArray[np.float64]  # variances, from 0 to beyond the fixed point
    following: NDArray[np.float64]  # what a layer makes of each


def theory_of(setting: Setting, tell: Callable[[float], None]) -> Theory:
    """Everything that takes longer than a frame."""
    line = critical_line(setting.activation, tell)
    field = mean_field(setting.activation, setting.weight_variance, setting.bias_variance)
    end = 2.0 * field.q_star if 0.0 < field.q_star < LARGEST_SHOWN else 2.0
    q = np.linspace(0.0, end, MAP_POINTS)
    weight, bias = setting.weight_variance, setting.bias_variance
    following = np.array([variance_map(setting.activation, weight, bias, each) for each in q.tolist()])
    return Theory(setting, line, field, q, following)


class TheoryPanel(PlotPanel):
    """The predicted profile at the left, order and chaos at the right, the numbers below.

    They are of the network that is chosen. The theory of a setting takes up to a second and is worked out
    beside the training, one at a time.
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Theory", theme, parent)
        self._desk = desk
        self._wanted: Setting | None = None
        self._failed: tuple[Setting | None, str] = (None, "")  # what is not tried again, and why
        self._theory: Theory | None = None
        self._asked: Investigation | None = None
        self.profile = PredictedPlot(theme)
        self.diagram = OrderChaosPlot(theme)
        self.map = VarianceMapPlot(theme)
        self._words, self._note = QLabel(), QLabel()
        self._lay_out()
        self.diagram.wished.connect(self._on_wished)
        desk.selection.changed.connect(self._on_place_changed)
        self.setAccessibleName("Theory of wide networks")
        self.set_theme(theme)

    @property
    def words(self) -> str:
        """The numbers below the plots."""
        return self._words.text()

    @property
    def note(self) -> str:
        """Where the diagram does not apply, why."""
        return self._note.text()

    def show_text(self, frame: Frame) -> None:
        """Draw the chosen network."""
        self._frame = frame
        snapshot = frame.snapshots[self._run(frame)]
        self.profile.show_snapshot(snapshot)
        self._wanted = setting = Setting.of(snapshot)
        self.diagram.show_place(None if setting is None else (setting.weight_variance, setting.bias_variance))
        self._write()
        self._ask()

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.profile, self.diagram, self.map):
            part.set_theme(theme)
        self._words.setFont(font(theme.small))
        tint(self._words, theme.text)
        self._note.setFont(font(theme.small))
        tint(self._note, theme.warning)
        self._header.set_entries([*self.profile.legend, *self.diagram.legend])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow panel leaves out the variance map."""
        super().resizeEvent(event)
        self.map.setVisible(self.width() >= WIDE)

    def hideEvent(self, event: QHideEvent) -> None:
        """Work at nothing that nobody looks at."""
        if self._asked is not None:
            self._asked.cancel()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        plots = QHBoxLayout()
        plots.setSpacing(0)
        for plot in (self.profile, self.diagram, self.map):
            plots.addWidget(plot, 1)
        lines = QVBoxLayout()
        lines.setContentsMargins(int(1.5 * SPACING), 0, int(1.5 * SPACING), SPACING // 2)
        lines.setSpacing(0)
        for label in (self._words, self._note):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setWordWrap(True)
            lines.addWidget(label)
        self._words.setToolTip(f"<p>{SOURCES}</p>")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = self._column(foot=0)
        layout.addLayout(plots, 1)
        layout.addLayout(lines)

    def _run(self, frame: Frame) -> int:
        return self._desk.selection.run_of(len(frame.snapshots))

    def _ask(self) -> None:
        """Work out the theory of the newest setting, where nothing is being worked out."""
        wanted = self._wanted
        is_busy = self._asked is not None and not self._asked.is_over
        is_known = self._theory is not None and self._theory.setting == wanted
        if wanted is None or is_busy or is_known or wanted == self._failed[0]:
            return
        self._asked = self._desk.investigate(_work(wanted))
        self._asked.finished.connect(self._on_worked_out)
        self._asked.failed.connect(partial(self._on_failed, wanted))

    def _write(self) -> None:
        """The numbers of the newest theory, as far as they hold for this network."""
        theory, frame, setting = self._theory, self._frame, self._wanted
        if frame is None:
            return
        run = self._run(frame)
        network = frame.snapshots[run].experiment.network
        failed, sentence = self._failed
        self._note.setText(sentence if setting and setting == failed else _note_on(network, setting))
        self._note.setVisible(bool(self._note.text()))
        known = theory is not None and setting is not None
        self._words.setText(_words_of(theory) if theory else "")
        self._words.setVisible(known)
        value = ""
        if theory is not None and known and not _is_beyond_theory(network):
            value = f"{run_prefix(run, len(frame.snapshots))}{factor(sqrt(theory.field.chi))} per layer"
        self._header.set_value(value)

    def _on_place_changed(self) -> None:
        if self._frame is not None and self.isVisible():
            self.show_text(self._frame)

    def _on_failed(self, setting: Setting, sentence: str) -> None:
        self._failed = setting, sentence
        self._write()

    def _on_worked_out(self, theory: Theory) -> None:
        self._theory = theory
        self.diagram.show_line(theory.line)
        self.map.show_map(theory.q, theory.following, theory.field.q_star)
        self._write()

    def _on_wished(self, weight_variance: float, bias_variance: float) -> None:
        """Change the network as it is now, also while a person looks back."""
        frame = self._frame
        if frame is None:
            return
        run = self._run(frame)
        if run < len(frame.present):
            self.diagram.show_place((weight_variance, bias_variance))
            now = frame.present[run]
            changed = with_variances(now.experiment, now.widths, weight_variance, bias_variance)
            self._desk.configure(changed, run=run)


def _is_beyond_theory(network: Network) -> bool:
    """Whether what happens in a layer is not all in its variances and its function."""
    return any(layer.normalization != "none" or layer.residual for layer in network.hidden)


def _note_on(network: Network, setting: Setting | None) -> str:
    """Why the diagram does not apply; "" where it does."""
    hidden = network.hidden
    if setting is None:
        return NO_NUMBERS
    if any(layer.normalization != "none" for layer in hidden):
        return NORMALIZED
    if any(layer.residual for layer in hidden):
        return SKIPPED
    return MIXED if any(layer.activation != hidden[0].activation for layer in hidden) else ""


def _work(setting: Setting) -> Callable[..., Theory]:
    return lambda _simulations, progress: theory_of(setting, progress)


def _words_of(theory: Theory) -> str:
    setting, field = theory.setting, theory.field
    critical = theory.line.at(setting.bias_variance)
    edge = "" if isnan(critical) else f" (critical {number(critical)})"
    return (
        f"σ²w {number(setting.weight_variance)}{edge} · σ²b {number(setting.bias_variance)} · "
        f"q* {_limit(field.q_star)} · χ {number(field.chi)} · "
        f"depth scales {_limit(field.xi_q)} and {_limit(field.xi_c)} layers"
    )


def _limit(value: float) -> str:
    if isnan(value):
        return "–"
    return "∞" if isinf(value) else number(value)
