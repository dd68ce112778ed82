"""One number: its name, a slider, an exact field, and a way back to the default."""

import math
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from vgviz.views.controls.name_label import NameLabel
from vgviz.views.controls.number_field import NumberField
from vgviz.views.controls.number_text import Range, number_text, parsed
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.slider import Slider
from vgviz.views.controls.slider_scale import Scale
from vgviz.views.controls.way_back import WayBack
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme

LABEL_WIDTH = 92


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a slider moves.

    ``takes`` is the range of the exact field, which may be wider than the slider's scale. ``hint`` says what
    the number does to gradients. ``infinity`` is the word for an infinite value, where there is one.
    """

    name: str
    scale: Scale
    takes: Range
    default: float
    hint: str
    unit: str = ""
    infinity: str = ""


class NumberSlider(QWidget):
    """A row with a label, a slider, a field and a button back to the default.

    Signals
    -------
    value_changed : float
        A person has chosen this value; sent while dragging too. Showing a value sends nothing.
    """

    value_changed = Signal(float)

    def __init__(self, quantity: Quantity, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quantity = quantity
        self._value = quantity.default
        self._word = ""
        self.label = NameLabel(quantity.name)
        self.slider = Slider(theme)
        self.field = NumberField(self._read)
        self.way_back = WayBack(theme)
        self.refusal = Refusal(theme)
        self._lay_out()
        self._connect()
        self._describe()
        self.set_theme(theme)
        self._show(quantity.default)

    @property
    def value(self) -> float:
        """The value on show."""
        return self._value

    @property
    def name(self) -> str:
        """What the number is called."""
        return self._quantity.name

    @property
    def is_default(self) -> bool:
        """Whether the default is on show."""
        return not self._word and self._value == self._quantity.default

    @property
    def quantity(self) -> Quantity:
        """What this row moves."""
        return self._quantity

    def set_quantity(self, quantity: Quantity) -> None:
        """Move another number from now on, such as the parameter of another activation."""
        if quantity == self._quantity:
            return
        self._quantity = quantity
        self.label.setText(quantity.name)
        self._describe()
        self._show(self._value, self._word)

    def show_value(self, value: float, *, word: str = "") -> None:
        """Show a confirmed value and send nothing; a slider in someone's hand stays there.

        ``word`` stands in the field instead of a number that is only one of several, or not the user's.
        """
        if (value, word) != (self._value, self._word) or self.field.isModified():
            self._show(value, word)

    def _show(self, value: float, word: str = "") -> None:
        self._value, self._word = value, word
        if not self.slider.is_held:
            self._place_handle()
        if word:
            self.field.show_word(word)
        else:
            self.field.show_text(self._text(value))
        self.way_back.setVisible(not self.is_default)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.slider.set_theme(theme)
        self.way_back.set_theme(theme)
        self.refusal.set_theme(theme)

    def return_to_default(self) -> None:
        """Choose the default."""
        self.refusal.say("")
        self.field.setModified(False)
        self._choose(self._quantity.default)

    def _lay_out(self) -> None:
        TextWidth(self.label, LABEL_WIDTH)
        self.field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(SPACING // 2)
        layout.setVerticalSpacing(0)
        for column, widget in enumerate((self.label, self.slider, self.field, self.way_back)):
            layout.addWidget(widget, 0, column)
        layout.addWidget(self.refusal, 1, 0, 1, 4)
        layout.setColumnStretch(1, 1)
        self.setFocusProxy(self.slider)

    def _connect(self) -> None:
        self.slider.dragged.connect(self._on_dragged)
        self.slider.released.connect(self._place_handle)
        self.slider.stepped.connect(self._on_stepped)
        self.slider.reset_wished.connect(self.return_to_default)
        self.way_back.clicked.connect(self.return_to_default)
        self.field.entered.connect(self._choose)
        self.field.refused.connect(self.refusal.say)
        self.label.double_clicked.connect(self.return_to_default)

    def _describe(self) -> None:
        quantity = self._quantity
        default = self._text(quantity.default)
        self.slider.show_default(quantity.scale.fraction(quantity.default))
        self.slider.setAccessibleName(quantity.name)
        self.field.setAccessibleName(f"{quantity.name}, exact number")
        self.way_back.name(quantity.name, default)
        for widget in (self.label, self.slider):
            widget.setToolTip(f"<p>{quantity.hint}</p><p>Double click: back to {default}</p>")
        self.field.setToolTip(f"<p>Takes {quantity.takes}.</p>")

    def _text(self, value: float) -> str:
        if math.isinf(value) and self._quantity.infinity:
            return self._quantity.infinity
        return number_text(value) + self._quantity.unit

    def _read(self, text: str) -> float:
        quantity = self._quantity
        plain = text.strip().casefold()
        if quantity.infinity and plain in (quantity.infinity, "max", "∞"):
            return math.inf
        return quantity.takes.accepted(parsed(plain.removesuffix(quantity.unit.strip())), quantity.name)

    def _on_dragged(self, fraction: float) -> None:
        scale = self._quantity.scale
        value = scale.value(fraction)
        self.slider.show_fraction(fraction if self.slider.is_held else scale.fraction(value))
        self._choose(value)

    def _on_stepped(self, steps: int) -> None:
        value = self._quantity.scale.moved(self._value, steps)
        if (value - self._value) * steps > 0:  # an exact number beyond the scale stays where it is
            self._choose(value)

    def _choose(self, value: float) -> None:
        changed = value != self._value or bool(self._word)
        self.refusal.say("")
        self._show(value)  # the same number may have been typed another way
        if changed:
            self.value_changed.emit(value)

    def _place_handle(self) -> None:
        self.slider.show_fraction(self._quantity.scale.fraction(self._value), hollow=bool(self._word))
