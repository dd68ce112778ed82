"""What would keep Qt from starting here, found out before Qt aborts, with the way to mend it."""

import ctypes
import importlib.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from vgviz.system_packages import install_command

WITHOUT_SCREEN = "`vgviz render --out picture.png` makes the same picture without a display."
_SCREENLESS = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs", "minimalegl", "vkkhrdisplay")


def why_qt_cannot_start(
    environment: Mapping[str, str] = os.environ, *, needs_screen: bool = True
) -> str | None:
    """A message that says what is missing and what to do; None if all is well."""
    if refusal := _refused_pairing():
        return refusal
    if not sys.platform.startswith("linux"):
        return None
    platforms = wanted_platforms(environment) if needs_screen else ("offscreen",)
    if needs_screen and (refusal := why_no_display(platforms, environment)):
        return refusal
    missing = missing_libraries(platforms[0])
    return _words_for_missing(missing) if missing else None


def _refused_pairing() -> str | None:
    """PySide6 6.12.0 on CPython 3.11 gives up a reference to None with each call, and dies of it."""
    if sys.version_info[:2] != (3, 11):
        return None
    for package in ("PySide6-Essentials", "PySide6_Essentials"):
        try:
            found = version(package)
        except PackageNotFoundError:
            continue
        if found == "6.12.0":
            return (
                "PySide6 6.12.0 crashes on Python 3.11. Install another version:\n"
                f'    {sys.executable} -m pip install "PySide6-Essentials<6.12"'
            )
    return None


def wanted_platforms(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Qt's platform plugins in the order in which they will be tried."""
    chosen = environment.get("QT_QPA_PLATFORM", "")
    if chosen:
        return tuple(part.split(":")[0] for part in chosen.split(";"))
    if environment.get("WAYLAND_DISPLAY") and not environment.get("DISPLAY"):
        return ("wayland",)
    if environment.get("XDG_SESSION_TYPE") == "wayland" and environment.get("WAYLAND_DISPLAY"):
        return ("wayland", "xcb")
    return ("xcb",)


def why_no_display(platforms: Sequence[str], environment: Mapping[str, str]) -> str | None:
    """Why none of ``platforms`` has a screen to draw on; None if one has."""
    reasons = []
    for platform in platforms:
        if platform in _SCREENLESS:
            return None
        reason = _no_wayland(environment) if platform.startswith("wayland") else _no_x11(environment)
        if reason is None:
            return None
        reasons.append(reason)
    return f"There is no display to open a window on: {reasons[-1]}.\n{WITHOUT_SCREEN}"


def _no_wayland(environment: Mapping[str, str]) -> str | None:
    name = environment.get("WAYLAND_DISPLAY")
    if not name:
        return "WAYLAND_DISPLAY is not set"
    path = Path(environment.get("XDG_RUNTIME_DIR", "/"), name)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        try:
            connection.connect(str(path))
        except OSError as error:
            return f"{path} (WAYLAND_DISPLAY) does not answer: {error.strerror or error}"
    return None


def _no_x11(environment: Mapping[str, str]) -> str | None:
    display = environment.get("DISPLAY")
    if not display:
        return "neither DISPLAY nor WAYLAND_DISPLAY is set"
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return None  # the missing library is the better message
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"{display} (DISPLAY) does not answer" if failed else None


def missing_libraries(platform: str) -> tuple[str, ...]:
    """System libraries that PySide6 and its plugin for ``platform`` need and this machine lacks."""
    plugin = _plugin(platform)
    if plugin is None:
        return ()
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return _all_missing(plugin) or _named_in(str(error))
    return ()


def _plugin(platform: str) -> Path | None:
    package = importlib.util.find_spec("PySide6")
    for place in (package and package.submodule_search_locations) or ():
        plugin = Path(place, "Qt", "plugins", "platforms", f"libq{platform}.so")
        if plugin.exists():
            return plugin
    return None  # not a wheel: the system's package manager answers for its libraries


def _all_missing(binary: Path) -> tuple[str, ...]:
    """The loader names only the first missing library; ldd names all."""
    try:
        output = subprocess.run(
            ["ldd", str(binary)], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ()
    return tuple(sorted(set(re.findall(r"^\s*(\S+) => not found", output, re.MULTILINE))))


def _named_in(message: str) -> tuple[str, ...]:
    match = re.match(r"(\S+): cannot open shared object", message)
    return (match.group(1),) if match else (message,)


def _words_for_missing(missing: Sequence[str]) -> str:
    one = len(missing) == 1
    head = f"Qt cannot start: {'a system library is' if one else 'system libraries are'} missing: "
    command = install_command(missing)
    way = (
        f"Install {'it' if one else 'them'} with:\n    {command}"
        if command
        else f"Install the {'package' if one else 'packages'} that your system has them in."
    )
    return f"{head}{', '.join(missing)}.\n{way}"
