"""Register tiles: the innermost loops of matrix products, written as the processor's own vector instructions.

A tile keeps all its sums in registers over the whole loop and works in the precision of its arrays. The
compiler does not find such loops by itself. Without it (NUMBA_DISABLE_JIT=1) the same tiles are plain NumPy.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import arrayobj

from vgviz.engine.kernels.arrays import Floats
from vgviz.engine.kernels.vector import REGISTER_BYTES

Tile = Callable[..., None]

_INT32 = ir.IntType(32)
_FLAGS = ("contract", "nsz")
_SCALARS = {"float64": ir.DoubleType(), "float32": ir.FloatType(), "int64": ir.IntType(64)}
config: Any = numba.config
_arrays: Any = arrayobj  # Numba is untyped inside
_codegen: Any = cgutils


class _Vectors:
    """Instructions on vectors of ``count`` numbers."""

    def __init__(self, builder: Any, dtype: Any, count: int) -> None:
        self.builder = builder
        self.scalar = _SCALARS[dtype.name]
        self.size = dtype.bitwidth // 8
        self.vector = ir.VectorType(self.scalar, count)

    def load(self, pointer: Any) -> Any:
        """The vector at ``pointer``."""
        return self.builder.load(self.builder.bitcast(pointer, self.vector.as_pointer()), align=self.size)

    def store(self, value: Any, pointer: Any) -> None:
        """Write a vector or a number."""
        self.builder.store(value, self.builder.bitcast(pointer, value.type.as_pointer()), align=self.size)

    def splat(self, number: Any) -> Any:
        """A vector of equal numbers."""
        undefined = ir.Constant(self.vector, ir.Undefined)
        first = self.builder.insert_element(undefined, number, ir.Constant(_INT32, 0))
        return self.shuffle(first, undefined, [0] * self.vector.count)

    def shuffle(self, first: Any, second: Any, places: list[int]) -> Any:
        """The numbers at ``places`` of two vectors in a row."""
        mask = ir.Constant(ir.VectorType(_INT32, len(places)), places)
        return self.builder.shuffle_vector(first, second, mask)

    def add(self, first: Any, second: Any) -> Any:
        """Sum of two vectors."""
        return self.builder.fadd(first, second, flags=_FLAGS)

    def multiply_add(self, first: Any, second: Any, total: Any) -> Any:
        """Product and sum in one instruction, where the machine has it."""
        return self.add(self.builder.fmul(first, second, flags=_FLAGS), total)

    def added_up(self, vector: Any, count: int) -> Any:
        """``count`` partial sums of a vector's numbers."""
        while vector.type.count > count:
            half = vector.type.count // 2
            low = self.shuffle(vector, vector, list(range(half)))
            vector = self.add(low, self.shuffle(vector, vector, list(range(half, 2 * half))))
        return vector

    def four_totals(self, vectors: list[Any]) -> Any:
        """The totals of four vectors, as a vector of four."""
        a, b, c, d = (self.added_up(vector, 4) for vector in vectors)
        even, odd = [0, 4, 2, 6], [1, 5, 3, 7]
        first = self.add(self.shuffle(a, b, even), self.shuffle(a, b, odd))
        second = self.add(self.shuffle(c, d, even), self.shuffle(c, d, odd))
        return self.add(self.shuffle(first, second, [0, 1, 4, 5]), self.shuffle(first, second, [2, 3, 6, 7]))

    def transposed(self, rows: list[Any]) -> list[Any]:
        """The columns of a square of numbers: halves change places, ever finer."""
        count = len(rows)
        half = count // 2
        while half:
            low = [n if n & half == 0 else n - half + count for n in range(count)]
            high = [n + half if n & half == 0 else n + count for n in range(count)]
            for r in (r for r in range(count) if r & half == 0):
                a, b = rows[r], rows[r + half]
                rows[r], rows[r + half] = self.shuffle(a, b, low), self.shuffle(a, b, high)
            half //= 2
        return rows

    def prefetch(self, pointer: Any) -> None:
        """Let the processor bring what is at ``pointer`` into its second cache."""
        byte = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [byte, _INT32, _INT32, _INT32])
        hint = _codegen.get_or_insert_function(self.builder.module, kind, "llvm.prefetch.p0i8")
        reads, second_cache, data = (_INT32(n) for n in (0, 2, 1))
        self.builder.call(hint, [self.builder.bitcast(pointer, byte), reads, second_cache, data])


