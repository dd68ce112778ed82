"""Looking back as actions with keys."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

GO_ON = "Take the run back to this moment and go on from there, exactly as it went. Undo returns to now."
BRANCH = "Take the run back to this moment and let a second one go on from there beside it, to be changed"
LIVE = "Show the run as it is now"


class MomentActions(QObject):
    """A step back and forward, the present, and what can be done at a past moment."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.back = self._action("&Back one step in time", "Alt+Left")
        self.forward = self._action("For&ward one step in time", "Alt+Right")
        self.live = self._action("Back to &now", "Alt+End", LIVE)
        self.go_on = self._action("&Go on from here", "Alt+Return", GO_ON)
        self.branch = self._action("Branch o&ff here", "Alt+B", BRANCH)
        self.offer(has_past=False, in_past=False)

    @property
    def all(self) -> tuple[QAction, ...]:
        """As they are listed in a menu."""
        return self.back, self.forward, self.live, self.go_on, self.branch

    def offer(self, *, has_past: bool, in_past: bool) -> None:
        """Let those be chosen that would do something; the others are in no menu."""
        self.back.setVisible(has_past)
        for action in (self.forward, self.live, self.go_on, self.branch):
            action.setVisible(in_past)

    def _action(self, text: str, key: str, tip: str = "") -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        if tip:
            shown = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"<p>{tip} ({shown})</p>")
        return action
