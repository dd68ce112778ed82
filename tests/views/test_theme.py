import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QFont, QFontInfo, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QFrame,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from vgviz.resource_files import resource_path
from vgviz.views import theme as theme_module
from vgviz.views.look import sized
from vgviz.views.style_sheet import LatePolish, style_sheet
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
from vgviz.views.tint import tint

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


@pytest.fixture
def undressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application, which is afterwards as it was before."""
    before = qapp.palette(), qapp.font(), qapp.styleSheet()
    yield qapp
    qapp.setStyleSheet(before[2])
    qapp.setPalette(before[0])
    qapp.setFont(before[1])


def _widgets(qtbot: QtBot) -> QWidget:
    """One of each kind that the style sheet has rules for, in several states."""
    board = QWidget()
    qtbot.addWidget(board)
    column = QVBoxLayout(board)
    checked, off, primary, muted = QToolButton(), QPushButton("off"), QToolButton(), QToolButton()
    checked.setCheckable(True)
    checked.setChecked(True)
    off.setEnabled(False)
    primary.setObjectName("primary")
    muted.setProperty("muted", True)
    for button in (checked, primary, muted):
        button.setText("on")
    choice, tabs, refused, card = QComboBox(), QTabBar(), QLineEdit("x"), QFrame()
    choice.addItems(["one", "two"])
    for name in ("first", "second"):
        tabs.addTab(name)
    refused.setProperty("refused", True)
    card.setObjectName("card")
    default = QPushButton("default")
    default.setDefault(True)
    parts = (QLabel("label"), checked, off, choice, tabs, muted, primary, refused, card, default)
    for part in (*parts, QSpinBox(), QPlainTextEdit("text"), QScrollBar(), QMenuBar(), QProgressBar()):
        column.addWidget(part)
    board.resize(300, 600)
    board.show()
    return board


def test_another_theme_paints_as_if_all_had_been_made_in_it(qtbot: QtBot, undressed: QApplication) -> None:
    apply_theme(undressed, DARK)
    board = _widgets(qtbot)
    dark = board.grab().toImage()
    apply_theme(undressed, LIGHT)
    assert board.grab().toImage() == _widgets(qtbot).grab().toImage() != dark
    apply_theme(undressed, DARK)
    assert board.grab().toImage() == dark


def test_another_size_of_text_reaches_words_that_a_rule_makes_bold(
    qtbot: QtBot, undressed: QApplication
) -> None:
    apply_theme(undressed, DARK)
    board = _widgets(qtbot)
    large = sized(DARK, 1.4)
    apply_theme(undressed, large)
    assert {part.font().pointSizeF() for part in board.findChildren(QWidget)} == {large.body}
    assert [tabs.font().weight() for tabs in board.findChildren(QTabBar)] == [QFont.Weight.DemiBold]


def test_what_is_hidden_takes_another_theme_soon_after_what_is_seen(
    qtbot: QtBot, undressed: QApplication
) -> None:
    apply_theme(undressed, DARK)
    boards = [_widgets(qtbot) for _ in range(3)]
    for board in boards:
        board.hide()
    apply_theme(undressed, LIGHT)
    boards.pop().deleteLater()  # what has gone is no longer polished
    late = undressed.findChild(LatePolish)
    assert isinstance(late, LatePolish)
    assert not late.is_over
    qtbot.waitUntil(lambda: late.is_over)
    boards[0].show()
    assert boards[0].grab().toImage() == _widgets(qtbot).grab().toImage()


def test_tinted_words_keep_their_colour_when_the_theme_changes_and_when_they_move(
    qtbot: QtBot, undressed: QApplication
) -> None:
    apply_theme(undressed, DARK)
    board = _widgets(qtbot)
    label = QLabel("refused", board)
    label.show()
    tint(label, DARK.danger)
    apply_theme(undressed, LIGHT)
    tint(label, LIGHT.danger)
    other = QWidget()
    qtbot.addWidget(other)
    label.setParent(other)
    other.show()
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(LIGHT.danger)


class _StyleChanges(QObject):
    """Counts how often Qt tells widgets of another style sheet, which polishes each many times."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.StyleChange
        return False


