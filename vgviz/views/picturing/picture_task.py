"""Making a picture while the window answers: what takes long is done beside the window's thread."""

from collections.abc import Callable
from functools import partial
from threading import Event

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from vgviz.views.background import Background
from vgviz.views.diagram.diagram import DiagramView
from vgviz.views.picturing.pictures import NO_MEMORY, Sheet, paint_on
from vgviz.whole_file import ExportError

Use = Callable[[QImage, Event], object]


class PictureTask(QObject):
    """Makes one picture of ``view`` and hands it to ``use``.

    Another thread draws the networks and makes room for the picture, this one paints it, all at once, and the
    other thread calls ``use`` with it and with an event that is set where the picture is not wanted any more.
    What is on screen has to stay there until the task has ended.

    Signals
    -------
    done : object
        What ``use`` has returned, or the `ExportError` that was in the way.
    """

    done = Signal(object)

    def __init__(self, view: QWidget, scale: int, use: Use, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view, self._scale, self._use = view, scale, use
        self._diagrams: list[DiagramView] = []
        self._sheet: Sheet | None = None
        self._unwanted = Event()
        self._background = Background(self)
        self._background.done.connect(self._on_done)

    def start(self) -> None:
        """Begin."""
        try:
            self._begin()
        except ExportError as error:
            self._end(error)

    def cancel(self) -> None:
        """Make no picture, and say no more."""
        self._unwanted.set()
        self._background.forget()
        self._forget()

    def wait(self) -> None:
        """Be done with it now."""
        self._background.wait()

    def _begin(self) -> None:
        view = self._view
        self._sheet = Sheet.of(view, self._scale)
        self._diagrams = view.findChildren(DiagramView) + ([view] if isinstance(view, DiagramView) else [])
        works = [diagram.draw_ahead(self._scale) for diagram in self._diagrams]
        self._background.start(partial(_prepared, self._sheet, [work for work in works if work is not None]))

    def _on_done(self, result: object) -> None:
        if self._sheet is None or isinstance(result, ExportError):
            self._end(result)
        elif self._sheet.size != self._view.size() * self._scale:
            self.start()  # it has another size by now
        elif isinstance(result, QImage):
            self._sheet = None
            paint_on(result, self._view, self._scale)
            self._forget()
            self._background.start(partial(_used, self._use, result, self._unwanted))

    def _end(self, result: object) -> None:
        self._forget()
        self.done.emit(result)

    def _forget(self) -> None:
        for diagram in self._diagrams:
            diagram.forget_picture()
        self._diagrams = []


def _prepared(sheet: Sheet, works: list[Callable[[], None]]) -> QImage | ExportError:
    try:
        for work in works:
            work()
        return sheet.blank()
    except MemoryError:
        return ExportError(NO_MEMORY)
    except ExportError as error:
        return error


def _used(use: Use, image: QImage, unwanted: Event) -> object:
    try:
        return use(image, unwanted)
    except ExportError as error:
        return error
    except Exception as error:
        return ExportError(f"The picture could not be written: {error}")
