"""In which bin of a logarithmic row numbers lie, from their bits: each by itself, and 64 at a time.

Both tell it but for numbers next to an edge, and say which those are. With 64 at a time the upper half of a
number's bits is enough, and float32: a register holds twice as many of those.
"""

import math
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic
from numpy.polynomial import Chebyshev, Polynomial

from vgviz.engine.histogram_bins import BINS, COUNT_COLUMNS
from vgviz.engine.jit import formula
from vgviz.engine.kernels.arrays import Columns, Floats
from vgviz.engine.kernels.vector_code import SCALARS, Loop, pointer_to

EIGHTHS_OF_TWO = 8.0 * math.log10(2.0)
# log2(m) for m from 1 to 2, in eighths of a decade; its error is below 4e-5.
_DEGREE = 5
_FIT = Chebyshev.interpolate(lambda m: EIGHTHS_OF_TWO * np.log2(m), _DEGREE, domain=[1.0, 2.0])
_TERMS = _FIT.convert(kind=Polynomial).coef.tolist()
_C0, _C1, _C2, _C3, _C4, _C5 = _TERMS
_FRACTION: Any = (1 << 52) - 1
_ONE: Any = 1023 << 52

AT_ONCE = 64
UNSURE = COUNT_COLUMNS  # stands for a column that is not known yet
# A float32 added to this has its whole part in six bits from bit 16 on.
_POINTED = 1.5 * 2.0**7
_WHOLE = 16
# Near an edge is what has these bits 0 after this is added; from the fit, from the digits left out and from
# rounding come errors below 8e-5.
_NEAR_AN_EDGE = 2.0**-13
_NEAR_BITS = (2**12 - 1) << (_WHOLE - 12)
_FLAGS = ("contract", "nsz")
_config: Any = numba.config


@formula
def pointed_logarithm(bits: int, share: float, binade: float, rest: float) -> int:
    """The logarithm of a number that is not denormal, from its bits; ``rest`` says where its point lies.

    It counts in eighths of a decade times ``share``, of which a binade has ``binade``.
    """
    m = np.int64((bits & _FRACTION) | _ONE).view(np.float64)
    fraction = _C0 + m * (_C1 + m * (_C2 + m * (_C3 + m * (_C4 + m * _C5))))
    exponent = float(bits >> 52)
    return int(np.float64(share * fraction + (binade * exponent + rest)).view(np.int64))


@intrinsic
def _quick_columns(
    _typing: Any, values: Any, _rounds: Any, _middle: Any, _share: Any, _binade: Any, _rest: Any, columns: Any
) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array, rounds, middle, share, binade, rest, into = args
        integer = rounds.type
        loop = Loop(builder, types.float32, AT_ONCE)
        first = pointer_to(context, builder, signature.args[0], array, integer(0))
        column = pointer_to(context, builder, signature.args[6], into, integer(0))
        reals = [*(builder.fmul(share, share.type(term)) for term in _TERMS), binade, rest]
        scales = [loop.splat(builder.fptrunc(real, loop.scalar)) for real in reals]
        lowest = loop.splat(builder.uitofp(builder.add(middle, integer(2**23)), loop.scalar))
        loop.begin()
        k, some, place = loop.variable(integer(0)), loop.variable(first), loop.variable(column)
        former = loop.variable(_all(0, bits=1))
        bits = _pointed_logarithms(loop, _upper_halves(builder, values.dtype, some), lowest, scales)
        is_near = builder.icmp_unsigned("==", builder.and_(bits, _all(_NEAR_BITS)), _all(0))
        quarters = builder.bitcast(bits, ir.VectorType(ir.IntType(8), 4 * AT_ONCE))
        found = loop.shuffle(quarters, quarters, list(range(_WHOLE // 8, 4 * AT_ONCE, 4)))
        found = builder.and_(found, _all(BINS - 1, bits=8))
        loop.store(builder.select(is_near, _all(UNSURE, bits=8), found), place)
        near = builder.or_(former, is_near)
        loop.becomes(former, near)
        loop.moves(some, integer(AT_ONCE))
        loop.moves(place, integer(AT_ONCE))
        count = builder.add(k, integer(1))
        loop.becomes(k, count)
        loop.close(builder.icmp_signed("<", count, rounds))
        marks = builder.bitcast(near, ir.IntType(AT_ONCE))
        return builder.icmp_unsigned("!=", marks, marks.type(0))

    number, real = types.intp, types.float64
    return types.boolean(values, number, number, real, real, real, columns), code


def _all(number: int, *, bits: int = 32) -> Any:
    return ir.Constant(ir.VectorType(ir.IntType(bits), AT_ONCE), [number] * AT_ONCE)


def _upper_halves(builder: Any, dtype: Any, pointer: Any) -> Any:
    """The upper halves of the bits of 64 numbers as float64; lower halves lie in front of them."""
    kind = ir.VectorType(SCALARS[dtype.name], AT_ONCE)
    some = builder.load(builder.bitcast(pointer, kind.as_pointer()), align=dtype.bitwidth // 8)
    if dtype.name == "float32":
        some = builder.fpext(some, ir.VectorType(ir.DoubleType(), AT_ONCE))
    halves = builder.bitcast(some, ir.VectorType(ir.IntType(32), 2 * AT_ONCE))
    places = ir.Constant(_all(0).type, list(range(1, 2 * AT_ONCE, 2)))
    return builder.shuffle_vector(halves, halves, places)


def _pointed_logarithms(loop: Loop, halves: Any, lowest: Any, scales: list[Any]) -> Any:
    """Logarithms from the upper halves of numbers, as bits that have a point at `_WHOLE`.

    An exponent in the last bits of 2**23 is a number without being converted to one.
    """
    builder = loop.builder
    *terms, binade, rest = scales
    exponent = builder.and_(builder.lshr(halves, _all(20)), _all(2047))
    exponent = builder.bitcast(builder.or_(exponent, _all((127 + 23) << 23)), loop.vector)
    fraction = builder.and_(builder.shl(halves, _all(3)), _all((1 << 23) - 1))
    m = builder.bitcast(builder.or_(fraction, _all(127 << 23)), loop.vector)
    total = terms[-1]
    for term in reversed(terms[:-1]):
        total = loop.multiply_add(m, total, term)
    above = loop.multiply_add(binade, builder.fsub(exponent, lowest), rest)
    return builder.bitcast(loop.add(total, above), _all(0).type)


def _plain_quick_columns(
    _values: Floats, rounds: int, _middle: int, _share: float, _binade: float, _rest: float, columns: Columns
) -> bool:
    """Without the compiler none is quick."""
    columns[: rounds * AT_ONCE] = UNSURE
    return True


_quick: Any = _plain_quick_columns if _config.DISABLE_JIT else _quick_columns


@formula
def quick_columns(values: Floats, rounds: int, first: int, share: float, columns: Columns) -> bool:
    """Write the columns, from bin ``first`` on, of the first ``rounds`` times 64 ``values``, all normal.

    Bins are one over ``share`` eighths of a decade wide. Numbers next to an edge get `UNSURE`; returns
    whether there are any.
    """
    binade = EIGHTHS_OF_TWO * share
    middle = 1023 + int(first / binade)  # an exponent near the first bin: few digits are enough from there
    rest = _POINTED + _NEAR_AN_EDGE + (binade * (middle - 1023) - first)
    return bool(_quick(values, rounds, middle, share, binade, rest, columns))
