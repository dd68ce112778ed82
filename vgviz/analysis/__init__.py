"""What the numbers mean. No Qt."""

from vgviz.analysis.board_fractions import BoardFraction
from vgviz.analysis.chain_rule import ChainFactor, ChainRule, chain_rule
from vgviz.analysis.gaussian import gaussian_moments
from vgviz.analysis.gradient_check import GradientCheck, gradient_check
from vgviz.analysis.mean_field import MeanField, critical_weight_variance, mean_field
from vgviz.analysis.paths import Path, PathFactor, Paths, strongest_paths
from vgviz.analysis.weight_change import ChangeRow, WeightChange, weight_change

__all__ = [
    "BoardFraction",
    "ChainFactor",
    "ChainRule",
    "ChangeRow",
    "GradientCheck",
    "MeanField",
    "Path",
    "PathFactor",
    "Paths",
    "WeightChange",
    "chain_rule",
    "critical_weight_variance",
    "gaussian_moments",
    "gradient_check",
    "mean_field",
    "strongest_paths",
    "weight_change",
]
