"""Pictures of widgets, drawn anew at any sharpness."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QGraphicsItem, QGraphicsView, QMainWindow, QWidget

import vgviz
from vgviz.engine.telemetry import Snapshot
from vgviz.export.caption import caption
from vgviz.export.caption_strip import StripStyle, with_caption
from vgviz.export.run_letters import RUN_LETTERS
from vgviz.views.picture_scale import ALONE, PICTURE_SCALE
from vgviz.views.theme import Theme, font
from vgviz.whole_file import ExportError

SCALES = (1, 2, 4)
LONGEST_SIDE = 32767  # px, Qt's painter goes no further
NO_MEMORY = "There is not enough memory for a picture of this size. Use a smaller scale."
MARK = f"vgviz {vgviz.__version__}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture is painted on: its size in device pixels, how many of them a pixel has, its ground."""

    size: QSize
    scale: int
    ground: QColor

    @classmethod
    def of(cls, widget: QWidget, scale: int) -> "Sheet":
        """For a picture of ``widget`` as large as it is now.

        Raises
        ------
        ExportError
            If it would be too large.
        """
        size = widget.size() * scale
        if max(size.width(), size.height()) > LONGEST_SIDE:
            raise ExportError(
                f"A picture of {size.width():,} × {size.height():,} pixels is too large. Use a smaller scale."
            )
        return cls(size, scale, widget.palette().color(widget.backgroundRole()))

    def blank(self) -> QImage:
        """An image in the ground's colour; any thread may make it, for it takes as long as painting does.

        Raises
        ------
        ExportError
            If memory does not suffice.
        """
        image = QImage(self.size, QImage.Format.Format_RGB32)
        if image.isNull():
            raise ExportError(NO_MEMORY)
        image.setDevicePixelRatio(self.scale)
        image.fill(self.ground)
        return image


def picture_of(widget: QWidget, scale: int = 1) -> QImage:
    """Draw ``widget`` into an image of ``scale`` device pixels a pixel; text and lines are drawn, not scaled.

    Raises
    ------
    ExportError
        If the picture would be too large.
    """
    image = Sheet.of(widget, scale).blank()
    paint_on(image, widget, scale)
    return image


def paint_on(image: QImage, widget: QWidget, scale: int) -> None:
    """Draw ``widget`` on its blank `Sheet`."""
    token, alone = PICTURE_SCALE.set(scale), ALONE.set(not isinstance(widget, QMainWindow))
    try:
        with _nothing_cached(widget):
            widget.render(image)
    finally:
        PICTURE_SCALE.reset(token)
        ALONE.reset(alone)


@contextmanager
def _nothing_cached(widget: QWidget) -> Iterator[None]:
    """Let plots paint their axes anew instead of copying them from the screen's pixmaps."""
    none = QGraphicsItem.CacheMode.NoCache
    views = widget.findChildren(QGraphicsView)
    items = [item for view in views for item in view.items() if item.cacheMode() != none]
    modes = [item.cacheMode() for item in items]
    for item in items:
        item.setCacheMode(none)
    try:
        yield
    finally:
        for item, mode in zip(items, modes, strict=True):
            item.setCacheMode(mode)


def captioned(image: QImage, snapshots: Sequence[Snapshot], theme: Theme) -> QImage:
    """The picture with settings, step and seed of the networks on it under it."""
    style = StripStyle(theme.surface, theme.border, theme.text, theme.muted, font(theme.body))
    return with_caption(image, caption(*snapshots), style, MARK)


def picture_texts(snapshots: Sequence[Snapshot]) -> dict[str, str]:
    """Text chunks for a picture's file: what made it, the settings in words and as they can be read back."""
    first = snapshots[0]
    others = {  # Qt takes no spaces in the name of a chunk
        f"Experiment{letter}": msgspec.json.encode(snapshot.experiment).decode()
        for letter, snapshot in zip(RUN_LETTERS[1:], snapshots[1:], strict=False)
    }
    return {
        "Software": MARK,
        "Description": caption(*snapshots).text,
        "Experiment": msgspec.json.encode(first.experiment).decode(),
        **others,
        "Step": str(first.step),
        "Seed": str(first.experiment.seed),
    }
