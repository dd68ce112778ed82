"""What the diagrams' layers are told to do: to change places."""

from msgspec.structs import replace
from PySide6.QtCore import QObject

from vgviz.experiment import Experiment
from vgviz.views.controls.layer_moves import with_layer_moved
from vgviz.views.controls.wishes import Wishes
from vgviz.views.desk import Desk
from vgviz.views.selection import Place


class LayerMoving(QObject):
    """Wishes for each run the order of layers that a hand in its diagram has made."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wishes: list[Wishes] = []
        self._told: tuple[Experiment, ...] = ()

    def show_experiments(self, experiments: tuple[Experiment, ...]) -> None:
        """Take note of what is in force."""
        self._wishes += [Wishes() for _ in experiments[len(self._wishes) :]]
        del self._wishes[len(experiments) :]
        before, self._told = self._told, experiments
        runs = range(len(experiments))
        # What is in force elsewhere says nothing of a wish; all as before is the answer to a refused one.
        changed = [run for run in runs if experiments[run : run + 1] != before[run : run + 1]]
        for run in changed or runs:
            self._wishes[run].confirm(experiments[run])

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
