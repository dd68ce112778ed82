"""PNG files, written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from vgviz.whole_file import ExportError, write_whole


def png_bytes(image: QImage, texts: Mapping[str, str] | None = None) -> bytes:
    """PNG with ``texts`` as its text chunks.

    Raises
    ------
    ExportError
        If the picture is empty or memory does not suffice.
    """
    device = QBuffer()
    device.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QImageWriter(device, QByteArray(b"png"))
    for name, text in (texts or {}).items():
        writer.setText(name, text)
    if image.isNull() or not writer.write(image):
        raise ExportError(f"The picture could not be encoded: {writer.errorString() or 'it is empty'}.")
    return bytes(device.data().data())


def write_png(image: QImage, path: str | os.PathLike[str], texts: Mapping[str, str] | None = None) -> None:
    """Write ``image`` to ``path``; a file that is there stays as it is unless all goes well.

    Parameters
    ----------
    image : QImage
        What to write.
    path : path
        Its folder must exist.
    texts : mapping, optional
        Text chunks of the file, such as Software and Description.

    Raises
    ------
    ExportError
        With a sentence that says what to do.
    """
    write_whole(Path(path), png_bytes(image, texts))
