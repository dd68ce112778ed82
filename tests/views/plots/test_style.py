"""What all plots have in common."""

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vgviz.views.plots.style import quiet_plot


class Window(QWidget):
    """Takes whatever is dropped on it."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.plot = quiet_plot()
        QVBoxLayout(self).addWidget(self.plot)
        self.has_been_asked = False

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Note it."""
        self.has_been_asked = True
        event.acceptProposedAction()


def test_what_is_dragged_over_a_plot_is_the_windows(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    asked: list[bool] = []
    window.plot.dragEnterEvent = lambda _event: asked.append(True)
    drag = QDragEnterEvent(
        QPoint(20, 20),
        Qt.DropAction.CopyAction,
        QMimeData(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(window.plot.viewport(), drag)
    assert window.has_been_asked
    assert not asked
