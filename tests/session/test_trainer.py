"""Training in bursts, and what is said of its speed."""

from msgspec.structs import replace

from vgviz.engine.simulation import Simulation
from vgviz.experiment import Data, Experiment, Network, Training
from vgviz.session.pace import RATE_WINDOW
from vgviz.session.trainer import Trainer

SMALL = Experiment(Data(samples=80), Network.uniform(3, 4), Training(batch_size=8))


def simulated(experiment: Experiment) -> list[Simulation]:
    return [Simulation(experiment, backend="numpy")]


def trained(runs: list[Simulation], bursts: int = 3) -> Trainer:
    trainer = Trainer()
    trainer.start()
    for _ in range(bursts):
        trainer.train(runs)
    return trainer


def test_the_rate_of_a_far_smaller_network_is_forgotten_until_the_first_step_is_over() -> None:
    trainer = trained(simulated(SMALL))
    assert trainer.steps_per_second > 0
    trainer._step_seconds = RATE_WINDOW / 10  # as on a slow machine
    large = simulated(replace(SMALL, network=Network.uniform(3, 40)))
    trainer.steps_cost_anew(large)
    assert trainer.steps_per_second == 0
    trainer.train(large)
    assert trainer.steps_per_second > 0


def test_an_edit_that_costs_little_more_leaves_the_rate() -> None:
    runs = simulated(SMALL)
    trainer = trained(runs)
    trainer._step_seconds = 10 * RATE_WINDOW
    wider = simulated(replace(SMALL, network=Network.uniform(3, 5)))
    trainer.steps_cost_anew(wider)
    assert trainer.steps_per_second > 0


def test_the_rate_stays_where_the_first_step_is_over_at_once() -> None:
    trainer = trained(simulated(SMALL))
    trainer._step_seconds = RATE_WINDOW / 1e6
    trainer.steps_cost_anew(simulated(replace(SMALL, network=Network.uniform(3, 40))))
    assert trainer.steps_per_second > 0
