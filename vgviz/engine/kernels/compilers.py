"""How Numba compiles kernels, sooner than it does by itself.

By itself it looks in every function for what kernels do not have, optimizes each once before it is put into
its callers and again as a part of each of them, and makes machine code of all, also of what is only ever a
part. What is left out here changes neither the numbers that kernels give nor how fast they are.
"""

from typing import Any

import numba
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager, register_pass
from numba.core.typed_passes import NativeLowering, NopythonRewrites
from numba.core.untyped_passes import InlineClosureLikes

_numba: Any = numba  # Numba is untyped inside
_passes: Any = DefaultPassBuilder
_Passes: Any = PassManager
_registered: Any = register_pass
# These look for expressions of whole arrays, and for functions within functions.
NEEDLESS = (NopythonRewrites, InlineClosureLikes)


class _EntryLibrary(JITCodeLibrary):
    """Code that is optimized with all its parts in it, not also before."""

    def _optimize_functions(self, ll_module: Any) -> None:
        ll_module.data_layout = self._codegen._data_layout


class _PartLibrary(_EntryLibrary):
    """Code that others take in as it is, and that is no machine code by itself."""

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalized = True


@_registered(mutates_CFG=True, analysis_only=False)
class _EntryLowering(NativeLowering):
    """Numba's own lowering, into a library of ours."""

    _name = "entry_lowering"
    library: Any = _EntryLibrary

    def run_pass(self, state: Any) -> bool:
        make: Any = self.library
        state.library = make(state.targetctx.codegen(), state.func_id.func_qualname)
        state.library.enable_object_caching()
        lower: Any = super().run_pass
        return bool(lower(state))


@_registered(mutates_CFG=True, analysis_only=False)
class _PartLowering(_EntryLowering):
    """Lowering of what has no address."""

    _name = "part_lowering"
    library = _PartLibrary

    def run_pass(self, state: Any) -> bool:
        state.targetctx.get_executable = _named_only  # the context is this function's own
        return super().run_pass(state)


def _named_only(library: Any, description: Any, environment: Any) -> Any:
    """What stands for a part where Numba looks up functions; Python cannot call it."""
    library._ensure_finalized()
    module, name = description.lookup_module(), description.qualname.split(".")[-1]
    return _numba._dynfunc.make_function(module, name, "", 0, environment, (library,))


class KernelCompiler(CompilerBase):
    """Compiles what must be optimized by itself, or is called by name."""

    lowering: Any = NativeLowering

    def define_pipelines(self) -> list[Any]:
        """Numba's passes without those that find nothing in kernels."""
        chosen = _Passes("kernel")
        for step, description in _passes.define_nopython_pipeline(self.state).passes:
            if step not in NEEDLESS:
                chosen.add_pass(self.lowering if step is NativeLowering else step, description)
        chosen.finalize()
        return [chosen]


class EntryCompiler(KernelCompiler):
    """Compiles what Python calls."""

    lowering = _EntryLowering


class PartCompiler(KernelCompiler):
    """Compiles what only becomes a part of what calls it."""

    lowering = _PartLowering
