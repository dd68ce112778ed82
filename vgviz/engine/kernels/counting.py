"""How often each column occurs, found for 64 values at once.

Of 64 columns their lowest bits are one whole number, their second bits another, and so on. Those that are
the same column as some bin are 1 where all these numbers, some of them inverted, are 1; such ones are counted
in one instruction, and vectors count for eight bins. Incrementing a count for each value took three times as
long: it has to be read after the last one is written.
"""

from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from vgviz.engine.kernels.arrays import Columns, Integers
from vgviz.engine.kernels.vector_code import Loop, Vectors, pointer_to

GROUP = 64
_LANES = 8
_BITS = 7
_ALL = 2**64 - 1
_config: Any = numba.config
_codegen: Any = cgutils  # Numba is untyped inside


@intrinsic
def _count_columns(_typing: Any, counts: Any, columns: Any, _groups: Any, _goes_on: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        integer = args[2].type
        first = pointer_to(context, builder, signature.args[0], args[0], integer(0))
        column = pointer_to(context, builder, signature.args[1], args[1], integer(0))
        vectors = Vectors(builder, counts.dtype, _LANES)
        places = [builder.gep(first, [integer(n)]) for n in range(0, _LANES + 2 ** (_BITS - 1), _LANES)]
        former = vectors.former(places, args[3])
        loop = Loop(builder, counts.dtype, _LANES)
        loop.begin()
        k, some = loop.variable(integer(0)), loop.variable(column)
        sums = [loop.variable(total) for total in former]
        bits = _bits(builder, some)
        low = _low_columns(loop, bits[:3])
        done = []
        for total, same in zip(sums, _in_eight_bins_each(loop, low, bits[3:]), strict=True):
            done.append(builder.add(total, _ones(loop, same)))
            loop.becomes(total, done[-1])
        loop.moves(some, integer(GROUP))
        count = builder.add(k, integer(1))
        loop.becomes(k, count)
        loop.close(builder.icmp_signed("<", count, args[2]))
        for total, place in zip(done, places, strict=True):
            loop.store(total, place)
        return context.get_dummy_value()

    return types.void(counts, columns, types.intp, types.boolean), code


def _bits(builder: Any, columns: Any) -> list[Any]:
    """Bit b of 64 columns as one whole number, for every b."""
    kind = ir.VectorType(ir.IntType(8), GROUP)
    some = builder.load(builder.bitcast(columns, kind.as_pointer()), align=1)
    zeros = ir.Constant(kind, [0] * GROUP)
    masks = (ir.Constant(kind, [1 << bit] * GROUP) for bit in range(_BITS))
    are_set = (builder.icmp_unsigned("!=", builder.and_(some, mask), zeros) for mask in masks)
    return [builder.bitcast(each, ir.IntType(64)) for each in are_set]


def _low_columns(loop: Loop, bits: list[Any]) -> Any:
    """Which of 64 columns end in 0, in 1, ... in 7: a whole number each, in one vector."""
    chosen = []
    for bit, number in enumerate(bits):
        inverted = [0 if lane >> bit & 1 else _ALL for lane in range(_LANES)]
        chosen.append(loop.builder.xor(loop.splat(number), ir.Constant(loop.vector, inverted)))
    return loop.builder.and_(loop.builder.and_(chosen[0], chosen[1]), chosen[2])


def _in_eight_bins_each(loop: Loop, low: Any, bits: list[Any]) -> list[Any]:
    """Which columns are in each of the first eight bins, of the next eight, ..., and of the last, special."""
    builder = loop.builder
    *others, special = (loop.splat(bit) for bit in bits)
    groups = [builder.and_(low, builder.not_(special))]
    for bit in reversed(others):
        groups = [builder.and_(group, side) for group in groups for side in (builder.not_(bit), bit)]
    return [*groups, builder.and_(low, special)]


def _ones(loop: Loop, vector: Any) -> Any:
    """How many bits of each number are 1."""
    kind = ir.FunctionType(loop.vector, [loop.vector])
    name = f"llvm.ctpop.v{_LANES}i64"
    return loop.builder.call(_codegen.get_or_insert_function(loop.builder.module, kind, name), [vector])


def _plain_count_columns(counts: Integers, columns: Columns, groups: int, goes_on: bool) -> None:
    found = np.bincount(columns[: groups * GROUP], minlength=counts.size)
    counts[:] = counts + found if goes_on else found


# Writes into ``counts`` (72,) how often each of 0, 1, ... 71 is in the first ``groups`` times 64 ``columns``;
# where it ``goes_on`` it adds that to what stands there.
count_columns: Any = _plain_count_columns if _config.DISABLE_JIT else _count_columns
