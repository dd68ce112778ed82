"""What becomes of a picture, beside the window's thread: words under it, a file, something to paste."""

from collections.abc import Sequence
from pathlib import Path
from threading import Event

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication, QImage

from vgviz.engine.telemetry import Snapshot
from vgviz.export.png_file import png_bytes
from vgviz.views.picturing.picture_task import Use
from vgviz.views.picturing.pictures import captioned, picture_texts
from vgviz.views.theme import Theme
from vgviz.whole_file import write_whole

PNG = "image/png"
Copied = tuple[QImage, bytes]


def saving(path: str, snapshots: Sequence[Snapshot], theme: Theme | None) -> Use:
    """Write it to a file, with a caption in the colours of ``theme``, without one where that is None."""

    def save(image: QImage, unwanted: Event) -> None:
        image = image if theme is None else captioned(image, snapshots, theme)
        content = png_bytes(image, picture_texts(snapshots))
        if not unwanted.is_set():
            write_whole(Path(path), content)

    return save


def copying(snapshots: Sequence[Snapshot], theme: Theme | None) -> Use:
    """Make it ready for `put_on_clipboard`, with a caption where there is a ``theme``."""

    def encode(image: QImage, _unwanted: Event) -> Copied:
        image = image if theme is None else captioned(image, snapshots, theme)
        return image, png_bytes(image)

    return encode


def put_on_clipboard(copied: Copied) -> None:
    """Let it be pasted: as PNG, which Qt would encode while the window waits, or in the platform's way."""
    image, content = copied
    data = QMimeData()
    data.setImageData(image)
    data.setData(PNG, QByteArray(content))
    QGuiApplication.clipboard().setMimeData(data)
