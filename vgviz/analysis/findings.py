"""Findings: what is wrong with a network, why, and what helps."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from vgviz.analysis.gradient_findings import batch_norm_growth, exploding, underflow, vanishing
from vgviz.analysis.initialization_findings import poor_initialization
from vgviz.analysis.remedies import Remedy
from vgviz.analysis.rules import DEFAULT_RULES, Rule
from vgviz.analysis.sight import Sight
from vgviz.analysis.unit_findings import dead, saturated
from vgviz.analysis.update_findings import unchanged, updates_too_large, updates_too_small
from vgviz.engine.telemetry import Snapshot
from vgviz.experiment import ExperimentError


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong.

    Attributes
    ----------
    rule : the rule that was broken, with the threshold that counted.
    layer : where, counted from 0; the worst where several are.
    number : what was compared with the threshold; NaN where the network has no numbers left.
    seen : what was seen, in a sentence with its numbers; layers count from 1.
    why : where it comes from, in a sentence.
    remedies : what helps, the best first.
    """

    rule: Rule
    layer: int
    number: float
    seen: str
    why: str
    remedies: tuple[Remedy, ...]


Detector = Callable[[Snapshot, Sequence[Snapshot], float], Sight | None]

_DETECTORS: dict[str, Detector] = {
    "vanishing": vanishing,
    "exploding": exploding,
    "batch_norm_growth": batch_norm_growth,
    "poor_initialization": poor_initialization,
    "saturated": saturated,
    "dead": dead,
    "updates_too_large": updates_too_large,
    "updates_too_small": updates_too_small,
    "unchanged": unchanged,
    "underflow": underflow,
}


def findings(
    snapshot: Snapshot, history: Sequence[Snapshot] | None = None, rules: Iterable[Rule] = DEFAULT_RULES
) -> list[Finding]:
    """What ``rules`` find wrong with a network, in their order; nothing in a healthy one.

    Parameters
    ----------
    snapshot : the network now.
    history : earlier snapshots of the same run, the oldest first. Updates are judged by the median over the
        last of them, and unchanged weights need one that still has its parameters.
    rules : those to judge by, with thresholds of one's own where wanted.

    Raises
    ------
    ExperimentError
        If there is no rule of a name.

    Examples
    --------
    >>> from vgviz import Experiment, Simulation
    >>> from vgviz.analysis import findings
    >>> found = findings(Simulation(Experiment(), backend="numpy").snapshot())
    >>> found[0].rule.name, found[0].layer
    ('vanishing', 0)
    """
    found = []
    for rule in rules:
        detect = _DETECTORS.get(rule.name)
        if detect is None:
            raise ExperimentError(f"rules: got {rule.name!r}, takes one of {', '.join(_DETECTORS)}")
        sight = detect(snapshot, tuple(history or ()), rule.threshold)
        if sight is not None:
            found.append(Finding(rule, *sight))
    return found
