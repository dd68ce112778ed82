"""Versions, licences, shortcuts."""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

import vgviz
from tests.views.conftest import TextSizer
from vgviz.resource_files import resource_path
from vgviz.views.window.about_dialog import AboutDialog
from vgviz.views.window.licences import licences_text
from vgviz.views.window.shortcut_sheet import ShortcutSheet, shortcuts
from vgviz.views.window.versions import versions


def test_about_names_every_version_and_qts_licence(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    text = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for name, number in versions().items():
        assert name in text
        assert number in text
    for words in ("MIT License", "LGPL", "https://www.gnu.org/licenses/lgpl-3.0.html"):
        assert words in text


@pytest.mark.parametrize("factor", [1.0, 1.2, 1.4])
def test_about_shows_all_its_words_in_every_size_of_text_and_return_closes_it(
    qtbot: QtBot, write_all: TextSizer, factor: float
) -> None:
    write_all(factor)
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    for label in dialog.findChildren(QLabel):
        needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        assert label.height() >= needed, label.text()
    assert [each.text() for each in dialog.findChildren(QPushButton) if each.isDefault()] == ["Close"]


def test_versions_are_those_that_run() -> None:
    found = versions()
    assert found["vgviz"] == vgviz.__version__
    assert found["Numba"] == importlib.metadata.version("numba")
    assert "not found" not in found.values()


def test_the_bundled_licences_are_shown_in_full(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    texts = dialog.findChildren(QPlainTextEdit)
    assert len(texts) == 1
    text = texts[0].toPlainText()
    assert "GNU Lesser General Public License" in text
    bundled = list(resource_path().rglob("*LICENSE*"))
    assert len(bundled) >= 3
    for licence in bundled:
        assert licence.read_text(encoding="utf-8").strip() in text


def test_every_package_that_is_installed_along_has_its_licence_named() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))
    names = {re.split(r"-Essentials|[<>=!]", line)[0] for line in project["project"]["dependencies"]}
    assert "numpy" in names
    assert {name for name in names if name.casefold() not in licences_text().casefold()} == set()


def test_versions_can_be_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.copy_versions()
    assert QGuiApplication.clipboard().text().startswith(f"vgviz {vgviz.__version__}\nPython ")


def test_the_sheet_lists_each_action_that_has_a_key(qtbot: QtBot) -> None:
    play, plain = QAction("&Play…"), QAction("Nothing")
    play.setShortcut(QKeySequence("Space"))
    assert shortcuts([play, plain, play]) == [("Space", "Play")]
    sheet = ShortcutSheet([("Run", [play, plain])])
    qtbot.addWidget(sheet)
    texts = [label.text() for label in sheet.findChildren(QLabel)]
    assert "Space" in texts
    assert "Nothing" not in texts


def test_a_sheet_that_is_longer_than_the_screen_scrolls_and_its_button_stays_in_reach(qtbot: QtBot) -> None:
    actions: list[QAction] = []
    for number in range(60):
        actions.append(QAction(f"Action {number}"))
        actions[-1].setShortcut(QKeySequence(f"Ctrl+Shift+Alt+{chr(0x4E00 + number)}"))
    sheet = ShortcutSheet([("Run", actions)])
    qtbot.addWidget(sheet)
    sheet.show()
    assert sheet.height() <= sheet.screen().availableSize().height()
    (area,) = sheet.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0
    (button,) = sheet.findChildren(QPushButton)
    assert sheet.rect().contains(button.mapTo(sheet, button.rect().bottomRight()))


def test_the_x_of_a_processors_name_is_no_multiplication(qtbot: QtBot, write_all: TextSizer) -> None:
    write_all(1.0)
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    system = next(label for label in dialog.findChildren(QLabel) if label.text() == versions()["System"])
    letter, multiplication = (system.fontMetrics().horizontalAdvance(f"9 {each}8") for each in "x×")
    assert letter != multiplication
