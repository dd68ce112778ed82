"""What threads may do to the same word of an int64 vector, and how they sleep and wake each other.

They sleep in the interpreter's own locks, which any thread may open at any time. Without the compiler
(NUMBA_DISABLE_JIT=1) there is no second thread, and these are plain Python.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numba
from llvmlite import binding, ir
from numba.core import cgutils, types
from numba.extending import intrinsic
from numba.np import arrayobj

from vgviz.engine.kernels.arrays import Integers

config: Any = numba.config
_arrays: Any = arrayobj  # Numba is untyped inside
_codegen: Any = cgutils

_ORDER = "seq_cst"
_WORD, _INT, _ADDRESS = ir.IntType(64), ir.IntType(32), ir.IntType(8).as_pointer()
_IS_X86 = binding.get_process_triple().startswith(("x86", "amd64"))


def _place(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    array = _arrays.make_array(signature.args[0])(context, builder, args[0])
    return builder.gep(array.data, [args[1]])


@intrinsic
def _load(_typing: Any, team: Any, _index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load_atomic(_place(context, builder, signature, args), _ORDER, align=8)

    return types.int64(team, types.intp), code


@intrinsic
def _store(_typing: Any, team: Any, _index: Any, _value: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store_atomic(args[2], _place(context, builder, signature, args), _ORDER, align=8)
        return context.get_dummy_value()

    return types.void(team, types.intp, types.int64), code


def _changing(operation: str) -> Any:
    """Changes a word and gives what it was before."""

    @intrinsic
    def change(_typing: Any, team: Any, _index: Any, _value: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            place = _place(context, builder, signature, args)
            return builder.atomic_rmw(operation, place, args[2], _ORDER)

        return types.int64(team, types.intp, types.int64), code

    return change


@intrinsic
def _swap(_typing: Any, team: Any, _index: Any, _expected: Any, _value: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        place = _place(context, builder, signature, args)
        result = builder.cmpxchg(place, args[2], args[3], _ORDER, _ORDER)
        return builder.extract_value(result, 1)

    return types.boolean(team, types.intp, types.int64, types.int64), code


@intrinsic
def _pause(_typing: Any, team: Any) -> Any:
    def code(context: Any, builder: Any, _signature: Any, _args: Any) -> Any:
        if _IS_X86:
            kind = ir.FunctionType(ir.VoidType(), [])
            builder.call(_codegen.get_or_insert_function(builder.module, kind, "llvm.x86.sse2.pause"), [])
        return context.get_dummy_value()

    return types.void(team), code


def _lock_function(function: str, kind: Any) -> Callable[..., Any]:
    """Write a call of one of the interpreter's functions on the lock whose address is a word."""
    symbol = f"vgviz.{function}"
    called: Any = getattr(ctypes.pythonapi, function)
    binding.add_symbol(symbol, ctypes.cast(called, ctypes.c_void_p).value)

    def call(context: Any, builder: Any, signature: Any, args: Any, *further: Any) -> Any:
        lock = builder.inttoptr(builder.load(_place(context, builder, signature, args)), _ADDRESS)
        callee = _codegen.get_or_insert_function(builder.module, kind, symbol)
        return builder.call(callee, [lock, *further])

    return call


_release = _lock_function("PyThread_release_lock", ir.FunctionType(ir.VoidType(), [_ADDRESS]))
_acquire = _lock_function("PyThread_acquire_lock_timed", ir.FunctionType(_INT, [_ADDRESS, _WORD, _INT]))
_UNINTERRUPTED = _INT(0)


@intrinsic
def _ring(_typing: Any, team: Any, _index: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        _release(context, builder, signature, args)
        return context.get_dummy_value()

    return types.void(team, types.intp), code


@intrinsic
def _sleep_for(_typing: Any, team: Any, _index: Any, _microseconds: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        status = _acquire(context, builder, signature, args, args[2], _UNINTERRUPTED)
        return builder.icmp_signed("!=", status, _INT(0))

    return types.boolean(team, types.intp, types.int64), code


def _plain_load(team: Integers, index: int) -> int:
    return int(team[index])


def _plain_store(team: Integers, index: int, value: int) -> None:
    team[index] = value


def _plain_exchange(team: Integers, index: int, value: int) -> int:
    former, team[index] = int(team[index]), value
    return former


def _plain_add(team: Integers, index: int, value: int) -> int:
    team[index] += value
    return int(team[index]) - value


def _plain_swap(team: Integers, index: int, expected: int, value: int) -> bool:
    if team[index] != expected:
        return False
    team[index] = value
    return True


def _nothing(*_arguments: Any) -> None:
    pass


def _either(plain: Callable[..., Any], compiled: Any) -> Any:
    return plain if config.DISABLE_JIT else compiled


load = _either(_plain_load, _load)
store = _either(_plain_store, _store)
exchange = _either(_plain_exchange, _changing("xchg"))
add = _either(_plain_add, _changing("add"))
# Gives a word a value if it has the expected one; whether it had.
swap = _either(_plain_swap, _swap)
# Lets other threads of this core go first for a moment.
pause = _either(_nothing, _pause)
ring = _either(_nothing, _ring)
# Waits until somebody rings, but not longer; whether somebody has. Who was rung for before does not wait.
sleep_for = _either(_nothing, _sleep_for)
