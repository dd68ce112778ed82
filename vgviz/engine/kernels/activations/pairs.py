"""The compiled pair (f, f') of each entry of the catalogue, under its name."""

from vgviz.engine.kernels.activations import Pair
from vgviz.engine.kernels.activations.exponential_units import celu, elu, log_sigmoid, selu, softplus
from vgviz.engine.kernels.activations.rectifiers import identity, leaky_relu, relu, relu6
from vgviz.engine.kernels.activations.s_shaped import (
    arctan,
    hard_sigmoid,
    hard_tanh,
    sigmoid,
    single_sigmoid,
    single_tanh,
    softsign,
    tanh,
)
from vgviz.engine.kernels.activations.self_gated import gelu, gelu_tanh, hard_swish, mish, silu
from vgviz.engine.kernels.activations.waves import gaussian, sine

PAIRS: dict[str, Pair] = {
    "identity": identity, "sigmoid": sigmoid, "hard_sigmoid": hard_sigmoid, "log_sigmoid": log_sigmoid,
    "tanh": tanh, "hard_tanh": hard_tanh, "softsign": softsign, "arctan": arctan, "softplus": softplus,
    "relu": relu, "relu6": relu6, "leaky_relu": leaky_relu, "prelu": leaky_relu, "elu": elu, "celu": celu,
    "selu": selu, "gelu": gelu, "gelu_tanh": gelu_tanh, "silu": silu, "hard_swish": hard_swish, "mish": mish,
    "sine": sine, "gaussian": gaussian,
}  # fmt: skip

# Quicker in float32 than by way of float64.
SINGLE_PRECISION_PAIRS: dict[str, Pair] = {"sigmoid": single_sigmoid, "tanh": single_tanh}


def pair_of(name: str, precision: str) -> tuple[Pair, str]:
    """The pair that arrays of this precision go through, and the precision in which it works."""
    if precision == "float32" and name in SINGLE_PRECISION_PAIRS:
        return SINGLE_PRECISION_PAIRS[name], precision
    return PAIRS[name], "float64"
