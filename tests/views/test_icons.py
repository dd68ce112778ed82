import gc
import re
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, qGray
from PySide6.QtWidgets import QStyleOptionToolButton, QToolButton
from pytestqt.qtbot import QtBot

from vgviz.resource_files import resource_path
from vgviz.views import icons
from vgviz.views.icons import application_icon, icon
from vgviz.views.theme import DARK, LIGHT

pytestmark = pytest.mark.usefixtures("qapp")


def _picture(source: QIcon, side: int, ratio: float = 1.0) -> QImage:
    return source.pixmap(QSize(side, side), ratio).toImage()


def _strongest(image: QImage) -> QColor:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=lambda color: color.alpha())


def test_an_icon_takes_the_themes_text_colour() -> None:
    for theme in (DARK, LIGHT):
        color = _strongest(_picture(icon("play", theme), 32))
        assert color.alpha() == 255
        assert color.rgb() == QColor(theme.text).rgb()


def test_an_icon_in_a_button_without_room_makes_qt_complain_of_nothing(qtbot: QtBot, qtlog: Any) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("play", DARK))
    button.resize(1, 1)
    button.grab()
    assert qtlog.records == []


def test_an_icon_is_drawn_anew_for_every_pixel_ratio() -> None:
    symbol = icon("dices", DARK)
    for ratio in (1.0, 1.25, 1.5, 2.0, 3.0):
        image = _picture(symbol, 20, ratio)
        assert image.width() == round(20 * ratio)
        scaled = _picture(symbol, 20).scaled(image.size())
        assert ratio == 1.0 or image != scaled


def test_painting_an_icon_again_does_not_read_its_outline_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    button.setIcon(icon("pause", DARK))
    first = button.grab().toImage()
    monkeypatch.setattr(icons, "QSvgRenderer", lambda _svg: pytest.fail("read again"))
    assert button.grab().toImage() == first


def test_a_disabled_icon_is_fainter() -> None:
    faint = icon("play", DARK).pixmap(QSize(24, 24), 1.0, QIcon.Mode.Disabled).toImage()
    assert 0 < _strongest(faint).alpha() < 160


@pytest.mark.parametrize("content", [None, b"", b"\x00\xff not a picture", b"<svg"])
def test_a_missing_or_damaged_icon_leaves_the_buttons_text(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "play.svg").write_bytes(content)
    monkeypatch.setattr(icons, "resource_path", lambda *parts: tmp_path / parts[-1])
    _forget_files()
    try:
        symbol = icon("play", DARK)
        assert symbol.isNull()
        button = QToolButton()
        qtbot.addWidget(button)
        button.setText("Play")
        bare = button.sizeHint().width()
        button.setIcon(symbol)
        assert button.sizeHint().width() == bare
        option = QStyleOptionToolButton()
        button.initStyleOption(option)
        assert option.toolButtonStyle == Qt.ToolButtonStyle.ToolButtonTextOnly
        assert application_icon().isNull()
    finally:
        _forget_files()


def _forget_files() -> None:
    icons._outline.cache_clear()
    icons._can_be_drawn.cache_clear()


def test_icons_survive_copies_and_garbage_collection() -> None:
    copies = []
    for _ in range(200):
        symbol = icon("pause", DARK)
        copies.append(QIcon(symbol))
        del symbol
    gc.collect()
    assert all(not _picture(copy, 16).isNull() for copy in copies)


def test_the_applications_icon_fades_from_right_to_left() -> None:
    image = _picture(application_icon(), 128)
    xs = [22 + 21 * column for column in range(5)]
    brightness = [qGray(image.pixel(x, 64)) for x in xs]
    assert brightness == sorted(brightness)
    assert brightness[-1] > 2 * brightness[0]


def test_every_icon_that_the_code_names_is_there() -> None:
    package = Path(icons.__file__).parent
    source = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    names = set(re.findall(r'icon\(\s*"([a-z0-9-]+)"', source))
    names |= set(re.findall(r'self\._add\(\s*"([a-z0-9-]+)"', source))
    assert {"image-down", "dices"} <= names
    for name in names:
        assert resource_path("icons", f"{name}.svg").is_file(), name
        assert not icon(name, DARK).isNull(), name
