"""Work that comes after a paint."""

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from vgviz.views.after_paint import AfterPaint


class Order(QObject):
    """Notes paints of a widget and what comes after them."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[str] = []
        self.after = AfterPaint(self)
        self.after.reached.connect(lambda: self.seen.append("after"))
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.seen.append("paint")
        return False


def test_it_comes_after_what_is_to_be_painted(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    qtbot.waitExposed(widget)
    order = Order(widget)

    def work() -> None:
        order.seen.clear()
        order.after.start()  # before the wish for a paint, which comes first all the same
        widget.update()
        order.after.start()

    QTimer.singleShot(0, work)
    qtbot.waitUntil(lambda: "after" in order.seen)
    qtbot.wait(20)
    assert order.seen == ["paint", "after"]


def test_where_nothing_is_to_be_painted_it_comes_all_the_same(qtbot: QtBot) -> None:
    parent = QObject()
    after = AfterPaint(parent)
    with qtbot.waitSignal(after.reached):
        after.start()
    assert not after.is_active


def test_stopped_it_does_not_come(qtbot: QtBot) -> None:
    parent = QObject()
    after = AfterPaint(parent)
    after.start()
    after.stop()
    with qtbot.assertNotEmitted(after.reached, wait=20):
        pass
