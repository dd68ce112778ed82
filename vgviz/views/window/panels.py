"""The panels around the diagram: one entry each.

A factory imports its panel itself: what panels are drawn with is loaded when the network is on screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from vgviz.views.desk import Desk
from vgviz.views.panel import Panel
from vgviz.views.theme import Theme


class Group(Enum):
    """Where panels lie at first; those of one group share a place, in tabs."""

    GRADIENT = auto()  # below the diagram, at the left
    LEARNING = auto()  # below the diagram, at the right
    INSPECTOR = auto()  # right of the diagram
    FINDINGS = auto()  # right of the diagram, under the inspector


@dataclass(frozen=True, slots=True)
class PanelKind:
    """A panel as the window knows it.

    Attributes
    ----------
    name : in the settings; never change it.
    title : in the menu, and above the panel where no tab is.
    group : where it lies at first.
    factory : builds it.
    is_open : whether a first window has it.
    key : brings it to the front, or hides it.
    tab : a shorter title for its tab, where there is little room.
    """

    name: str
    title: str
    group: Group
    factory: Callable[[Theme, Desk], Panel]
    is_open: bool = True
    key: str = ""
    tab: str = ""


def _depth_profile(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.plots.depth_profile import DepthProfilePlot

    return DepthProfilePlot(theme, desk.history)


def _depth_time(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.plots.depth_time_panel import DepthTimePanel

    return DepthTimePanel(theme, desk.history)


def _learning(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.plots.loss_plot import LossPlot

    return LossPlot(theme, desk.history)


def _learning_speed(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.plots.learning_speed import LearningSpeedPlot

    return LearningSpeedPlot(theme, desk)


def _chain_rule(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.chain.panel import ChainRulePanel

    return ChainRulePanel(theme, desk)


def _paths(theme: Theme, desk: Desk) -> Panel:
    import numpy as np

    from vgviz.views.chain.path_panel import PathPanel

    return PathPanel(theme, desk, np.random.default_rng())


def _decision_map(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.decision.panel import DecisionMapPanel

    return DecisionMapPanel(theme, desk)


def _inspector(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.inspector.panel import InspectorPanel

    return InspectorPanel(theme, desk)


def _findings(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.findings.findings_panel import FindingsPanel

    return FindingsPanel(theme, desk)


def _verification(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.verification.panel import VerificationPanel

    return VerificationPanel(theme, desk)


def _squashing(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.squashing.panel import SquashingPanel

    return SquashingPanel(theme, desk)


def _theory(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.theory.panel import TheoryPanel

    return TheoryPanel(theme, desk)


def _spread(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.plots.spread_over_time import SpreadOverTimePlot

    return SpreadOverTimePlot(theme, desk)


def _lessons(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.lessons.panel import LessonsPanel

    return LessonsPanel(theme, desk)


def _weights(theme: Theme, desk: Desk) -> Panel:
    from vgviz.views.weights.weights_panel import WeightsPanel

    return WeightsPanel(theme, desk)


# In the order of the menu, and of the tabs of each group.
PANELS = (
    PanelKind(
        "depth_profile", "Gradient by depth", Group.GRADIENT, _depth_profile, key="Ctrl+2", tab="By depth"
    ),
    PanelKind("depth_time", "Gradient over time", Group.GRADIENT, _depth_time, key="Ctrl+3", tab="Over time"),
    PanelKind("chain_rule", "Chain rule", Group.GRADIENT, _chain_rule),
    PanelKind("paths", "Paths", Group.GRADIENT, _paths),
    PanelKind("squashing", "Squashing", Group.GRADIENT, _squashing),
    PanelKind("theory", "Theory", Group.GRADIENT, _theory),
    PanelKind("learning", "Learning", Group.LEARNING, _learning, key="Ctrl+4"),
    PanelKind("learning_speed", "Learning speed", Group.LEARNING, _learning_speed, tab="Speed"),
    PanelKind("decision_map", "Decision map", Group.LEARNING, _decision_map, key="Ctrl+6", tab="Decisions"),
    PanelKind("weights", "Weights", Group.LEARNING, _weights),
    PanelKind("spread", "Values over time", Group.LEARNING, _spread, tab="Values"),
    PanelKind("inspector", "Inspector", Group.INSPECTOR, _inspector, key="Ctrl+5"),
    PanelKind("lessons", "Lessons", Group.INSPECTOR, _lessons, is_open=False, key="Ctrl+L"),
    PanelKind("findings", "Findings", Group.FINDINGS, _findings),
    PanelKind("verification", "Nudge and verify", Group.FINDINGS, _verification),
)
