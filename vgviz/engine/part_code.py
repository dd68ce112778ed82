"""Parts of kernels, compiled only as far as what calls them takes them in.

Numba by itself also makes machine code of each, which nothing ever calls: a tenth of the time that kernels
take to compile. What callers take in is the same either way.
"""

from typing import Any

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

# This leans on the inside of Numba. Other versions make machine code of parts too; kernels are the same.
KNOWN_VERSIONS = ("0.68.",)


class _PartLibrary(JITCodeLibrary):
    """Code that has no address."""

    def _finalize_final_module(self) -> None:
        self._finalized = True


class PartCompiler(Compiler):
    """Numba's compiler, without its last step."""

    def define_pipelines(self) -> Any:
        """All of Numba's passes, into a library of ours."""
        state: Any = self.state  # its target is this function's own
        make: Any = _PartLibrary
        state.library = make(state.targetctx.codegen(), state.func_id.func_qualname)
        state.targetctx.get_executable = _named_only
        compiler: Any = super()
        return compiler.define_pipelines()


def _named_only(library: Any, description: Any, environment: Any) -> Any:
    """What Numba looks a part up by, and Python cannot call."""
    untyped: Any = numba
    module, name = description.lookup_module(), description.qualname.split(".")[-1]
    return untyped._dynfunc.make_function(module, name, "", 0, environment, (library,))


def part_options() -> dict[str, Any]:
    """What tells Numba's decorator that a function is only ever a part of others."""
    untyped: Any = numba
    is_known = untyped.__version__.startswith(KNOWN_VERSIONS)
    return {"no_cpython_wrapper": True} | ({"pipeline_class": PartCompiler} if is_known else {})
