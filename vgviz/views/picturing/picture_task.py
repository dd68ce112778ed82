"""Encoding and writing a picture beside the window's thread."""

from collections.abc import Mapping

from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QImage

from vgviz.export.png_file import write_png
from vgviz.whole_file import ExportError


class PictureTask(QThread):
    """Write one picture; ``error`` is a sentence when it has finished without a file."""

    def __init__(
        self, image: QImage, path: str, texts: Mapping[str, str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.path = path
        self.error = ""
        self._image = image
        self._texts = texts

    def run(self) -> None:
        """In the thread: nothing of the GUI is touched, and encoding leaves Python's lock."""
        try:
            write_png(self._image, self.path, self._texts)
        except ExportError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"The picture could not be written: {error}"
