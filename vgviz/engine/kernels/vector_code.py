"""Vector instructions and loops of them, for what the compiler does not find by itself."""

from typing import Any

from llvmlite import ir
from numba.core import cgutils

from vgviz.engine.kernels.vector import REGISTER_BYTES

_INT32 = ir.IntType(32)
_FLAGS = ("contract", "nsz")
SCALARS = {"float64": ir.DoubleType(), "float32": ir.FloatType(), "int64": ir.IntType(64)}
_codegen: Any = cgutils  # Numba is untyped inside


class Vectors:
    """Instructions on vectors of ``count`` numbers."""

    def __init__(self, builder: Any, dtype: Any, count: int) -> None:
        self.builder = builder
        self.scalar = SCALARS[dtype.name]
        self.size = dtype.bitwidth // 8
        self.vector = ir.VectorType(self.scalar, count)

    def load(self, pointer: Any) -> Any:
        """The vector at ``pointer``."""
        return self.builder.load(self.builder.bitcast(pointer, self.vector.as_pointer()), align=self.size)

    def store(self, value: Any, pointer: Any) -> None:
        """Write a vector or a number."""
        self.builder.store(value, self.builder.bitcast(pointer, value.type.as_pointer()), align=self.size)

    def former(self, places: list[Any], goes_on: Any) -> list[Any]:
        """The vectors at ``places`` where a sum ``goes_on``, else zeros: those wait for no memory."""
        builder = self.builder
        before, there = builder.basic_block, builder.append_basic_block("former")
        after = builder.append_basic_block("begun")
        builder.cbranch(goes_on, there, after)
        builder.position_at_end(there)
        loaded = [self.load(place) for place in places]
        builder.branch(after)
        builder.position_at_end(after)
        former = [builder.phi(self.vector) for _ in places]
        for phi, value in zip(former, loaded, strict=True):
            phi.add_incoming(value, there)
            phi.add_incoming(self.zeros(), before)
        return former

    def zeros(self) -> Any:
        """A vector of zeros."""
        return ir.Constant(self.vector, [ir.Constant(self.scalar, 0)] * self.vector.count)

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

    def totals(self, vectors: list[Any]) -> Any:
        """The totals of one, two, four or eight vectors, as one vector; in one order, whatever their number.

        Each round adds up neighbours and puts two vectors into one; the last one is folded.
        """
        count, size, unit = len(vectors), self.vector.count, 1
        while unit < count:
            low = [n - n % (2 * unit) + n % unit + (n & unit) // unit * size for n in range(size)]
            high = [n + unit for n in low]
            pairs = zip(vectors[::2], vectors[1::2], strict=True)
            vectors = [self.add(self.shuffle(a, b, low), self.shuffle(a, b, high)) for a, b in pairs]
            unit *= 2
        (total,) = vectors
        while size > count:
            low = [n for n in range(size) if n & count == 0]
            high = [n + count for n in low]
            total = self.add(self.shuffle(total, total, low), self.shuffle(total, total, high))
            size //= 2
        return total

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


class Loop(Vectors):
    """A loop under construction: counter, moving pointers and sums, all in registers.

    Its vectors are as wide as a register unless their ``count`` of numbers is given.
    """

    def __init__(self, builder: Any, dtype: Any, count: int | None = None) -> None:
        super().__init__(builder, dtype, count or REGISTER_BYTES * 8 // dtype.bitwidth)
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
        return [self.variable(self.zeros()) for _ in range(count)]

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


def pointer_to(context: Any, builder: Any, array_type: Any, array: Any, index: Any) -> Any:
    """Pointer to an array's number ``index``."""
    return builder.gep(context.make_array(array_type)(context, builder, array).data, [index])
