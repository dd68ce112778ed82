"""What the diagrams' layers are told to do: to change places."""

from msgspec.structs import replace
from PySide6.QtCore import QObject

from vgviz.experiment import Experiment
from vgviz.views.controls.layer_moves import with_layer_moved
from vgviz.views.controls.wishes import RunWishes
from vgviz.views.desk import Desk
from vgviz.views.selection import Place


class LayerMoving(QObject):
    """Wishes for each run the order of layers that a hand in its diagram has made."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wishes = RunWishes()

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Take note of what is in force."""
        self._wishes.confirm(experiments)

    def move(self, run: int, layer: int, place: int) -> None:
        """Take a hidden layer to where it is number ``place``; nothing where there is none by now."""
        if run >= len(self._wishes):
            return
        wishes = self._wishes[run]
        network = wishes.current.network
        if max(layer, place) < len(network.hidden):
            rearranged = with_layer_moved(network, layer, place)
            wishes.take(lambda experiment: replace(experiment, network=rearranged.network))
            self._desk.rearrange(wishes.current, rearranged.origin, Place(place, run=run))
