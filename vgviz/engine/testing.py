"""Test: the figures of the test part, worked out in pieces."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import evaluation
from vgviz.engine.backend import Backend
from vgviz.engine.setup import Setup
from vgviz.engine.training_state import TrainingState

# Multiplications of a piece, some milliseconds: commands and pictures wait no longer than that. At least so
# many samples, or their products take longer.
PIECE_WORK, LEAST_PIECE = 2**28, 32


@dataclass(slots=True)
class Test:
    """The test part on its way through a network, whose arrays must stay as they are until it is done."""

    setup: Setup
    training: TrainingState
    step: int
    _outputs: list[NDArray[np.floating[Any]]] = field(default_factory=list)

    @property
    def is_long(self) -> bool:
        """Whether it takes more than one piece."""
        return self.setup.test_part.size > self._piece

    def advance(self, backend: Backend) -> tuple[float, float] | None:
        """Send another piece through; mean loss and share of labels hit once all are."""
        samples, done = self.setup.test_part, len(self._outputs) * self._piece
        piece = samples.x[done : done + self._piece]
        self._outputs.append(evaluation.outputs(backend, self.setup.plan, self.training, piece))
        if done + self._piece < samples.size:
            return None
        return evaluation.judged(self.setup.plan, np.concatenate(self._outputs), samples)

    @property
    def _piece(self) -> int:
        return max(LEAST_PIECE, PIECE_WORK // self.setup.plan.parameter_count)
