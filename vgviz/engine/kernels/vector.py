"""The machine's registers, as far as loops and buffers are laid out for them."""

from typing import Any

import numba
from llvmlite import binding
from numba.core import types
from numba.extending import intrinsic

config: Any = numba.config


def _register_bytes() -> int:
    """Size of the machine's widest register, at least 32 bytes."""
    try:
        return 64 if binding.get_host_cpu_features().get("avx512f") else 32
    except RuntimeError:  # not every platform can list its features
        return 32


REGISTER_BYTES = _register_bytes()
# Rows of buffers are padded to this many numbers, so that in both precisions a row is whole vectors.
ROW_MULTIPLE = REGISTER_BYTES // 4


def _has_bit_matrices() -> bool:
    """Whether code is compiled for a machine that multiplies matrices of bits and moves bytes at will."""
    if config.CPU_NAME or config.CPU_FEATURES:
        return False  # code is wanted for another machine
    try:
        features = binding.get_host_cpu_features()
    except RuntimeError:
        return False
    return all(features.get(name) for name in ("avx512f", "avx512bw", "avx512vbmi", "gfni"))


HAS_BIT_MATRICES = _has_bit_matrices()


@intrinsic
def _lanes(_typing: Any, array: Any) -> Any:
    count = REGISTER_BYTES * 8 // array.dtype.bitwidth

    def code(context: Any, _builder: Any, _signature: Any, _args: Any) -> Any:
        return context.get_constant(types.intp, count)

    return types.intp(array), code


def _plain_lanes(array: Any) -> int:
    return REGISTER_BYTES // int(array.itemsize)


# How many numbers of an array one register holds.
lanes: Any = _plain_lanes if config.DISABLE_JIT else _lanes
