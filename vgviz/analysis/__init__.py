"""What the numbers mean. No Qt."""

from vgviz.analysis.gaussian import gaussian_moments
from vgviz.analysis.mean_field import MeanField, critical_weight_variance, mean_field

__all__ = ["MeanField", "critical_weight_variance", "gaussian_moments", "mean_field"]
