"""Depth and width."""

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from vgviz.experiment import LARGEST_DEPTH, LARGEST_WIDTH, Experiment, Network
from vgviz.views.controls.layer_edits import with_depth, with_width
from vgviz.views.controls.number_field import MIXED
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.section import Section
from vgviz.views.controls.slider_scale import LogScale
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
    "Neurons in every hidden layer. More of them make the gradient's fate less a matter of luck.",
)


def _deepen(experiment: Experiment, depth: float) -> Experiment:
    return replace(experiment, network=with_depth(experiment.network, int(depth)))


def _widen(experiment: Experiment, width: float) -> Experiment:
    return replace(experiment, network=with_width(experiment.network, int(width)))


class NetworkSection(Section):
    """The shape of the network."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("Network", theme, parent)
        self.depth_row = self.add_number(DEPTH, _deepen)
        self.width_row = self.add_number(WIDTH, _widen)

    def show_experiment(self, experiment: Experiment) -> None:
        hidden = experiment.network.hidden
        widths = {layer.width for layer in hidden}
        self.depth_row.show_value(len(hidden))
        self.width_row.show_value(hidden[0].width, word=MIXED if len(widths) > 1 else "")
