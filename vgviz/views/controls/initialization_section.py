"""How weights and biases start."""

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from vgviz.catalogue.initializers import INITIALIZERS
from vgviz.experiment import Experiment, Init
from vgviz.views.controls.choice_row import ChoiceRow
from vgviz.views.controls.formula import definition_html
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LogScale
from vgviz.views.controls.switch_row import SwitchRow
from vgviz.views.theme import Theme

RECOMMENDED = "auto"
SCHEME = (
    "How the starting weights are drawn. What each layer multiplies the signal by on its way, it "
    "multiplies the gradient by on the way back."
)
AUTO_GAIN = (
    "Gives each layer the gain that fits its activation: 1 / √(mean of f′(z)²) for z from N(0, 1), so that "
    "the gradient keeps its size from layer to layer at the start."
)

GAIN = Quantity(
    "Gain",
    LogScale(0.05, 20, zero_stop=True),
    Range(0, 1000),
    1.0,
    "Multiplies the starting weights, and so the gradient at every layer. Too small and it vanishes, too "
    "large and it explodes.",
)
BIAS = Quantity(
    "Bias spread",
    LogScale(0.001, 10, zero_stop=True),
    Range(0, 1000),
    0.0,
    "Standard deviation of the starting biases. Large ones push neurons to where their function is flat and "
    "lets no gradient through.",
)


def _replaced(experiment: Experiment, **fields: object) -> Experiment:
    init = replace(experiment.network.init, **fields)
    return replace(experiment, network=replace(experiment.network, init=init))


def _recommend(experiment: Experiment, recommended: bool) -> Experiment:
    return _replaced(experiment, gain=None if recommended else GAIN.default)


class InitializationSection(Section):
    """Scheme, gain and biases."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Initialization", theme, parent)
        row = ChoiceRow("Scheme", Init().scheme, theme, hint=SCHEME)
        for entry in INITIALIZERS.values():
            row.add(entry.name, entry.label, definition_html(entry.equation, entry.source))
        self.scheme = self.add_choice(row, lambda experiment, scheme: _replaced(experiment, scheme=scheme))
        self.gain = self.add_number(GAIN, lambda experiment, gain: _replaced(experiment, gain=gain))
        self.auto_gain = self.add_switch(SwitchRow("Auto gain", AUTO_GAIN, theme), _recommend)
        self.bias = self.add_number(BIAS, lambda experiment, spread: _replaced(experiment, bias_std=spread))

    def show_experiment(self, experiment: Experiment) -> None:
        init = experiment.network.init
        self.scheme.show_choice(init.scheme)
        if init.gain is None:
            self.gain.show_value(GAIN.default, word=RECOMMENDED)
        else:
            self.gain.show_value(init.gain)
        self.auto_gain.show_state(init.gain is None)
        self.bias.show_value(init.bias_std)
