"""Means over two correlated Gaussians, by rules on pieces that grow finer towards the functions' features."""

from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.analysis.gaussian import Function

FloatArray = NDArray[np.floating[Any]]

REACH = 9.0  # standard deviations; beyond lies less than 3e-19 of the distribution
HALVINGS = 14
RULE_NODES = 10
# One side of a feature: pieces that halve towards it.
_GRADED = REACH * 2.0 ** -np.arange(HALVINGS + 1.0)
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(RULE_NODES)


def correlated_mean(function: Function, variance: float, correlation: float) -> float:
    """E g(u) g(v) for u, v ~ N(0, variance) of the given correlation, which is below 1.

    Given u, v is Gaussian around correlation * u; the inner mean over v is taken for every node of the outer
    one. Both are cut at 0, where activations have their kinks and bends.
    """
    deviation, rest = sqrt(variance), sqrt(1.0 - correlation * correlation)
    outer, outer_weights = _rule(np.zeros(1))
    inner, inner_weights = _rule(-correlation / rest * outer[0])
    v = deviation * (correlation * outer[0][:, np.newaxis] + rest * inner)
    means = np.sum(function(v.ravel()).reshape(v.shape) * inner_weights, axis=1)
    return float(np.sum(outer_weights[0] * function(deviation * outer[0]) * means))


def _rule(features: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Nodes and weights for N(0, 1) with the pieces' edges around each feature; shape (features, nodes)."""
    offsets = np.concatenate((-_GRADED, [0.0], _GRADED[::-1]))
    even = np.arange(-REACH, REACH + 1.0)
    edges = np.concatenate(
        (features[:, np.newaxis] + offsets, np.broadcast_to(even, (len(features), even.size))), axis=1
    )
    edges = np.sort(np.clip(edges, -REACH, REACH), axis=1)
    left, width = edges[:, :-1, np.newaxis], np.diff(edges, axis=1)[:, :, np.newaxis]
    nodes = left + width * (_NODES + 1.0) / 2.0
    weights = width / 2.0 * _WEIGHTS * np.exp(-0.5 * nodes * nodes) / sqrt(2.0 * pi)
    return nodes.reshape(len(features), -1), weights.reshape(len(features), -1)
