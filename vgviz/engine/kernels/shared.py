"""Functions that are compiled once and called by name, instead of becoming a part of whatever calls them.

Numba copies what a function calls into it and optimizes the copy anew. For the large parts that all entry
points have in common that took longer than all the rest. A caller needs no more than the name: it can be
compiled in a process that only has the `promise` of the function.
"""

import ctypes
from collections.abc import Callable, Iterator
from inspect import Parameter, signature
from typing import Any

import numba
from llvmlite import binding
from numba.core import cgutils, types
from numba.extending import intrinsic

from vgviz.engine.jit import named

_config: Any = numba.config
_codegen: Any = cgutils  # Numba is untyped inside
_intrinsic: Any = intrinsic
_Tuple: Any = types.BaseTuple
_Pair: Any = types.UniTuple
# What a shared function can return, by its annotation.
_RETURNED: dict[Any, Any] = {
    None: types.none,
    bool: types.boolean,
    float: types.float64,
    tuple[float, float]: _Pair(types.float64, 2),
}


def shared(function: Callable[..., Any]) -> Any:
    """Make a function callable by name; the types of its arguments are those of `signatures`."""
    if _config.DISABLE_JIT:
        return function
    kernel: Any = named(function)
    kernel.is_called_by_name = True

    def call(_typing: Any, *arguments: Any) -> Any:
        declared = _declared(kernel, next(_precisions(arguments)))
        if binding.address_of_symbol(_symbol(kernel, declared)) is None:
            provide(kernel, declared)
        returned = _RETURNED[own.return_annotation]

        def code(context: Any, builder: Any, _signature: Any, values: Any) -> Any:
            convention = context.call_conv
            kind = convention.get_function_type(returned, declared)
            callee = _codegen.get_or_insert_function(builder.module, kind, _symbol(kernel, declared))
            status, result = convention.call_function(builder, callee, returned, declared, values)
            with _codegen.if_unlikely(builder, status.is_error):
                convention.return_status_propagate(builder, status)
            return result

        return returned(*declared), code

    own = signature(function)
    # Numba takes the number of arguments from here.
    typing = Parameter("_typing", Parameter.POSITIONAL_ONLY)
    call.__signature__ = own.replace(parameters=[typing, *own.parameters.values()])  # type: ignore[attr-defined]
    by_name = _intrinsic(call)
    by_name.kernel = kernel
    return by_name


def provide(kernel: Any, declared: tuple[Any, ...]) -> None:
    """Compile or load a shared function, and let compiled code find it."""
    if declared not in kernel.overloads:
        kernel.disable_compile(False)
        kernel.compile(declared)
    compiled = kernel.overloads[declared]
    address = compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name)
    binding.add_symbol(_symbol(kernel, declared), address)


def promise(kernel: Any, declared: tuple[Any, ...]) -> None:
    """Let what calls a shared function be compiled without it; it cannot be run in this process."""
    nowhere = ctypes.cast(ctypes.pythonapi.Py_FatalError, ctypes.c_void_p).value
    binding.add_symbol(_symbol(kernel, declared), nowhere)


def _declared(kernel: Any, precision: str) -> tuple[Any, ...]:
    from vgviz.engine.kernels.signatures import entry_points

    return next(declared for point, declared in entry_points(precision) if point is kernel)


def _symbol(kernel: Any, declared: tuple[Any, ...]) -> str:
    return f"vgviz.{kernel.__name__}.{next(_precisions(declared))}"


def _precisions(kinds: Any) -> Iterator[str]:
    """The precision of each array of floating-point numbers, in tuples too."""
    for kind in kinds:
        if isinstance(kind, _Tuple):
            yield from _precisions(kind.types)
        elif isinstance(kind, types.Array) and isinstance(kind.dtype, types.Float):
            yield kind.dtype.name
