"""One slider over the activation functions, with a blend between two neighbours."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.experiment import Activation
from vgviz.views.controls.activation_palette import ActivationPalette
from vgviz.views.controls.activation_position import (
    activation_at,
    parameter_owner,
    shares,
    snapped,
    track_position,
)
from vgviz.views.controls.activation_strip import LAST_STOP, ActivationStrip
from vgviz.views.controls.number_field import MIXED, NumberField
from vgviz.views.controls.number_text import number_text, per_cent
from vgviz.views.controls.refusal import Refusal
from vgviz.views.controls.space_key import keep_space
from vgviz.views.controls.way_back import WayBack
from vgviz.views.elided_label import ElidedLabel
from vgviz.views.icons import icon
from vgviz.views.live_text import LiveText
from vgviz.views.theme import SPACING, Theme

KEY_BLEND = 0.05
ARROW = 12  # px
DEFAULT = Activation()
HINT = (
    "From the functions that kill gradients most, on the left, to those that keep them. Between two stops "
    "the two are blended. Arrow keys blend, Page Up and Page Down go to the next function, Delete goes back "
    "to the default."
)


class ActivationTrack(QWidget):
    """Chooses the hidden layers' activation.

    Signals
    -------
    activation_changed : Activation
        A person has chosen it; sent while dragging too. Showing one sends nothing.
    """

    activation_changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self._activation = DEFAULT
        self._theme = theme
        self._is_mixed = False
        self._parameters: dict[str, float] = {}  # of every function met, so that passing by loses none
        self.strip = ActivationStrip(theme)
        self.share_field = NumberField(self._read_share)
        self.words = LiveText() if wraps else ElidedLabel()  # neither asks for a new layout at each move
        self.way_back = WayBack(theme)
        self.all_button = QToolButton()
        self.refusal = Refusal(theme)
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.show_activation(DEFAULT)

    @property
    def activation(self) -> Activation:
        """The activation on show."""
        return self._activation

    def show_activation(self, activation: Activation, *, mixed: bool = False) -> None:
        """Show a confirmed activation and send nothing; ``mixed``: it is only one of several."""
        self._activation, self._is_mixed = activation, mixed
        self._remember_parameter()
        self.strip.show_activation(activation, hollow=mixed)
        self._show_words()
        unlike = (activation.name, activation.blend) != (DEFAULT.name, DEFAULT.blend)
        self.way_back.setVisible(mixed or unlike)

    def set_theme(self, theme: Theme) -> None:
        """Take new colours."""
        self.strip.set_theme(theme)
        self.way_back.set_theme(theme)
        self._theme = theme
        self.all_button.setIcon(icon("chevron-down", theme))
        self.refusal.set_theme(theme)

    def return_to_default(self) -> None:
        """Choose the default function; the steepness stays."""
        self._choose(activation_at(track_position(DEFAULT) or 0.0, self._activation.steepness, {}))

    def _lay_out(self) -> None:
        self.strip.setToolTip(f"<p>{HINT}</p>")
        self.share_field.setAccessibleName("Share of the first function, per cent")
        self.share_field.setToolTip("<p>Share of the first function: takes 0 to 100 %.</p>")
        self.share_field.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.way_back.name("Activation function", ACTIVATIONS[DEFAULT.name].label)
        self.all_button.setText("All")
        self.all_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.all_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the word
        self.all_button.setIconSize(QSize(ARROW, ARROW))
        self.all_button.setAccessibleName("All activation functions")
        self.all_button.setToolTip(f"<p>All {len(ACTIVATIONS)} functions, also to blend any two.</p>")
        keep_space(self.all_button)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACING // 2)
        layout.addWidget(self.strip, 0, 0, 1, 4)
        for column, widget in enumerate((self.share_field, self.words, self.way_back, self.all_button)):
            layout.addWidget(widget, 1, column, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.refusal, 2, 0, 1, 4)
        layout.setColumnStretch(1, 1)
        self.setFocusProxy(self.strip)

    def _connect(self) -> None:
        self.strip.dragged.connect(self._on_dragged)
        self.strip.released.connect(self._on_released)
        self.strip.stepped.connect(self._on_stepped)
        self.strip.reset_wished.connect(self.return_to_default)
        self.way_back.clicked.connect(self.return_to_default)
        self.all_button.clicked.connect(self._on_all_clicked)
        self.share_field.entered.connect(self._on_share_entered)
        self.share_field.refused.connect(self.refusal.say)

    def _show_words(self) -> None:
        if self._is_mixed:
            self.share_field.show_word(MIXED)
            self.words.set_text("The layers differ")
            return
        parts = shares(self._activation)
        percents = [round(share * 100, 4) for share in parts.values()]
        labels = [ACTIVATIONS[name].label for name in parts]
        self.share_field.show_text(number_text(percents[0]) + " %")
        rest = f" + {number_text(round(100 - percents[0], 4))} % {labels[1]}" if len(labels) > 1 else ""
        if isinstance(self.words, ElidedLabel):
            self.words.set_text(labels[0] + rest, " + ".join(labels))  # the field's share implies the other
        else:
            self.words.set_text(labels[0] + rest)

    def _remember_parameter(self) -> None:
        owner = parameter_owner(self._activation)
        if owner and self._activation.parameter is not None:
            self._parameters[owner] = self._activation.parameter
        elif owner:
            self._parameters.pop(owner, None)

    def _position(self) -> float:
        return track_position(self._activation) or 0.0

    def _on_dragged(self, fraction: float) -> None:
        position = fraction * LAST_STOP
        if self.strip.is_held:
            self.strip.show_fraction(fraction)
            position = round(position, 2)  # whole per cents under the hand
        self._move_to(position)

    def _on_released(self) -> None:
        self._move_to(snapped(self._position()))
        self.strip.show_activation(self._activation, hollow=self._is_mixed)

    def _on_stepped(self, steps: int) -> None:
        place = self._position() + (1 if steps > 0 else -1) * KEY_BLEND
        self._move_to(round(place / KEY_BLEND) * KEY_BLEND)

    def _move_to(self, position: float) -> None:
        self._choose(activation_at(position, self._activation.steepness, self._parameters))

    def _on_all_clicked(self) -> None:
        # Made anew each time: while it exists it would be a dead end for the Tab key.
        popup = ActivationPalette(self._activation, self._theme, self)
        popup.chosen.connect(self._on_palette_chosen)
        popup.open_beside(self.all_button)

    def _on_palette_chosen(self, name: str, is_blended: bool) -> None:
        first, second = (self._activation.name, name) if is_blended else (name, None)
        owner = parameter_owner(Activation(first, blend_to=second))
        parameter = self._parameters.get(owner or "")
        steepness, blend = self._activation.steepness, 0.5 if is_blended else 0.0
        self._choose(Activation(first, parameter, steepness, second, blend))

    def _read_share(self, text: str) -> float:
        return per_cent(text, "The share in per cent") / 100

    def _on_share_entered(self, share: float) -> None:
        position = track_position(self._activation)
        if position is None:
            self._choose(self._off_track(share))
            return
        stop = min(int(position), LAST_STOP)
        towards = -1 if stop == LAST_STOP else 1
        self._move_to(stop + towards * (1 - share))

    def _off_track(self, share: float) -> Activation:
        shown = self._activation
        blend_to = shown.blend_to if share < 1 else None
        blend = 1 - share if blend_to else 0.0
        return Activation(shown.name, shown.parameter, shown.steepness, blend_to, blend)

    def _choose(self, activation: Activation) -> None:
        changed = activation != self._activation or self._is_mixed
        self.refusal.say("")
        self.show_activation(activation)
        if changed:
            self.activation_changed.emit(activation)
