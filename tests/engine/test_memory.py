"""What networks are said to need of memory."""

from vgviz import Experiment, Network
from vgviz.engine.memory import bytes_needed
from vgviz.engine.plan import make_plan

MEASURED_VECTORS = 18  # that the window held for each parameter of large networks, history included


def test_a_network_is_said_to_need_what_the_window_was_seen_to_take_for_it() -> None:
    experiment = Experiment(network=Network.uniform(depth=3, width=512))
    parameters = make_plan(experiment, features=2, task="classification", targets=2).parameter_count
    needed = bytes_needed(experiment, 256, 2, "classification", 2)
    assert needed >= MEASURED_VECTORS * parameters * 8
