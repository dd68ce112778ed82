"""What keeps Qt from starting is said with the way to mend it, before Qt aborts."""

import os
import sys
from pathlib import Path

import pytest

from vgviz import platform_check, system_packages
from vgviz.platform_check import why_no_display, why_qt_cannot_start
from vgviz.system_packages import INSTALL, LIBRARIES, install_command

linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the check is Linux's")


@linux_only
def test_without_a_display_render_is_named() -> None:
    words = why_qt_cannot_start({})
    assert words is not None
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in words
    assert "vgviz render" in words


@linux_only
@pytest.mark.parametrize(
    "environment",
    [{"DISPLAY": ":987"}, {"WAYLAND_DISPLAY": "nowhere"}, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":987"}],
)
def test_a_display_that_does_not_answer_is_named(environment: dict[str, str]) -> None:
    words = why_qt_cannot_start(environment)
    assert words is not None
    assert "does not answer" in words
    assert environment.get("DISPLAY", environment.get("WAYLAND_DISPLAY", "")) in words


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600"])
def test_platforms_without_a_screen_need_no_display(platform: str) -> None:
    assert why_qt_cannot_start({"QT_QPA_PLATFORM": platform}) is None


def test_a_picture_needs_no_display() -> None:
    assert why_qt_cannot_start({}, needs_screen=False) is None


def test_any_answering_platform_of_several_suffices() -> None:
    assert why_no_display(("wayland", "offscreen"), {}) is None


@pytest.mark.parametrize(
    ("environment", "platforms"),
    [
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, ("wayland", "xcb")),
        ({"WAYLAND_DISPLAY": "w"}, ("wayland",)),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, ("wayland", "xcb")),
        ({"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, ("xcb",)),
        ({}, ("xcb",)),
    ],
)
def test_platforms_are_tried_in_qts_order(environment: dict[str, str], platforms: tuple[str, ...]) -> None:
    assert platform_check.wanted_platforms(environment) == platforms


def test_a_broken_pairing_of_pyside_and_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(platform_check, "version", lambda _name: "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 9, "final", 0))
    words = why_qt_cannot_start({"QT_QPA_PLATFORM": "offscreen"})
    assert words is not None
    assert "PySide6 6.12.0" in words
    assert "pip install" in words
    monkeypatch.setattr(sys, "version_info", (3, 12, 1, "final", 0))
    assert why_qt_cannot_start({"QT_QPA_PLATFORM": "offscreen"}) is None


LDD = """#!/bin/sh
echo "	linux-vdso.so.1 (0x00007ffd)"
echo "	libxcb-cursor.so.0 => not found"
echo "	libEGL.so.1 => not found"
echo "	libvgviz-unknown.so.3 => not found"
echo "	libEGL.so.1 => not found"
echo "	libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)"
"""


@linux_only
def test_every_missing_library_of_the_plugin_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = tmp_path / "libqbroken.so"
    plugin.write_text("no library")
    ldd = tmp_path / "ldd"
    ldd.write_text(LDD)
    ldd.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(platform_check, "_plugin", lambda _platform: plugin)
    monkeypatch.setattr(system_packages, "package_tool", lambda: "apt")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    words = why_qt_cannot_start({"QT_QPA_PLATFORM": "offscreen"})
    assert words is not None
    assert "libEGL.so.1, libvgviz-unknown.so.3, libxcb-cursor.so.0" in words
    assert "sudo apt-get install -y libegl1 libxcb-cursor0" in words


@linux_only
def test_where_ldd_is_absent_the_loaders_own_word_is_passed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(platform_check, "_plugin", lambda _platform: Path("/nowhere/libqxcb.so"))
    words = why_qt_cannot_start({"QT_QPA_PLATFORM": "offscreen"})
    assert words is not None
    assert "/nowhere/libqxcb.so" in words


@pytest.mark.parametrize("tool", INSTALL)
def test_every_known_library_has_a_command_on_every_system(
    tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system_packages, "package_tool", lambda: tool)
    for library, packages in LIBRARIES.items():
        command = install_command([library])
        assert command is not None
        assert command.endswith(f"{INSTALL[tool]} {getattr(packages, tool)}")


def test_root_needs_no_sudo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "package_tool", lambda: "dnf")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert install_command(["libEGL.so.1", "libGL.so.1"]) == "dnf install -y libglvnd-egl libglvnd-glx"


def test_on_an_unknown_system_the_libraries_are_named_without_a_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_packages, "package_tool", lambda: None)
    monkeypatch.setattr(platform_check, "missing_libraries", lambda _platform: ("libEGL.so.1",))
    words = why_qt_cannot_start({"QT_QPA_PLATFORM": "offscreen"})
    if sys.platform.startswith("linux"):
        assert words is not None
        assert "libEGL.so.1" in words
        assert "Install the package" in words
