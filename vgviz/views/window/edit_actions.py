"""Undo and redo as actions that say what they would do."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence

from vgviz.session.messages import Command, EditTitles, Redo, Undo

LONGEST_TITLE = 60
WHAT_COMES_BACK = (
    "The setting comes back. Where the change had thrown weights away, the whole network comes back as it "
    "was at that moment, its step too; otherwise the training done since is kept."
)


class EditActions(QObject):
    """Undo and redo.

    Signals
    -------
    command : Command
        For the session.
    """

    command = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo = self._action("Undo", Undo(), ("Ctrl+Z",))
        self.redo = self._action("Redo", Redo(), ("Ctrl+Shift+Z", "Ctrl+Y"))
        self.show_titles(EditTitles())

    def show_titles(self, titles: EditTitles) -> None:
        """Say what would be undone and redone."""
        for action, verb, title in ((self.undo, "&Undo", titles.undo), (self.redo, "&Redo", titles.redo)):
            action.setEnabled(bool(title))
            short = title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"
            action.setText(f"{verb} {short.replace('&', '&&')}".strip())

    def _action(self, name: str, command: Command, keys: tuple[str, ...]) -> QAction:
        action = QAction(self)
        action.setIconText(name)  # on the sheet of shortcuts, whatever it would do now
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setToolTip(f"<p>{WHAT_COMES_BACK}</p>")
        action.triggered.connect(lambda: self.command.emit(command))
        return action
