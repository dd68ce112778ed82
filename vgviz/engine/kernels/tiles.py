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
from vgviz.engine.kernels.vector_code import SCALARS, Loop, Vectors, pointer_to

Tile = Callable[..., None]

_INT32 = ir.IntType(32)
config: Any = numba.config
_arrays: Any = arrayobj  # Numba is untyped inside
_codegen: Any = cgutils


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
            first = pointer_to(context, builder, signature.args[0], args[0], o)
            integer = stride.type
            weight = pointer_to(context, builder, signature.args[2], args[2], p)
            weights = [builder.gep(weight, [builder.mul(w_row, integer(r))]) for r in range(rows)]
            inputs = pointer_to(context, builder, signature.args[7], args[7], q)
            loop = Loop(builder, out.dtype)
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
    """Tile of out[i, j] = x[i] . y[j], ``rows`` high and 1, 2, 4 or 8 ``columns`` wide.

    Its arguments are flat arrays, each followed by the place of the tile's first number: ``out``, whose rows
    are ``out_row`` apart, then ``x`` and ``y``, whose rows are ``stride`` apart and as long.
    """

    @intrinsic
    def tile(
        _typing: Any, out: Any, _o: Any, _out_row: Any, x: Any, _p: Any, y: Any, _q: Any, _stride: Any
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _, o, out_row, _, p, _, q, stride = args
            first = pointer_to(context, builder, signature.args[0], args[0], o)
            integer = stride.type
            x_start = pointer_to(context, builder, signature.args[3], args[3], p)
            y_start = pointer_to(context, builder, signature.args[5], args[5], q)
            starts = [builder.gep(x_start, [builder.mul(stride, integer(r))]) for r in range(rows)]
            starts += [builder.gep(y_start, [builder.mul(stride, integer(c))]) for c in range(columns)]
            loop = Loop(builder, out.dtype)
            loop.begin()
            k, moving = loop.variable(integer(0)), [loop.variable(start) for start in starts]
            sums, lanes = loop.sums(rows * columns), loop.vector.count
            above = [loop.load(pointer) for pointer in moving[:rows]]
            done = list(sums)
            for c, pointer in enumerate(moving[rows:]):
                below = loop.load(pointer)
                for r in range(rows):
                    n = r * columns + c
                    done[n] = loop.multiply_add(above[r], below, sums[n])
            for variable, value in zip(sums, done, strict=True):
                loop.becomes(variable, value)
            for pointer in moving:
                loop.moves(pointer, integer(lanes))
            count = builder.add(k, integer(lanes))
            loop.becomes(k, count)
            loop.close(builder.icmp_signed("<", count, stride))
            for r in range(rows):
                row = done[r * columns : (r + 1) * columns]
                total = loop.totals(row)
                if columns == 1:
                    total = builder.extract_element(total, ir.Constant(_INT32, 0))
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
            vectors, integer = Vectors(builder, out.dtype, count), o.type
            first = pointer_to(context, builder, signature.args[0], args[0], o)
            start = pointer_to(context, builder, signature.args[2], args[2], p)
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


def squaring_tile(width: int) -> Tile:
    """Tile of squares[n] = sum over r of values[r, n]^2, ``width`` columns in float64.

    Its arguments are flat arrays, each followed by the place of the tile's first number: ``squares``, and
    ``values``, whose rows are ``columns`` apart; then how many rows, and whether what stands there is added.
    """

    @intrinsic
    def tile(
        _typing: Any, squares: Any, _s: Any, values: Any, _v: Any, _columns: Any, _rows: Any, _goes_on: Any
    ) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            _, s, _, v, columns, rows, goes_on = args
            integer = rows.type
            place = pointer_to(context, builder, signature.args[0], args[0], s)
            start = pointer_to(context, builder, signature.args[2], args[2], v)
            numbers = Vectors(builder, values.dtype, width)
            (former,) = Vectors(builder, squares.dtype, width).former([place], goes_on)
            loop = Loop(builder, squares.dtype, width)
            loop.begin()
            r, row, total = loop.variable(integer(0)), loop.variable(start), loop.variable(former)
            value = numbers.load(row)
            if values.dtype != squares.dtype:
                value = builder.fpext(value, loop.vector)
            done = loop.multiply_add(value, value, total)
            loop.becomes(total, done)
            loop.moves(row, columns)
            count = builder.add(r, integer(1))
            loop.becomes(r, count)
            loop.close(builder.icmp_signed("<", count, rows))
            loop.store(done, place)
            return context.get_dummy_value()

        number = types.intp
        return types.void(squares, number, values, number, number, number, types.boolean), code

    def plain(
        squares: Floats, s: int, values: Floats, v: int, columns: int, rows: int, goes_on: bool
    ) -> None:
        places = v + np.arange(rows)[:, np.newaxis] * columns + np.arange(width)
        added = np.square(values[places], dtype=np.float64).sum(axis=0)
        squares[s : s + width] = squares[s : s + width] + added if goes_on else added

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
            scalar, width = SCALARS[like.dtype.name], like.dtype.bitwidth // 8
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
