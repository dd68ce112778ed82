"""The rules with their thresholds, each behind a fold."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from vgviz.analysis.rules import DEFAULT_RULES, Rule
from vgviz.views.controls.fold import Fold
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.slider_scale import LinearScale, LogScale, Scale
from vgviz.views.theme import SPACING, Theme, font
from vgviz.views.tint import tint

_SHARES = LinearScale(0.01, 1.0, 0.01)
_SCALES: MappingProxyType[str, Scale] = MappingProxyType(
    {
        "vanishing": LogScale(1e-12, 1.0),
        "exploding": LogScale(1.0, 1e12),
        "batch_norm_growth": LogScale(1.0, 1e12),
        "poor_initialization": LogScale(1.05, 10.0),
        "saturated": _SHARES,
        "dead": _SHARES,
        "updates_too_large": LogScale(1e-4, 10.0),
        "updates_too_small": LogScale(1e-15, 1e-2),
        "unchanged": _SHARES,
        "underflow": LogScale(1.0, 1e12),
    }
)


def threshold_quantity(rule: Rule) -> Quantity:
    """The slider of a rule's threshold."""
    scale = _SCALES[rule.name]
    return Quantity("Threshold", scale, Range(scale.low, scale.high), rule.threshold, rule.meaning)


class RuleRows(QWidget):
    """One fold a rule: closed it names the rule, open it says what it means.

    Signals
    -------
    changed : dict
        Thresholds by the rules' names, after a person has changed one.
    """

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folds: dict[str, Fold] = {}
        self.sliders: dict[str, NumberSlider] = {}
        self._meanings: list[QLabel] = []
        self._shown: Sequence[Rule] = ()
        self.reset = QPushButton("Reset all thresholds")
        self.reset.clicked.connect(lambda: self.changed.emit({}))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for rule in DEFAULT_RULES:
            layout.addWidget(self._fold(rule, theme))
        layout.addSpacing(SPACING)
        layout.addWidget(self.reset)
        self.set_theme(theme)

    def show_rules(self, rules: Sequence[Rule]) -> None:
        """Show these thresholds and send nothing."""
        if rules is self._shown:
            return
        self._shown = rules
        for rule in rules:
            slider = self.sliders[rule.name]
            if slider.value != rule.threshold:
                slider.show_value(rule.threshold)
                self.folds[rule.name].refresh()
        self.reset.setVisible(tuple(rules) != DEFAULT_RULES)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        for fold in self.folds.values():
            fold.set_theme(theme)
        for slider in self.sliders.values():
            slider.set_theme(theme)
        for label in self._meanings:
            label.setFont(font(theme.small))
            tint(label, theme.muted)

    def _fold(self, rule: Rule, theme: Theme) -> Fold:
        fold = self.folds[rule.name] = Fold(rule.meaning, theme, title=rule.label)
        meaning = QLabel(rule.meaning, wordWrap=True)
        self._meanings.append(meaning)
        fold.rows.addWidget(meaning)
        slider = self.sliders[rule.name] = NumberSlider(threshold_quantity(rule), theme)
        slider.value_changed.connect(self._on_value_changed)
        fold.add(slider)
        return fold

    def _on_value_changed(self) -> None:
        self.changed.emit({name: slider.value for name, slider in self.sliders.items()})
