"""Paths in words."""

from bisect import bisect_left
from collections.abc import Callable
from html import escape

from vgviz.analysis.paths import Path, PathFactor, Paths
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import Experiment
from vgviz.number_format import TIMES, count, magnitude, number
from vgviz.views.chain.words import layer_number

ARROW, THIN_ARROW = " → ", "\N{THIN SPACE}→\N{THIN SPACE}"
MOST_FACTORS = 24  # that a tooltip has room for
LONGEST_COUNT = 1e12
FACTOR_NAMES = {"activation": "a", "derivative": "f′", "weight": "w", "skip": "skip", "loss": "∂L/∂z"}
WHY_NOT = {
    "batch": "each neuron’s z depends on the whole batch",
    "layer": "each neuron’s z depends on the others of its layer",
    "rms": "each neuron’s z depends on the others of its layer",
}


def refusal(experiment: Experiment) -> str:
    """Why this network's gradients are no sums over paths; empty where they are."""
    for layer in experiment.network.hidden:
        if layer.normalization != "none":
            kind = layer.normalization
            return f"With {kind} normalization the gradient is no sum over paths: {WHY_NOT[kind]}."
    return ""


def weight_title(weight: tuple[int, int, int], snapshot: Snapshot) -> str:
    """``x1 → neuron 4 of layer 1``."""
    layer, source, target = weight
    return f"{_source(layer, source, snapshot)}{ARROW}{_neuron(layer, target, snapshot)}"


def way(paths: Paths, path: Path, snapshot: Snapshot) -> str:
    """``x1 → 4 → 2 → 9 → out``: the neurons from layer to layer."""
    layer, source, _target = paths.weight
    names = [source_name(layer, source, snapshot)]
    names += [unit_name(each, unit, snapshot) for each, unit in path.units]
    return THIN_ARROW.join(names)


def elided_way(steps: str, fits: Callable[[str], bool]) -> str:
    """A way with as many of its middle neurons left out as it takes to fit; the two ends stay."""
    if fits(steps):
        return steps
    names = steps.split(THIN_ARROW)
    kept = bisect_left(
        range(2, len(names)), True, key=lambda number: not fits(_without_middle(names, number))
    )
    return _without_middle(names, max(kept + 1, 2))


def _without_middle(names: list[str], kept: int) -> str:
    head = kept // 2
    return THIN_ARROW.join((*names[:head], "…", *names[len(names) - kept + head :]))


def summary(paths: Paths) -> str:
    """How many paths there are, what those listed carry, and what signs leave of it."""
    if paths.count == 1:
        return "There is only one path: it carries all of the gradient."
    if paths.absolute_total == 0:
        return f"All {counted(paths.count)} paths have a product of exactly 0."
    listed = f"The {len(paths)} strongest of {counted(paths.count)} paths carry"
    if paths.count == len(paths):
        listed = f"All {len(paths)} paths carry"
    sums = f"Without signs the products add up to {number(paths.absolute_total, 2)}"
    return f"{listed} {share_text(paths.share)}. {sums}, with them to {number(paths.total, 2)}."


def share_text(share: float) -> str:
    """A share in per cent: ``12 %``, ``0.0019 %``, ``1.2e−07 %``."""
    return f"{number(100 * share, 2)}\N{NO-BREAK SPACE}%"


def counted(paths: int) -> str:
    """A number of paths, as long as it can be read."""
    if paths < LONGEST_COUNT:
        return count(paths)
    digits = str(paths)
    return f"{digits[0]}.{digits[1]}e+{len(digits) - 1}"


def product_in_full(path: Path, snapshot: Snapshot) -> str:
    """The path's factors, one after the other, as rich text."""
    factors = [_factor(each, snapshot) for each in path.factors]
    if len(factors) > MOST_FACTORS:
        left_out = len(factors) - MOST_FACTORS
        factors[MOST_FACTORS // 2 : -MOST_FACTORS // 2] = [f"… {left_out} more …"]
    product = f"<br>{TIMES} ".join(factors)
    return f"{product}<br><b>= {magnitude(path.product, 3)}</b>"


def source_name(layer: int, source: int, snapshot: Snapshot) -> str:
    """Where a weight of ``layer`` comes from: ``x₁``, or the neuron's number."""
    names = snapshot.feature_names
    if layer > 0:
        return str(source + 1)
    return names[source] if source < len(names) else f"input {source + 1}"


def unit_name(layer: int, unit: int, snapshot: Snapshot) -> str:
    """``4``, ``out`` or ``out 2``."""
    if layer < snapshot.layers - 1:
        return str(unit + 1)
    output = layer_number(layer, snapshot.layers)
    return output if snapshot.widths[-1] == 1 else f"{output} {unit + 1}"


def _factor(each: PathFactor, snapshot: Snapshot) -> str:
    name = FACTOR_NAMES[each.kind]
    if each.kind == "loss":
        return f"{number(each.value)} ({name})"
    if each.kind == "activation":
        return f"{number(each.value)} ({escape(_source(each.layer + 1, each.unit, snapshot))})"
    return f"{number(each.value)} ({name}, {_neuron(each.layer, each.unit, snapshot)})"


def _source(layer: int, source: int, snapshot: Snapshot) -> str:
    return source_name(0, source, snapshot) if layer == 0 else _neuron(layer - 1, source, snapshot)


def _neuron(layer: int, unit: int, snapshot: Snapshot) -> str:
    if layer == snapshot.layers - 1:
        return unit_name(layer, unit, snapshot)
    return f"neuron {unit + 1} of layer {layer + 1}"
