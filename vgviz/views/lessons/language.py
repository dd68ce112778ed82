"""The language of the lessons."""

import re
from functools import cache

from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QFont, QFontDatabase

from vgviz.lesson_strings import CONTEXT
from vgviz.resource_files import resource_path
from vgviz.views.theme import font_family

ENGLISH = "en"
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")  # which teachers type in their own lessons, too
# By their code: how they call themselves, and the font that has their characters.
LANGUAGES = {ENGLISH: ("English", ""), "zh": ("中文", "NotoSansSC-Lessons.otf")}


class Language:
    """Which language is installed; English where nothing is."""

    def __init__(self) -> None:
        self._translator = QTranslator()
        self.code = ENGLISH

    def choose(self, code: str) -> bool:
        """Install a language; whether its files are there."""
        application = QCoreApplication.instance()
        if application is None or code not in LANGUAGES:
            return False
        application.removeTranslator(self._translator)
        self.code = ENGLISH
        if code == ENGLISH:
            return True
        if not self._translator.load(str(resource_path("translations", f"vgviz_{code}.qm"))):
            return False
        _bring_in_font(LANGUAGES[code][1])
        application.installTranslator(self._translator)
        self.code = code
        return True


def usual_language() -> str:
    """The system's, where there is a translation."""
    code = QLocale.system().name().split("_")[0]
    return code if code in LANGUAGES else ENGLISH


@cache
def language() -> Language:
    """The one of this process."""
    return Language()


def own_name(code: str) -> str:
    """How a language calls itself, in characters that Qt can write from now on."""
    name, font_file = LANGUAGES[code]
    if font_file:
        _bring_in_font(font_file)
    return name


def translated(text: str) -> str:
    """``text`` in the language that is installed, with the apostrophes that type has."""
    return APOSTROPHE.sub("’", QCoreApplication.translate(CONTEXT, text)) if text else ""


@cache
def _bring_in_font(name: str) -> None:
    """Let Qt take what the usual font lacks from this one."""
    identifier = QFontDatabase.addApplicationFont(str(resource_path("fonts", name)))
    if identifier >= 0:
        QFont.insertSubstitutions(font_family(), QFontDatabase.applicationFontFamilies(identifier))
