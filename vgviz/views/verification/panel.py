"""Nudge a parameter and see whether the gradient has foretold it; check the whole gradient."""

from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from vgviz.analysis.nudge import LARGEST_STEP, SMALLEST_STEP, STEPS_PER_DECADE
from vgviz.engine.telemetry import Snapshot
from vgviz.export.run_letters import run_prefix
from vgviz.number_format import factor
from vgviz.session.investigation import Investigation
from vgviz.session.messages import Frame, MeasureOn
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.space_key import keep_space
from vgviz.views.desk import Desk
from vgviz.views.plots.plot_panel import PlotPanel
from vgviz.views.plots.ticks import power_of_ten
from vgviz.views.scrolling import scrolling
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme
from vgviz.views.verification.check_section import CheckSection
from vgviz.views.verification.nudge_plot import NudgePlot
from vgviz.views.verification.nudge_table import NudgeTable
from vgviz.views.verification.work import CheckWork, NudgePair, NudgeWork

MARGIN = 3 * SPACING // 2
USUAL_STEP = -3  # power of ten
WIDE = 440  # px, from where on the plot is beside the table, unless there is more room below it
PLOT_SIZE = (150, 84)  # px, at least
LABEL_WIDTH, LIST_WIDTH = 64, 72  # px
HINT = "By how much each of the two is moved."


