"""The title line of a diagram: which run it is, what it is, and what differs from the first."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from vgviz.views.theme import Theme, font

TAG = 18.0  # px, a run's letter in its square
_GAP = 12.0
_CLEAR = 18.0  # px between the title and what stands at the right
_LEAST_NOTE = 80.0  # px: less tells nothing


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above a network.

    Attributes
    ----------
    title, subtitle : the second as far as there is room.
    letter : of the run, where several are compared; "" otherwise.
    is_chosen : whether the controls concern this run.
    alarm : what is wrong with the run; "" if nothing is.
    """

    title: str
    subtitle: str = ""
    letter: str = ""
    is_chosen: bool = False
    alarm: str = ""


def paint_heading(
    painter: QPainter, line: QRectF, heading: Heading, captions: Sequence[str], theme: Theme
) -> None:
    """Paint the heading from the left of ``line``, its alarm or the longest fitting caption at the right.

    Where the room is too narrow for any, a compared run keeps its title, one that is alone its caption; a
    title is written smaller before it is cut.
    ``captions`` say the same, each more shortly than the one before.
    """
    bold, plain = QFontMetricsF(font(theme.title, bold=True)), QFontMetricsF(font(theme.small))
    baseline, left = line.top() + bold.ascent(), line.left()
    if heading.letter:
        _paint_tag(painter, QPointF(left, line.center().y() - TAG / 2), heading, theme)
        left += TAG + 8
    room = line.right() - left - bold.horizontalAdvance(heading.title) - _CLEAR
    fitting = (caption for caption in captions if plain.horizontalAdvance(caption) <= room)
    note = heading.alarm or next(fitting, "" if heading.letter else captions[-1])
    right = line.right() - plain.horizontalAdvance(note)
    painter.setFont(font(theme.small))
    painter.setPen(QColor(theme.danger if heading.alarm else theme.muted))
    painter.drawText(QPointF(right, baseline), note)
    room = right - left - (_CLEAR if note else 0)
    face = title_font(heading.title, room, theme)
    metrics = QFontMetricsF(face)
    title = metrics.elidedText(heading.title, Qt.TextElideMode.ElideRight, room)
    painter.setPen(QColor(theme.text))
    painter.setFont(face)
    painter.drawText(QPointF(left, baseline), title)
    start = left + metrics.horizontalAdvance(title) + _GAP
    room = right - 2 * _GAP - start
    whole = plain.horizontalAdvance(heading.subtitle)
    if title == heading.title and (whole <= room or (heading.letter and room > _LEAST_NOTE)):
        painter.setPen(QColor(theme.muted))
        painter.setFont(font(theme.small))
        subtitle = plain.elidedText(heading.subtitle, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(start, baseline), subtitle)


def title_font(title: str, room: float, theme: Theme) -> QFont:
    """The largest font of the theme in which a title has ``room``: what differs is to be read, not cut."""
    faces = [font(size, bold=True) for size in (theme.title, theme.body, theme.small)]
    fitting = (face for face in faces if QFontMetricsF(face).horizontalAdvance(title) <= room)
    return next(fitting, faces[-1])


def _paint_tag(painter: QPainter, corner: QPointF, heading: Heading, theme: Theme) -> None:
    """The run's letter: filled where the controls concern it."""
    box = QRectF(corner.x() + 0.5, corner.y() + 0.5, TAG - 1, TAG - 1)
    painter.setPen(QPen(QColor(theme.accent if heading.is_chosen else theme.muted), 1.0))
    painter.setBrush(QColor(theme.accent if heading.is_chosen else theme.background))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(theme.on_accent if heading.is_chosen else theme.text))
    painter.setFont(font(theme.small, bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, heading.letter)
