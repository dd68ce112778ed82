"""SimulationState: a moment of a run, to go back to."""

from dataclasses import dataclass

from vgviz.engine.batch_order import BatchOrder
from vgviz.engine.training_state import TrainingState
from vgviz.experiment import Experiment


@dataclass(frozen=True, slots=True, eq=False)
class SimulationState:
    """All of a run that changes while it trains; what follows a restored state is bit-identical."""

    experiment: Experiment
    data_fingerprint: bytes
    training: TrainingState
    batches: BatchOrder
    epoch: int
    is_finite: bool
    test_loss: float
    test_accuracy: float
