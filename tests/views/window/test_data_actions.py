"""Files that are dropped on the window, and data in place of others."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from tests.views.window.fake_session import FakeSession
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Data, Experiment, Training
from vgviz.experiment_file import write_experiments
from vgviz.session.messages import (
    Configure,
)
from vgviz.views.opening.table_task import TableReport
from vgviz.views.window import data_actions
from vgviz.views.window.main_window import MainWindow

Maker = Callable[..., Snapshot]


@pytest.fixture
def window(wired_window: MainWindow) -> MainWindow:
    return wired_window


def _drop(window: MainWindow, mime: QMimeData) -> None:
    action, button, modifier = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    enters = QDragEnterEvent(QPoint(50, 50), action, mime, button, modifier.NoModifier)
    QApplication.sendEvent(window, enters)
    if enters.isAccepted():
        drops = QDropEvent(QPointF(50, 50), action, mime, button, modifier.NoModifier)
        QApplication.sendEvent(window, drops)


def test_a_dropped_table_is_read_as_its_dialog_says(
    window: MainWindow, session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,x\n")
    data = Data("csv", path=str(path))
    asked: list[str] = []

    def answer(name: str, _parent: object) -> tuple[Data, TableReport]:
        asked.append(name)
        return data, TableReport(targets=2)

    monkeypatch.setattr(data_actions, "ask_how_to_read", answer)
    session.experiments_changed.emit((Experiment(seed=3),))
    session.sent.clear()
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    _drop(window, mime)
    assert asked == [str(path)]
    assert session.sent == [Configure(replace(Experiment(seed=3), data=data))]


def test_a_dropped_experiment_is_begun(window: MainWindow, session: FakeSession, tmp_path: Path) -> None:
    path = tmp_path / "Mine.JSON"
    write_experiments(path, (Experiment(seed=5),))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    _drop(window, mime)
    assert session.sent[-1] == Configure(Experiment(seed=5), restart=True)


def test_a_dropped_folder_or_several_files_are_left_alone(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(window.data_actions, "open", pytest.fail)
    for urls in ([tmp_path], [tmp_path / "a", tmp_path / "b"], []):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(url)) for url in urls])
        _drop(window, mime)


def test_new_data_keep_an_edit_that_is_not_yet_confirmed(
    window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Data("circles")
    monkeypatch.setattr(data_actions, "ask_how_to_read", lambda *_: (data, TableReport(targets=2)))
    window.workspace.controls.experiment_edited.emit(Experiment(seed=9), 0)
    window.data_actions.open("x.csv")
    assert session.sent[-1] == Configure(Experiment(data=data, seed=9))


def test_a_loss_that_does_not_fit_new_data_becomes_the_automatic_one(
    window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = Data("npz", path="x.npz")
    session.experiments_changed.emit((Experiment(training=Training(loss="cross_entropy")),))
    classes, numbers = TableReport(targets=3), TableReport(task="regression", targets=1)
    for report, loss in ((classes, "cross_entropy"), (numbers, "auto")):
        monkeypatch.setattr(data_actions, "ask_how_to_read", lambda *_, found=report: (data, found))
        window.data_actions.open("x.npz")
        command = session.sent[-1]
        assert isinstance(command, Configure)
        assert command.experiment.training.loss == loss
