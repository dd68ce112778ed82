"""Keeps the lessons' translations: ``python -m vgviz.lesson_strings resources/translations/vgviz_zh.ts``.

Brings a Qt Linguist file up to date with the lessons: new texts come in as unfinished, those that are no
longer used go. Translate it with Linguist, then release it with ``pyside6-lrelease``.
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

from vgviz.lessons import lessons

CONTEXT = "lessons"
# What the panel itself says.
PANEL_WORDS = ("Open a lesson…", "Open a lesson", "All lessons", "Back", "Next", "Skip", "Finish")


def sources() -> list[str]:
    """Every text of the lessons, in the order in which a reader meets them."""
    texts = list(PANEL_WORDS)
    for lesson in lessons():
        texts += [lesson.title, lesson.summary]
        for step in lesson.steps:
            texts += [step.text, step.task, step.after]
    return list(dict.fromkeys(filter(None, texts)))


def read_translations(path: Path) -> dict[str, str]:
    """The finished translations of a Linguist file."""
    found = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None:
            found[message.findtext("source", "")] = translation.text or ""
    return found


def write_translations(path: Path, language: str, translations: dict[str, str]) -> None:
    """A Linguist file with all texts; those without a translation are marked as unfinished."""
    root = ElementTree.Element("TS", version="2.1", language=language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for source in sources():
        message = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(message, "source").text = source
        translation = ElementTree.SubElement(message, "translation")
        if source in translations:
            translation.text = translations[source]
        else:
            translation.set("type", "unfinished")
    ElementTree.indent(root)
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path.write_text(head + ElementTree.tostring(root, encoding="unicode") + "\n", encoding="utf-8")


def main() -> None:
    """Bring the files that are named up to date."""
    for name in sys.argv[1:]:
        path = Path(name)
        language = ElementTree.parse(path).getroot().get("language", "")
        write_translations(path, language, read_translations(path))


if __name__ == "__main__":
    main()