def test_another_theme_is_no_other_style_sheet(qtbot: QtBot, undressed: QApplication) -> None:
    apply_theme(undressed, DARK)
    board, changes = _widgets(qtbot), _StyleChanges()
    for part in board.findChildren(QWidget):
        part.installEventFilter(changes)
    apply_theme(undressed, LIGHT)
    apply_theme(undressed, sized(LIGHT, 1.2))
    assert changes.count == 0
    undressed.setStyleSheet(style_sheet() + "QLabel { color: red; }")
    assert changes.count > 0


def test_every_picture_named_in_the_style_sheet_exists() -> None:
    pictures = re.findall(r'url\("([^"]+)"\)', style_sheet())
    assert pictures
    for picture in pictures:
        assert resource_path("theme").joinpath(picture).is_file()


def test_the_arrow_of_lists_is_seen_on_either_theme() -> None:
    drawn = re.findall(r'stroke="(#[0-9a-f]{6})"', resource_path("theme", "chevron.svg").read_text())
    for theme, color in itertools.product(THEMES.values(), drawn):
        assert _contrast(color, theme.raised) >= GRAPHIC_CONTRAST
    assert drawn


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize(
    "name", ["backButton", "forwardButton", "toParentButton", "newFolderButton", "listModeButton"]
)
def test_the_buttons_of_qts_own_file_dialog_are_seen(
    qtbot: QtBot, undressed: QApplication, tmp_path: Path, theme: Theme, name: str
) -> None:
    apply_theme(undressed, theme)
    dialog = QFileDialog(None, "", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.show()
    button = dialog.findChild(QToolButton, name)
    assert button is not None
    picture = button.icon().pixmap(16).toImage()
    solid = [
        color.name()
        for x, y in itertools.product(range(picture.width()), range(picture.height()))
        if (color := picture.pixelColor(x, y)).alpha() > 200
    ]
    assert solid
    assert min(_contrast(color, theme.surface) for color in solid) > GRAPHIC_CONTRAST
    dialog.close()


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_a_check_box_is_seen_and_so_is_its_tick(qtbot: QtBot, undressed: QApplication, theme: Theme) -> None:
    apply_theme(undressed, theme)
    box = QCheckBox("Caption")
    qtbot.addWidget(box)
    box.resize(100, 24)

    def seen() -> float:
        image = box.grab().toImage()
        colors = {image.pixelColor(x, y).name() for x in range(16) for y in range(image.height())}
        return max(_contrast(color, theme.surface) for color in colors)

    assert seen() > GRAPHIC_CONTRAST
    empty = box.grab().toImage()
    box.setChecked(True)
    assert box.grab().toImage() != empty
    svg = resource_path("theme", "check.svg").read_text(encoding="utf-8")
    assert _contrast(re.findall(r"#[0-9a-f]{6}", svg)[0], theme.accent) > GRAPHIC_CONTRAST


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


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_the_chosen_one_of_actions_with_pictures_is_marked(
    qtbot: QtBot, undressed: QApplication, theme: Theme
) -> None:
    apply_theme(undressed, theme)
    picture = QPixmap(16, 16)
    picture.fill(QColor(theme.accent))
    menu = QMenu()
    qtbot.addWidget(menu)
    action = menu.addAction(QIcon(picture), "Viridis")
    action.setCheckable(True)
    plain = menu.grab().toImage()
    action.setChecked(True)
    assert menu.grab().toImage() != plain


def test_a_tab_that_has_the_focus_is_outlined(qtbot: QtBot, undressed: QApplication) -> None:
    apply_theme(undressed, LIGHT)
    tabs = QTabBar()
    qtbot.addWidget(tabs)
    tabs.addTab("Learning")
    tabs.resize(300, tabs.sizeHint().height())
    with qtbot.waitActive(tabs):
        tabs.show()
        tabs.activateWindow()

    def longest_line_above_the_words() -> int:
        image, accent = tabs.grab().toImage(), QColor(LIGHT.accent)
        rows = range(image.height() // 3)
        return max(sum(image.pixelColor(x, y) == accent for x in range(image.width())) for y in rows)

    tabs.setFocus()
    assert longest_line_above_the_words() > 0.8 * tabs.tabRect(0).width()
    tabs.clearFocus()
    assert longest_line_above_the_words() == 0
