"""What the window remembers from one sitting to the next."""

import dataclasses
import stat
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from PySide6.QtCore import QByteArray, QSettings

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.experiment import Data, Experiment
from vgviz.experiment_file import decoded, encoded
from vgviz.views.lessons.language import LANGUAGES, language, usual_language
from vgviz.views.look import Look
from vgviz.views.window.first_hint import FirstHint
from vgviz.views.window.main_window import MainWindow
from vgviz.views.window.picture_choices import PictureChoices

OPEN_FOLDS = "controls/open_folds"
LAYOUT = "window/docks-1"  # another number where an older one cannot be read
GEOMETRY = "window/geometry"
THEME, COLOR_MAP, TEXT_SIZE = "window/theme", "window/color_map", "window/text_size"
_LOOK = {THEME: "theme", COLOR_MAP: "color_map", TEXT_SIZE: "text_size"}
EXPERIMENT = "experiment"
NO_FILE = "none"
THRESHOLDS = "findings/thresholds"
LANGUAGE = "lessons/language"
PICTURE = "diagram/picture"
DAMAGED = "Some settings in {} could not be read; those are as in a first sitting."
VANISHED = "{} is no longer there, so the network trains on other data."


def open_settings() -> QSettings:
    """The user's settings: a plain file in the platform's place for them, replaced in one go.

    Where a pipe or a device is in its place there are none: Qt would wait for ever for what it says.
    """
    place = partial(QSettings, QSettings.Format.IniFormat, QSettings.Scope.UserScope, "vgviz")
    path = Path(place(NO_FILE).fileName()).with_name("vgviz.ini")  # Qt reads what it names
    if _is_pipe_or_device(path):
        return QSettings(str(path / NO_FILE), QSettings.Format.IniFormat)
    return place("vgviz")


class Memory:
    """The settings of the last sitting; what cannot be read is as in a first sitting, and ``remarks`` say so.

    ``fresh`` ignores them, until `remember` writes new ones.
    """

    def __init__(self, settings: QSettings, *, fresh: bool = False) -> None:
        self._settings = settings
        self._fresh = fresh
        self.remarks: list[str] = []
        self._is_first = fresh or not settings.contains(EXPERIMENT)
        if not fresh and _is_damaged(settings):
            self._tell_of_damage()

    def look(self) -> Look:
        """Theme, colour map and text size."""
        look = Look()
        for key, field in _LOOK.items():
            look = self._read(key, partial(_chosen, look, field)) or look
        return look

    def experiments(self) -> tuple[Experiment, ...]:
        """The last experiment, or those last compared; on other data where their file has vanished."""
        last = self._read(EXPERIMENT, _experiments) or (Experiment(),)
        return tuple(map(self._on_present_data, last))

    @property
    def folder(self) -> Path:
        """Where the settings lie."""
        return Path(self._settings.fileName()).parent

    def keep(self, experiments: tuple[Experiment, ...]) -> bool:
        """Write the experiments now, for a process that may be killed; whether they are on disk."""
        self._settings.setValue(EXPERIMENT, encoded(experiments))
        self._settings.sync()
        return self._settings.status() != QSettings.Status.AccessError

    def _on_present_data(self, experiment: Experiment) -> Experiment:
        data = experiment.data
        if DATA_SOURCES[data.source].is_file and not _is_file(data.path or ""):
            remark = VANISHED.format(data.path)
            self.remarks += [remark] if remark not in self.remarks else []
            usual = Data(test_fraction=data.test_fraction, standardize=data.standardize)
            experiment = replace(experiment, data=usual, training=replace(experiment.training, loss="auto"))
        return experiment

    def recall(self, window: MainWindow) -> None:
        """Bring the window to how it was left, and say what could not be read."""
        window.workspace.controls.open_only(self._read(OPEN_FOLDS, _names) or [])
        self._read(GEOMETRY, partial(_restored, window.restoreGeometry))
        self._read(LAYOUT, partial(_restored, window.workspace.deck.restore))
        window.desk.findings.set_thresholds(self._read(THRESHOLDS, _numbers) or {})
        (self._read(PICTURE, _picture_choices) or PictureChoices()).apply(window)
        if self._is_first:
            FirstHint(window)
        language().choose(self._read(LANGUAGE, _language) or usual_language())
        for remark in self.remarks:
            window.workspace.notice.say(remark)

    def remember(self, window: MainWindow, experiments: tuple[Experiment, ...]) -> None:
        """Keep how the window is left."""
        values: dict[str, Any] = {
            OPEN_FOLDS: list(window.workspace.controls.open_folds),
            GEOMETRY: window.saveGeometry(),
            LAYOUT: window.layout_state(),
            **{key: getattr(window.look, field) for key, field in _LOOK.items()},
            LANGUAGE: language().code,
            THRESHOLDS: msgspec.json.encode(window.desk.findings.thresholds).decode(),
            PICTURE: msgspec.json.encode(PictureChoices.of(window)).decode(),
        }
        for key, value in values.items():
            self._settings.setValue(key, value)
        self.keep(experiments)

    def _read(self, key: str, read: Callable[[Any], Any]) -> Any:
        """What ``read`` makes of a value, None where there is none or it is damaged."""
        if self._fresh or not self._settings.contains(key):
            return None
        try:
            return read(self._settings.value(key))
        except (ValueError, TypeError, OverflowError):
            self._tell_of_damage()
            return None

    def _tell_of_damage(self) -> None:
        remark = DAMAGED.format(self._settings.fileName())
        if remark not in self.remarks:
            self.remarks.append(remark)


def _is_file(path: str) -> bool:
    """Whether there is a file as far as the system lets us look."""
    try:
        return Path(path).is_file()
    except OSError:
        return False


def _is_pipe_or_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _is_damaged(settings: QSettings) -> bool:
    """Whether the file is no settings file; Qt takes some that hold anything else for empty ones."""
    path = Path(settings.fileName())
    holds_nothing = not any(settings.contains(key) for key in (EXPERIMENT, OPEN_FOLDS))
    is_empty = not _is_file(str(path)) or path.stat().st_size == 0
    return settings.status() != QSettings.Status.NoError or (holds_nothing and not is_empty)


def _chosen(look: Look, field: str, value: object) -> Look:
    if not isinstance(value, str):
        raise TypeError(value)
    return dataclasses.replace(look, **{field: value})


def _language(value: object) -> str:
    if value not in LANGUAGES:
        raise ValueError(value)
    return str(value)


def _names(value: object) -> list[str]:
    names = [value] if isinstance(value, str) else value
    if names is None or names == "":  # how an empty list comes back
        return []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(value)
    return [name for name in names if name]


def _numbers(value: object) -> dict[str, float]:
    if not isinstance(value, str):
        raise TypeError(value)
    numbers = msgspec.json.decode(value, type=dict[str, float])
    if not all(number > 0 for number in numbers.values()):
        raise ValueError(value)
    return numbers


def _picture_choices(value: object) -> PictureChoices:
    if not isinstance(value, str):
        raise TypeError(value)
    return msgspec.json.decode(value, type=PictureChoices)


def _experiments(value: object) -> tuple[Experiment, ...]:
    if not isinstance(value, str):
        raise TypeError(value)
    return decoded(value)


def _restored(restore: Callable[[QByteArray], bool], value: object) -> bool:
    if not isinstance(value, QByteArray) or not restore(value):
        raise ValueError(value)
    return True
