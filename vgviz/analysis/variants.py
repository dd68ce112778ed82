"""Networks to compare with: an experiment with one thing changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from vgviz.analysis.remedies import each_layer, use_batch_normalization, use_skips
from vgviz.experiment import Activation, Experiment, ExperimentError, Init


@dataclass(frozen=True, slots=True)
class Variant:
    """A change to compare with; ``hint`` says what to look for."""

    key: str
    label: str
    change: Callable[[Experiment], Experiment]
    hint: str

    def __call__(self, experiment: Experiment) -> Experiment:
        """The experiment with this one thing changed.

        Raises
        ------
        ExperimentError
            Where it cannot have that.
        """
        return self.change(experiment)


def _activation(name: str) -> Callable[[Experiment], Experiment]:
    return lambda experiment: each_layer(experiment, activation=Activation(name))


def _use_layer_normalization(experiment: Experiment) -> Experiment:
    return each_layer(experiment, normalization="layer")


def _use_he(experiment: Experiment) -> Experiment:
    init = Init("he_normal", bias_std=experiment.network.init.bias_std)
    return replace(experiment, network=replace(experiment.network, init=init))


VARIANTS = (
    Variant("relu", "ReLU", _activation("relu"), "Its slope is 0 or 1, so it does not shrink the gradient."),
    Variant("tanh", "tanh", _activation("tanh"), "Centred on 0, with a slope of up to 1 where z is small."),
    Variant(
        "sigmoid",
        "sigmoid",
        _activation("sigmoid"),
        "Its slope is at most 1/4: each layer shrinks the gradient.",
    ),
    Variant(
        "batch",
        "batch normalization",
        use_batch_normalization,
        "It keeps the inputs of each layer where its function still has a slope.",
    ),
    Variant(
        "layer",
        "layer normalization",
        _use_layer_normalization,
        "As batch normalization, but over the units of a layer, sample by sample.",
    ),
    Variant(
        "residual",
        "residual connections",
        use_skips,
        "The gradient gets a way back around each layer.",
    ),
    Variant(
        "he",
        "He initialization",
        _use_he,
        "Larger first weights, right for ReLU: signals keep their size from layer to layer.",
    ),
)
VARIANTS_BY_KEY = {variant.key: variant for variant in VARIANTS}


def offered_variants(experiment: Experiment, compared: Sequence[Experiment] = ()) -> list[Variant]:
    """Those that are possible and neither ``experiment`` itself nor among those ``compared`` already."""
    offered = []
    for variant in VARIANTS:
        try:
            changed = variant(experiment)
        except ExperimentError:
            continue
        if changed != experiment and changed not in compared:
            offered.append(variant)
    return offered
