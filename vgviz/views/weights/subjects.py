"""Whose weights are shown: a network on screen, or a copy of it that differs in one thing."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Activation, Experiment
from vgviz.export.network_title import activation_text
from vgviz.number_format import count
from vgviz.views.weights.layer_change import Arrays
from vgviz.views.weights.moments import EPOCH, NOW, START, Kept, Moment
from vgviz.views.weights.rehearsals import Key, Rehearsals

MOST_UNASKED = 2_000_000  # parameters of a network of which a copy is trained without being asked for


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """The network of ``run``; with ``copy`` that experiment, trained anew up to ``step`` for now."""

    run: int
    snapshot: Snapshot
    copy: Experiment | None = None
    step: int = 0

    @property
    def experiment(self) -> Experiment:
        """What is trained."""
        return self.snapshot.experiment if self.copy is None else self.copy

    @property
    def function(self) -> str:
        """The hidden layers' function in words."""
        functions = {layer.activation for layer in self.experiment.network.hidden}
        return activation_text(functions.pop()) if len(functions) == 1 else "several functions"

    def keys(self, moments: Sequence[Moment]) -> list[Key]:
        """What has to be trained anew to know the weights at these moments."""
        if self.copy is not None:
            stops = [self._stop(moment) for moment in moments if moment != START] or [0]
            return [(self.run, self.copy, stop) for stop in dict.fromkeys(stops)]
        return [(self.run, self.experiment, None)] if EPOCH in moments and not self.is_large else []

    @property
    def is_large(self) -> bool:
        """Whether it is too large to be trained anew without being asked for."""
        return sum(array.size for array in self.snapshot.parameters.values()) > MOST_UNASKED

    def weights(
        self, moment: Moment, moments: Sequence[Moment], rehearsals: Rehearsals, kept: Sequence[Kept]
    ) -> Arrays | None:
        """All parameters at one of the ``moments``; None where they are not known, or not yet.

        A start beside weights that were trained anew is theirs.
        """
        trained = [rehearsals.known(key) for key in self.keys(moments)]
        if moment == START and (self.copy is not None or trained):
            return trained[0].start if trained[0] else None
        if moment == EPOCH or self.copy is not None:
            key = (self.run, self.experiment, self._stop(moment))
            known = rehearsals.known(key)
            return known.after if known else None
        if moment in (START, NOW):
            return self.snapshot.start if moment == START else self.snapshot.parameters
        return next((each.of(self.run) for each in kept if each.moment == moment), None)

    def described(self, moments: Sequence[Moment]) -> str:
        """Its name; a copy does not go on by itself, so it says which moment its now is."""
        until = f", step {count(self.step)}" if self.copy is not None and NOW in moments else ""
        return f"{self.function}{until}"

    def _stop(self, moment: Moment) -> int | None:
        """Steps of training to a moment; None is one epoch."""
        return {"start": 0, "epoch": None, "now": self.step, "kept": moment.step}[moment.kind]


def other_function(experiment: Experiment) -> str:
    """What is worth comparing with: ReLU, and sigmoid for ReLU itself."""
    names = {layer.activation.name for layer in experiment.network.hidden}
    return "sigmoid" if names == {"relu"} else "relu"


def with_function(experiment: Experiment, name: str) -> Experiment:
    """The same experiment with another function in every hidden layer."""
    activation = Activation(name)
    hidden = tuple(replace(layer, activation=activation) for layer in experiment.network.hidden)
    return replace(experiment, network=replace(experiment.network, hidden=hidden))
