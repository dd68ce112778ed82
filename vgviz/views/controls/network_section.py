"""The shape of the network: depth, width, normalization, skip paths."""

from PySide6.QtWidgets import QWidget

from vgviz.catalogue.normalizations import NORMALIZATIONS
from vgviz.experiment import LARGEST_DEPTH, LARGEST_WIDTH, Experiment, Network
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.formula import definition_html
from vgviz.views.controls.layer_edits import (
    in_experiment,
    with_depth,
    with_normalization,
    with_residual,
    with_width,
)
from vgviz.views.controls.number_field import MIXED
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LogScale
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.theme import Theme

DEFAULT = Network()
SLIDER_DEPTH = 200

DEPTH = Quantity(
    "Depth",
    LogScale(1, SLIDER_DEPTH, whole=True),
    Range(1, LARGEST_DEPTH, whole=True),
    len(DEFAULT.hidden),
    "Hidden layers. A gradient is multiplied once more at every layer on its way back, so with depth it "
    "shrinks or grows like a power.",
)
WIDTH = Quantity(
    "Width",
    LogScale(1, LARGEST_WIDTH, whole=True),
    Range(1, LARGEST_WIDTH, whole=True),
    DEFAULT.hidden[0].width,
    "Neurons in every hidden layer. More of them make the gradient’s fate less a matter of luck.",
)
NORMALIZATION = (
    "Keeps what enters each activation at a usual size, away from the flat parts where no gradient gets "
    "through. What it divides by scales the gradient too."
)
RESIDUAL = (
    "Adds each layer’s input to its output, where both are equally wide. The gradient can then go back "
    "around the layer as it is, whatever the layer itself does to it."
)


def normalization_row(theme: Theme) -> ChoiceRow:
    """The list of normalizations."""
    row = ChoiceRow("Normalization", DEFAULT.hidden[0].normalization, theme, hint=NORMALIZATION)
    for entry in NORMALIZATIONS.values():
        row.add(entry.name, entry.label, definition_html(entry.equation, entry.source))
    return row


def residual_row(theme: Theme) -> SwitchRow:
    """The switch of the skip path."""
    return SwitchRow("Residual", RESIDUAL, theme)


class NetworkSection(Section):
    """The shape of the network."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Network", theme, parent)
        self.depth_row = self.add_number(DEPTH, in_experiment(with_depth))
        self.width_row = self.add_number(WIDTH, in_experiment(with_width))
        self.normalization = self.add_choice(normalization_row(theme), in_experiment(with_normalization))
        self.residual = self.add_switch(residual_row(theme), in_experiment(with_residual))

    def show_experiment(self, experiment: Experiment) -> None:
        hidden = experiment.network.hidden
        widths = {layer.width for layer in hidden}
        self.depth_row.show_value(len(hidden))
        self.width_row.show_value(hidden[0].width, word=MIXED if len(widths) > 1 else "")
        normalizations = {layer.normalization for layer in hidden}
        self.normalization.show_choice(hidden[0].normalization if len(normalizations) == 1 else None)
        residuals = {layer.residual for layer in hidden}
        self.residual.show_state(hidden[0].residual if len(residuals) == 1 else None)
