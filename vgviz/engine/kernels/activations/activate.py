"""One function for all activations: it runs the loop of the kind that it is given."""

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.jit import exact
from vgviz.engine.kernels.activations.loops import LoopArguments, plain_loop, write_loop
from vgviz.engine.kernels.activations.waves import EXACT_TO
from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.shared import shared

config: Any = numba.config
SINE = ACTIVATIONS["sine"].code


@intrinsic
def _jump(typing: Any, _kind: Any, z: Any, f: Any, d: Any, _steepness: Any, _parameter: Any) -> Any:
    """A jump to the loop of ``kind``, in the arrays' precision."""
    rows = (z, f, d)

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        kind, *given, steepness, parameter = args
        arrays = [
            context.make_array(row)(context, builder, array) for row, array in zip(rows, given, strict=True)
        ]
        arguments = LoopArguments(
            precision=z.dtype.name,
            size=builder.extract_value(arrays[0].shape, 0),
            rows=tuple(array.data for array in arrays),
            steepness=steepness,
            parameter=parameter,
        )
        done = builder.append_basic_block("done")
        switch = builder.switch(kind, done)
        for listed in ACTIVATIONS.values():
            block = builder.append_basic_block(listed.name)
            switch.add_case(ir.Constant(kind.type, listed.code), block)
            builder.position_at_end(block)
            write_loop(listed.name, typing, context, builder, arguments)
            builder.branch(done)
        builder.position_at_end(done)
        return context.get_dummy_value()

    return types.void(types.int64, *rows, types.float64, types.float64), code


def _look_up(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    name = next(listed.name for listed in ACTIVATIONS.values() if listed.code == kind)
    plain_loop(name, z, f, d, steepness, parameter)


# Numba's types count an intrinsic's first argument, which its callers leave out.
_switch: Any = _look_up if config.DISABLE_JIT else _jump


@shared
def activate(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    """f(s z) and its derivative by z into ``f`` and ``d``; all three are flat."""
    _switch(kind, z, f, d, steepness, parameter)
    if kind == SINE:
        _mend_far_sines(z, f, d, steepness)


@exact
def _mend_far_sines(z: Floats, f: Floats, d: Floats, steepness: float) -> None:
    for i in range(z.size):
        u = steepness * np.float64(z[i])
        if not abs(u) <= EXACT_TO:
            f[i] = np.sin(u)
            d[i] = steepness * np.cos(u)
