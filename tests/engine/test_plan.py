"""How a network is laid out: every buffer has just what its layers take."""

from itertools import pairwise

from vgviz import Activation, Experiment, Layer, Network
from vgviz.engine.plan import make_plan

HIDDEN = (
    Layer(5, Activation("prelu"), "batch"),
    Layer(4, Activation("tanh"), "layer"),
    Layer(4, Activation("tanh", blend_to="prelu", blend=0.5), "rms", residual=True),
    Layer(3),
)
PLAN = make_plan(Experiment(network=Network(HIDDEN)), features=2, task="classification", targets=2)


def test_parameters_lie_one_after_the_other_from_the_first_to_the_last() -> None:
    slots = list(PLAN.slots.values())
    assert slots[0].start == 0
    assert all(before.stop == after.start for before, after in pairwise(slots))
    assert slots[-1].stop == PLAN.parameter_count
    learned = 5 * 3 + 4 * 2 + 4 * 2  # slopes and scales and shifts; layers' and RMS' by their kind
    assert PLAN.parameter_count == 3 * 5 + 6 * 4 + 5 * 4 + 5 * 3 + 4 * 1 + learned


def test_buffers_have_a_row_for_every_unit_that_needs_one() -> None:
    assert PLAN.widths == (2, 5, 4, 4, 3, 1)
    assert PLAN.unit_count == 5 + 4 + 4 + 3 + 1
    assert PLAN.activation_rows == sum(width + 1 for width in PLAN.widths)  # and a row of ones
    assert PLAN.z_rows == 5 + (5 + 4)  # shared ones, and own ones where slopes are learned
    assert PLAN.normalized_rows == 5 + (4 + 1) + (4 + 1)  # each sample's own deviation
    assert PLAN.running_units == 5
