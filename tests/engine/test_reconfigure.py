"""Turning a knob keeps what can be kept."""

from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import pytest

from vgviz import Activation, Data, Experiment, ExperimentError, Init, Layer, Network, Simulation, Training
from vgviz.engine import memory

change = msgspec.structs.replace


def trained(experiment: Experiment, backend: str = "numpy") -> Simulation:
    simulation = Simulation(experiment, backend)
    simulation.run(steps=6)
    return simulation


def with_training(experiment: Experiment, **fields: Any) -> Experiment:
    return change(experiment, training=change(experiment.training, **fields))


def with_network(experiment: Experiment, **fields: Any) -> Experiment:
    return change(experiment, network=change(experiment.network, **fields))


def assert_kept(simulation: Simulation, before: dict[str, Any], *names: str) -> None:
    for name in names or before:
        np.testing.assert_array_equal(simulation.parameters[name], before[name], err_msg=name)


@pytest.mark.parametrize(
    "activation",
    [
        Activation("relu"),
        Activation("sigmoid", steepness=3.0),
        Activation("sigmoid", blend_to="tanh", blend=0.3),
        Activation("leaky_relu", parameter=0.2),
    ],
)
def test_activation_acts_in_place(
    activation: Activation, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = trained(blobs((5, 4), momentum=0.9), backend)
    before, velocity = simulation.parameters, simulation.state().training.first_moment
    hidden = tuple(change(layer, activation=activation) for layer in simulation.experiment.network.hidden)
    assert simulation.reconfigure(with_network(simulation.experiment, hidden=hidden)) == ()
    assert_kept(simulation, before)
    np.testing.assert_array_equal(simulation.state().training.first_moment, velocity)
    assert simulation.step == 6
    fresh = Simulation(simulation.experiment, backend)
    fresh.load_parameters(before)
    batch = simulation.probe
    assert simulation.loss_and_gradients(*batch)[0] == fresh.loss_and_gradients(*batch)[0]


def test_arrays_go_over_where_all_parameters_stay_but_copies_are_left_alone(
    blobs: Callable[..., Experiment],
) -> None:
    simulation = trained(blobs((5, 4), optimizer="adam"))
    kept, twin, arrays = simulation.state(), simulation.copy(), simulation._run.training
    relu = (Layer(5, Activation("relu")), Layer(4, Activation("relu")))
    simulation.reconfigure(with_network(simulation.experiment, hidden=relu))
    assert simulation._run.training.parameters is arrays.parameters
    assert simulation._run.training.second_moment is arrays.second_moment
    simulation.run(steps=3)
    assert twin.state() == kept
    simulation.restore(kept)
    assert simulation.state() == kept


def test_running_statistics_go_only_where_the_new_normalization_has_any(
    blobs: Callable[..., Experiment],
) -> None:
    """Scale and shift are the same parameters with every normalization."""
    hidden = Layer(5, normalization="batch"), Layer(4, normalization="layer")
    simulation = trained(change(blobs(), network=Network(hidden)))
    before, running = simulation.parameters, simulation.state().training.running
    hidden = Layer(5, normalization="layer"), Layer(4, normalization="batch")
    assert simulation.reconfigure(with_network(simulation.experiment, hidden=hidden)) == ()
    assert_kept(simulation, before)
    assert running.size == 10
    fresh = Simulation(simulation.experiment, "numpy").state().training.running
    np.testing.assert_array_equal(simulation.state().training.running, fresh)


@pytest.mark.parametrize("normalization", ["none", "batch", "rms"])
def test_what_a_former_network_has_left_in_the_buffers_changes_nothing(
    normalization: str, backend: str, blobs: Callable[..., Experiment]
) -> None:
    relu = Layer(5, Activation("relu"))
    wild = with_training(change(blobs(), network=Network((relu, relu))), learning_rate=1e300)
    simulation = Simulation(wild, backend)
    simulation.run(steps=9)
    simulation.snapshot()
    assert not simulation.is_finite
    layer = Layer(5, Activation("gelu"), normalization=normalization, residual=True)
    calm = change(wild, network=Network((layer, layer)), training=Training())
    simulation.reconfigure(calm)
    fresh = Simulation(calm, backend)
    simulation.load_parameters(fresh.parameters)
    loss, gradients = simulation.loss_and_gradients(*fresh.probe)
    expected, others = fresh.loss_and_gradients(*fresh.probe)
    assert loss == expected
    for name, gradient in gradients.items():
        np.testing.assert_array_equal(gradient, others[name], err_msg=name)
    np.testing.assert_array_equal(simulation.predict(fresh.probe[0]), fresh.predict(fresh.probe[0]))


@pytest.mark.parametrize("fields", [{"learning_rate": 0.5}, {"momentum": 0.5}, {"batch_size": 5}])
def test_training_acts_in_place(fields: dict[str, Any], blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs())
    before = simulation.parameters
    assert simulation.reconfigure(with_training(simulation.experiment, **fields)) == ()
    assert_kept(simulation, before)
    simulation.run(steps=1)
    assert simulation.step == 7


def test_another_batch_size_finishes_the_epoch_under_way(blobs: Callable[..., Experiment]) -> None:
    simulation = Simulation(blobs(batch_size=10), "numpy")  # 36 training samples
    simulation.run(steps=2)
    simulation.reconfigure(with_training(simulation.experiment, batch_size=8))
    simulation.run(steps=2)  # the 16 samples that are left
    assert simulation.epoch == 1
    simulation.reconfigure(with_training(simulation.experiment, batch_size=100))
    simulation.run(steps=3)
    assert simulation.epoch == 4
    simulation.reconfigure(with_training(simulation.experiment, batch_size=9))
    simulation.run(steps=4)
    assert simulation.epoch == 5


def test_loss_reinitialises_only_an_output_layer_that_no_longer_fits(
    blobs: Callable[..., Experiment],
) -> None:
    simulation = trained(blobs((5, 4), classes=2))
    before = simulation.parameters
    renewed = simulation.reconfigure(with_training(simulation.experiment, loss="cross_entropy"))
    assert renewed == ("layers.2.weight", "layers.2.bias")
    assert simulation.parameters["layers.2.weight"].shape == (4, 2)
    assert_kept(simulation, before, "layers.0.weight", "layers.0.bias", "layers.1.weight", "layers.1.bias")
    before = simulation.parameters
    assert simulation.reconfigure(with_training(simulation.experiment, loss="mse")) == ()
    assert_kept(simulation, before)


def test_data_keeps_the_weights_that_fit(blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5, 4)))
    before = simulation.parameters
    noisy = change(simulation.experiment, data=change(simulation.experiment.data, noise=2.0))
    assert simulation.reconfigure(noisy) == ()
    assert_kept(simulation, before)
    more = change(noisy, data=change(noisy.data, features=7))
    assert simulation.reconfigure(more) == ("layers.0.weight", "layers.0.bias")
    assert_kept(simulation, before, "layers.1.weight", "layers.2.weight")
    simulation.run(epochs=1)
    assert simulation.is_finite


