"""PNG files, written whole or not at all."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from vgviz import whole_file
from vgviz.export.png_file import png_bytes, write_png
from vgviz.whole_file import ExportError, refuse_bad_place, write_whole

pytestmark = pytest.mark.usefixtures("qapp")


def _image(color: str = "#336699", side: int = 20) -> QImage:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(color))
    return image


def test_the_file_holds_the_picture_and_its_texts(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    write_png(_image(), path, {"Software": "vgviz 1", "Description": "8 × 10 sigmoid · seed 0"})
    read = QImage(str(path))
    assert read.pixelColor(5, 5).name() == "#336699"
    assert read.text("Software") == "vgviz 1"
    assert read.text("Description") == "8 × 10 sigmoid · seed 0"
    assert [entry.name for entry in tmp_path.iterdir()] == ["picture.png"]


def test_a_file_that_is_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    path.write_text("old")
    write_png(_image("#ff0000"), path)
    assert QImage(str(path)).pixelColor(0, 0).name() == "#ff0000"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target = tmp_path / "real.png"
    target.write_text("old")
    link = tmp_path / "link.png"
    link.symlink_to(target)
    write_png(_image("#00ff00"), link)
    assert link.is_symlink()
    assert QImage(str(target)).pixelColor(0, 0).name() == "#00ff00"


def test_the_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    write_png(_image(), tmp_path / "picture.png")
    (tmp_path / "other").write_text("")
    assert (tmp_path / "picture.png").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_name_that_the_system_refuses_to_look_up_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="name is too long"):
        write_png(_image(), tmp_path / ("x" * 300 + ".png"))


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere.*does not exist"):
        write_png(_image(), tmp_path / "nowhere" / "picture.png")


def test_a_folder_is_not_a_file_name(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="is a folder"):
        write_png(_image(), tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows folders have no write bit")
def test_a_read_only_folder_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):  # root may write everywhere: let the system answer as it would for others
        monkeypatch.setattr(os, "open", _failing(errno.EACCES))
    with pytest.raises(ExportError, match=r"locked.*cannot be written to"):
        write_png(_image(), folder / "picture.png")
    monkeypatch.undo()
    folder.chmod(0o700)
    assert list(folder.iterdir()) == []


def test_a_folder_that_takes_no_files_is_refused_before_there_is_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: (path, mode) != (tmp_path, os.W_OK))
    with pytest.raises(ExportError, match="cannot be written to"):
        refuse_bad_place(tmp_path / "picture.png")
    (tmp_path / "null.png").symlink_to(os.devnull)
    refuse_bad_place(tmp_path / "null.png")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.EROFS, "cannot be written to"),
        (errno.ENOSPC, "no room left"),
        (errno.ENAMETOOLONG, "name is too long"),
        (errno.EIO, "could not be written"),
    ],
)
@pytest.mark.parametrize("moment", ["fsync", "replace"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str, moment: str
) -> None:
    path = tmp_path / "picture.png"
    path.write_text("old")
    monkeypatch.setattr(Path if moment == "replace" else os, moment, _failing(code))
    with pytest.raises(ExportError, match=words):
        write_png(_image(), path)
    assert path.read_text() == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["picture.png"]


def test_a_really_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.is_char_device():
        pytest.skip("no /dev/full here")
    with pytest.raises(OSError, match="No space") as caught, full.open("wb", buffering=0) as file:
        file.write(b"x")
    assert "no room left" in whole_file._sentence(caught.value, tmp_path / "picture.png")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_that_nobody_reads_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(ExportError, match="a pipe that nobody reads"):
        write_whole(path, b"picture")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_whole(path, b"picture")
        assert path.is_fifo()
        assert os.read(reader, 100) == b"picture"
    finally:
        os.close(reader)
    assert [entry.name for entry in tmp_path.iterdir()] == ["pipe"]


def test_an_empty_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="could not be encoded"):
        write_png(QImage(), tmp_path / "picture.png")
    assert list(tmp_path.iterdir()) == []


def test_encoding_gives_a_png() -> None:
    assert png_bytes(_image()).startswith(b"\x89PNG")


def _failing(code: int) -> Any:
    def fail(*_arguments: Any, **_named: Any) -> None:
        raise OSError(code, os.strerror(code))

    return fail
