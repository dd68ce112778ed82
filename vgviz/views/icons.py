"""Icons: SVG outlines in the theme's colours, drawn once for every size and pixel ratio."""

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from vgviz.resource_files import resource_path
from vgviz.views.picture_scale import PICTURE_SCALE
from vgviz.views.theme import Theme

APPLICATION_ICON = "vgviz"
DISABLED_OPACITY = 0.4
MOST_PICTURES = 512


@cache
def _outline(name: str) -> bytes:
    """The file's bytes; empty where it is missing or unreadable."""
    try:
        return resource_path("icons", f"{name}.svg").read_bytes()
    except OSError:
        return b""


def _renderer(name: str, color: str) -> QSvgRenderer | None:
    svg = _outline(name).replace(b"currentColor", color.encode())
    if b"<svg" not in svg:
        return None
    renderer = QSvgRenderer(QByteArray(svg))
    return renderer if renderer.isValid() else None


def _paint(painter: QPainter, rect: QRectF, name: str, color: str, *, faint: bool) -> None:
    renderer = _renderer(name, color)
    if renderer is not None:
        painter.setOpacity(DISABLED_OPACITY if faint else 1.0)
        renderer.render(painter, rect)


@lru_cache(maxsize=MOST_PICTURES)  # else every paint of every button would read its outline anew
def _picture(name: str, color: str, width: int, height: int, faint: bool) -> QImage:
    picture = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _paint(painter, QRectF(0, 0, width, height), name, color, faint=faint)
    painter.end()
    return picture


class _SvgIconEngine(QIconEngine):
    """Draws one outline in one colour, faint where disabled."""

    def __init__(self, name: str, color: str, checked_color: str) -> None:
        super().__init__()
        self._name, self._color, self._checked_color = name, color, checked_color

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        color = self._checked_color if state == QIcon.State.On else self._color
        painter.save()
        _paint(painter, QRectF(rect), self._name, color, faint=mode == QIcon.Mode.Disabled)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        size = size * PICTURE_SCALE.get()  # styles ask for the screen's sharpness even in a 4x picture
        if size.isEmpty():  # no room for it: Qt cannot paint on nothing
            return QPixmap()
        look = self._name, self._checked_color if state == QIcon.State.On else self._color
        return QPixmap.fromImage(_picture(*look, size.width(), size.height(), mode == QIcon.Mode.Disabled))

    def clone(self) -> QIconEngine:
        return _SvgIconEngine(self._name, self._color, self._checked_color)


def icon(name: str, theme: Theme, *, color: str | None = None) -> QIcon:
    """The icon ``name`` in the theme's text colour, or in ``color``.

    Parameters
    ----------
    name : str
        File name in ``resources/icons`` without its ending.
    theme : Theme
        Gives the colours; a checked icon takes the accent.

    Returns
    -------
    QIcon
        A null icon where the file is missing or damaged; Qt's buttons then show their text.
    """
    return _drawn(name, QColor(color or theme.text).name(), QColor(color or theme.accent).name())


def application_icon() -> QIcon:
    """The window's icon."""
    return _drawn(APPLICATION_ICON, "#ffffff", "#ffffff")


def _drawn(name: str, color: str, checked_color: str) -> QIcon:
    return _kept(name, color, checked_color) if _can_be_drawn(name) else QIcon()


@cache
def _can_be_drawn(name: str) -> bool:
    return _renderer(name, "black") is not None


@cache  # an icon that goes takes its engine with it, and once more when Python lets go of the engine
def _kept(name: str, color: str, checked_color: str) -> QIcon:
    return QIcon(_SvgIconEngine(name, color, checked_color))
