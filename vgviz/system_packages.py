"""Which system package holds a shared library, and the command that installs it."""

import os
import shutil
from collections.abc import Iterable
from types import MappingProxyType
from typing import NamedTuple


class Packages(NamedTuple):
    """A library's package by the name that each package manager knows."""

    apt: str
    dnf: str
    pacman: str
    zypper: str


INSTALL = MappingProxyType(
    {
        "apt": "apt-get install -y",
        "dnf": "dnf install -y",
        "pacman": "pacman -S --needed",
        "zypper": "zypper install -y",
    }
)
_COMMANDS = MappingProxyType({"apt": "apt-get", "dnf": "dnf", "pacman": "pacman", "zypper": "zypper"})

LIBRARIES = MappingProxyType(
    {
        "libEGL.so.1": Packages("libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
        "libGL.so.1": Packages("libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
        "libGLX.so.0": Packages("libglx0", "libglvnd-glx", "libglvnd", "libglvnd"),
        "libGLdispatch.so.0": Packages("libglvnd0", "libglvnd", "libglvnd", "libglvnd"),
        "libOpenGL.so.0": Packages("libopengl0", "libglvnd-opengl", "libglvnd", "libglvnd"),
        "libX11-xcb.so.1": Packages("libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
        "libX11.so.6": Packages("libx11-6", "libX11", "libx11", "libX11-6"),
        "libdbus-1.so.3": Packages("libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
        "libfontconfig.so.1": Packages("libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
        "libfreetype.so.6": Packages("libfreetype6", "freetype", "freetype2", "libfreetype6"),
        "libglib-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
        "libgthread-2.0.so.0": Packages("libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
        "libstdc++.so.6": Packages("libstdc++6", "libstdc++", "gcc-libs", "libstdc++6"),
        "libwayland-client.so.0": Packages(
            "libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"
        ),
        "libwayland-cursor.so.0": Packages(
            "libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"
        ),
        "libxcb-cursor.so.0": Packages(
            "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"
        ),
        "libxcb-icccm.so.4": Packages("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
        "libxcb-image.so.0": Packages("libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
        "libxcb-keysyms.so.1": Packages(
            "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"
        ),
        "libxcb-randr.so.0": Packages("libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
        "libxcb-render-util.so.0": Packages(
            "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil", "libxcb-render-util0"
        ),
        "libxcb-render.so.0": Packages("libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
        "libxcb-shape.so.0": Packages("libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
        "libxcb-shm.so.0": Packages("libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
        "libxcb-sync.so.1": Packages("libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
        "libxcb-util.so.1": Packages("libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
        "libxcb-xfixes.so.0": Packages("libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
        "libxcb-xkb.so.1": Packages("libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
        "libxcb.so.1": Packages("libxcb1", "libxcb", "libxcb", "libxcb1"),
        "libxkbcommon-x11.so.0": Packages(
            "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"
        ),
        "libxkbcommon.so.0": Packages("libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
        "libz.so.1": Packages("zlib1g", "zlib", "zlib", "libz1"),
    }
)


def package_tool() -> str | None:
    """The package manager of this machine, as a field of `Packages`; None if it is none of them."""
    return next((tool for tool, command in _COMMANDS.items() if shutil.which(command)), None)


def install_command(libraries: Iterable[str]) -> str | None:
    """The line that installs ``libraries``; None where the machine or every one of them is unknown."""
    tool = package_tool()
    known = [LIBRARIES[library] for library in libraries if library in LIBRARIES]
    if tool is None or not known:
        return None
    names = " ".join(sorted({getattr(packages, tool) for packages in known}))
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return f"{'' if is_root else 'sudo '}{INSTALL[tool]} {names}"
