"""Vectors of a few float64 lanes for loops that the compiler does not turn into register tiles by itself.

A `load` takes ``LANES`` numbers from a flat array, `multiply_add` works on all of them at once. Without the
compiler (NUMBA_DISABLE_JIT=1) the same names are plain NumPy.
"""

from typing import Any

import numba
import numpy as np
from llvmlite import binding, ir
from numba.core import types
from numba.extending import intrinsic, models, register_model

_DOUBLE = ir.DoubleType()
_INT32 = ir.IntType(32)
_FLAGS = ("contract", "nsz")


def _lanes() -> int:
    """Lanes of the machine's widest register of doubles, at least 4."""
    try:
        return 8 if binding.get_host_cpu_features().get("avx512f") else 4
    except RuntimeError:  # not every platform can list its features
        return 4


LANES = _lanes()
# Rows of buffers are padded to this many numbers, so that a row is a whole number of vectors.
ROW_MULTIPLE = 8

_VECTOR = ir.VectorType(_DOUBLE, LANES)


class VectorType(types.Type):
    """Numba's type of a vector of LANES doubles."""

    def __init__(self) -> None:
        super().__init__(name=f"Vector({LANES} x float64)")


_make_type: Any = VectorType
VECTOR = _make_type()


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        base: Any = super()
        base.__init__(manager, kind, _VECTOR)


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [index])


def _splat(builder: Any, scalar: Any) -> Any:
    undefined = ir.Constant(_VECTOR, ir.Undefined)
    vector = builder.insert_element(undefined, scalar, ir.Constant(_INT32, 0))
    return builder.shuffle_vector(vector, undefined, _mask([0] * LANES))


def _mask(lanes: list[int]) -> Any:
    return ir.Constant(ir.VectorType(_INT32, len(lanes)), lanes)


@intrinsic
def _zero(_typing: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, _args: Any) -> Any:
        return _splat(builder, ir.Constant(_DOUBLE, 0.0))

    return VECTOR(), code


@intrinsic
def _load(_typing: Any, array: Any, _index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        pointer = _pointer(context, builder, signature.args[0], *args)
        return builder.load(builder.bitcast(pointer, _VECTOR.as_pointer()), align=8)

    return VECTOR(array, types.intp), code


@intrinsic
def _store(_typing: Any, array: Any, _index: Any, _vector: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        pointer = _pointer(context, builder, signature.args[0], args[0], args[1])
        builder.store(args[2], builder.bitcast(pointer, _VECTOR.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, VECTOR), code


@intrinsic
def _at(_typing: Any, array: Any, _index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_pointer(context, builder, signature.args[0], *args))

    return types.float64(array, types.intp), code


@intrinsic
def _scale_add(_typing: Any, _scalar: Any, _vector: Any, _total: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        product = builder.fmul(_splat(builder, args[0]), args[1], flags=_FLAGS)
        return builder.fadd(product, args[2], flags=_FLAGS)

    return VECTOR(types.float64, VECTOR, VECTOR), code


@intrinsic
def _multiply_add(_typing: Any, _first: Any, _second: Any, _total: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.fadd(builder.fmul(args[0], args[1], flags=_FLAGS), args[2], flags=_FLAGS)

    return VECTOR(VECTOR, VECTOR, VECTOR), code


def _halved(builder: Any, vector: Any, lanes: int) -> Any:
    """Sum of the vector's two halves."""
    low = builder.shuffle_vector(vector, vector, _mask(list(range(lanes // 2))))
    high = builder.shuffle_vector(vector, vector, _mask(list(range(lanes // 2, lanes))))
    return builder.fadd(low, high, flags=_FLAGS)


def _paired(builder: Any, first: Any, second: Any, even: list[int], odd: list[int]) -> Any:
    return builder.fadd(
        builder.shuffle_vector(first, second, _mask(even)),
        builder.shuffle_vector(first, second, _mask(odd)),
        flags=_FLAGS,
    )


@intrinsic
def _store_sums(_typing: Any, array: Any, _index: Any, _a: Any, _b: Any, _c: Any, _d: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        quads = [_halved(builder, v, LANES) if LANES == 8 else v for v in args[2:]]
        first = _paired(builder, quads[0], quads[1], [0, 4, 2, 6], [1, 5, 3, 7])
        second = _paired(builder, quads[2], quads[3], [0, 4, 2, 6], [1, 5, 3, 7])
        sums = _paired(builder, first, second, [0, 1, 4, 5], [2, 3, 6, 7])
        pointer = _pointer(context, builder, signature.args[0], args[0], args[1])
        builder.store(sums, builder.bitcast(pointer, sums.type.as_pointer()), align=8)
        return context.get_dummy_value()

    return types.void(array, types.intp, *(VECTOR,) * 4), code


@intrinsic
def _total(_typing: Any, _vector: Any) -> Any:
    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        vector, lanes = args[0], LANES
        while lanes > 1:
            vector, lanes = _halved(builder, vector, lanes), lanes // 2
        return builder.extract_element(vector, ir.Constant(_INT32, 0))

    return types.float64(VECTOR), code


def _plain_store_sums(array: Any, index: int, *vectors: Any) -> None:
    array[index : index + 4] = [vector.sum() for vector in vectors]


def _plain_store(array: Any, index: int, vector: Any) -> None:
    array[index : index + LANES] = vector


config: Any = numba.config
if config.DISABLE_JIT:
    zero: Any = lambda: np.zeros(LANES)  # noqa: E731
    load: Any = lambda array, index: array[index : index + LANES].copy()  # noqa: E731
    store: Any = _plain_store
    at: Any = lambda array, index: array[index]  # noqa: E731
    scale_add: Any = lambda scalar, vector, total: scalar * vector + total  # noqa: E731
    multiply_add: Any = lambda first, second, total: first * second + total  # noqa: E731
    store_sums: Any = _plain_store_sums
    total: Any = lambda vector: vector.sum()  # noqa: E731
else:
    zero, load, store, at = _zero, _load, _store, _at
    scale_add, multiply_add, store_sums, total = _scale_add, _multiply_add, _store_sums, _total
