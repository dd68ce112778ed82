"""What kernels are handed: a network's tables, the samples, and buffers to work in."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Integers = NDArray[np.int64]
Columns = NDArray[np.uint8]


class Network(NamedTuple):
    """The plan's tables; see `vgviz.engine.plan`."""

    layers: Integers
    values: Floats
    loss: int
    smoothing: float
    features: int
    outputs: int


class Samples(NamedTuple):
    """Inputs (samples, features), and either labels (samples,) or targets (samples, outputs).

    Of labels and targets one is empty: its first axis is 0.
    """

    x: Floats
    labels: Integers
    targets: Floats


class Vectors(NamedTuple):
    """The arrays of `vgviz.engine.training_state.TrainingState`."""

    parameters: Floats
    first_moment: Floats
    second_moment: Floats
    change: Floats
    running: Floats


class Buffers(NamedTuple):
    """Flat buffers of rows; a row holds one unit's numbers for the batch, padded to a stride.

    ``activations`` has a row of ones after each layer's units, the input's included. ``deltas`` holds f'(z)
    between the forward and the backward pass. ``incoming`` is one layer's dL/df(z); on the way
    forward it and ``blended`` hold the second function of a blend. ``z`` keeps the
    pre-activations of layers with learned slopes; the others share its first rows. ``labels`` and ``targets``
    are those of the batch, ``targets`` in rows like the outputs.

    ``normalized`` has a row for each unit with normalization before its scale and shift, and after each
    layer that is normalized over its units a row with the samples' 1 / deviation; ``sums`` are two rows to
    add them up in. ``statistics`` are the batch's means and variances, laid out like the running ones.
    ``skipped`` is dL/da of the layer above where its input skips it.

    ``team`` is how a second thread takes part, see `vgviz.engine.kernels.teamwork`; empty without one.
    """

    activations: Floats
    deltas: Floats
    z: Floats
    incoming: Floats
    blended: Floats
    labels: Integers
    targets: Floats
    normalized: Floats
    sums: Floats
    statistics: Floats
    skipped: Floats
    team: Integers
