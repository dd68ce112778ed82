"""One choice: its name, a drop-down list, a way back to the default."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QSizePolicy, QWidget

from vgviz.views.controls.name_label import NameLabel
from vgviz.views.controls.number_field import MIXED
from vgviz.views.controls.number_slider import LABEL_WIDTH
from vgviz.views.controls.slider import RESET_KEYS
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.way_back import WayBack
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme


class _ScrollSafeList(QComboBox):
    """Turns with the wheel only when it has the focus, so that scrolling the panel changes nothing."""

    reset_wished = Signal()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in RESET_KEYS:
            self.reset_wished.emit()
        else:
            super().keyPressEvent(event)


class ChoiceRow(QWidget):
    """A row with a label and a drop-down list; ``hint`` says what the choice does to gradients.

    Signals
    -------
    chosen : str
        The key of what a person has chosen.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, default: str, theme: Theme, parent: QWidget | None = None, *, hint: str = ""
    ) -> None:
        super().__init__(parent)
        self.name = name
        self._default = default
        self._shown: str | None = ""  # nothing yet
        self._hint = f"<p>{hint}</p>" if hint else ""
        self.label = NameLabel(name)
        self.list = _ScrollSafeList()
        self.way_back = WayBack(theme)
        self._lay_out()
        self.list.activated.connect(self._on_activated)
        self.list.reset_wished.connect(self.return_to_default)
        self.label.double_clicked.connect(self.return_to_default)
        self.way_back.clicked.connect(self.return_to_default)

    def add(self, key: str, label: str, hint: str) -> None:
        """Append a choice; its hint is shown as a tooltip."""
        self.list.addItem(label, key)
        self.list.setItemData(self.list.count() - 1, f"<p>{hint}</p>", Qt.ItemDataRole.ToolTipRole)
        if key == self._default:
            self.way_back.name(self.name, label)

    def separate(self) -> None:
        """Draw a line under what has been added so far."""
        self.list.insertSeparator(self.list.count())

    def offer(self, keys: Collection[str]) -> None:
        """Let only these be chosen; the others are not on the list."""
        view, model = self.list.view(), self.list.model()
        for index in range(self.list.count()):
            offered = self.list.itemData(index) in keys
            if isinstance(view, QListView) and isinstance(model, QStandardItemModel):
                view.setRowHidden(index, not offered)
                model.item(index).setEnabled(offered)

    def picture(self, key: str, picture: QIcon) -> None:
        """Put a picture before a choice."""
        self.list.setItemIcon(self.list.findData(key), picture)

    def remove(self, key: str) -> None:
        """Take a choice away."""
        index = self.list.findData(key)
        if index >= 0:
            self.list.removeItem(index)

    @property
    def is_default(self) -> bool:
        """Whether the default is on show."""
        return bool(self.list.currentData() == self._default)

    def show_choice(self, key: str | None) -> None:
        """Show a confirmed choice and send nothing; None is one choice here and another there."""
        index = self.list.findData(key) if key is not None else -1
        if (key, index) == (self._shown, self.list.currentIndex()):
            return
        self._shown = key
        self.list.setCurrentIndex(index)
        chosen = self.list.itemData(index, Qt.ItemDataRole.ToolTipRole) or ""
        self.list.setToolTip(self._hint + chosen)
        self.label.setToolTip(self.list.toolTip())
        self.way_back.setVisible(key != self._default)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.way_back.set_theme(theme)

    def return_to_default(self) -> None:
        """Choose the default."""
        if not self.is_default:
            self.show_choice(self._default)
            self.chosen.emit(self._default)

    def _lay_out(self) -> None:
        TextWidth(self.label, LABEL_WIDTH)
        self.list.setAccessibleName(self.name)
        self.list.setPlaceholderText(MIXED)
        self.list.setIconSize(QSize(16, 16))
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_space(self.list)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.label)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.way_back)
        self.setFocusProxy(self.list)

    def _on_activated(self, index: int) -> None:
        key = self.list.itemData(index)
        self.show_choice(key)
        self.chosen.emit(key)
