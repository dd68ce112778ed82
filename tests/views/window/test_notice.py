"""What the window says for a while in its corner."""

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vgviz.views.theme import DARK, font
from vgviz.views.window.notice import Notice

SENTENCE = "All runs are back at step 0, so that they start alike. Undo brings the training back."


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    host = QWidget()
    qtbot.addWidget(host)
    QVBoxLayout(host)
    host.resize(800, 400)
    host.show()
    return host


def test_the_card_grows_with_the_size_of_text(host: QWidget) -> None:
    floor = QWidget(host)
    notice = Notice(DARK, host, floor)
    host.setFont(font(DARK.body))
    notice.say(SENTENCE)
    before = notice.height()
    host.setFont(font(2 * DARK.body))
    notice.set_theme(DARK)
    assert notice.height() > 1.3 * before
    assert host.rect().contains(notice.geometry())
