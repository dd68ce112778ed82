"""The numbers of a training as sliders, made from their catalogue."""

import math

from vgviz.catalogue.training_numbers import TRAINING_NUMBERS, TrainingNumber
from vgviz.experiment import Training
from vgviz.views.controls.number_slider import Quantity
from vgviz.views.controls.number_text import Range
from vgviz.views.controls.slider_scale import ComplementScale, LinearScale, LogScale, Scale

OFF = "off"
LINEAR_STEP = 0.01
NEAR_ONE = 0.995  # numbers shown beyond it are told apart by how far they are from 1


def training_quantity(name: str) -> Quantity:
    """The slider of a field of ``Training``; an optional number is infinite where it is off."""
    number, default = TRAINING_NUMBERS[name], getattr(Training(), name)
    return Quantity(
        number.label,
        _scale(number),
        Range(number.low, number.high, number.whole, number.open_high, number.open_low),
        math.inf if default is None else default,
        number.meaning,
        infinity=OFF if number.optional else "",
    )


def training_value(name: str, value: float) -> float | None:
    """What the field takes for a slider's value."""
    return None if TRAINING_NUMBERS[name].optional and math.isinf(value) else value


def shown_value(value: float | None) -> float:
    """What a slider shows for a field's value."""
    return math.inf if value is None else value


def _scale(number: TrainingNumber) -> Scale:
    low, high = number.shown
    if number.logarithmic:
        zero = number.low == 0 and not number.optional
        return LogScale(low, high, number.whole, zero_stop=zero, infinite_stop=number.optional)
    if high > NEAR_ONE:
        return ComplementScale(low, high)
    return LinearScale(low, high, LINEAR_STEP)
