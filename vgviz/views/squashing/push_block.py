"""Push an input through a function: two sliders, the picture, the numbers at both ends."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.experiment import Activation
from vgviz.export.network_title import activation_text
from vgviz.views.controls.activation_palette import ActivationPalette
from vgviz.views.controls.number_slider import NumberSlider, Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.slider_scale import LinearScale
from vgviz.views.controls.space_key import keep_space
from vgviz.views.icons import icon
from vgviz.views.squashing.push import Push
from vgviz.views.squashing.push_picture import PushPicture
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import SPACING, Theme, font

FROM, TO = -6.0, 6.0
SCALE, TAKES = LinearScale(-8.0, 8.0, 0.1), Range(-1000.0, 1000.0)
HINT = "Where the input {}. Far from 0 a sigmoid answers a large change with hardly any."
LABEL_WIDTH, FIELD_WIDTH = 36, 52  # px


class PushBlock(QWidget):
    """What a change of the input makes of the output; a sigmoid's at first, whatever the network has."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._activation = Activation()
        self.heading = QLabel("Push through")
        self.button = QToolButton()
        self.picture = PushPicture(theme)
        self.start = NumberSlider(Quantity("From", SCALE, TAKES, FROM, HINT.format("starts")), theme)
        self.end = NumberSlider(Quantity("To", SCALE, TAKES, TO, HINT.format("goes")), theme)
        self.words = QLabel()
        self._lay_out()
        self.button.clicked.connect(self._on_button_clicked)
        self.picture.dragged.connect(self._on_dragged)
        for slider in (self.start, self.end):
            slider.value_changed.connect(self._show)
        self.set_theme(theme)
        self._show()

    @property
    def push(self) -> Push:
        """What is on show."""
        return Push(ConfiguredFunction(self._activation), self.start.value, self.end.value)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        for part in (self.picture, self.start, self.end):
            part.set_theme(theme)
        self.button.setIcon(icon("chevron-down", theme))
        self.button.setFont(font(theme.small))
        self.heading.setFont(font(theme.small, bold=True))
        self.words.setFont(font(theme.small))

    def choose(self, activation: Activation) -> None:
        """Push through this function."""
        self._activation = activation
        self._show()

    def _lay_out(self) -> None:
        self.button.setObjectName("low")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the word
        self.button.setIconSize(QSize(12, 12))
        self.button.setToolTip(f"<p>Another of {len(ACTIVATIONS)} functions.</p>")
        keep_space(self.button)
        first = QHBoxLayout()
        first.addWidget(self.heading)
        first.addWidget(self.button)
        first.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 4)
        first.setSpacing(SPACING // 2)
        column.addLayout(first)
        column.addWidget(self.picture, 1)
        for slider in (self.start, self.end):
            TextWidth(slider.label, LABEL_WIDTH)
            TextWidth(slider.field, FIELD_WIDTH)
            column.addWidget(slider)
        self.words.setWordWrap(True)
        column.addWidget(self.words)

    def _show(self) -> None:
        push, text = self.push, activation_text(self._activation)
        self.button.setText(text)
        self.button.setAccessibleName(f"Function: {text}")
        self.picture.show_push(push)
        self.words.setText(push.words_between)

    def _on_button_clicked(self) -> None:
        popup = ActivationPalette(self._activation, self._theme, self)
        popup.chosen.connect(self._on_function_chosen)
        popup.open_beside(self.button)

    def _on_function_chosen(self, name: str, is_blended: bool) -> None:
        blended = Activation(self._activation.name, blend_to=name, blend=0.5)
        self.choose(blended if is_blended else Activation(name))

    def _on_dragged(self, is_end: bool, z: float) -> None:
        (self.end if is_end else self.start).show_value(z)
        self._show()
