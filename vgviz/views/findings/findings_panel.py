"""What is wrong with the network, why, and what helps; and what came of it."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from vgviz.analysis.findings import Finding
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import run_prefix
from vgviz.number_format import count
from vgviz.session.messages import Frame
from vgviz.views.controls.fold import Fold
from vgviz.views.desk import Desk
from vgviz.views.findings.finding_card import FindingCard, retire
from vgviz.views.findings.rule_rows import RuleRows
from vgviz.views.findings.trial_card import TrialCard
from vgviz.views.live_text import LiveText
from vgviz.views.panel import Panel
from vgviz.views.scrolling import scrolling
from vgviz.views.theme import SPACING, Theme, font

NOTHING = "Nothing to report."
TOO_LITTLE = "One sample is too little to judge by."
WHAT_IT_TAKES = "Findings come back with View, Measured on, Fixed training samples."


class FindingsPanel(Panel):
    """Cards for what was tried and for what is found, the first finding open; the rules at the end."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._watch = desk.findings
        self._runs = 1
        self.cards: dict[str, FindingCard] = {}
        self.trial_cards: list[TrialCard] = []
        self.quiet, self.looked_at = QLabel(wordWrap=True), LiveText()
        self.rule_rows = RuleRows(theme)
        self.rules_fold = Fold("What counts as a finding", theme, title="Rules")
        self._column = QVBoxLayout()
        self._trials, self._findings = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.rule_rows.changed.connect(self._watch.set_thresholds)
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._show)
        self._watch.changed.connect(self._on_changed)
        self.setAccessibleName("Findings")
        self.set_theme(theme)
        self._show()

    @property
    def is_up_to_date(self) -> bool:
        """Whether it shows all that the watch knows; news come with the next turn of the events."""
        return not self._later.isActive()

    def show_text(self, frame: Frame) -> None:
        """The window's watch judges every frame; here it is only shown."""
        self._runs = len(frame.snapshots)
        self._show()

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.quiet.setFont(font(theme.body, bold=True))
        self.looked_at.set_look(font(theme.small), theme.muted)
        self.rule_rows.set_theme(theme)
        self.rules_fold.set_theme(theme)
        for card in self.cards.values():
            card.set_theme(theme)
        for trial_card in self.trial_cards:
            trial_card.set_theme(theme)
        self._show()

    def _lay_out(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        for layout in (self._trials, self._findings):
            layout.setSpacing(SPACING)
            column.addLayout(layout)
        for widget in (self.quiet, self.looked_at, self.rules_fold):
            column.addWidget(widget)
        self.rules_fold.rows.addWidget(self.rule_rows)
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))

    def hideEvent(self, event: QHideEvent) -> None:
        """Show nothing to nobody."""
        self._later.stop()
        super().hideEvent(event)

    def _on_changed(self) -> None:
        if self.isVisible():
            self._later.start()

    def _show(self) -> None:
        self._later.stop()
        snapshot = self._watch.snapshot
        if snapshot is None:
            return
        self._show_trials(snapshot)
        letter = run_prefix(self._watch.run, self._runs)
        self._show_findings(snapshot, letter)
        is_quiet = not self._watch.findings
        if is_quiet:
            words = TOO_LITTLE if self._watch.rests else letter + NOTHING
            if self.quiet.text() != words:
                self.quiet.setText(words)
            self.looked_at.set_text(
                WHAT_IT_TAKES if self._watch.rests else letter + self._looked_at(snapshot)
            )
        for label in (self.quiet, self.looked_at):
            label.setVisible(is_quiet)
        self.rule_rows.show_rules(self._watch.rules)

    def _looked_at(self, snapshot: Snapshot) -> str:
        rules = ", ".join(rule.label[0].lower() + rule.label[1:] for rule in self._watch.rules)
        layers = f"{snapshot.layers} layers"
        return f"Looked at {layers} at step {count(snapshot.step)} for: {rules}."

    def _show_findings(self, snapshot: Snapshot, letter: str) -> None:
        found = {finding.rule.name: finding for finding in self._watch.findings}
        for name in [name for name in self.cards if name not in found]:
            retire(self.cards.pop(name))
        for place, (name, finding) in enumerate(found.items()):
            card = self.cards.get(name) or self._new_card(finding, place)
            card.show_finding(finding, self._watch.experiment, snapshot.layers, letter)
        if self.cards and not any(card.was_touched or card.is_open for card in self.cards.values()):
            next(iter(self._in_order())).open(True)

    def _in_order(self) -> list[FindingCard]:
        return [self.cards[finding.rule.name] for finding in self._watch.findings]

    def _new_card(self, finding: Finding, place: int) -> FindingCard:
        card = self.cards[finding.rule.name] = FindingCard(finding, self._theme)
        card.chosen.connect(self._watch.choose)
        card.wished.connect(self._watch.apply)
        self._findings.insertWidget(place, card)
        return card

    def _show_trials(self, snapshot: Snapshot) -> None:
        trials = self._watch.trials
        while len(self.trial_cards) < len(trials):
            self._add_trial_card()
        while len(self.trial_cards) > len(trials):
            retire(self.trial_cards.pop())
        for card, trial in zip(self.trial_cards, trials, strict=True):
            can_take_back = self._watch.can_take_back(trial)
            card.show_trial(trial, snapshot.step, self._runs, can_take_back=can_take_back)

    def _add_trial_card(self) -> None:
        card = TrialCard(self._theme)
        card.take_back_wished.connect(self._watch.take_back)
        card.close_wished.connect(self._watch.forget)
        self.trial_cards.append(card)
        self._trials.addWidget(card)
