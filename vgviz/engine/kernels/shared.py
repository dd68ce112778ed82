"""Functions that are compiled once and that all kernels call through their address.

Numba puts what a function calls into it and optimises the whole anew. What is large and called from many
places would be compiled many times over; a shared function is known to its callers by a symbol only, which
must be published before a kernel that calls it is compiled or loaded.
"""

from typing import Any

from llvmlite import binding
from numba.core import cgutils, types


def publish(kernel: Any, signature: tuple[Any, ...], precision: str) -> None:
    """Let kernels of this precision find a function, which is compiled now if it is not yet."""
    if signature not in kernel.overloads:
        kernel.disable_compile(False)
        kernel.compile(signature)
        kernel.disable_compile()
    compiled = kernel.overloads[signature]
    address = compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)
    binding.add_symbol(_symbol(kernel.__name__, precision), address)


def call_shared(
    context: Any, builder: Any, name: str, precision: str, signature: Any, arguments: Any
) -> None:
    """Write the call of a shared function, one that returns nothing, into the code of an intrinsic."""
    symbol, convention = _symbol(name, precision), context.call_conv
    kind = convention.get_function_type(types.void, signature.args)
    declare: Any = cgutils.get_or_insert_function  # Numba ships it untyped
    function = declare(builder.module, kind, symbol)
    convention.call_function(builder, function, types.void, signature.args, arguments)


def _symbol(name: str, precision: str) -> str:
    return f"vgviz.{name}.{precision}"
