"""A snapshot knows what every layer started from, however the network was changed meanwhile."""

from collections.abc import Callable

import msgspec
import numpy as np

from vgviz import Experiment, Network, Simulation

change = msgspec.structs.replace
PARTS = ("weight", "bias")


def _with_hidden(simulation: Simulation, origin: tuple[int | None, ...]) -> Experiment:
    hidden = simulation.experiment.network.hidden
    layers = tuple(hidden[0] if old is None else hidden[old] for old in origin)
    return change(simulation.experiment, network=change(simulation.experiment.network, hidden=layers))


def test_training_leaves_the_start_as_it_was(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs((4, 4), momentum=0.9), backend)
    first = simulation.parameters
    simulation.run(steps=7)
    start = simulation.snapshot().start
    for name, values in first.items():
        np.testing.assert_array_equal(start[name], values)
        assert not np.array_equal(simulation.parameters[name], values)
        assert not start[name].flags.writeable


def test_a_layer_takes_its_start_to_its_new_place(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs((4, 4, 4)), backend)
    first = simulation.parameters
    simulation.run(steps=5)
    origin = (0, None, 2, 1)
    simulation.reconfigure(_with_hidden(simulation, origin), origin)
    drawn = simulation.parameters
    simulation.run(steps=5)
    start = simulation.snapshot().start
    for part in PARTS:
        np.testing.assert_array_equal(start[f"layers.1.{part}"], drawn[f"layers.1.{part}"])
        for layer, old in ((0, 0), (2, 2), (3, 1), (4, 3)):
            np.testing.assert_array_equal(start[f"layers.{layer}.{part}"], first[f"layers.{old}.{part}"])


def test_a_restored_state_and_loaded_parameters_bring_their_start(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((4, 4)), backend)
    first, state = simulation.parameters, simulation.state()
    simulation.run(steps=5)
    trained = simulation.parameters
    simulation.load_parameters(trained)
    simulation.run(steps=2)
    np.testing.assert_array_equal(simulation.snapshot().start["layers.0.weight"], trained["layers.0.weight"])
    simulation.restore(state)
    simulation.run(steps=2)
    np.testing.assert_array_equal(simulation.snapshot().start["layers.0.weight"], first["layers.0.weight"])


def test_another_precision_starts_in_it(backend: str) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(2, 3)), backend)
    simulation.reconfigure(change(simulation.experiment, precision="float32"))
    snapshot = simulation.snapshot()
    assert snapshot.start["layers.0.weight"].dtype == np.float32
    np.testing.assert_array_equal(snapshot.start["layers.0.weight"], snapshot.parameters["layers.0.weight"])
