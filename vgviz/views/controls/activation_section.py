"""The activation track, its parameter and its steepness."""

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from vgviz.catalogue.activations import ACTIVATIONS, Parameter
from vgviz.experiment import Activation, Experiment
from vgviz.views.controls.activation_position import owned_parameter, parameter_owner
from vgviz.views.controls.activation_track import ActivationTrack
from vgviz.views.controls.layer_edits import in_experiment, with_activation, with_parameter, with_steepness
from vgviz.views.controls.number_field import MIXED
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LinearScale, LogScale
from vgviz.views.theme import Theme

STEEPNESS = Quantity(
    "Steepness",
    LogScale(0.1, 10),
    Range(1e-3, 100),
    1.0,
    "Stretches the function: f(s z). Every slope is multiplied by s, and so is the gradient at every layer, "
    "until the function saturates sooner.",
)

# What the slider moves until an activation with a parameter is shown.
ANY_PARAMETER = next(kind.parameter for kind in ACTIVATIONS.values() if kind.parameter is not None)


def parameter_quantity(parameter: Parameter) -> Quantity:
    """The slider of an activation's own parameter."""
    low, high = parameter.slider
    return Quantity(
        parameter.label.capitalize(),
        LogScale(low, high) if parameter.logarithmic else LinearScale(low, high, 0.01),
        Range(parameter.low, parameter.high),
        parameter.default,
        parameter.meaning,
    )


class ActivationSection(Section):
    """The hidden layers' function."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Activation", theme, parent)
        self.track = ActivationTrack(theme)
        self.rows.addWidget(self.track)
        self.parameter = self.add_number(parameter_quantity(ANY_PARAMETER), in_experiment(with_parameter))
        self.steepness = self.add_number(STEEPNESS, in_experiment(with_steepness))
        self.track.activation_changed.connect(self._on_activation_changed)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.track.set_theme(theme)

    def show_experiment(self, experiment: Experiment) -> None:
        activations = list(dict.fromkeys(layer.activation for layer in experiment.network.hidden))
        functions = {replace(activation, steepness=1.0) for activation in activations}
        self.track.show_activation(activations[0], mixed=len(functions) > 1)
        steepness = {activation.steepness for activation in activations}
        self.steepness.show_value(activations[0].steepness, word=MIXED if len(steepness) > 1 else "")
        self._show_parameter(activations)

    def _show_parameter(self, activations: list[Activation]) -> None:
        """One slider where all layers have the same kind of parameter, else none."""
        owners = {parameter_owner(activation) for activation in activations}
        parameter = owned_parameter(activations[0]) if len(owners) == 1 else None
        self.parameter.setVisible(parameter is not None)
        if parameter is None:
            return
        values = {
            parameter.default if activation.parameter is None else activation.parameter
            for activation in activations
        }
        self.parameter.set_quantity(parameter_quantity(parameter))
        self.parameter.show_value(min(values), word=MIXED if len(values) > 1 else "")

    def _on_activation_changed(self, activation: Activation) -> None:
        self._tell(in_experiment(with_activation), activation)
