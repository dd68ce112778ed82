"""The menu of quantities."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from vgviz.drawing.color_modes import COLOR_MODES
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow


def test_menu_toolbar_and_key_choose_the_quantity(qtbot: QtBot) -> None:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    actions, coloring = window.color_actions, window.workspace.coloring
    assert list(actions.modes) == list(COLOR_MODES)
    actions.modes["weight"].trigger()
    assert coloring.mode.key == "weight"
    assert actions.button.text() == COLOR_MODES["weight"].name
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.workspace.diagram, Qt.Key.Key_C)
    assert coloring.mode.key == "gradient"
    assert actions.modes["gradient"].isChecked()
    actions.previous.trigger()
    assert coloring.mode.key == "weight"
    actions.pin.trigger()
    assert not coloring.is_pinned
    window.hide()
