"""Experiments are saved to files and begun from them."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from vgviz.experiment import Experiment, Network
from vgviz.experiment_file import read_experiments, write_experiments
from vgviz.session.messages import AddRun, Command, Configure, RemoveRun
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow

COMPARED = (
    Experiment(network=Network.uniform(3, 5)),
    Experiment(network=Network.uniform(3, 5, activation="relu")),
)


def _choose(monkeypatch: pytest.MonkeyPatch, path: Path | None) -> None:
    """Answer the dialogs as a user who types this path, or none."""

    def answer(dialog: QFileDialog) -> bool:
        if path is not None:
            dialog.selectFile(str(path))
        return path is not None

    monkeypatch.setattr(QFileDialog, "exec", answer)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("" if path is None else str(path), ""))


def _failure(window: MainWindow) -> str:
    failure = window.workspace.failure_bar.failure
    return "" if failure is None else failure.message


def test_what_is_compared_is_saved_under_a_name_with_an_ending(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.show_experiments(COMPARED)
    _choose(monkeypatch, tmp_path / "mine")
    window.experiment_actions.save_action.trigger()
    assert read_experiments(tmp_path / "mine.json") == COMPARED
    assert "mine.json" in window.workspace.notice.text
    window.workspace.notice.dismiss()


def test_a_place_that_takes_no_file_is_told_of(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    window.show_experiments(COMPARED)
    _choose(monkeypatch, tmp_path / "missing" / "mine.json")
    window.experiment_actions.save_action.trigger()
    assert "does not exist" in _failure(window)


def test_an_opened_file_replaces_what_was_compared(
    window: MainWindow, sent: list[Command], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_experiments(tmp_path / "two.json", COMPARED)
    window.show_experiments((Experiment(), Experiment(seed=1)))
    _choose(monkeypatch, tmp_path / "two.json")
    window.experiment_actions.open_action.trigger()
    removed, begun, added = sent
    assert isinstance(removed, RemoveRun)
    assert removed.run == 1
    assert begun == Configure(COMPARED[0], restart=True)
    assert added == AddRun(COMPARED[1])


def test_a_file_that_is_no_experiment_changes_nothing(
    window: MainWindow, sent: list[Command], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "odd.json").write_text("{]")
    _choose(monkeypatch, tmp_path / "odd.json")
    window.experiment_actions.open_action.trigger()
    assert not sent
    assert "“odd.json” is no experiment" in _failure(window)


def test_without_a_choice_nothing_happens(
    window: MainWindow, sent: list[Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    window.show_experiments(COMPARED)
    _choose(monkeypatch, None)
    window.experiment_actions.open_action.trigger()
    window.experiment_actions.save_action.trigger()
    assert not sent
    assert not window.workspace.notice.text


def test_without_a_home_folder_there_is_a_window(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def home(_kind: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(home))
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    assert window.experiment_actions.save_action.isEnabled()
