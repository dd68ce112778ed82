"""One step of each optimizer on flat vectors; the twin in plain NumPy is `vgviz.engine.optimizers`.

A loop each, which the compiler turns into vectors. Their arithmetic is done as written: a compiler that may
reorder sums would turn (w - step) - w into the step, even where w is too large to move.
"""

from typing import Any

import numpy as np

from vgviz.engine.descent import (
    ADAM,
    CLIP_MARGIN,
    CLIP_NORM,
    CLIP_VALUE,
    DECAY,
    EPSILON,
    FIRST_KEPT,
    FIRST_TAKEN,
    GRADIENT_RATE,
    GRADIENT_SHARE,
    L1,
    LION,
    MOMENT_RATE,
    MOMENTUM,
    PLAIN,
    RATE,
    ROOT_SCALE,
    SCALED,
    SECOND_KEPT,
    SECOND_TAKEN,
    VELOCITY_KEPT,
    VELOCITY_SHARE,
    WEIGHT_KEPT,
    Descent,
)
from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Floats, Integers, Vectors
from vgviz.engine.kernels.norms import norm
from vgviz.engine.kernels.shared import shared
from vgviz.engine.kernels.teamwork import (
    UPDATE,
    first_part,
    has_helper_failed,
    next_part,
    wait_for_helper,
)

# Numbers at whose multiples parts of an update begin, so that loops are as whole as without parts.
NUMBERS_TOGETHER: Any = np.int64(1 << 13)
# To bring a parameter and what belongs to it from memory takes as long as so many multiplications.
WORK_A_NUMBER = 8


@exact
def update(descent: Descent, step: int, vectors: Vectors, team: Integers, start: int, size: int) -> bool:
    """Take one step along the gradient in ``vectors.change``, which becomes the change of the parameters.

    Parameters
    ----------
    start, size : which parameters; all of them where gradients are clipped.

    Returns
    -------
    Whether they are all still finite.
    """
    if descent.clips:
        _clip(vectors.change, descent.constants)
    lost = 0
    first, count = first_part(team, UPDATE, step, start, size, NUMBERS_TOGETHER, WORK_A_NUMBER * size)
    while count:
        lost += not update_part(descent, step, vectors, start + first, count)
        first, count = next_part(team)
    wait_for_helper(team)
    return lost == 0 and not has_helper_failed(team)


@shared
def update_part(descent: Descent, step: int, vectors: Vectors, first: int, count: int) -> bool:
    """`update` of ``count`` parameters from ``first``, whose gradients are clipped already."""
    stop = first + count
    w, g = vectors.parameters[first:stop], vectors.change[first:stop]
    v, s = vectors.first_moment[first:stop], vectors.second_moment[first:stop]
    constants, scale = descent.constants, descent.scales[step]
    if descent.pulls:
        _pull(w, g, constants)
    if descent.rule == PLAIN:
        return _plain(w, g, scale)
    if descent.rule == MOMENTUM:
        return _along_velocity(w, g, v, constants, scale)
    if descent.rule == ADAM:
        return _adam(w, g, v, s, constants, scale)
    if descent.rule == LION:
        return _lion(w, g, v, constants, scale)
    _divide_by_root(g, s, constants)
    if descent.rule == SCALED:
        return _plain(w, g, scale)
    return _along_velocity(w, g, v, constants, scale)


@exact
def _clip(g: Floats, constants: Floats) -> None:
    """Entries first, then the norm."""
    bound = constants[CLIP_VALUE]
    for i in range(g.size):
        g[i] = bound if g[i] > bound else (-bound if g[i] < -bound else g[i])
    if constants[CLIP_NORM] == np.inf:
        return
    length = norm(g)
    if not length + CLIP_MARGIN <= constants[CLIP_NORM]:
        share = g.dtype.type(constants[CLIP_NORM] / (length + CLIP_MARGIN))
        for i in range(g.size):
            g[i] *= share


@inlined
def _sign(x: Any, one: Any) -> Any:
    return one if x > 0 else (-one if x < 0 else x)


@exact
def _pull(w: Floats, g: Floats, constants: Floats) -> None:
    """Add the gradients of weight decay and L1."""
    one = w.dtype.type(1.0)
    for i in range(w.size):
        g[i] += constants[DECAY] * w[i] + constants[L1] * _sign(w[i], one)


@exact
def _plain(w: Floats, g: Floats, scale: Floats) -> bool:
    lost = 0
    for i in range(w.size):
        new = w[i] - scale[RATE] * g[i]
        g[i] = new - w[i]
        w[i] = new
        lost += not abs(new) < np.inf
    return lost == 0


@exact
def _along_velocity(w: Floats, g: Floats, v: Floats, constants: Floats, scale: Floats) -> bool:
    kept, lost = constants[VELOCITY_KEPT], 0
    gradient_rate = scale[RATE] * constants[GRADIENT_SHARE]
    velocity_rate = scale[RATE] * constants[VELOCITY_SHARE]
    for i in range(w.size):
        v[i] = kept * v[i] + g[i]
        new = w[i] - (gradient_rate * g[i] + velocity_rate * v[i])
        g[i] = new - w[i]
        w[i] = new
        lost += not abs(new) < np.inf
    return lost == 0


@exact
def _divide_by_root(g: Floats, s: Floats, constants: Floats) -> None:
    kept, taken, epsilon = constants[SECOND_KEPT], constants[SECOND_TAKEN], constants[EPSILON]
    for i in range(g.size):
        s[i] = kept * s[i] + taken * (g[i] * g[i])
        g[i] /= np.sqrt(s[i]) + epsilon


@exact
def _adam(w: Floats, g: Floats, m: Floats, s: Floats, constants: Floats, scale: Floats) -> bool:
    kept, taken, epsilon = constants[SECOND_KEPT], constants[SECOND_TAKEN], constants[EPSILON]
    first_taken, weight_kept, root_scale = constants[FIRST_TAKEN], scale[WEIGHT_KEPT], scale[ROOT_SCALE]
    gradient_rate, moment_rate, lost = scale[GRADIENT_RATE], scale[MOMENT_RATE], 0
    for i in range(w.size):
        m[i] += first_taken * (g[i] - m[i])
        s[i] = kept * s[i] + taken * (g[i] * g[i])
        way = (gradient_rate * g[i] + moment_rate * m[i]) / (root_scale * np.sqrt(s[i]) + epsilon)
        new = weight_kept * w[i] - way
        g[i] = new - w[i]
        w[i] = new
        lost += not abs(new) < np.inf
    return lost == 0


@exact
def _lion(w: Floats, g: Floats, m: Floats, constants: Floats, scale: Floats) -> bool:
    first_kept, first_taken = constants[FIRST_KEPT], constants[FIRST_TAKEN]
    kept, taken, lost = constants[SECOND_KEPT], constants[SECOND_TAKEN], 0
    one, rate, weight_kept = w.dtype.type(1.0), scale[RATE], scale[WEIGHT_KEPT]
    for i in range(w.size):
        new = weight_kept * w[i] - rate * _sign(first_kept * m[i] + first_taken * g[i], one)
        m[i] = kept * m[i] + taken * g[i]
        g[i] = new - w[i]
        w[i] = new
        lost += not abs(new) < np.inf
    return lost == 0
