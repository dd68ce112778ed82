"""What the numbers mean. No Qt."""

from vgviz.analysis.gaussian import gaussian_moments
from vgviz.analysis.gradient_check import GradientCheck, gradient_check
from vgviz.analysis.mean_field import MeanField, critical_weight_variance, mean_field
from vgviz.analysis.paths import Path, PathFactor, Paths, strongest_paths

__all__ = [
    "GradientCheck",
    "MeanField",
    "Path",
    "PathFactor",
    "Paths",
    "critical_weight_variance",
    "gaussian_moments",
    "gradient_check",
    "mean_field",
    "strongest_paths",
]
