"""The outline around the control that a lesson speaks of."""

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from vgviz.views.lessons import pointer as pointer_module
from vgviz.views.lessons.pointer import Pointer
from vgviz.views.theme import DARK


@pytest.mark.parametrize("reduced", [False, True])
def test_it_breathes_unless_the_system_wishes_less_motion(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, reduced: bool
) -> None:
    monkeypatch.setattr(pointer_module, "is_motion_reduced", lambda: reduced)
    monkeypatch.setattr(pointer_module, "BREATH", 40)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, 200)
    target = QPushButton("Play", window)
    pointer = Pointer(window, DARK)
    window.show()
    pointer.point_at(target)
    first = pointer.grab().toImage()
    assert pointer.isVisible()
    assert pointer.is_breathing is not reduced
    if not reduced:
        qtbot.waitUntil(lambda: pointer.grab().toImage() != first)
    pointer.point_at(None)
    assert not pointer.is_breathing


def test_a_control_that_goes_first_is_asked_nothing(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    target = QPushButton("Play", window)
    pointer = Pointer(window, DARK)
    window.show()
    pointer.point_at(target)
    delete(target)
    pointer.point_at(None)
    assert pointer.target is None
    assert not pointer.isVisible()