class _Loop(_Vectors):
    """A loop under construction: counter, moving pointers and sums, all in registers."""

    def __init__(self, builder: Any, dtype: Any) -> None:
        super().__init__(builder, dtype, REGISTER_BYTES * 8 // dtype.bitwidth)
        self.before = builder.basic_block
        self.body = builder.append_basic_block("tile")
        self.after = builder.append_basic_block("tile.done")
        self._moving: list[tuple[Any, Any]] = []

    def begin(self) -> None:
        """What is written from here on is done in every round."""
        self.builder.branch(self.body)
        self.builder.position_at_end(self.body)

    def variable(self, first: Any) -> Any:
        """What has the value ``first`` in the first round; `becomes` says what in the next."""
        value = self.builder.phi(first.type)
        value.add_incoming(first, self.before)
        return value

    def sums(self, count: int) -> list[Any]:
        """Vectors that start at 0."""
        zeros = ir.Constant(self.vector, [ir.Constant(self.scalar, 0.0)] * self.vector.count)
        return [self.variable(zeros) for _ in range(count)]

    def becomes(self, variable: Any, value: Any) -> None:
        """Give ``variable`` its value for the next round."""
        self._moving.append((variable, value))

    def moves(self, pointer: Any, by: Any) -> None:
        """Let ``pointer`` step by so many numbers."""
        self.becomes(pointer, self.builder.gep(pointer, [by]))

    def close(self, again: Any) -> None:
        """End the loop: another round if ``again``."""
        for variable, value in self._moving:
            variable.add_incoming(value, self.body)
        self.builder.cbranch(again, self.body, self.after)
        self.builder.position_at_end(self.after)


def _start(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    """Pointer to an array's number ``index``."""
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [index])


def combining_tile(rows: int, vectors: int, *, adds: bool = False) -> Tile:
    """Tile of out[r, :] = sum over k of w[r, k] x[k, :], ``rows`` high and so many vectors wide.

    One that ``adds`` goes on with the sums that stand in ``out``.

    Its arguments are flat arrays, each followed by the place of the tile's first number: ``out`` and ``x``,
    whose rows are ``stride`` apart, and ``w``, from one row and from one term to the next ``w_row`` and
    ``w_term`` apart.
    """

    @intrinsic
    def tile(
        _typing: Any, out: Any, _o: Any, w: Any, _p: Any, _row: Any, _term: Any, _terms: Any,
        x: Any, _q: Any, _stride: Any,
    ) -> Any:  # fmt: skip
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _, o, _, p, w_row, w_term, terms, _, q, stride = args
            first = _start(context, builder, signature.args[0], args[0], o)
            integer = stride.type
            weight = _start(context, builder, signature.args[2], args[2], p)
            weights = [builder.gep(weight, [builder.mul(w_row, integer(r))]) for r in range(rows)]
            inputs = _start(context, builder, signature.args[7], args[7], q)
            loop = _Loop(builder, out.dtype)
            lanes = loop.vector.count
            places = [
                builder.gep(first, [builder.add(builder.mul(stride, integer(r)), integer(c * lanes))])
                for r in range(rows)
                for c in range(vectors)
            ]
            former = [loop.load(place) for place in places] if adds else []
            loop.begin()
            k, ws, xs = loop.variable(integer(0)), [loop.variable(w) for w in weights], loop.variable(inputs)
            sums = [loop.variable(total) for total in former] if adds else loop.sums(rows * vectors)
            terms_x = [loop.load(builder.gep(xs, [integer(c * lanes)])) for c in range(vectors)]
            done = []
            for r in range(rows):
                scale = loop.splat(builder.load(ws[r]))
                done += [loop.multiply_add(scale, terms_x[c], sums[r * vectors + c]) for c in range(vectors)]
                loop.moves(ws[r], w_term)
            for variable, value in zip(sums, done, strict=True):
                loop.becomes(variable, value)
            loop.moves(xs, stride)
            count = builder.add(k, integer(1))
            loop.becomes(k, count)
            loop.close(builder.icmp_signed("<", count, terms))
            for total, place in zip(done, places, strict=True):
                loop.store(total, place)
            return context.get_dummy_value()

        number = types.intp
        return types.void(out, number, w, number, number, number, number, x, number, number), code

    def plain(
        out: Floats, o: int, w: Floats, p: int, w_row: int, w_term: int, terms: int,
        x: Floats, q: int, stride: int,
    ) -> None:  # fmt: skip
        width = vectors * REGISTER_BYTES // out.itemsize
        r, k, n = np.arange(rows)[:, np.newaxis], np.arange(terms), np.arange(width)
        product = w[p + r * w_row + k * w_term] @ x[q + k[:, np.newaxis] * stride + n]
        place = o + r * stride + n
        out[place] = out[place] + product if adds else product

    return plain if config.DISABLE_JIT else tile


def dot_tile(rows: int, columns: int) -> Tile:
    """Tile of out[i, j] = x[i] . y[j], ``rows`` high and 1 or 4 ``columns`` wide.

    Its arguments are flat arrays, each followed by the place of the tile's first number: ``out``, whose rows
    are ``out_row`` apart, then ``x`` and ``y``, whose rows are ``stride`` apart and as long.
    """

    @intrinsic
    def tile(
        _typing: Any, out: Any, _o: Any, _out_row: Any, x: Any, _p: Any, y: Any, _q: Any, _stride: Any
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _, o, out_row, _, p, _, q, stride = args
            first = _start(context, builder, signature.args[0], args[0], o)
            integer = stride.type
            x_start = _start(context, builder, signature.args[3], args[3], p)
            y_start = _start(context, builder, signature.args[5], args[5], q)
            starts = [builder.gep(x_start, [builder.mul(stride, integer(r))]) for r in range(rows)]
            starts += [builder.gep(y_start, [builder.mul(stride, integer(c))]) for c in range(columns)]
            loop = _Loop(builder, out.dtype)
            loop.begin()
            n, moving = loop.variable(integer(0)), [loop.variable(start) for start in starts]
            sums, lanes = loop.sums(rows * columns), loop.vector.count
            vectors = [loop.load(pointer) for pointer in moving]
            done = [
                loop.multiply_add(vectors[r], vectors[rows + c], sums[r * columns + c])
                for r in range(rows)
                for c in range(columns)
            ]
            for variable, value in zip(sums, done, strict=True):
                loop.becomes(variable, value)
            for pointer in moving:
                loop.moves(pointer, integer(lanes))
            count = builder.add(n, integer(lanes))
            loop.becomes(n, count)
            loop.close(builder.icmp_signed("<", count, stride))
            for r in range(rows):
                row = done[r * columns : (r + 1) * columns]
                if columns == 4:
                    total = loop.four_totals(row)
                else:
                    total = builder.extract_element(loop.added_up(row[0], 1), ir.Constant(_INT32, 0))
                loop.store(total, builder.gep(first, [builder.mul(out_row, integer(r))]))
            return context.get_dummy_value()

        number = types.intp
        return types.void(out, number, number, x, number, y, number, number), code

    def plain(out: Floats, o: int, out_row: int, x: Floats, p: int, y: Floats, q: int, stride: int) -> None:
        r, c = np.arange(rows)[:, np.newaxis], np.arange(columns)
        first = x[p : p + rows * stride].reshape(rows, stride)
        out[o + r * out_row + c] = first @ y[q : q + columns * stride].reshape(columns, stride).T

    return plain if config.DISABLE_JIT else tile


def gathering_tile(count: int, *, transposes: bool) -> Tile:
    """Tile of ``count`` rows of as many numbers, written one after the other, or their columns.

    Its arguments are flat arrays, each followed by the place of the tile's first number: ``out``, and ``w``,
    whose rows are ``w_row`` apart. What lies ``ahead`` of the rows is asked for: it will be gathered next.
    """

    @intrinsic
    def tile(_typing: Any, out: Any, _o: Any, w: Any, _p: Any, _w_row: Any, _ahead: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _, o, _, p, w_row, ahead = args
            vectors, integer = _Vectors(builder, out.dtype, count), o.type
            first = _start(context, builder, signature.args[0], args[0], o)
            start = _start(context, builder, signature.args[2], args[2], p)
            places = [builder.gep(start, [builder.mul(w_row, integer(r))]) for r in range(count)]
            rows = [vectors.load(place) for place in places]
            for place in places:
                vectors.prefetch(builder.gep(place, [ahead]))
            for r, row in enumerate(vectors.transposed(rows) if transposes else rows):
                vectors.store(row, builder.gep(first, [integer(r * count)]))
            return context.get_dummy_value()

        number = types.intp
        return types.void(out, number, w, number, number, number), code

    def plain(out: Floats, o: int, w: Floats, p: int, w_row: int, _ahead: int) -> None:
        rows = w[p + np.arange(count)[:, np.newaxis] * w_row + np.arange(count)]
        out[o : o + count * count] = (rows.T if transposes else rows).ravel()

    return plain if config.DISABLE_JIT else tile


def scratch_array(size: int) -> Any:
    """A function that gives its caller ``size`` numbers on the stack, of the type of an array."""

    def plain(like: Floats) -> Floats:
        return np.empty(size, like.dtype)

    if config.DISABLE_JIT:
        return plain

    @intrinsic
    def array(_typing: Any, like: Any) -> Any:
        kind = types.Array(like.dtype, 1, "C")

        def code(context: Any, builder: Any, _signature: Any, _args: Any) -> Any:
            scalar, width = _SCALARS[like.dtype.name], like.dtype.bitwidth // 8
            made = _arrays.make_array(kind)(context, builder)
            _arrays.populate_array(
                made,
                data=_codegen.alloca_once(builder, scalar, size=size),
                shape=[context.get_constant(types.intp, size)],
                strides=[context.get_constant(types.intp, width)],
                itemsize=context.get_constant(types.intp, width),
                meminfo=None,
            )
            return made._getvalue()

        return kind(like), code

    return array
