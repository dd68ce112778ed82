"""The vectorised loop of a pair over a row of pre-activations.

It is written as instructions, not as Python: Numba then reads each pair once and no loop at all, which halves
the time that two dozen of them take to compile.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types

from vgviz.engine.kernels.activations.pairs import pair_of
from vgviz.engine.kernels.arrays import Floats

_FLAGS = ("contract", "nsz")
_SCALARS = {"float64": ir.DoubleType(), "float32": ir.FloatType()}
_codegen: Any = cgutils  # Numba is untyped inside
# Vectors that a loop works on together. Most of a pair's results depend on the one before, and a processor
# that must wait for each has time for the others'.
VECTORS_TOGETHER = 4


@dataclass(frozen=True, slots=True)
class LoopArguments:
    """What a loop works on, as values of the code that is being written."""

    precision: str
    size: Any
    rows: tuple[Any, ...]  # where z, f and d begin
    steepness: Any
    parameter: Any


def write_loop(name: str, typing: Any, context: Any, builder: Any, given: LoopArguments) -> None:
    """Write the loop of one entry of the catalogue; it works in its pair's precision."""
    pair, precision = pair_of(name, given.precision)
    scalar, stored = _SCALARS[precision], _SCALARS[given.precision]
    call = _callable(pair, precision, typing, context)
    steepness, parameter = (_cast(builder, value, scalar) for value in (given.steepness, given.parameter))
    with _codegen.for_range(builder, given.size) as loop:
        z, f, d = (builder.gep(row, [loop.index]) for row in given.rows)
        u = builder.fmul(steepness, _cast(builder, builder.load(z), scalar), flags=_FLAGS)
        both = call(builder, (u, parameter))
        slope = builder.fmul(steepness, builder.extract_value(both, 1), flags=_FLAGS)
        builder.store(_cast(builder, builder.extract_value(both, 0), stored), f)
        builder.store(_cast(builder, slope, stored), d)
        end = builder.block
    _interleave(builder.module, end.terminator)


def _interleave(module: Any, again: Any) -> None:
    """Tell LLVM so at the branch that closes a loop; the note's first entry must be itself."""
    count = module.add_metadata(["llvm.loop.interleave.count", ir.Constant(ir.IntType(32), VECTORS_TOGETHER)])
    note = ir.MDValue(module, [count], name=str(len(module.metadata)))
    note.operands = note, count
    again.set_metadata("llvm.loop", note)


def _callable(pair: Any, precision: str, typing: Any, context: Any) -> Any:
    """The compiled pair, as something that writes its call."""
    number = getattr(types, precision)
    compiled = types.Dispatcher(pair)
    return context.get_function(compiled, compiled.get_call_type(typing, (number, number), {}))


def _cast(builder: Any, value: Any, scalar: Any) -> Any:
    if value.type == scalar:
        return value
    widens = scalar == _SCALARS["float64"]
    return builder.fpext(value, scalar) if widens else builder.fptrunc(value, scalar)


def plain_loop(name: str, z: Floats, f: Floats, d: Floats, steepness: float, parameter: float) -> None:
    """Do without the compiler what a written loop does."""
    pair, precision = pair_of(name, z.dtype.name)
    s, p = (np.dtype(precision).type(value) for value in (steepness, parameter))
    for i in range(z.size):
        f[i], slope = pair(s * s.dtype.type(z[i]), p)
        d[i] = s * slope
