"""What the numbers mean. No Qt."""

from vgviz.analysis.board_fractions import BoardFraction
from vgviz.analysis.chain_rule import ChainFactor, ChainRule, chain_rule
from vgviz.analysis.configured_function import ConfiguredFunction
from vgviz.analysis.findings import Finding, findings
from vgviz.analysis.gaussian import gaussian_moments
from vgviz.analysis.gradient_check import GradientCheck, gradient_check
from vgviz.analysis.learning_speed import LearningSpeed, learning_speed
from vgviz.analysis.mean_field import MeanField, critical_weight_variance, mean_field
from vgviz.analysis.nudge import Nudge, Response, largest_gradient, nudge
from vgviz.analysis.paths import Path, PathFactor, Paths, strongest_paths
from vgviz.analysis.predicted_gradient import finite_width_range, predicted_growth, predicted_ratio
from vgviz.analysis.remedies import Prediction, Remedy
from vgviz.analysis.retrained import Retrained, retrained
from vgviz.analysis.rules import DEFAULT_RULES, Rule
from vgviz.analysis.squashing import Density, Squashing, squashing
from vgviz.analysis.weight_change import ChangeRow, WeightChange, weight_change

__all__ = [
    "DEFAULT_RULES",
    "BoardFraction",
    "ChainFactor",
    "ChainRule",
    "ChangeRow",
    "ConfiguredFunction",
    "Density",
    "Finding",
    "GradientCheck",
    "LearningSpeed",
    "MeanField",
    "Nudge",
    "Path",
    "PathFactor",
    "Paths",
    "Prediction",
    "Remedy",
    "Response",
    "Retrained",
    "Rule",
    "Squashing",
    "WeightChange",
    "chain_rule",
    "critical_weight_variance",
    "findings",
    "finite_width_range",
    "gaussian_moments",
    "gradient_check",
    "largest_gradient",
    "learning_speed",
    "mean_field",
    "nudge",
    "predicted_growth",
    "predicted_ratio",
    "retrained",
    "squashing",
    "strongest_paths",
    "weight_change",
]
