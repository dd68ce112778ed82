"""What the system says of motion."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from vgviz.views import reduced_motion
from vgviz.views.reduced_motion import is_motion_reduced

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _ask_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reduced_motion, "_style_stands_still", lambda _style: False)
    is_motion_reduced.cache_clear()
    yield
    is_motion_reduced.cache_clear()


@pytest.mark.parametrize(
    ("platform", "answer", "reduced"),
    [
        ("linux", "false\n", True),
        ("linux", "true\n", False),
        ("darwin", "1\n", True),
        ("darwin", "0\n", False),
        ("freebsd", "false\n", False),
    ],
)
def test_desktops_are_asked(
    platform: str, answer: str, reduced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(command: Any, **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 0, stdout=answer)

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(subprocess, "run", run)
    assert is_motion_reduced() is reduced


@pytest.mark.parametrize("error", [FileNotFoundError(), subprocess.TimeoutExpired("gsettings", 1)])
def test_a_desktop_that_cannot_be_asked_moves(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_arguments: Any, **_options: Any) -> None:
        raise error

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(subprocess, "run", run)
    assert is_motion_reduced() is False
