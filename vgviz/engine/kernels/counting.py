"""How often each column occurs, found for 64 values at once.

Of 64 columns their lowest bits are one whole number, their second bits another, and so on. Those that are
the same column as some bin are 1 where all these numbers, some of them inverted, are 1; such ones are counted
in one instruction, and vectors count for eight bins. Incrementing a count for each value took three times as
long: it has to be read after the last one is written.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

from vgviz.engine.kernels.arrays import Columns, Floats, Integers
from vgviz.engine.kernels.vector import HAS_BIT_MATRICES
from vgviz.engine.kernels.vector_code import SCALARS, Loop, Vectors, pointer_to

GROUP = 64
_LANES = 8
_BITS = 7
_ALL = 2**64 - 1
_BYTES = ir.VectorType(ir.IntType(8), GROUP)
_REALS = ir.VectorType(ir.DoubleType(), _LANES)
# Whole numbers added to these stand from bit 0, 8, 16 and 24 on; these bits of all four are left over.
_WHOLE_NUMBERS = [1.5 * 2.0 ** (52 - 8 * n) for n in range(4)]
_UPPER_BITS = int(np.bitwise_xor.reduce(np.array(_WHOLE_NUMBERS).view(np.int64)))
_config: Any = numba.config
_codegen: Any = cgutils  # Numba is untyped inside


def column_counter(*, by_matrices: bool) -> Callable[..., None]:
    """What counts columns, with a machine's instruction for matrices of bits or without."""

    @intrinsic
    def count(_typing: Any, counts: Any, columns: Any, _groups: Any, _goes_on: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            integer = args[2].type
            first = pointer_to(context, builder, signature.args[0], args[0], integer(0))
            column = pointer_to(context, builder, signature.args[1], args[1], integer(0))
            places = _places(builder, first, integer)
            former = Vectors(builder, counts.dtype, _LANES).former(places, args[3])
            loop = Loop(builder, counts.dtype, _LANES)
            loop.begin()
            k, some = loop.variable(integer(0)), loop.variable(column)
            sums = [loop.variable(total) for total in former]
            columns_here = builder.load(builder.bitcast(some, _BYTES.as_pointer()), align=1)
            bits = _bits(loop, columns_here, by_matrices=by_matrices)
            low, (*others, special) = _low_columns(loop, bits[:3]), bits[3:]
            groups = _in_eight_bins_each(loop, builder.and_(low, builder.not_(special)), others)
            done = _added(loop, sums, [*groups, builder.and_(low, special)])
            loop.moves(some, integer(GROUP))
            _close(loop, k, args[2])
            for total, place in zip(done, places, strict=True):
                loop.store(total, place)
            return context.get_dummy_value()

        return types.void(counts, columns, types.intp, types.boolean), code

    return count


def value_counter(*, by_matrices: bool) -> Callable[..., None]:
    """What counts values by their columns, which stay in registers."""

    @intrinsic
    def count(_typing: Any, counts: Any, values: Any, _groups: Any, _first: Any, _scale: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            integer = args[2].type
            start = pointer_to(context, builder, signature.args[0], args[0], integer(0))
            value = pointer_to(context, builder, signature.args[1], args[1], integer(0))
            places = _places(builder, start, integer)
            reals = Vectors(builder, types.float64, _LANES)
            edge = builder.sitofp(args[3], ir.DoubleType())
            starts = [reals.splat(builder.fsub(edge.type(n), edge)) for n in _WHOLE_NUMBERS]
            scale = reals.splat(args[4])
            loop = Loop(builder, counts.dtype, _LANES)
            loop.begin()
            k, some, sums = loop.variable(integer(0)), loop.variable(value), loop.sums(len(places) - 1)
            columns = _columns(loop, values.dtype, some, scale, starts)
            bits = _bits(loop, columns, by_matrices=by_matrices)
            done = _added(loop, sums, _in_eight_bins_each(loop, _low_columns(loop, bits[:3]), bits[3:-1]))
            loop.moves(some, integer(GROUP))
            _close(loop, k, args[2])
            for total, place in zip([*done, loop.zeros()], places, strict=True):
                loop.store(total, place)
            return context.get_dummy_value()

        return types.void(counts, values, types.intp, types.intp, types.float64), code

    return count


def _places(builder: Any, first: Any, integer: Any) -> list[Any]:
    return [builder.gep(first, [integer(n)]) for n in range(0, _LANES + 2 ** (_BITS - 1), _LANES)]


def _close(loop: Loop, k: Any, rounds: Any) -> None:
    count = loop.builder.add(k, k.type(1))
    loop.becomes(k, count)
    loop.close(loop.builder.icmp_signed("<", count, rounds))


def _columns(loop: Loop, dtype: Any, some: Any, scale: Any, starts: list[Any]) -> Any:
    """The columns of 64 values as bytes, in whatever order.

    Vectors of eight whole numbers that stand in different bytes become one, four and four.
    """
    builder = loop.builder
    floor = _codegen.get_or_insert_function(
        builder.module, ir.FunctionType(_REALS, [_REALS]), f"llvm.floor.v{_LANES}f64"
    )
    kind = ir.VectorType(SCALARS[dtype.name], _LANES)
    halves = []
    for half in range(2):
        total = loop.zeros()
        for n, start in enumerate(starts):
            place = builder.gep(some, [ir.IntType(64)((half * len(starts) + n) * _LANES)])
            value = builder.load(builder.bitcast(place, kind.as_pointer()), align=dtype.bitwidth // 8)
            if dtype.name == "float32":
                value = builder.fpext(value, _REALS)
            below = builder.call(floor, [builder.fmul(value, scale)])
            total = builder.xor(total, builder.bitcast(builder.fadd(below, start), loop.vector))
        halves.append(total)
    upper = ir.Constant(loop.vector, [_UPPER_BITS] * _LANES)
    both = builder.xor(halves[0], builder.shl(halves[1], ir.Constant(loop.vector, [32] * _LANES)))
    return builder.bitcast(builder.xor(both, upper), _BYTES)


def _bits(loop: Loop, columns: Any, *, by_matrices: bool) -> list[Any]:
    """Bit b of 64 columns as one whole number, in every lane of a vector, for every b."""
    builder = loop.builder
    if by_matrices:
        # The product of the unit matrix and one of eight columns has a row for each bit.
        unit = ir.Constant(_BYTES, [1 << n % 8 for n in range(GROUP)])
        kind = ir.FunctionType(_BYTES, [_BYTES, _BYTES, ir.IntType(8)])
        product = _codegen.get_or_insert_function(builder.module, kind, "llvm.x86.vgf2p8affineqb.512")
        rows = builder.call(product, [unit, columns, ir.IntType(8)(0)])
        bytes_of = [[8 * (n % 8) + bit for n in range(GROUP)] for bit in range(_BITS)]
        return [builder.bitcast(loop.shuffle(rows, rows, places), loop.vector) for places in bytes_of]
    zeros = ir.Constant(_BYTES, [0] * GROUP)
    masks = (ir.Constant(_BYTES, [1 << bit] * GROUP) for bit in range(_BITS))
    are_set = (builder.icmp_unsigned("!=", builder.and_(columns, mask), zeros) for mask in masks)
    return [loop.splat(builder.bitcast(each, ir.IntType(64))) for each in are_set]


def _low_columns(loop: Loop, bits: list[Any]) -> Any:
    """Which of 64 columns end in 0, in 1, ... in 7: a whole number each, in one vector."""
    chosen = []
    for bit, number in enumerate(bits):
        inverted = [0 if lane >> bit & 1 else _ALL for lane in range(_LANES)]
        chosen.append(loop.builder.xor(number, ir.Constant(loop.vector, inverted)))
    return loop.builder.and_(loop.builder.and_(chosen[0], chosen[1]), chosen[2])


def _in_eight_bins_each(loop: Loop, low: Any, bits: list[Any]) -> list[Any]:
    """Which columns are in each of the first eight bins, of the next eight, ..."""
    builder, groups = loop.builder, [low]
    for bit in reversed(bits):
        groups = [builder.and_(group, side) for group in groups for side in (builder.not_(bit), bit)]
    return groups


def _added(loop: Loop, sums: list[Any], groups: list[Any]) -> list[Any]:
    """The sums, and how many bits of each number are 1 added to them."""
    kind = ir.FunctionType(loop.vector, [loop.vector])
    ones = _codegen.get_or_insert_function(loop.builder.module, kind, f"llvm.ctpop.v{_LANES}i64")
    done = []
    for total, same in zip(sums, groups, strict=True):
        done.append(loop.builder.add(total, loop.builder.call(ones, [same])))
        loop.becomes(total, done[-1])
    return done


def _plain_count_columns(counts: Integers, columns: Columns, groups: int, goes_on: bool) -> None:
    found = np.bincount(columns[: groups * GROUP], minlength=counts.size)
    counts[:] = counts + found if goes_on else found


def _plain_count_values(counts: Integers, values: Floats, groups: int, first: int, scale: float) -> None:
    columns = np.floor(values[: groups * GROUP].astype(np.float64) * scale) - first
    counts[:] = np.bincount(columns.astype(np.int64), minlength=counts.size)


# Writes into ``counts`` (72,) how often each of 0, 1, ... 71 is in the first ``groups`` times 64 ``columns``;
# where it ``goes_on`` it adds that to what stands there.
count_columns: Any = (
    _plain_count_columns if _config.DISABLE_JIT else column_counter(by_matrices=HAS_BIT_MATRICES)
)
# Writes into ``counts`` (72,) how many of the first ``groups`` times 64 finite ``values`` are in each of 64
# columns; ``scale`` is one over their width, products with it are exact, and the first edge is ``first`` of
# them from 0.
count_values_of_groups: Any = (
    _plain_count_values if _config.DISABLE_JIT else value_counter(by_matrices=HAS_BIT_MATRICES)
)
