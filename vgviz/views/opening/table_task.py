"""Reading a whole table beside the window's thread, to say what training would find in it."""

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, QThread

from vgviz.engine.datasets import constant_remarks
from vgviz.engine.listing import listed
from vgviz.engine.tables import ReadingStoppedError, Table, read_table
from vgviz.experiment import Data, ExperimentError


@dataclass(frozen=True, slots=True)
class TableReport:
    """What a whole file holds, in words; ``problem`` is why it cannot be used."""

    summary: str = ""
    remarks: tuple[str, ...] = ()
    problem: str = ""


class TableTask(QThread):
    """Read the file that ``data`` names; ``report`` is None until then, and if nobody wants it any more."""

    def __init__(self, data: Data, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.data = data
        self.report: TableReport | None = None

    def run(self) -> None:
        """In the thread: nothing of the GUI is touched, and the table itself is let go."""
        try:
            table = read_table(self.data.path or "", self.data.target, self.data.header, self._is_wanted)
            self.report = reported(table)
        except ReadingStoppedError:
            pass
        except ExperimentError as error:
            self.report = TableReport(problem=plain_sentence(error))
        except Exception as error:
            self.report = TableReport(problem=f"The file could not be read: {error}")

    def _is_wanted(self) -> bool:
        return not self.isInterruptionRequested()


def reported(table: Table) -> TableReport:
    """Describe a table: rows, features, classes and their sizes, and what was left out."""
    rows, features = table.x.shape
    sizes = np.bincount(table.y, minlength=len(table.class_names))
    classes = [f"{_short(name)} ({size:,})" for name, size in zip(table.class_names, sizes, strict=True)]
    summary = (
        f"{rows:,} rows, {features:,} {'feature' if features == 1 else 'features'}, "
        f"{len(classes):,} classes: {listed(classes, shown=6)}"
    )
    constant = table.x.min(axis=0) == table.x.max(axis=0)
    return TableReport(summary, (*table.remarks, *constant_remarks(table.feature_names, constant)))


def plain_sentence(error: ExperimentError) -> str:
    """The error without the record's field in front, as a sentence."""
    field, _, words = str(error).partition(": ")
    sentence = words if field.startswith("data.") else str(error)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
