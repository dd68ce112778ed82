"""How many findings there are, in the line at the bottom."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from vgviz.analysis.findings import Finding
from vgviz.number_format import amount
from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.theme import Theme


class FindingsBadge(QToolButton):
    """A number to click on; nothing where there is nothing to report."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(14, 14))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        keep_space(self)
        self.set_theme(theme)
        self.hide()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Write how many, and in the tooltip which."""
        words = amount(len(findings), "finding")
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(f"{words}: show them")
        tip = "<p>" + "<br>".join(finding.rule.label for finding in findings) + "</p>"
        if tip != self.toolTip():
            self.setToolTip(tip)
        self.setVisible(bool(findings))

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.setIcon(icon("triangle-alert", theme, color=theme.warning))
