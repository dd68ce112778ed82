"""The lessons in Chinese: every text, every number, every character."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QRawFont
from pytestqt.qtbot import QtBot

from vgviz.lesson_strings import read_translations, sources, write_translations
from vgviz.lessons import lessons
from vgviz.resource_files import resource_path
from vgviz.views.desk import Desk
from vgviz.views.lessons.language import ENGLISH, LANGUAGES, language, translated, usual_language
from vgviz.views.lessons.panel import LessonsPanel
from vgviz.views.theme import DARK

CHINESE = read_translations(resource_path("translations", "vgviz_zh.ts"))
_BRACES = re.compile(r"\{[\w.]+\}")


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:  # noqa: ARG001 - brings the application
    assert language().choose("zh")
    yield
    assert language().choose(ENGLISH)


def test_every_text_is_translated_and_nothing_else() -> None:
    assert list(CHINESE) == sources()
    assert all(CHINESE.values())


def test_translations_have_the_numbers_and_paragraphs_of_the_original() -> None:
    for source, translation in CHINESE.items():
        assert sorted(_BRACES.findall(translation)) == sorted(_BRACES.findall(source))
        assert translation.count("\n\n") == source.count("\n\n")


@pytest.mark.usefixtures("chinese")
def test_the_released_file_is_that_of_the_translator() -> None:
    for source, translation in CHINESE.items():
        assert translated(source) == translation


def test_the_font_has_every_character(qtbot: QtBot) -> None:  # noqa: ARG001 - brings the application
    font = QRawFont(str(resource_path("fonts", LANGUAGES["zh"][1])), 12.0)
    missing = {
        character
        for character in "".join(CHINESE.values())
        if ord(character) > 0x2FFF and not font.supportsCharacter(ord(character))
    }
    assert not missing


def test_a_language_is_named_in_a_font_that_has_its_characters(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fonts: list[str] = []
    monkeypatch.setattr("vgviz.views.lessons.language._bring_in_font", fonts.append)
    panel = LessonsPanel(DARK, Desk())
    qtbot.addWidget(panel)
    assert fonts == [font for _name, font in LANGUAGES.values() if font]
    names = {code: button.text() for code, button in panel.language_buttons.items()}
    assert names == {code: name for code, (name, _font) in LANGUAGES.items()}


def test_the_panel_changes_its_language_and_back(qtbot: QtBot) -> None:
    panel = LessonsPanel(DARK, Desk())
    qtbot.addWidget(panel)
    first = lessons()[0]
    panel.language_buttons["zh"].click()
    assert panel.entries[0].text().endswith(CHINESE[first.title])
    panel.open(first)
    assert panel.text.text() == CHINESE[first.steps[0].text]
    assert panel.next.text() == CHINESE["Skip"]
    panel.language_buttons[ENGLISH].click()
    assert panel.text.text() == first.steps[0].text


def test_texts_that_are_new_come_in_as_unfinished(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("ts") / "vgviz_xx.ts"
    known = dict(list(CHINESE.items())[:3])
    write_translations(path, "xx", known)
    assert read_translations(path) == known
    assert path.read_text(encoding="utf-8").count('type="unfinished"') == len(sources()) - 3


@pytest.mark.parametrize(("locale", "code"), [("zh_CN", "zh"), ("zh_TW", "zh"), ("de_DE", ENGLISH)])
def test_the_first_language_is_the_systems_where_it_is_translated(
    locale: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(locale))
    assert usual_language() == code


def test_apostrophes_are_those_of_type_also_in_a_teachers_own_text() -> None:
    assert translated("the layers' work isn't done") == "the layers’ work isn’t done"
    assert not any("'" in translated(source) for source in sources())