def test_width_reinitialises_the_layers_it_touches(blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5, 4, 3)))
    before = simulation.parameters
    hidden = (Layer(5), Layer(6), Layer(3))
    renewed = simulation.reconfigure(with_network(simulation.experiment, hidden=hidden))
    assert renewed == ("layers.1.weight", "layers.1.bias", "layers.2.weight", "layers.2.bias")
    assert_kept(simulation, before, "layers.0.weight", "layers.0.bias", "layers.3.weight", "layers.3.bias")
    fresh = Simulation(simulation.experiment, "numpy").parameters
    assert_kept(simulation, fresh, "layers.1.weight", "layers.2.weight")


def test_depth_adds_and_removes_hidden_layers_before_the_output(blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5, 5, 5)))
    before = simulation.parameters
    deeper = with_network(simulation.experiment, hidden=(Layer(5),) * 5)
    assert simulation.reconfigure(deeper) == (
        "layers.3.weight",
        "layers.3.bias",
        "layers.4.weight",
        "layers.4.bias",
    )
    assert_kept(simulation, before, "layers.0.weight", "layers.1.weight", "layers.2.weight")
    np.testing.assert_array_equal(simulation.parameters["layers.5.weight"], before["layers.3.weight"])
    shallower = with_network(simulation.experiment, hidden=(Layer(5),) * 2)
    assert simulation.reconfigure(shallower) == ()
    np.testing.assert_array_equal(simulation.parameters["layers.2.weight"], before["layers.3.weight"])


