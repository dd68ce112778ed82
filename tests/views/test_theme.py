import itertools

import pytest
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from vgviz.resource_files import resource_path
from vgviz.views import theme as theme_module
from vgviz.views.style_sheet import style_sheet
from vgviz.views.theme import (
    DARK,
    LIGHT,
    THEMES,
    Theme,
    apply_theme,
    chosen_theme,
    font,
    font_family,
    mixed,
    palette,
)

TEXT_CONTRAST = 4.5
GRAPHIC_CONTRAST = 3.0

pytestmark = pytest.mark.usefixtures("qapp")


def _luminance(color: str) -> float:
    channels = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF())
    ]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


def _contrast(one: str, other: str) -> float:
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_text_stands_out_from_every_ground(theme: Theme) -> None:
    texts = (theme.text, theme.muted, theme.healthy, theme.warning, theme.danger, theme.accent)
    grounds = (theme.background, theme.surface, theme.raised)
    for text, ground in itertools.product(texts, grounds):
        assert _contrast(text, ground) >= TEXT_CONTRAST, (text, ground)
    assert _contrast(theme.on_accent, theme.accent) >= TEXT_CONTRAST


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_curves_and_focus_stand_out_as_graphics(theme: Theme) -> None:
    for color in (theme.curve, theme.second_curve, theme.accent, theme.not_a_number, theme.overflow):
        assert _contrast(color, theme.background) >= GRAPHIC_CONTRAST, color


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_disabled_text_is_fainter_than_muted_text_but_still_there(theme: Theme) -> None:
    assert 1.8 <= _contrast(theme.disabled, theme.surface) < _contrast(theme.muted, theme.surface)
    shown = palette(theme).color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert shown == QColor(theme.disabled)


def test_a_named_theme_is_taken_as_it_is_and_system_follows_the_desktop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from PySide6.QtCore import Qt

    assert chosen_theme("dark") is DARK
    assert chosen_theme("light") is LIGHT

    class Hints:
        scheme = Qt.ColorScheme.Light

        def colorScheme(self) -> Qt.ColorScheme:
            return self.scheme

    hints = Hints()
    monkeypatch.setattr(
        theme_module, "QGuiApplication", type("Application", (), {"styleHints": lambda: hints})
    )
    assert chosen_theme("system") is LIGHT
    hints.scheme = Qt.ColorScheme.Dark
    assert chosen_theme("system") is DARK
    hints.scheme = Qt.ColorScheme.Unknown
    assert chosen_theme("no such theme") is DARK


def test_applying_a_theme_colours_fields_and_buttons(qtbot: QtBot, qapp: QApplication) -> None:
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    try:
        for theme in (DARK, LIGHT):
            apply_theme(qapp, theme)
            field = QLineEdit()
            qtbot.addWidget(field)
            field.resize(60, 24)
            assert field.grab().toImage().pixelColor(30, 5) == QColor(theme.raised)
            button = QPushButton("Go")
            qtbot.addWidget(button)
            assert button.palette().color(QPalette.ColorRole.WindowText) == QColor(theme.text)
    finally:
        qapp.setStyleSheet(before[2])
        qapp.setPalette(before[0])
        qapp.setFont(before[1])


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_every_picture_named_in_the_style_sheet_exists(theme: Theme) -> None:
    import re

    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet(theme))
    assert pictures
    for picture in pictures:
        assert resource_path("theme").joinpath(picture).is_file()


def test_the_bundled_font_is_what_is_drawn() -> None:
    assert font_family() == "Inter"
    assert QFontInfo(font(9.5)).family() == "Inter"


def test_a_missing_font_file_leaves_the_systems_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme_module, "FONT_FILES", ("missing.otf",))
    font_family.cache_clear()
    try:
        assert font(9.5).family()
        assert font_family() != "Inter"
    finally:
        font_family.cache_clear()


def test_mixing_starts_at_the_first_and_ends_at_the_second_colour() -> None:
    assert mixed("#102030", "#f0e0d0", 0.0) == QColor("#102030")
    assert mixed("#102030", "#f0e0d0", 1.0) == QColor("#f0e0d0")
    assert abs(mixed("#000000", "#ffffff", 0.5).redF() - 0.5) < 1e-3
