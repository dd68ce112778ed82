"""What the window remembers from one sitting to the next."""

from PySide6.QtCore import QSettings

from vgviz.views.window.main_window import MainWindow

OPEN_FOLDS = "controls/open_folds"


def recall(settings: QSettings, window: MainWindow) -> None:
    """Bring the window to how it was left; what cannot be read is as in a first sitting."""
    folds = settings.value(OPEN_FOLDS, [])
    names = [folds] if isinstance(folds, str) else folds
    window.workspace.controls.open_only(names if isinstance(names, list) else [])


def remember(settings: QSettings, window: MainWindow) -> None:
    """Keep how the window is left."""
    settings.setValue(OPEN_FOLDS, list(window.workspace.controls.open_folds))