def test_origin_says_which_layer_lives_on_where(blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5, 5, 5)))
    before = simulation.parameters
    same = simulation.experiment
    renewed = simulation.reconfigure(same, origin=[0, None, 1])
    assert renewed == ("layers.1.weight", "layers.1.bias")
    np.testing.assert_array_equal(simulation.parameters["layers.2.weight"], before["layers.1.weight"])
    np.testing.assert_array_equal(simulation.parameters["layers.3.weight"], before["layers.3.weight"])
    for wrong in ([0], [0, 1, 9], [0, 1, 2, 3, 0]):
        with pytest.raises(ExperimentError, match="origin"):
            simulation.reconfigure(same, origin=wrong)


@pytest.mark.parametrize(
    "edit",
    [
        lambda e: change(e, seed=7),
        lambda e: with_network(e, init=Init("he_normal")),
        lambda e: with_network(e, init=Init(gain=2.0)),
        lambda e: with_network(e, init=Init(bias_std=0.5)),
    ],
)
def test_another_start_begins_at_step_0(
    edit: Callable[[Experiment], Experiment], backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = trained(blobs(momentum=0.9), backend)
    experiment = edit(simulation.experiment)
    renewed = simulation.reconfigure(experiment)
    fresh = Simulation(experiment, backend)
    assert set(renewed) == set(fresh.parameters)
    assert (simulation.step, simulation.epoch) == (0, 0)
    simulation.run(steps=10)
    fresh.run(steps=10)
    assert_kept(simulation, fresh.parameters)


def test_learned_slopes_come_go_and_stay(blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5,), Activation("leaky_relu")))

    def use(activation: Activation) -> tuple[str, ...]:
        experiment = with_network(simulation.experiment, hidden=(Layer(5, activation),))
        return simulation.reconfigure(experiment)

    assert use(Activation("prelu")) == ("layers.0.slope",)
    np.testing.assert_array_equal(simulation.parameters["layers.0.slope"], 0.25)
    simulation.run(steps=20)
    learned = simulation.parameters["layers.0.slope"]
    assert np.abs(learned - 0.25).max() > 1e-4
    assert use(Activation("prelu", steepness=2.0)) == ()
    assert use(Activation("prelu", blend_to="relu", blend=0.5)) == ()
    np.testing.assert_array_equal(simulation.parameters["layers.0.slope"], learned)
    for blend in (1.0, 0.3, 0.0, 1.0, 0.5):
        assert use(Activation("prelu", blend_to="relu", blend=blend)) == ()
        np.testing.assert_array_equal(simulation.parameters["layers.0.slope"], learned)
    assert use(Activation("relu", blend_to="prelu", blend=0.0)) == ()
    np.testing.assert_array_equal(simulation.parameters["layers.0.slope"], learned)
    assert use(Activation("prelu", parameter=0.5)) == ("layers.0.slope",)
    assert use(Activation("relu")) == ()
    assert "layers.0.slope" not in simulation.parameters


