"""The chain rule at work: a layer's gradient as the product that it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite, log10, nan
from typing import Literal

import numpy as np

from vgviz.analysis.board_fractions import BoardFraction, board_fractions
from vgviz.analysis.checked_index import checked_index
from vgviz.engine.telemetry import Snapshot

Kind = Literal["loss", "normalization", "weights", "skip", "derivative", "ratio", "inputs"]
PARTS: tuple[Kind, ...] = ("normalization", "weights", "skip", "derivative")


@dataclass(frozen=True, slots=True)
class ChainFactor:
    """One factor of the product.

    Attributes
    ----------
    kind : "loss", the error at the output; "normalization", "weights" and "skip", the way back through
        ``layer``; "derivative", f'(z) of ``layer``; "ratio", all of the way to ``layer`` in one, where its
        parts are not finite, or where skips lead around dead layers: then it is the way from the last layer
        above them; "inputs", from the layer's error to its dL/dW.
    layer : counted from 0, the output layer last.
    running : product of all factors up to this one.
    """

    kind: Kind
    layer: int
    value: float
    running: float

    @property
    def log10(self) -> float:
        """Its bar on a logarithmic axis; minus infinity where it is 0."""
        if self.value == 0:
            return -inf
        return log10(self.value) if self.value > 0 else nan


@dataclass(frozen=True)
class ChainRule:
    """norm(dL/dW) of one layer as a product, from the loss back.

    Attributes
    ----------
    layer : counted from 0.
    factors : in the order of the way back.
    ratios : norm(delta_l) / norm(delta_{l+1}) of every layer passed, from the last hidden layer back.
    """

    layer: int
    factors: tuple[ChainFactor, ...]
    ratios: tuple[float, ...]

    @property
    def product(self) -> float:
        """The product of all factors: norm(dL/dW) of the layer."""
        return self.factors[-1].running

    @property
    def log10(self) -> float:
        """The sum of the factors' logarithms; finite also where the product itself underflows."""
        return sum(factor.log10 for factor in self.factors)

    @cached_property
    def fractions(self) -> tuple[BoardFraction, ...]:
        """``ratios`` as simple fractions with their running product: 1/4, x 1/3 = 1/12."""
        return board_fractions(self.ratios)


def chain_rule(snapshot: Snapshot, layer: int) -> ChainRule:
    """Write the norm of a layer's dL/dW as a product of exact factors.

    The first is the error at the output, as the root mean square over the samples of norm(dL/dz), z being the
    outputs and L a sample's own loss. Those that follow are the snapshot's: from each layer to the one before
    it through normalization, weights, skip and f'. The last one is norm(dL/dW) over the error that arrives:
    what the layer's inputs, and its own normalization, make of it. Normalizations and skips appear where
    there are any. After an error of exactly 0 nothing more comes, unless skips lead around the dead layers.

    Parameters
    ----------
    layer : weight layer, counted from 0; -1 is the output layer.

    Raises
    ------
    ExperimentError
        If there is no such layer.

    Examples
    --------
    >>> from vgviz import Experiment, Simulation
    >>> from vgviz.analysis import chain_rule
    >>> snapshot = Simulation(Experiment(), backend="numpy").snapshot()
    >>> chain = chain_rule(snapshot, layer=0)
    >>> [f"{factor.kind} {factor.layer}" for factor in chain.factors[:3]]
    ['loss 8', 'weights 8', 'derivative 7']
    >>> bool(abs(chain.product / snapshot.grad_weight_norm[0] - 1) < 1e-12)
    True
    """
    layer = checked_index("layer", layer, snapshot.layers)
    errors = _errors(snapshot)
    factors, running = [], 1.0
    for kind, index, value in _values(snapshot, errors, layer):
        running = errors[index] if kind == "ratio" else running * value
        factors.append(ChainFactor(kind, index, value, running))
    ratios = tuple(_ratio(errors, index) for index in range(snapshot.layers - 2, layer - 1, -1))
    return ChainRule(layer, tuple(factors), ratios)


def _values(snapshot: Snapshot, errors: list[float], layer: int) -> Iterator[tuple[Kind, int, float]]:
    steps = _steps(snapshot)
    alive = snapshot.layers - 1  # the last layer passed that has an error
    yield "loss", alive, errors[alive]
    for index in range(alive - 1, layer - 1, -1):
        if errors[alive] == 0:
            return
        if errors[index] == 0 and any(errors[layer:index]):
            continue  # dead, but skips lead around it
        if alive == index + 1:
            yield from _step_back(snapshot, errors, steps[index], index)
        else:
            yield "ratio", index, errors[index] / errors[alive]
        alive = index
    if errors[layer] != 0:
        yield "inputs", layer, float(snapshot.grad_weight_norm[layer]) / errors[layer]


def _steps(snapshot: Snapshot) -> list[tuple[float, ...]]:
    """Of each layer the factors of the way to it from the layer above, in the order of PARTS."""
    factors = (
        snapshot.normalization_factor,
        snapshot.weight_factor,
        snapshot.skip_factor,
        snapshot.derivative_factor,
    )
    return list(zip(*(each.tolist() for each in factors), strict=True))


def _step_back(
    snapshot: Snapshot, errors: list[float], values: tuple[float, ...], index: int
) -> Iterator[tuple[Kind, int, float]]:
    """The factors from layer ``index`` + 1 back to ``index``."""
    if not all(map(isfinite, values)):
        yield "ratio", index, _ratio(errors, index)
        return
    present = _present(snapshot, index + 1)
    for kind, value in zip(PARTS, values, strict=True):
        if kind in present:
            yield kind, index if kind == "derivative" else index + 1, value


def _present(snapshot: Snapshot, layer: int) -> set[Kind]:
    """Which factors a layer has on the way back through it."""
    present: set[Kind] = {"weights", "derivative"}
    if layer < snapshot.layers - 1:
        hidden = snapshot.experiment.network.hidden[layer]
        if hidden.normalization != "none":
            present.add("normalization")
        if hidden.residual and snapshot.widths[layer] == snapshot.widths[layer + 1]:
            present.add("skip")
    return present


def _ratio(errors: list[float], index: int) -> float:
    """norm(delta) of a layer over that of the layer above; NaN where both are 0."""
    return errors[index] / errors[index + 1] if errors[index + 1] else nan


def _errors(snapshot: Snapshot) -> list[float]:
    """Root mean square over the samples of the norm of batch_size * delta, for each layer."""
    with np.errstate(all="ignore"):
        errors = snapshot.delta_rms.astype(np.float64) * np.sqrt(snapshot.widths[1:])
    return [float(error) for error in errors]
