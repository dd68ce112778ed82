"""A whole layer through the one or two functions that its activation mixes."""

from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.activations.activate import activate
from vgviz.engine.kernels.arrays import Buffers, Floats, Network
from vgviz.engine.plan import (
    FIRST_KIND,
    FIRST_LEARNED,
    FIRST_PARAMETER,
    FIRST_SHARE,
    OUTPUT_ROW,
    SECOND_KIND,
    SECOND_LEARNED,
    SECOND_PARAMETER,
    SECOND_SHARE,
    SLOPE_OFFSET,
    STEEPNESS,
    UNIT_ROW,
    Z_ROW,
)

# Kind, offset of its learned slopes or -1, steepness, fixed parameter.
Function = tuple[int, int, float, float]


@inlined
def apply_activation(
    network: Network,
    layer: int,
    parameters: Floats,
    buffers: Buffers,
    stride: int,
    first_unit: int,
    count: int,
) -> None:
    """F and f' of ``count`` units of a layer, from their z."""
    row, value, size = network.layers[layer], network.values[layer], count * stride
    z_start, f_start = (row[Z_ROW] + first_unit) * stride, (row[OUTPUT_ROW] + first_unit) * stride
    d_start, own = (row[UNIT_ROW] + first_unit) * stride, first_unit * stride
    z, f = buffers.z[z_start : z_start + size], buffers.activations[f_start : f_start + size]
    d = buffers.deltas[d_start : d_start + size]
    slopes = row[SLOPE_OFFSET] + first_unit if row[FIRST_LEARNED] else -1
    first = row[FIRST_KIND], slopes, value[STEEPNESS], value[FIRST_PARAMETER]
    _apply_function(first, parameters, z, f, d, stride)
    if row[SECOND_KIND] >= 0:
        slopes = row[SLOPE_OFFSET] + first_unit if row[SECOND_LEARNED] else -1
        second = row[SECOND_KIND], slopes, value[STEEPNESS], value[SECOND_PARAMETER]
        g, e = buffers.incoming[own : own + size], buffers.blended[own : own + size]
        _apply_function(second, parameters, z, g, e, stride)
        _blend(f, g, value[FIRST_SHARE], value[SECOND_SHARE])
        _blend(d, e, value[FIRST_SHARE], value[SECOND_SHARE])


@exact
def _apply_function(
    function: Function, parameters: Floats, z: Floats, f: Floats, d: Floats, stride: int
) -> None:
    """Run z through one function: all at once, or unit by unit where each has a slope of its own."""
    kind, slopes, steepness, parameter = function
    length = z.size if slopes < 0 else stride
    for start in range(0, z.size, length):
        stop = start + length
        if slopes >= 0:
            parameter = parameters[slopes + start // stride]
        activate(kind, z[start:stop], f[start:stop], d[start:stop], steepness, parameter)


@exact
def _blend(first: Floats, second: Floats, first_share: float, second_share: float) -> None:
    for i in range(first.size):
        first[i] = first_share * first[i] + second_share * second[i]
