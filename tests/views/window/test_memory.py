"""What a window remembers."""

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.memory import OPEN_FOLDS, recall, remember


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat)


def _window(qtbot: QtBot) -> MainWindow:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    return window


def test_a_first_window_has_every_fold_closed(qtbot: QtBot, settings: QSettings) -> None:
    window = _window(qtbot)
    recall(settings, window)
    assert window.workspace.controls.open_folds == ()


@pytest.mark.parametrize("opened", [True, False])
def test_folds_stay_as_they_were_left(
    qtbot: QtBot, settings: QSettings, tmp_path: Path, opened: bool
) -> None:
    window = _window(qtbot)
    window.workspace.controls.training.more.open(opened)
    remember(settings, window)
    settings.sync()
    again = _window(qtbot)
    recall(QSettings(str(tmp_path / "vgviz.ini"), QSettings.Format.IniFormat), again)
    assert again.workspace.controls.training.more.is_open == opened


@pytest.mark.parametrize("damage", [7, "no such section", ["a", "b"]])
def test_damaged_settings_are_no_obstacle(qtbot: QtBot, settings: QSettings, damage: object) -> None:
    settings.setValue(OPEN_FOLDS, damage)
    window = _window(qtbot)
    recall(settings, window)
    assert window.workspace.controls.open_folds == ()
