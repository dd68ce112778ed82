"""f, f' and what enters the activation: the picture, and its numbers in words."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.analysis.squashing import Density, Squashing
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation
from vgviz.export.network_title import activation_text
from vgviz.number_format import count, number, percent
from vgviz.views.function_picture import FunctionPicture
from vgviz.views.headed import Headed
from vgviz.views.live_text import LiveText
from vgviz.views.selection import Place
from vgviz.views.theme import Theme, font

ZONE_LOOKED_AT = 100.0  # of u = steepness z
MOST_ZONES = 2  # that are written one by one; a sine has many
PICTURE_HEIGHT = 190
UNMEASURED = "–"  # where a number will stand, so that nothing moves when it comes


class FunctionSection(Headed):
    """The activation of the chosen place with its inputs."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Activation and its input", theme, parent)
        self.name = LiveText()
        self.picture = FunctionPicture(theme)
        self.picture.setFixedHeight(PICTURE_HEIGHT)
        self.picture.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.share, self.zone, self.slopes, self.inputs = (LiveText() for _ in range(4))
        for widget in (self.name, self.picture, self.share, self.zone, self.slopes, self.inputs):
            self.rows.addWidget(widget)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.picture.set_theme(theme)
        self.name.set_look(font(theme.body))
        self.share.set_look(font(theme.body, bold=True))
        for words in (self.zone, self.slopes, self.inputs):
            words.set_look(font(theme.small), theme.muted)

    def show_unmeasured(self, snapshot: Snapshot, place: Place) -> None:
        """Draw the function of ``place`` alone: what enters it is not known yet, which can take seconds."""
        function = _function_at(snapshot, place)
        self.picture.show_function(function, None)
        self._write(function, UNMEASURED, UNMEASURED)
        self.inputs.set_text(f"z is {UNMEASURED} on average, spread by {UNMEASURED}.")

    def show_picture(self, measured: Squashing) -> None:
        """Draw what was measured."""
        self.picture.show_function(measured.function, measured.entering.histogram)

    def show_words(self, measured: Squashing) -> None:
        """Write what was measured."""
        function, density = measured.function, measured.entering
        self._write(function, percent(density.healthy_fraction), number(density.derivative_mean))
        self.inputs.set_text(input_words(density))

    def _write(self, function: ConfiguredFunction, share: str, mean: str) -> None:
        self.name.set_text(_named(function))
        self.share.set_text(f"{share} of z in the healthy zone")
        self.zone.set_text(f"Healthy: |f′| above a tenth of its largest, which is {zone_words(function)}.")
        self.slopes.set_text(f"f′ is {mean} on average, {number(function.largest_derivative)} at most.")


def zone_words(function: ConfiguredFunction) -> str:
    """Where the healthy zone lies: ``z from −3.64 to 3.64``, ``z from −1.97 to −1.11 and above −0.5``."""
    reach = ZONE_LOOKED_AT / function.activation.steepness
    zones = function.healthy_zones(reach)
    if not zones:
        return "nowhere"
    if len(zones) > MOST_ZONES:
        return "z in several parts"
    if zones[0] == (-reach, reach):
        return "everywhere"
    return f"z {' and '.join(_part(low, high, reach) for low, high in zones)}"


def _part(low: float, high: float, reach: float) -> str:
    if low == -reach:
        return f"below {_place(high)}"
    return f"above {_place(low)}" if high == reach else f"from {_place(low)} to {_place(high)}"


def input_words(density: Density) -> str:
    """Mean and spread of z, and how many are no numbers."""
    words = f"z is {number(density.mean)} on average, spread by {number(density.std)}."
    lost = density.histogram.nan + density.histogram.infinity
    return f"{words} {count(lost)} are infinite or not a number." if lost else words


def _function_at(snapshot: Snapshot, place: Place) -> ConfiguredFunction:
    """As `squashing` tells it: a layer's learned slopes are stood for by their mean."""
    hidden, layer = snapshot.experiment.network.hidden, place.layer
    activation = hidden[layer].activation if layer < len(hidden) else Activation("identity")
    slopes = snapshot.parameters.get(f"layers.{layer}.slope")
    if slopes is None:
        return ConfiguredFunction(activation)
    return ConfiguredFunction(
        activation, float((slopes if place.unit is None else slopes[place.unit]).mean())
    )


def _place(z: float) -> str:
    return number(z) if abs(z) > 1e-9 else "0"


def _named(function: ConfiguredFunction) -> str:
    text = activation_text(function.activation)
    slope = "" if function.slope is None else f", slope {number(function.slope)}"
    return f"{text[0].upper()}{text[1:]}{slope}"
