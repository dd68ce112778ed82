"""Optimizers: names, equations, what each remembers and which numbers of ``Training`` it uses.

Definitions are PyTorch's (Lion's is its paper's). In the equations g is the gradient of the loss, clipped by
value, then by norm, plus l1 sign(w), plus weight_decay w where the decay is not decoupled; both take all
parameters in, biases too. lr is the learning rate as the schedule has it, t counts the optimizer's steps from
1. Another optimizer starts with nothing remembered; other numbers leave what is remembered as it is.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True)
class OptimizerKind:
    """One optimizer.

    Attributes
    ----------
    numbers : fields of ``Training`` that it uses besides the learning rate, decay, L1 and clipping.
    first_moment : whether it remembers a mean of gradients, or steps: always, never, or while ``momentum`` is
        above 0. ``second_moment``: whether it remembers squared gradients.
    bias_corrected : whether steps make up for a memory that began at 0.
    decoupled_decay : whether weight decay shrinks w itself, w <- (1 - lr weight_decay) w, and stays out of g.
    remark : what is worth knowing about its numbers; may be empty.
    """

    name: str
    label: str
    equation: str
    source: str
    numbers: tuple[str, ...]
    first_moment: Literal["always", "never", "with momentum"]
    second_moment: bool
    bias_corrected: bool = False
    decoupled_decay: bool = False
    remark: str = ""

    def keeps_first_moment(self, momentum: float) -> bool:
        """Whether there is a first moment at this ``momentum``."""
        return self.first_moment == "always" or (self.first_moment == "with momentum" and momentum > 0.0)

    def moments(self, momentum: float) -> int:
        """How many numbers it remembers for each parameter."""
        return self.keeps_first_moment(momentum) + self.second_moment


_ADAM_NUMBERS = ("beta1", "beta2", "epsilon")

_ENTRIES = (
    OptimizerKind(
        "sgd",
        "Gradient descent",
        "v = momentum v + g, w = w - lr v",
        "Robbins and Monro 1951; momentum: Polyak 1964",
        ("momentum",),
        "with momentum",
        False,
    ),
    OptimizerKind(
        "nesterov",
        "Nesterov momentum",
        "v = momentum v + g, w = w - lr (g + momentum v)",
        "Nesterov 1983; Sutskever et al. 2013",
        ("momentum",),
        "with momentum",
        False,
        remark="Without momentum it is plain gradient descent.",
    ),
    OptimizerKind(
        "adagrad",
        "Adagrad",
        "s = s + g^2, w = w - lr g / (sqrt(s) + ε)",
        "Duchi, Hazan and Singer 2011",
        ("epsilon",),
        "never",
        True,
        remark="What a gradient is multiplied by only ever falls.",
    ),
    OptimizerKind(
        "rmsprop",
        "RMSprop",
        "s = β₂ s + (1 - β₂) g^2, v = momentum v + g / (sqrt(s) + ε), w = w - lr v",
        "Tieleman and Hinton 2012",
        ("beta2", "epsilon", "momentum"),
        "with momentum",
        True,
        remark="β₂ is what PyTorch calls alpha; its default there is 0.99.",
    ),
    OptimizerKind(
        "adam",
        "Adam",
        "m = β₁ m + (1 - β₁) g, s = β₂ s + (1 - β₂) g^2, "
        "w = w - lr m / (1 - β₁^t) / (sqrt(s / (1 - β₂^t)) + ε)",
        "Kingma and Ba 2015",
        _ADAM_NUMBERS,
        "always",
        True,
        bias_corrected=True,
    ),
    OptimizerKind(
        "adamw",
        "AdamW",
        "Adam, with w = (1 - lr weight_decay) w before each step",
        "Loshchilov and Hutter 2019",
        _ADAM_NUMBERS,
        "always",
        True,
        bias_corrected=True,
        decoupled_decay=True,
    ),
    OptimizerKind(
        "nadam",
        "NAdam",
        "m and s as in Adam, μₜ = β₁ (1 - 0.96^(0.004 t) / 2), "
        "w = w - lr (μₜ₊₁ m / (1 - μ₁…μₜ₊₁) + (1 - μₜ) g / (1 - μ₁…μₜ)) / (sqrt(s / (1 - β₂^t)) + ε)",
        "Dozat 2016",
        _ADAM_NUMBERS,
        "always",
        True,
        bias_corrected=True,
    ),
    OptimizerKind(
        "lion",
        "Lion",
        "w = (1 - lr weight_decay) w - lr sign(β₁ m + (1 - β₁) g), m = β₂ m + (1 - β₂) g",
        "Chen et al. 2023",
        ("beta1", "beta2"),
        "always",
        False,
        decoupled_decay=True,
        remark="Every parameter moves by lr; its paper takes β₂ = 0.99 and a tenth of Adam’s learning rate.",
    ),
)

OPTIMIZERS = MappingProxyType({entry.name: entry for entry in _ENTRIES})
