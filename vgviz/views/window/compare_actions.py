"""Compare: networks beside the first one, that differ from it in one thing; one click each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from vgviz.experiment import Experiment
from vgviz.export.difference import difference
from vgviz.export.run_letters import MOST_RUNS, RUN_LETTERS
from vgviz.session.messages import AddRun, RemoveRun
from vgviz.views.icons import icon
from vgviz.views.theme import Theme

if TYPE_CHECKING:
    from vgviz.analysis.variants import Variant
    from vgviz.views.window.main_window import MainWindow

WHAT_IT_DOES = (
    "Train another network beside this one, from the same start: same data, same batches, same first weights"
)
COPY, COPY_HINT = (
    "a copy",
    "Two equal networks stay equal. Then change one of them: only that tells them apart.",
)
STARTS_AT_0 = "All networks begin at step 0, so that they start alike; undo brings the training back."
GOES_ON = "The new network goes on from A’s weights as they are now; A is not touched."


class CompareActions(QObject):
    """The same menu on the toolbar and in the menu bar; it offers only what differs from A."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.menu = QMenu("&Compare", window)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self.fill)
        self.stop = QAction("&Stop comparing", window)
        self.stop.setShortcut(QKeySequence("Ctrl+Shift+K"))
        self.stop.setToolTip("Keep A alone; undo brings the others back (Ctrl+Shift+K)")
        self.stop.triggered.connect(self._on_stop)
        self.copy = QAction("&Compare with a copy", window)
        self.copy.setShortcut(QKeySequence("Ctrl+K"))
        self.copy.setToolTip(f"{COPY_HINT} (Ctrl+K)")
        self.copy.triggered.connect(lambda: self._add(self._experiments[0], edit=True))
        window.addActions([self.copy, self.stop])
        self.button = window.transport.add_menu(self.menu, WHAT_IT_DOES)
        self.button.setAccessibleName("Compare")
        self.set_theme(window.theme)
        self.show_experiments(())

    @property
    def _experiments(self) -> tuple[Experiment, ...]:
        return self._window.experiments

    def set_theme(self, theme: Theme) -> None:
        """Icon in another theme's colours."""
        self.button.setIcon(icon("columns-2", theme))

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Offer what is possible with these."""
        self.button.setText(_button_text(RUN_LETTERS[: len(experiments)]))
        self.stop.setEnabled(len(experiments) > 1)
        self.copy.setEnabled(0 < len(experiments) < MOST_RUNS)

    def fill(self) -> None:
        """Write the menu for the networks of now."""
        from vgviz.analysis.variants import offered_variants

        self._clear()
        experiments = self._experiments
        if not experiments:
            return
        if len(experiments) < MOST_RUNS:
            variants = offered_variants(experiments[0], experiments[1:])
            self._offer(variants)
            self.menu.addAction(self.copy)
            self._offer_branches(variants)
        else:
            full = self.menu.addAction(f"{MOST_RUNS} networks are compared already")
            full.setEnabled(False)
        self._offer_ends(experiments)

    def _clear(self) -> None:
        self.menu.clear()
        for submenu in self.menu.findChildren(QMenu):  # which the menu would keep
            submenu.deleteLater()

    def _offer(self, variants: list[Variant]) -> None:
        step = self._window.snapshot.step if self._window.snapshot is not None else 0
        for variant in variants:
            action = self.menu.addAction(f"Compare with {variant.label}")
            action.setToolTip(f"<p>{variant.hint} {STARTS_AT_0 if step else ''}</p>")
            action.triggered.connect(lambda *_, chosen=variant: self._add(chosen(self._experiments[0])))

    def _offer_branches(self, variants: list[Variant]) -> None:
        """What can go on from A's weights: what does not change how a network starts."""
        snapshot = self._window.snapshot
        if snapshot is None or snapshot.step == 0:
            return
        branches = self.menu.addMenu("Branch off A’s weights of &now")
        branches.setToolTipsVisible(True)
        first = self._experiments[0]
        kept = [variant for variant in variants if variant(first).network.init == first.network.init]
        for label, experiment in (*((each.label, each(first)) for each in kept), (COPY, first)):
            action = branches.addAction(f"Go on with {label}")
            action.setToolTip(f"<p>{GOES_ON}</p>")
            action.triggered.connect(lambda *_, wish=experiment: self._add(wish, branch=True))

    def _offer_ends(self, experiments: tuple[Experiment, ...]) -> None:
        if len(experiments) < 2:
            return
        self.menu.addSeparator()
        for run in range(1, len(experiments)) if len(experiments) > 2 else ():
            words = difference(experiments[run], experiments[0])
            action = self.menu.addAction(f"Remove {RUN_LETTERS[run]}: {words}")
            action.triggered.connect(lambda *_, gone=run: self._window.send(RemoveRun(gone)))
        self.menu.addAction(self.stop)

    def _add(self, experiment: Experiment, *, branch: bool = False, edit: bool = False) -> None:
        new = len(self._experiments)
        self._window.send(AddRun(experiment, branch=branch))
        if edit:
            self._window.expect_run(new)

    def _on_stop(self) -> None:
        gesture = self._window.new_gesture()
        for run in reversed(range(1, len(self._experiments))):
            self._window.send(RemoveRun(run, gesture))


def _button_text(letters: str) -> str:
    """``Compare``, ``A | B``, ``A–D``: never so wide that the toolbar has no room for the rest."""
    if len(letters) < 2:
        return "Compare"
    return " | ".join(letters) if len(letters) == 2 else f"{letters[0]}–{letters[-1]}"
