"""What a second thread does while another one trains."""

from vgviz.engine.descent import Descent
from vgviz.engine.jit import entry
from vgviz.engine.kernels.arrays import Buffers, Network, Vectors
from vgviz.engine.kernels.optimizers import update_part
from vgviz.engine.kernels.passes import activation_rows, backward_rows, product_rows
from vgviz.engine.kernels.teamwork import (
    ACTIVATION,
    FAILED,
    INDEX,
    KIND,
    PRODUCT,
    STRIDE,
    UPDATE,
    helper_has_done,
    part_of_helper,
)


@entry
def help_train(network: Network, buffers: Buffers, vectors: Vectors, descent: Descent) -> None:
    """Do parts of the leader's jobs until it needs no help any more."""
    parameters, gradient, team = vectors.parameters, vectors.change, buffers.team
    first, count = part_of_helper(team)
    while count:
        index, stride = team[INDEX], team[STRIDE]
        if team[KIND] == UPDATE:
            start = stride  # in its place
            if not update_part(descent, index, vectors, start + first, count):
                team[FAILED] = 1
        elif team[KIND] == PRODUCT:
            product_rows(network, index, parameters, buffers, stride, first, count)
        elif team[KIND] == ACTIVATION:
            activation_rows(network, index, parameters, buffers, stride, first, count)
        else:
            backward_rows(network, index, parameters, gradient, buffers, stride, first, count)
        helper_has_done(team)
        first, count = part_of_helper(team)
