"""What to export, how sharp, and where to."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any, get_args

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, QThreadPool
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from vgviz.engine.telemetry import Snapshot
from vgviz.session.messages import Frame
from vgviz.session.states import State
from vgviz.views.picturing import picture_uses
from vgviz.views.picturing.export_dialog import ExportDialog
from vgviz.views.picturing.pictures import NO_MEMORY, SCALES, Sheet, picture_of
from vgviz.views.picturing.render import View, render
from vgviz.views.theme import DARK
from vgviz.views.window.main_window import MainWindow
from vgviz.whole_file import ExportError

Maker = Callable[..., Snapshot]


@pytest.fixture
def dialog(qtbot: QtBot, make_snapshot: Maker, monkeypatch: pytest.MonkeyPatch) -> Iterator[ExportDialog]:
    monkeypatch.setattr(ExportDialog, "_folder", "")
    first, second = QLabel("first"), QLabel("second")
    for widget, width in ((first, 300), (second, 400)):
        qtbot.addWidget(widget)
        widget.resize(width, 200)
    dialog = ExportDialog({"Diagram": first, "Whole window": second}, (make_snapshot(step=12),), DARK)
    qtbot.addWidget(dialog)
    dialog.open()
    yield dialog
    dialog.close()


def _answer_where(monkeypatch: pytest.MonkeyPatch, path: Path | str) -> list[str]:
    suggestions: list[str] = []

    def choose(_parent: QWidget, _title: str, suggestion: str, *_: object, **__: object) -> tuple[str, str]:
        suggestions.append(suggestion)
        return str(path), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return suggestions


def test_the_size_in_pixels_follows_every_choice(dialog: ExportDialog) -> None:
    assert dialog.scale.currentText() == "2×   600 × 400 pixels"
    dialog.scale.setCurrentIndex(SCALES.index(4))
    assert dialog.scale.currentText() == "4×   1,200 × 800 pixels"
    dialog.choose_view(list(dialog.views.values())[1])
    assert dialog.scale.currentText() == "4×   1,600 × 800 pixels"
    dialog.caption.setChecked(True)
    assert dialog.scale.currentText() == f"4×   1,600 × {dialog.picture().height():,} pixels"
    assert dialog.picture().height() > 800


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_the_file_has_the_promised_pixels_and_says_what_it_is(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, scale: int
) -> None:
    dialog.scale.setCurrentIndex(SCALES.index(scale))
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_to(str(tmp_path / "a.png"))
    image = QImage(str(tmp_path / "a.png"))
    assert image.size() == QSize(300, 200) * scale
    assert image.text("Step") == "12"
    assert "8 × 10 sigmoid" in image.text("Description")


def test_the_clipboard_gets_the_picture(qtbot: QtBot, dialog: ExportDialog) -> None:
    with qtbot.waitSignal(dialog.accepted):
        dialog.copy()
    assert QGuiApplication.clipboard().image().size() == QSize(600, 400)


def test_a_name_without_an_ending_gets_one_and_the_folder_is_remembered(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_where(monkeypatch, tmp_path / "picture")
    with qtbot.waitSignal(dialog.accepted):
        dialog.ask_where()
    assert (tmp_path / "picture.png").is_file()
    suggestions = _answer_where(monkeypatch, "")
    dialog.ask_where()
    assert Path(suggestions[0]) == tmp_path / "vgviz-diagram-step-12.png"


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_a_file_that_is_there_is_replaced_only_when_wished(
    qtbot: QtBot,
    dialog: ExportDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
) -> None:
    (tmp_path / "picture.png").write_text("old")
    _answer_where(monkeypatch, tmp_path / "picture")
    asked: list[Any] = []

    def answered(*question: Any) -> QMessageBox.StandardButton:
        asked.append(question)
        return answer

    monkeypatch.setattr(QMessageBox, "question", answered)
    dialog.ask_where()
    qtbot.waitUntil(lambda: not dialog.is_writing)
    assert asked[0][-1] == QMessageBox.StandardButton.No  # a key pressed too soon destroys nothing
    kept = (tmp_path / "picture.png").read_bytes() == b"old"
    assert kept == (answer == QMessageBox.StandardButton.No)


def test_no_file_is_written_when_none_was_chosen(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_where(monkeypatch, "")
    monkeypatch.setattr(dialog, "save_to", pytest.fail)
    dialog.ask_where()


def test_a_failure_is_said_in_the_dialog_which_stays(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ExportError("There is no room left on the disk.")

    monkeypatch.setattr(picture_uses, "write_whole", fail)
    dialog.save_to(str(tmp_path / "a.png"))
    assert dialog.is_writing
    qtbot.waitUntil(lambda: not dialog.is_writing)
    assert dialog.isVisible()
    assert dialog.message == "There is no room left on the disk."


def test_a_picture_that_is_given_up_leaves_no_file_and_no_thread(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = Event(), Event()

    def slowly(*_: object) -> bytes:
        begun.set()
        assert go_on.wait(10.0)
        return b""

    monkeypatch.setattr(picture_uses, "png_bytes", slowly)
    dialog.save_to(str(tmp_path / "a.png"))
    qtbot.waitUntil(begun.is_set)
    dialog.reject()
    assert not dialog.isVisible()
    go_on.set()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    assert not list(tmp_path.iterdir())


def test_a_key_that_is_pressed_twice_does_not_give_the_picture_up(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_where(monkeypatch, tmp_path / "a.png")
    save = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save…")
    qtbot.waitUntil(dialog.isActiveWindow)
    save.setFocus()
    with qtbot.waitSignal(dialog.accepted):
        for key in (Qt.Key.Key_Space, Qt.Key.Key_Space, Qt.Key.Key_Return):
            QTest.keyClick(dialog.focusWidget() or dialog, key)
            assert dialog.isVisible()
    assert (tmp_path / "a.png").is_file()


def test_a_picture_that_memory_does_not_suffice_for_is_told_as_that(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_sheet: Sheet) -> QImage:
        raise MemoryError

    monkeypatch.setattr(Sheet, "blank", fail)
    dialog.save_to(str(tmp_path / "a.png"))
    qtbot.waitUntil(lambda: not dialog.is_writing)
    assert dialog.message == NO_MEMORY


# The window's own pictures.


@pytest.fixture
def window(qtbot: QtBot, make_snapshot: Maker) -> MainWindow:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.resize(1024, 700)
    snapshot = make_snapshot(step=5)
    window.show_experiments((snapshot.experiment,))
    frame = Frame((snapshot,), State.PAUSED, 0.0, 0)
    window.show_frame(frame)
    window.show_text(frame)
    window.show()
    return window


def _dialogs(window: MainWindow) -> list[ExportDialog]:
    return [dialog for dialog in window.findChildren(ExportDialog) if dialog.isVisible()]


def test_the_picture_is_of_the_moment_when_export_was_pressed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    monkeypatch.setattr(window, "hold", lambda: held.append("hold"))
    monkeypatch.setattr(window, "release", lambda: held.append("release"))
    before = picture_of(window.workspace.diagram, 2)
    window.export_actions.export.trigger()
    assert held == ["hold"]
    (dialog,) = _dialogs(window)
    with qtbot.waitSignal(dialog.accepted):
        dialog.save_to(str(tmp_path / "a.png"))
    assert held == ["hold", "release"]
    written = QImage(str(tmp_path / "a.png")).convertToFormat(QImage.Format.Format_RGB32)
    before.setDevicePixelRatio(1)
    assert np.array_equal(_bytes(written), _bytes(before))


def test_a_file_that_is_being_written_is_there_when_the_window_has_closed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    window.export_actions.export.trigger()
    (dialog,) = _dialogs(window)
    dialog.save_to(str(tmp_path / "a.png"))
    window.close()
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]
    qtbot.waitUntil(lambda: not dialog.is_writing)


def test_a_cancelled_export_lets_the_window_go_on(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    released: list[int] = []
    monkeypatch.setattr(window, "release", lambda: released.append(1))
    window.export_actions.export.trigger()
    _dialogs(window)[0].reject()
    assert released == [1]


def test_a_panel_that_has_gone_since_its_menu_was_opened_leads_to_the_diagram(window: MainWindow) -> None:
    dock = window.workspace.deck.dock("learning")
    dock.close()
    window.export_actions.ask(dock)
    (dialog,) = _dialogs(window)
    assert dialog.picture(1).size() == window.workspace.diagrams.size()
    dialog.reject()


def test_every_part_in_view_can_be_exported(window: MainWindow) -> None:
    window.resize(1600, 900)  # room for two plots side by side, whatever else a wide screen shows
    QApplication.processEvents()
    in_view = [dock.kind.title for dock in window.workspace.deck.in_view]
    assert in_view[:2] == ["Gradient by depth", "Learning"]
    assert list(window.export_actions.views()) == ["Diagram", "Whole window", *in_view]
    for view in window.export_actions.views().values():
        window.export_actions.ask(view)
        (dialog,) = _dialogs(window)
        assert dialog.picture(1).size() == view.size()
        dialog.reject()


def test_copying_the_diagram_takes_one_key(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    monkeypatch.setattr(window, "hold", lambda: held.append("hold"))
    monkeypatch.setattr(window, "release", lambda: held.append("release"))
    expected = picture_of(window.workspace.diagram, 2)
    window.export_actions.copy_diagram.trigger()
    assert held == ["hold"]
    qtbot.waitUntil(lambda: "clipboard" in window.workspace.notice.text)
    assert held == ["hold", "release"]
    image = QGuiApplication.clipboard().image()
    assert image == expected
    png = QGuiApplication.clipboard().mimeData().data("image/png")
    assert QImage.fromData(png.data()).size() == image.size()


def test_of_two_copies_asked_for_at_once_the_later_one_counts(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.workspace.deck.in_view[0]
    window.export_actions.copy_diagram.trigger()
    window.export_actions.copy(panel)
    qtbot.waitUntil(lambda: "clipboard" in window.workspace.notice.text)
    assert QGuiApplication.clipboard().image().size() == panel.size() * 2


def test_a_picture_of_a_window_that_changes_its_size_meanwhile_is_of_one_size(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.export_actions.copy_diagram.trigger()
    window.resize(1100, 760)
    qtbot.waitUntil(lambda: "clipboard" in window.workspace.notice.text)
    image = QGuiApplication.clipboard().image()
    assert image == picture_of(window.workspace.diagrams, 2)


def test_there_is_nothing_to_export_before_the_first_frame(qtbot: QtBot) -> None:
    window = MainWindow(None, DARK)
    qtbot.addWidget(window)
    window.export_actions.export.trigger()
    assert not _dialogs(window)


@pytest.mark.parametrize("view", get_args(View))
@pytest.mark.usefixtures("qtbot")
def test_rendering_without_a_window_gives_the_wished_size(make_snapshot: Maker, view: View) -> None:
    history = [(make_snapshot(step=step),) for step in range(20)]
    size = (1100, 720)
    image = render(view, (make_snapshot(step=20),), history, size=size, theme=DARK, scale=2, caption=False)
    assert image.size() == QSize(*size) * 2
    assert len(np.unique(_bytes(image).view(np.uint32))) > 20
    captioned = render(view, (make_snapshot(step=20),), history, size=size, theme=DARK, caption=True)
    assert captioned.width() == size[0]
    assert captioned.height() > size[1]


@pytest.mark.parametrize("view", get_args(View))
@pytest.mark.usefixtures("qtbot")
def test_compared_networks_are_rendered_side_by_side(make_snapshot: Maker, view: View) -> None:
    vanishing, healthy = make_snapshot(step=5), make_snapshot([1e-2] * 9, step=5)
    one, two = (
        render(view, snapshots, [snapshots], size=(1100, 720), theme=DARK)
        for snapshots in ((vanishing,), (vanishing, healthy))
    )
    assert one.size() == two.size()
    assert not np.array_equal(_bytes(one), _bytes(two))


def test_a_rendered_picture_is_what_the_widget_on_screen_shows(window: MainWindow) -> None:
    diagram = window.workspace.diagram
    assert window.snapshot is not None
    size = (diagram.width(), diagram.height())
    rendered = render("diagram", window.snapshots, size=size, theme=DARK)
    assert np.array_equal(_bytes(rendered), _bytes(picture_of(diagram)))


def _bytes(image: QImage) -> NDArray[np.uint8]:
    assert image.depth() == 32
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return pixels[:, : 4 * image.width()].copy()
