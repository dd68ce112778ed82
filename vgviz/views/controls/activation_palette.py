"""Every activation of the catalogue as a little curve, in rows by family."""

from itertools import groupby

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QFrame, QGridLayout, QLabel, QWidget

from vgviz.catalogue.activations import ACTIVATIONS, ActivationKind
from vgviz.experiment import Activation
from vgviz.views.controls.activation_curve import paint_tile
from vgviz.views.controls.activation_position import shares
from vgviz.views.controls.activation_words import description_html, pure
from vgviz.views.controls.space_key import keep_space
from vgviz.views.spot_tooltip import tells_of_spot
from vgviz.views.theme import SPACING, Theme, font, mixed
from vgviz.views.tint import tint

CURVE = QSize(60, 46)
TILE = QSize(84, 68)
HEADING_WIDTH = 116
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CHOOSE = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class ActivationTile(QAbstractButton):
    """One function: its curve over its name."""

    def __init__(self, kind: ActivationKind, shown: Activation, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.kind = kind
        self._shown, self._theme = shown, theme
        self.setText(kind.label)
        self.setAccessibleName(kind.label)
        self.setFixedSize(TILE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        keep_space(self)

    def event(self, event: QEvent) -> bool:
        return tells_of_spot(self, event, self._words_at) or super().event(event)

    def _words_at(self, _place: QPoint) -> str:
        return description_html(self.kind, self._shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _MOVES:
            event.ignore()  # the palette knows what lies beside
        elif event.key() in _CHOOSE:
            self.click()  # Space does so anyway
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, share = self._theme, shares(self._shown).get(self.kind.name, 0.0)
        lit = self.underMouse() or self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF((self.width() - CURVE.width()) / 2, 0, CURVE.width(), CURVE.height())
        paint_tile(painter, tile, pure(self.kind, self._shown), theme, share=share, hovered=lit)
        if self.hasFocus():
            painter.setPen(theme.accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setFont(font(theme.small))
        painter.setPen(mixed(theme.muted, theme.text, max(share, float(lit))))
        name = QRectF(0, CURVE.height() + SPACING / 2, self.width(), self.height() - CURVE.height())
        painter.drawText(name, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), self.text())
        painter.end()


class ActivationPalette(QFrame):
    """A popup that offers all functions, to replace the one on show or to be blended into it.

    Signals
    -------
    chosen : (str, bool)
        The function's name, and whether it is to be blended into the one on show.
    """

    chosen = Signal(str, bool)

    def __init__(self, shown: Activation, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._shown = shown
        self._places: dict[tuple[int, int], ActivationTile] = {}
        self.blend = QCheckBox(self)
        self.setObjectName("popup")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out(theme)

    @property
    def tiles(self) -> tuple[ActivationTile, ...]:
        """All tiles, row by row."""
        return tuple(self._places.values())

    def open_beside(self, widget: QWidget) -> None:
        """Show under ``widget``, or where there is room, with the function on show marked."""
        self.adjustSize()
        self.move(self._place_beside(widget))
        self.show()
        next(tile for tile in self.tiles if tile.kind.name == self._shown.name).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        tile = self.focusWidget()
        if move is None or not isinstance(tile, ActivationTile):
            super().keyPressEvent(event)
            return
        row, column = next(place for place, other in self._places.items() if other is tile)
        near = sorted(
            (place for place in self._places if place[0] == row + move[0]),
            key=lambda place: abs(place[1] - column - move[1]),
        )
        if near and (move[0] or near[0][1] == column + move[1]):
            self._places[near[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self, theme: Theme) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(*(2 * SPACING,) * 4)
        grid.setSpacing(SPACING // 2)
        grid.setVerticalSpacing(SPACING)
        for row, (family, kinds) in enumerate(groupby(ACTIVATIONS.values(), lambda kind: kind.family)):
            heading = QLabel(family, self)
            heading.setFont(font(theme.small, bold=True))
            tint(heading, theme.muted)
            grid.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, kind in enumerate(kinds, start=1):
                tile = ActivationTile(kind, self._shown, theme, self)
                tile.clicked.connect(self._on_clicked)
                self._places[row, column] = tile
                grid.addWidget(tile, row, column)
        grid.setColumnMinimumWidth(0, HEADING_WIDTH)
        label = ACTIVATIONS[self._shown.name].label
        self.blend.setText(f"Blend half of it into {label} instead of replacing {label}")
        keep_space(self.blend)
        grid.addWidget(self.blend, grid.rowCount(), 0, 1, -1)

    def _place_beside(self, widget: QWidget) -> QPoint:
        """Under ``widget``, moved as far as it takes to stay on the screen."""
        wanted, room = widget.mapToGlobal(QPoint(0, widget.height() + 2)), widget.screen().availableGeometry()
        x = max(room.left(), min(wanted.x(), room.right() - self.width()))
        y = max(room.top(), min(wanted.y(), room.bottom() - self.height()))
        return QPoint(x, y)

    def _on_clicked(self) -> None:
        tile = self.sender()
        if isinstance(tile, ActivationTile):
            self.close()
            self.chosen.emit(tile.kind.name, self.blend.isChecked() and tile.kind.name != self._shown.name)
