"""Reading a whole file beside the window's thread, to say what training would find in it."""

from dataclasses import dataclass
from threading import Event

import numpy as np
from msgspec.structs import replace
from PySide6.QtCore import QObject, QThread, Signal

from vgviz.catalogue.losses import Task
from vgviz.engine.datasets import constant_remarks
from vgviz.engine.listing import listed
from vgviz.engine.raw_data import RawData
from vgviz.engine.tables.files import preview_file, read_file
from vgviz.engine.tables.preview import Preview
from vgviz.engine.tables.refusals import ReadingStoppedError
from vgviz.experiment import Data, ExperimentError
from vgviz.number_format import amount, count, number


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a whole file holds, in words; ``problem`` is why it cannot be used.

    ``task`` and ``targets`` (the number of classes or of regression targets) are known where it can.
    """

    summary: str = ""
    remarks: tuple[str, ...] = ()
    problem: str = ""
    task: Task = "classification"
    targets: int = 0


class TableTask(QThread):
    """Look at the file that ``data`` names, then read it.

    After the look ``data`` says which column is the target and whether there is a header, where it left that
    to be found out. ``preview`` is None until the head has been read, ``report`` until all has; it stays so
    if nobody wants it any more.

    Signals
    -------
    previewed
        The head has been read, or cannot be.
    """

    previewed = Signal()

    def __init__(self, data: Data, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data = data
        self.preview: Preview | None = None
        self.report: TableReport | None = None
        self.is_wanted = True
        self._has_looked = Event()

    def run(self) -> None:
        """In the thread: nothing of the GUI is touched."""
        try:
            preview = preview_file(self.data, self._is_wanted)
            self.data = settled(self.data, preview)
            self.preview = preview
            self._tell_of_the_head()
            self.report = reported(read_file(self.data, self._is_wanted))
        except ReadingStoppedError:
            pass
        except ExperimentError as error:
            self.report = TableReport(problem=plain_sentence(error))
        except Exception as error:
            self.report = TableReport(problem=f"The file could not be read: {error}")
        finally:
            self._tell_of_the_head()

    def stop(self) -> None:
        """Ask the thread to end without a report; from any thread."""
        self.is_wanted = False

    def has_looked(self, seconds: float) -> bool:
        """Wait at most so long for the head."""
        return self._has_looked.wait(seconds)

    def _tell_of_the_head(self) -> None:
        if not self._has_looked.is_set():
            self._has_looked.set()
            self.previewed.emit()

    def _is_wanted(self) -> bool:
        return self.is_wanted


def settled(data: Data, preview: Preview) -> Data:
    """``data`` with the target, by its name if no other column has it, and the header that were found."""
    if preview.fixed_targets:
        return data
    index = preview.target_index(data.target)
    names = [column.name for column in preview.columns]
    by_name = preview.header is not False and names.count(names[index]) == 1
    return replace(data, target=names[index] if by_name else index, header=preview.header)


def reported(table: RawData) -> TableReport:
    """Describe a table: rows, features, classes and their sizes or targets, and what was left out."""
    rows, features = table.x.shape
    what = _classes(table) if table.task == "classification" else _regression(table)
    summary = f"{amount(rows, 'row')}, {amount(features, 'feature')}, {what}"
    constant = constant_remarks(table.feature_names, table.x.min(axis=0) == table.x.max(axis=0))
    targets = len(table.class_names or table.target_names)
    return TableReport(summary, (*table.remarks, *constant), "", table.task, targets)


def _classes(table: RawData) -> str:
    sizes = np.bincount(table.labels, minlength=len(table.class_names))
    classes = [f"{_short(name)} ({count(size)})" for name, size in zip(table.class_names, sizes, strict=True)]
    return f"{count(len(classes))} classes: {listed(classes, shown=6)}"


def _regression(table: RawData) -> str:
    lows, highs = table.y.min(axis=0), table.y.max(axis=0)
    ranges = [
        f"{_short(name)} from {number(float(low))} to {number(float(high))}"
        for name, low, high in zip(table.target_names, lows, highs, strict=True)
    ]
    return f"regression: {listed(ranges)}"


def plain_sentence(error: ExperimentError) -> str:
    """The error without the record's field in front, as a sentence."""
    field, _, words = str(error).partition(": ")
    sentence = words if field.startswith("data.") else str(error)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
