"""One function for all activations: it runs the loop of the kind that it is given."""

from typing import Any

import numba
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from vgviz.catalogue.activations import ACTIVATIONS
from vgviz.engine.kernels.activations.loops import LOOPS, loop_of
from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.shared import shared

config: Any = numba.config


@intrinsic
def _jump(typing: Any, _kind: Any, z: Any, f: Any, d: Any, _steepness: Any, _parameter: Any) -> Any:
    """A jump to the loop of ``kind``, compiled for the arrays' precision."""
    arguments = (z, f, d, types.float64, types.float64)

    def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        done = builder.append_basic_block("done")
        switch = builder.switch(args[0], done)
        for kind in ACTIVATIONS.values():
            block = builder.append_basic_block(kind.name)
            switch.add_case(ir.Constant(args[0].type, kind.code), block)
            builder.position_at_end(block)
            loop: Any = LOOPS[z.dtype.name][kind.name]
            compiled = types.Dispatcher(loop)
            loop_signature = compiled.get_call_type(typing, arguments, {})
            context.get_function(compiled, loop_signature)(builder, args[1:])
            builder.branch(done)
        builder.position_at_end(done)
        return context.get_dummy_value()

    return types.void(types.int64, *arguments), code


def _look_up(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    loop_of(kind, z.dtype.name)(z, f, d, steepness, parameter)


# Numba's types count an intrinsic's first argument, which its callers leave out.
_switch: Any = _look_up if config.DISABLE_JIT else _jump


@shared
def activate(kind: int, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    """f(s z) and its derivative by z into ``f`` and ``d``; all three are flat."""
    _switch(kind, z, f, d, steepness, parameter)
