"""What every layer hands on for given inputs."""

import numpy as np
import pytest
from msgspec.structs import replace

from vgviz import Activation, Data, Experiment, ExperimentError, Layer, Network, Simulation, Training

NETWORKS = {
    "sigmoid": Network.uniform(3, 5),
    "widths": Network((Layer(7), Layer(3, Activation("relu")), Layer(3, Activation("prelu"), residual=True))),
    "batch": Network.uniform(3, 6, activation="tanh", normalization="batch", residual=True),
    "layer": Network.uniform(2, 6, activation="gelu", normalization="layer"),
    "one": Network.uniform(1, 1),
}


@pytest.mark.parametrize("precision", ["float64", "float32"])
@pytest.mark.parametrize("network", NETWORKS.values(), ids=NETWORKS)
@pytest.mark.parametrize("samples", [1, 37, 600])
def test_backends_agree_on_every_layer(network: Network, samples: int, precision: str) -> None:
    experiment = Experiment(Data(classes=3, source="blobs"), network, precision=precision)
    reference, compiled = Simulation(experiment, "numpy"), Simulation(experiment)
    for simulation in (reference, compiled):
        simulation.run(steps=3)
    x = np.random.default_rng(samples).standard_normal((samples, 2))
    tolerance = 1e-10 if precision == "float64" else 1e-4
    for layer, (one, other) in enumerate(zip(compiled.activations(x), reference.activations(x), strict=True)):
        assert one.shape == (samples, compiled.plan.widths[layer + 1])
        np.testing.assert_allclose(one, other, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_the_last_layer_is_what_predictions_are_made_of(backend: str) -> None:
    simulation = Simulation(Experiment(training=Training(loss="mse")), backend)
    x = simulation.dataset.x_test
    assert (simulation.activations(x)[-1] == simulation.predict(x)).all()


@pytest.mark.parametrize("backend", ["numpy", "numba"])
def test_a_first_hidden_unit_is_f_of_its_own_z(backend: str) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(2, 3, activation="tanh")), backend)
    x = np.array([[0.5, -1.5], [2.0, 0.25]])
    z = x @ simulation.parameters["layers.0.weight"] + simulation.parameters["layers.0.bias"]
    np.testing.assert_allclose(simulation.activations(x)[0], np.tanh(z), rtol=1e-12)


def test_asking_changes_nothing_in_training() -> None:
    asked, left_alone = Simulation(Experiment()), Simulation(Experiment())
    for _ in range(3):
        asked.activations(np.zeros((300, 2)))
        asked.run(steps=2)
        left_alone.run(steps=2)
    for name, value in asked.parameters.items():
        assert (value == left_alone.parameters[name]).all()


def test_inputs_of_another_width_are_refused() -> None:
    with pytest.raises(ExperimentError, match=r"batch, 2"):
        Simulation(Experiment(), "numpy").activations(np.zeros((4, 3)))


@pytest.mark.parametrize(
    ("name", "parameter"), [("celu", 0.2), ("prelu", 0.7), ("silu", None), ("tanh", None)]
)
def test_a_function_blended_into_itself_stays_as_it_is(
    name: str, parameter: float | None, backend: str
) -> None:
    plain = Activation(name, parameter, 2.0)
    mixed = replace(plain, blend_to=name, blend=0.3)
    x = np.random.default_rng(0).standard_normal((9, 2))
    alone, blended = (
        Simulation(Experiment(network=Network.uniform(3, 5, activation=activation)), backend)
        for activation in (plain, mixed)
    )
    for ours, theirs in zip(alone.activations(x), blended.activations(x), strict=True):
        np.testing.assert_allclose(theirs, ours, rtol=1e-12, atol=1e-14)
