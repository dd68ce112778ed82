"""Whether the desktop is set to show less motion, which Qt does not tell."""

import ctypes
import subprocess
import sys
from functools import cache

from PySide6.QtWidgets import QApplication, QStyle

_PATIENCE = 0.2  # s
_ANIMATIONS_IN_WINDOWS = 0x1042  # SPI_GETCLIENTAREAANIMATION
_QUESTIONS = {
    "darwin": (("defaults", "read", "com.apple.universalaccess", "reduceMotion"), "1"),
    "linux": (("gsettings", "get", "org.gnome.desktop.interface", "enable-animations"), "false"),
}


@cache
def is_motion_reduced() -> bool:
    """Whether the user has asked the system for less motion; False where it cannot be known."""
    application = QApplication.instance()
    if isinstance(application, QApplication) and _style_stands_still(application.style()):
        return True
    if sys.platform == "win32":
        return _windows_stands_still()
    question = _QUESTIONS.get(sys.platform)
    return question is not None and _answer(question[0]) == question[1]


def _style_stands_still(style: QStyle) -> bool:
    """Some desktops hand their wish to Qt as the duration of a style's own animations."""
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def _windows_stands_still() -> bool:
    animates = ctypes.c_int(1)
    system = getattr(ctypes, "windll").user32  # noqa: B009 - the name exists on Windows only
    asked = system.SystemParametersInfoW(_ANIMATIONS_IN_WINDOWS, 0, ctypes.byref(animates), 0)
    return bool(asked) and not animates.value


def _answer(command: tuple[str, ...]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
