"""The picture is measured on the samples that were chosen."""

import numpy as np
import pytest

from tests.session.conftest import SMALL, FakePreparation, Turned
from vgviz import Data, Experiment, Network
from vgviz.engine.simulation import Simulation
from vgviz.session.measured import NEEDS_MORE_THAN_ONE
from vgviz.session.messages import Configure, Measured, MeasureOn, RunSteps


def test_the_fixed_probe_is_measured_at_first(paused: Turned) -> None:
    frame = paused.train(RunSteps(3))
    assert frame.measured == Measured(MeasureOn(), size=60, total=80)


@pytest.mark.parametrize("number", [0, 59, 60, 79])
def test_a_single_sample_is_measured_with_its_own_gradient(paused: Turned, number: int) -> None:
    frame = paused.send(MeasureOn("one", number))
    assert frame is not None
    data = Simulation(SMALL, backend="numpy").dataset
    x, y = np.concatenate([data.x_train, data.x_test]), np.concatenate([data.y_train, data.y_test])
    loss, gradients = Simulation(SMALL, backend="numpy").loss_and_gradients(
        x[number : number + 1], y[number : number + 1]
    )
    shown = frame.snapshots[0]
    assert shown.loss == pytest.approx(loss)
    np.testing.assert_allclose(shown.gradients["layers.1.weight"], gradients["layers.1.weight"])
    assert frame.measured == Measured(
        MeasureOn("one", number), 1, 80, data.class_names[int(y[number])], in_test=number >= 60
    )


def test_the_training_batch_is_the_one_that_was_trained(paused: Turned) -> None:
    paused.send(MeasureOn("batch"))
    frame = paused.train(RunSteps(2))
    twin = Simulation(SMALL, backend="numpy")
    twin.run(steps=2)
    assert frame.snapshots[0].loss == pytest.approx(twin.snapshot().loss)
    assert frame.measured.size == len(twin.batch[0])


def test_measuring_changes_nothing_in_training(paused: Turned) -> None:
    paused.send(MeasureOn("one", 3))
    frame = paused.train(RunSteps(5))
    twin = Simulation(SMALL, backend="numpy")
    twin.run(steps=5)
    for name, values in twin.parameters.items():
        assert (frame.snapshots[0].parameters[name] == values).all()


def test_batch_normalization_shows_the_probe_and_says_why() -> None:
    experiment = Experiment(Data(samples=80), Network.uniform(2, 3, normalization="batch"))
    turned = Turned(experiment, FakePreparation(is_ready=True))
    frame = turned.send(MeasureOn("one", 3))
    assert frame is not None
    assert frame.measured.on == MeasureOn()
    assert turned.told.remarks == [NEEDS_MORE_THAN_ONE]
    frame = turned.send(Configure(SMALL))
    assert frame is not None
    assert frame.measured.on == MeasureOn("one", 3)


def test_a_sample_that_other_data_do_not_have_gives_way_to_the_probe(paused: Turned) -> None:
    paused.send(MeasureOn("one", 79))
    fewer = Experiment(Data(samples=40), SMALL.network)
    frame = paused.send(Configure(fewer))
    assert frame is not None
    assert frame.measured.on == MeasureOn()