class VerificationPanel(PlotPanel):
    """Nudges when it comes into view, when another place is selected, and when told to."""

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("Nudge and verify", theme, parent)
        self._desk = desk
        self._snapshot: Snapshot | None = None
        self._runs = 1
        self._on = MeasureOn()
        self._pair: NudgePair | None = None
        self._is_due = True  # what is selected has not been nudged yet
        self._nudging: Investigation | None = None
        self._checking: Investigation | None = None
        self.step = ChoiceRow("Nudge by", str(USUAL_STEP), theme, hint=HINT)
        self.again = QPushButton("Again")
        self.table = NudgeTable(theme)
        self.plot = NudgePlot(theme)
        self.check = CheckSection(theme)
        self._lay_out()
        self._connect()
        self.setAccessibleName("Nudge and verify: is the gradient true?")
        self.set_theme(theme)

    @property
    def exponent(self) -> int:
        """Power of ten of the nudge that is shown."""
        return int(self.step.list.currentData())

    def let_go(self) -> None:
        """Forget the network; the pair that was measured stays."""
        self._snapshot = None

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        for part in (self.step, self.table, self.plot, self.check):
            part.set_theme(theme)
        self._keep_numbers_in_view()

    def show_text(self, frame: Frame) -> None:
        """Say whether what was measured still holds; nudge where nothing was."""
        self._runs = len(frame.snapshots)
        self._snapshot, self._on = frame.snapshots[self._run], frame.measured.on
        self.check.show_network(self._snapshot)
        if self._is_due:
            self.nudge()
        self._write_moment()

    def hideEvent(self, event: QHideEvent) -> None:
        """A nudge is soon done again; a check goes on."""
        super().hideEvent(event)
        if self._nudging is not None and not self._nudging.is_over:
            self._nudging.cancel()
            self._is_due = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where it is wide, else one below the other."""
        super().resizeEvent(event)
        wide = self.width() >= max(WIDE, self.height())
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._parts.setDirection(direction)
        self.check.set_direction(direction)

    @property
    def _run(self) -> int:
        return self._desk.selection.run_of(self._runs)

    def nudge(self) -> None:
        """Measure anew."""
        if self._nudging is not None:
            self._nudging.cancel()
        self._is_due = False
        self._nudging = investigation = self._desk.investigate(
            NudgeWork(self._desk.selection.place, self._on)
        )
        investigation.finished.connect(self._on_nudged)
        investigation.failed.connect(self._header.set_value)

    def verify(self) -> None:
        """Check the gradient of the whole network."""
        self._checking = investigation = self._desk.investigate(CheckWork(self._run))
        if investigation.is_over:
            return
        self.check.show_progress(0.0)
        investigation.progressed.connect(self.check.show_progress)
        investigation.finished.connect(self.check.show_result)
        investigation.failed.connect(self.check.show_idle)
        investigation.cancelled.connect(self.check.show_idle)

    def _lay_out(self) -> None:
        for exponent in range(LARGEST_STEP, SMALLEST_STEP - 1, -1):
            self.step.add(str(exponent), power_of_ten(exponent), HINT)
        self.step.show_choice(str(USUAL_STEP))
        TextWidth(self.step.label, LABEL_WIDTH)
        self.step.list.setMinimumWidth(LIST_WIDTH)
        self.plot.setMinimumSize(*PLOT_SIZE)
        self.again.setAccessibleName("Nudge again")
        self.again.setToolTip("<p>Measure on the network as it is now.</p>")
        keep_space(self.again)
        self._top = QHBoxLayout()
        self._top.setSpacing(SPACING)
        self._top.addWidget(self.step, 1)
        self._top.addWidget(self.again)
        left = QVBoxLayout()
        left.setSpacing(SPACING // 2)
        left.addLayout(self._top)
        left.addWidget(self.table)
        left.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(SPACING)
        self._parts.addLayout(left, 1)
        self._parts.addWidget(self.plot, 1)
        content = QVBoxLayout()
        content.setContentsMargins(MARGIN, 0, MARGIN, SPACING // 2)
        content.setSpacing(SPACING // 2)
        content.addLayout(self._parts, 1)
        content.addWidget(self.check)
        page = QWidget()
        page.setLayout(content)
        self._scroll = scrolling(page)
        layout = self._column(foot=0)
        layout.addWidget(self._header)
        layout.addWidget(self._scroll, 1)

    def _keep_numbers_in_view(self) -> None:
        """Nothing can be scrolled to the side, so the panel is at least as wide as its table."""
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self._top.invalidate()  # it would hear of a new size of text only later
        rows = self._top.minimumSize().width(), self.table.minimumSizeHint().width()
        self.setMinimumWidth(max(rows) + 2 * MARGIN + bar)

    def _connect(self) -> None:
        self.step.chosen.connect(self._show_pair)
        self.again.clicked.connect(self.nudge)
        self.check.wished.connect(self.verify)
        self.check.cancelled.connect(self._on_check_cancelled)
        self._desk.selection.changed.connect(self._on_selection_changed)

    def _on_selection_changed(self) -> None:
        if self.isVisible():
            self.nudge()
        else:
            self._is_due = True

    def _on_nudged(self, pair: NudgePair) -> None:
        self._pair = pair
        self._show_pair()

    def _on_check_cancelled(self) -> None:
        if self._checking is not None:
            self._checking.cancel()

    def _show_pair(self) -> None:
        if self._pair is None or self._snapshot is None:
            return
        place = STEPS_PER_DECADE * (LARGEST_STEP - self.exponent)
        nudges = self._pair.first, self._pair.last
        self.table.show_nudges(nudges, self._pair.titles, place)
        self.plot.show_nudges(nudges, self.exponent)
        first, last = (abs(float(each.loss.measured[place])) for each in nudges)
        letter = run_prefix(self._run, self._runs)
        words, short = "the first moves the loss by exactly 0", "first: 0"
        if first != 0:
            more = factor(last / first)
            words, short = f"the last layer moves the loss {more} as much", f"last layer: {more}"
        self._header.set_value(letter + words, short=letter + short)
        self._write_moment()

    def _write_moment(self) -> None:
        """Say in the button whether measuring anew would change anything."""
        if self._pair is None or self._snapshot is None:
            return
        holds = self._pair.moment.is_now(self._snapshot) and self._pair.on == self._on
        self.again.setEnabled(not holds)
        self.table.moment.set_text(self._pair.moment.words)