@pytest.mark.parametrize(
    "activation", [Activation("prelu", blend_to="tanh", blend=1.0), Activation("tanh", blend_to="prelu")]
)
def test_slopes_that_do_not_act_change_nothing(
    activation: Activation, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = trained(blobs((5,), activation), backend)
    plain = trained(blobs((5,), Activation("tanh")), backend)
    parameters = dict(simulation.parameters)
    np.testing.assert_array_equal(parameters.pop("layers.0.slope"), 0.25)
    for name, values in plain.parameters.items():
        np.testing.assert_array_equal(parameters[name], values)
    shown, wanted = simulation.snapshot(), plain.snapshot()
    np.testing.assert_array_equal(shown.gradients["layers.0.slope"], 0.0)
    np.testing.assert_array_equal(shown.saturated_fraction, wanted.saturated_fraction)
    assert shown.loss == wanted.loss


def test_normalization_and_skips_act_in_place(backend: str, blobs: Callable[..., Experiment]) -> None:
    simulation = trained(blobs((5, 5), momentum=0.9), backend)
    before = simulation.parameters

    def use(normalization: str, residual: bool = False) -> tuple[str, ...]:
        hidden = (Layer(5), Layer(5, Activation(), normalization, residual))
        return simulation.reconfigure(with_network(simulation.experiment, hidden=hidden))

    assert use("none", residual=True) == ()
    assert use("batch") == ("layers.1.norm_scale", "layers.1.norm_shift")
    assert_kept(simulation, before, *before)
    np.testing.assert_array_equal(simulation.parameters["layers.1.norm_scale"], 1.0)
    np.testing.assert_array_equal(simulation.parameters["layers.1.norm_shift"], 0.0)
    simulation.run(steps=6)
    before, running = simulation.parameters, simulation.running_statistics
    assert use("batch", residual=True) == ()
    assert_kept(simulation, before)
    for name, value in simulation.running_statistics.items():
        np.testing.assert_array_equal(value, running[name])
    assert use("rms") == ()
    assert use("layer") == ("layers.1.norm_shift",)
    assert simulation.running_statistics == {}
    assert use("batch") == ()
    np.testing.assert_array_equal(simulation.running_statistics["layers.1.running_mean"], 0.0)
    np.testing.assert_array_equal(simulation.parameters["layers.1.norm_scale"], before["layers.1.norm_scale"])
    assert simulation.step == 12
    simulation.run(steps=6)
    assert simulation.is_finite


def test_a_new_layer_starts_with_running_statistics_of_its_own(blobs: Callable[..., Experiment]) -> None:
    layer = Layer(5, Activation(), "batch")
    simulation = trained(with_network(blobs(), hidden=(layer,) * 3))
    running = simulation.running_statistics
    simulation.reconfigure(simulation.experiment, origin=[0, None, 1])
    moved = simulation.running_statistics
    np.testing.assert_array_equal(moved["layers.1.running_variance"], 1.0)
    np.testing.assert_array_equal(moved["layers.2.running_variance"], running["layers.1.running_variance"])


def test_batch_normalization_switched_on_before_a_single_last_sample_ends_the_epoch(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs(batch_size=7), backend)  # 36 training samples
    simulation.run(steps=5)
    assert (simulation.epoch, simulation.steps_left_in_epoch) == (0, 1)
    layer = Layer(5, Activation(), "batch")
    simulation.reconfigure(with_network(simulation.experiment, hidden=(layer, layer)))
    assert simulation.epoch == 1
    simulation.run(steps=5)
    assert simulation.epoch == 2


def test_a_single_sample_trained_before_batch_normalization_is_shown_with_its_neighbour(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs(batch_size=1), backend)
    simulation.run(steps=36)
    layer = Layer(5, Activation(), "batch")
    changed = with_network(simulation.experiment, hidden=(layer, layer))
    with pytest.raises(ExperimentError, match="takes at least 2 with batch normalization"):
        simulation.reconfigure(changed)
    simulation.reconfigure(with_training(changed, batch_size=8))
    batches = simulation.state().progress.batches
    np.testing.assert_array_equal(batches.batch, batches.order[-2:])
    assert np.isfinite(simulation.snapshot().loss)


def test_before_step_1_a_changed_simulation_equals_a_fresh_one(
    backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation = Simulation(blobs((4, 4), batch_size=1000), backend)
    target = blobs((4, 6, 4), "tanh", classes=2, samples=60, batch_size=7, learning_rate=0.3)
    simulation.reconfigure(target)
    fresh = Simulation(target, backend)
    simulation.run(steps=25)
    fresh.run(steps=25)
    assert_kept(simulation, fresh.parameters, "layers.0.weight", "layers.1.weight", "layers.2.weight")
    assert simulation.snapshot().loss == fresh.snapshot().loss


@pytest.mark.parametrize(
    "data",
    [
        Data("csv", path="nowhere/at/all.csv"),
        Data("blobs", samples=10_000_000, features=10_000),
    ],
)
def test_a_refused_change_leaves_the_run_untouched(
    data: Data, backend: str, blobs: Callable[..., Experiment]
) -> None:
    simulation, alone = (trained(blobs(momentum=0.9), backend) for _ in range(2))
    experiment = simulation.experiment
    with pytest.raises(ExperimentError):
        simulation.reconfigure(change(experiment, data=data))
    huge = with_network(experiment, hidden=(Layer(2048),) * 1000)
    with pytest.raises(ExperimentError, match="GB"):
        simulation.reconfigure(huge)
    assert simulation.experiment == experiment
    simulation.run(steps=9)
    alone.run(steps=9)
    assert_kept(simulation, alone.parameters)


def test_a_network_larger_than_the_machine_is_refused_with_the_estimate(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "machine_memory", lambda: 24_000_000_000)
    monkeypatch.setattr(memory, "free_memory", lambda: 20_000_000_000)
    experiment = Experiment(network=Network.uniform(1000, 2048))
    with pytest.raises(
        ExperimentError, match=r"network: .* need about \d+ GB of memory, this machine has 24"
    ):
        Simulation(experiment, "numpy")
    needed = memory.bytes_needed(experiment, 750, 2, "classification", 2)
    assert needed > 3 * 8 * 1000 * 2048**2
    assert memory.bytes_needed(Experiment(), 750, 2, "classification", 2) < 1_000_000
    wide_batch = Experiment(Data(samples=10_000_000, features=10_000, source="blobs"))
    with pytest.raises(ExperimentError, match=r"data\.samples: .* about 1,600 GB of memory"):
        Simulation(wide_batch, "numpy")


def test_what_others_leave_free_is_what_counts_except_for_less_than_is_in_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    simulation = Simulation(Experiment(network=Network.uniform(2, 300)), "numpy")
    monkeypatch.setattr(memory, "free_memory", lambda: 6_000_000)
    smaller = Experiment(network=Network.uniform(2, 300), training=Training(batch_size=8))
    simulation.reconfigure(smaller)
    with pytest.raises(ExperimentError, match=r"about \S+ GB of memory, this machine has 0\.006 GB free;"):
        simulation.reconfigure(Experiment(network=Network.uniform(2, 400)))
    assert simulation.experiment == smaller


def test_a_loss_that_does_not_fit_the_data_is_refused_and_the_run_stays() -> None:
    simulation = trained(Experiment(data=Data("blobs", classes=3)))
    before = dict(simulation.parameters)
    with pytest.raises(ExperimentError, match=r"training\.loss: got 'binary_cross_entropy'.*3 classes"):
        simulation.reconfigure(with_training(simulation.experiment, loss="binary_cross_entropy"))
    assert simulation.step == 6
    assert_kept(simulation, before)
    x, targets = np.ones((4, 2)), np.ones((4, 3))
    for loss in ("binary_cross_entropy", "cross_entropy"):
        with pytest.raises(ExperimentError, match=r"training\.loss.*takes auto, mse, mae or huber for"):
            Simulation(with_training(Experiment(), loss=loss), "numpy", (x, targets))


def test_test_figures_of_another_loss_are_not_kept() -> None:
    simulation = Simulation(Experiment(), "numpy")
    simulation.run(epochs=1)
    assert np.isfinite(simulation.snapshot().test_loss)
    simulation.reconfigure(with_training(simulation.experiment, loss="mse"))
    assert np.isnan(simulation.snapshot().test_loss)


@pytest.mark.parametrize("fields", [{"classes": 5}, {"features": 7}, {"header": True}, {"target": 3}])
def test_fields_that_the_source_ignores_are_no_other_data(fields: dict[str, Any]) -> None:
    simulation = trained(Experiment(network=Network.uniform(2, 4)))
    dataset, batches = simulation.dataset, simulation.state().progress.batches
    assert simulation.reconfigure(change(simulation.experiment, data=Data(**fields))) == ()
    assert simulation.dataset is dataset
    assert simulation.state().progress.batches == batches


def test_given_data_do_not_change_with_the_source_they_replace() -> None:
    x, y = np.random.default_rng(0).standard_normal((40, 3)), np.arange(40) % 2
    simulation = Simulation(Experiment(network=Network.uniform(2, 4)), "numpy", (x, y))
    dataset = simulation.dataset
    simulation.reconfigure(change(simulation.experiment, data=Data("spirals", 500, noise=0.7)))
    assert simulation.dataset is dataset
    simulation.reconfigure(change(simulation.experiment, data=Data("spirals", test_fraction=0.5)))
    assert len(simulation.dataset.x_train) == 20


def test_a_regression_becomes_a_classification_and_back() -> None:
    simulation = trained(Experiment(Data("surface"), Network.uniform(2, 4)))
    assert simulation.reconfigure(change(simulation.experiment, data=Data("blobs", classes=3))) == (
        "layers.2.weight",
        "layers.2.bias",
    )
    simulation.run(steps=3)
    assert simulation.reconfigure(change(simulation.experiment, data=Data("surface")))
    simulation.run(steps=3)
    assert simulation.is_finite
