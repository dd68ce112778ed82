"""Asking for numbers in memory before they are needed, where the processor does not foresee it."""

from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from vgviz.engine.cache_lines import LINE_BYTES
from vgviz.engine.jit import inlined
from vgviz.engine.kernels.arrays import Floats, Integers

config: Any = numba.config
_codegen: Any = cgutils  # Numba is untyped inside


@intrinsic
def _hint(_typing: Any, array: Any, _place: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        byte, word = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, word, word, word])
        prefetch = _codegen.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        reads, second_cache, is_data = word(0), word(2), word(1)
        place = builder.bitcast(builder.gep(data, [args[1]]), byte)
        builder.call(prefetch, [place, reads, second_cache, is_data])
        return context.get_dummy_value()

    return types.void(array, types.intp), code


def _plain_hint(_array: Floats | Integers, _place: int) -> None:
    """Without the compiler there is nothing to ask for."""


hint: Any = _plain_hint if config.DISABLE_JIT else _hint


@inlined
def ask_for(array: Floats | Integers, start: int, size: int) -> None:
    """Let ``size`` numbers come into the second cache, the last ones first."""
    line = LINE_BYTES // array.itemsize
    for place in range(start + size - line, start - line, -line):
        hint(array, place)
