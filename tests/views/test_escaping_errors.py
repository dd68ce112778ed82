"""Errors that escape from what Qt calls."""

import subprocess
import sys

# An override fails with one of the interpreter's own errors, a painter open; then it works again.
PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, QTimer
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget

import vgviz.views

told = []
sys.excepthook = lambda kind, error, trace: told.append(kind.__name__)
application = QApplication([])


class Widget(QWidget):
    fails = ""
    painted = 0

    def _go(self, name):
        if self.fails == name:
            [][0]

    def paintEvent(self, event):
        painter = QPainter(self)
        painter.fillRect(self.rect(), 0)
        self._go("paint")
        self.painted += 1
        painter.end()

    def resizeEvent(self, event):
        super().resizeEvent(event)
        for child in self.findChildren(QWidget):
            child.resize(self.size())
        self._go("resize")

    def sizeHint(self):
        self._go("hint")
        return QSize(100, 30)

    def event(self, event):
        if event.type() == QEvent.Type.User:
            self._go("event")
        return super().event(event)

    def eventFilter(self, watched, event):
        self._go("filter")
        return False


outer = Widget()
inner = Widget(outer)
inner.installEventFilter(outer)
outer.show()
application.processEvents()
calls = [
    ("paint", outer, outer.update),
    ("paint", outer, outer.repaint),
    ("paint", inner, outer.grab),
    ("resize", outer, lambda: outer.resize(120, 90)),
    ("resize", inner, lambda: outer.resize(130, 90)),
    ("hint", outer, outer.adjustSize),
    ("event", outer, lambda: QCoreApplication.sendEvent(outer, QEvent(QEvent.Type.User))),
    ("filter", outer, lambda: inner.resize(140, 90)),
]
left = iter(calls)


def go_on():
    inner.fails = outer.fails = ""
    name, widget, call = next(left, ("", outer, application.quit))
    widget.fails = name
    call()


timer = QTimer()
timer.timeout.connect(go_on)
timer.start(20)
application.exec()
painted = inner.painted
outer.grab()
print(len(told) >= len(calls), set(told), inner.painted > painted)
"""


def test_an_error_in_whatever_qt_calls_reaches_the_hook_and_the_process_lives() -> None:
    program = [sys.executable, "-X", "faulthandler", "-c", PROGRAM]
    ended = subprocess.run(program, capture_output=True, text=True, check=False)
    assert ended.stdout == "True {'IndexError'} True\n", ended.stderr
    assert ended.returncode == 0
    assert "QBackingStore" not in ended.stderr  # a painter left open
