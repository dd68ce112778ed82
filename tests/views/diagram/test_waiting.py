"""What is seen before there is a first picture."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.views.diagram import waiting
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.theme import DARK


@pytest.fixture
def view(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[DiagramView]:
    monkeypatch.setattr(waiting, "PATIENCE", 30)
    view = DiagramView(DARK)
    qtbot.addWidget(view)
    view.resize(600, 400)
    yield view
    view.hide()


def _is_blank(view: DiagramView) -> bool:
    image = view.grab().toImage()
    ground = QColor(DARK.background).rgb()
    return all(image.pixel(x, y) == ground for x in range(200, 400) for y in range(190, 210))


def test_words_come_only_where_the_picture_takes_long(
    qtbot: QtBot, view: DiagramView, make_snapshot: Callable[..., Snapshot]
) -> None:
    view.show()
    assert _is_blank(view)
    qtbot.waitUntil(lambda: not _is_blank(view))
    view.show_snapshot(make_snapshot())
    view.clear()
    assert _is_blank(view), "it is dark because that was wished"


def test_no_words_promise_a_picture_that_does_not_come(qtbot: QtBot, view: DiagramView) -> None:
    view.show()
    qtbot.waitUntil(lambda: not _is_blank(view))
    view.wait_no_longer()
    assert _is_blank(view)
