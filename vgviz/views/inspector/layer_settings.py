"""One layer's own settings, to change in place."""

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QLabel, QWidget

from vgviz.experiment import Activation, Experiment, Layer
from vgviz.views.controls.activation_position import owned_parameter
from vgviz.views.controls.activation_section import ANY_PARAMETER, STEEPNESS, parameter_quantity
from vgviz.views.controls.activation_track import ActivationTrack
from vgviz.views.controls.network_section import WIDTH, normalization_row, residual_row
from vgviz.views.controls.section import Section
from vgviz.views.text_width import TextWidth
from vgviz.views.theme import Theme

OUTPUT = (
    "The output layer is linear: the sigmoid or softmax is part of the loss. How many neurons it has follows "
    "from the data and the loss."
)
FIELD_WIDTH = 52  # px: the panel is narrower than the controls
LayerEdit = Callable[[Layer], Layer]


class LayerSettings(Section):
    """Activation, its parameter and steepness, normalization, skip path and width of the chosen layer."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Change this layer", theme, parent)
        self._layer = 0
        self.track = ActivationTrack(theme, wraps=True)  # a blend's name is longer than the panel is wide
        self.rows.addWidget(self.track)
        self.parameter = self.add_number(
            parameter_quantity(ANY_PARAMETER), self._activation_edit("parameter")
        )
        self.steepness = self.add_number(STEEPNESS, self._activation_edit("steepness"))
        self.normalization = self.add_choice(normalization_row(theme), self._layer_edit("normalization"))
        self.residual = self.add_switch(residual_row(theme), self._layer_edit("residual"))
        self.width_row = self.add_number(WIDTH, self._layer_edit("width"))
        for row in (self.parameter, self.steepness, self.width_row):
            TextWidth(row.field, FIELD_WIDTH)
        self.output = QLabel(OUTPUT)
        self.output.setWordWrap(True)
        self.rows.addWidget(self.output)
        self.track.activation_changed.connect(self._on_activation_changed)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self.track.set_theme(theme)

    def show_layer(self, experiment: Experiment, layer: int) -> None:
        """Show this weight layer's settings and send nothing."""
        self._layer = layer
        self.show_experiment(experiment)

    def show_experiment(self, experiment: Experiment) -> None:
        hidden = experiment.network.hidden
        is_hidden = 0 <= self._layer < len(hidden)
        controls = (self.track, self.parameter, self.steepness, self.normalization, self.residual)
        for widget in (*controls, self.width_row):
            widget.setVisible(is_hidden)
        self.output.setVisible(not is_hidden)
        if is_hidden:
            self._show(hidden[self._layer])

    def _show(self, layer: Layer) -> None:
        activation = layer.activation
        self.track.show_activation(activation)
        self.steepness.show_value(activation.steepness)
        self.normalization.show_choice(layer.normalization)
        self.residual.show_state(layer.residual)
        self.width_row.show_value(layer.width)
        parameter = owned_parameter(activation)
        self.parameter.setVisible(parameter is not None)
        if parameter is not None:
            self.parameter.set_quantity(parameter_quantity(parameter))
            given = activation.parameter
            self.parameter.show_value(parameter.default if given is None else given)

    def _edit(self, edit: LayerEdit) -> Callable[[Experiment], Experiment]:
        """The edit of an experiment that changes this layer only."""
        place = self._layer

        def edited(experiment: Experiment) -> Experiment:
            hidden = experiment.network.hidden
            if place >= len(hidden):  # it has gone meanwhile
                return experiment
            layers = (*hidden[:place], edit(hidden[place]), *hidden[place + 1 :])
            return replace(experiment, network=replace(experiment.network, hidden=layers))

        return edited

    def _layer_edit(self, field: str) -> Callable[[Experiment, object], Experiment]:
        return lambda experiment, value: self._edit(lambda layer: replace(layer, **{field: value}))(
            experiment
        )

    def _activation_edit(self, field: str) -> Callable[[Experiment, float], Experiment]:
        def edit(experiment: Experiment, value: float) -> Experiment:
            def edited(layer: Layer) -> Layer:
                return replace(layer, activation=replace(layer.activation, **{field: value}))

            return self._edit(edited)(experiment)

        return edit

    def _on_activation_changed(self, activation: Activation) -> None:
        self.edited.emit(self._edit(lambda layer: replace(layer, activation=activation)))
