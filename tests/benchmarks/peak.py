"""The most multiplications and additions a core can do: chains of vector instructions that need no memory."""

import ctypes
import time

import numpy as np
from llvmlite import binding

CHAINS, STEPS = 12, 4_000_000  # so many instructions are under way at once; more would not fit into registers
LANES = (2, 4, 8, 16)
TRIALS = 5


def quickest_chains(precision: str) -> float:
    """Gflop/s of one core, by the best of several widths of vectors; a multiply-add counts as two."""
    size = np.dtype(precision).itemsize
    return max(_reached("double" if size == 8 else "float", lanes * 8 // size) for lanes in LANES)


def _reached(kind: str, lanes: int) -> float:
    """Gflop/s of chains of ``lanes`` numbers each."""
    engine = _compiled(_code(kind, lanes))
    run = ctypes.CFUNCTYPE(None, ctypes.c_int64)(engine.get_function_address("chains"))
    run(STEPS // 10)
    least = np.inf
    for _ in range(TRIALS):
        begun = time.process_time()
        run(STEPS)
        least = min(least, time.process_time() - begun)
    return 2 * CHAINS * lanes * STEPS / float(least) / 1e9


def _compiled(code: str) -> binding.ExecutionEngine:
    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    target = binding.Target.from_default_triple()
    machine = target.create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=2
    )
    engine = binding.create_mcjit_compiler(binding.parse_assembly(code), machine)
    engine.finalize_object()
    return engine


def _code(kind: str, lanes: int) -> str:
    """A loop in which each number of each chain becomes its square and a tenth, which stays small."""
    vector, function = f"<{lanes} x {kind}>", f"@llvm.fma.v{lanes}f{64 if kind == 'double' else 32}"
    tenth = "0.1" if kind == "double" else "0x3FB99999A0000000"
    begin, square, keep = (
        "\n".join(line.format(n=n, vector=vector, function=function) for n in range(CHAINS))
        for line in (
            "%x{n} = phi {vector} [zeroinitializer, %entry], [%y{n}, %loop]",
            "%y{n} = call {vector} {function}({vector} %x{n}, {vector} %x{n}, {vector} %tenths)",
            "store volatile {vector} %y{n}, ptr %kept",
        )
    )
    tenths = ", ".join(f"{kind} {tenth}" for _ in range(lanes))
    return f"""
declare {vector} {function}({vector}, {vector}, {vector})
define void @chains(i64 %steps) {{
entry:
  %kept = alloca {vector}
  store volatile {vector} <{tenths}>, ptr %kept
  %tenths = load volatile {vector}, ptr %kept
  br label %loop
loop:
  %left = phi i64 [%steps, %entry], [%less, %loop]
{begin}
{square}
  %less = sub i64 %left, 1
  %more = icmp sgt i64 %less, 0
  br i1 %more, label %loop, label %done
done:
{keep}
  ret void
}}
"""
