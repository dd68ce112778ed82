"""TrainingRun: an experiment in training, from step 0 on."""

from dataclasses import dataclass, replace
from math import isfinite
from numbers import Integral
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vgviz.engine import evaluation
from vgviz.engine.backend import Backend, Burst
from vgviz.engine.batch import Batch
from vgviz.engine.initialization import initial_parameters
from vgviz.engine.progress import Progress
from vgviz.engine.setup import Setup
from vgviz.engine.shelf import Shelf
from vgviz.engine.testing import Test
from vgviz.engine.training_state import TrainingState
from vgviz.engine.transplant import Origin, transplant
from vgviz.experiment import ExperimentError

FloatArray = NDArray[np.floating[Any]]

LONGEST_BURST = 10_000  # steps whose learning rates are worked out at once
# Of a burst in multiplications, some hundredths of a second: then threads may be divided anew.
MOST_WORK = 2**28


@dataclass(slots=True, eq=False)
class TrainingRun:
    """Where an experiment in training has come to, and how it goes on.

    Attributes
    ----------
    setup : what stays the same while it trains.
    training : every number that training changes.
    progress : the place in the data.
    test : of the network as it was at the end of the last epoch, where that is not done yet.
    """

    setup: Setup
    training: TrainingState
    progress: Progress
    test: Test | None = None

    @classmethod
    def at_start(cls, setup: Setup) -> "TrainingRun":
        """Step 0."""
        parameters = initial_parameters(setup.experiment, setup.plan, setup.dataset.x_train)
        training = TrainingState.at_rest(parameters, setup.plan.first_running())
        training.fit_moments(setup.experiment.training)
        return cls(setup, training, Progress.at_start(setup))

    @property
    def batch(self) -> Batch:
        """The batch last trained, before step 1 the first."""
        return self.setup.train_part.chosen(self.progress.batches.batch)

    def steps_wanted(self, steps: int | None, epochs: int | None) -> int:
        """The steps that ``steps`` or ``epochs`` means from here; the epoch under way counts as one.

        Raises
        ------
        ExperimentError
            If not exactly one of the two is given, or it is no whole number of at least 0.
        """
        given = [count for count in (steps, epochs) if count is not None]
        is_whole = all(isinstance(count, Integral) and not isinstance(count, bool) for count in given)
        if len(given) != 1 or not is_whole or given[0] < 0:
            raise ExperimentError(
                f"run: got steps={steps}, epochs={epochs}, takes one of them, a whole number of at least 0"
            )
        wanted = int(given[0])
        if steps is not None or wanted == 0:
            return wanted
        batches = self.progress.batches
        return batches.steps_left + (wanted - 1) * batches.epoch_size

    def train(self, backend: Backend, steps: int) -> None:
        """Train for ``steps`` steps; stops at once when the loss or a parameter is no longer finite.

        The test part is measured at the last end of an epoch that is passed; if that takes long and is the
        last thing to do, it is left to `continue_test`.
        """
        left = steps
        while left > 0:
            self.finish_test(backend)
            self.progress = self.progress.in_an_epoch()
            here = min(left, self._longest_burst())
            if not self._train_burst(backend, here):
                return
            left -= here
            batches = self.progress.batches
            if batches.is_finished and left < batches.epoch_size and self.setup.test_part.size:
                self.test = Test(self.setup, self.training, self.training.step)
                if not self.test.is_long:
                    self.finish_test(backend)

    def continue_test(self, backend: Backend) -> None:
        """Send some more samples of the test part through the network; what fails is not tried again."""
        test, self.test = self.test, None
        if test is None:
            return
        figures = test.advance(backend)
        if figures is None:
            self.test = test
        else:
            self.progress = self.progress.tested(*figures, test.step)

    def finish_test(self, backend: Backend) -> None:
        """Send all that are left."""
        while self.test is not None:
            self.continue_test(backend)

    def _longest_burst(self) -> int:
        batches = self.progress.batches
        work = self.setup.plan.parameter_count * min(batches.batch_size, batches.samples)
        longest = min(LONGEST_BURST, max(1, MOST_WORK // (3 * work)))
        return longest if batches.is_full_batch else min(longest, batches.steps_left)

    def _train_burst(self, backend: Backend, steps: int) -> bool:
        """Train within the epoch; whether all is still finite."""
        batches, training = self.progress.batches, self.setup.experiment.training
        order = batches.order if batches.is_full_batch else batches.rest
        burst = Burst(self.setup.train_part, order, batches.batch_size, steps, training)
        trained = backend.train_steps(self.setup.plan, self.training, burst)
        self.progress = self.progress.after(trained.steps, trained.finite)
        return trained.finite

    def loss_and_accuracy(self, backend: Backend, samples: Batch) -> tuple[float, float]:
        """Mean loss of ``samples``, and the share of labels hit, which is NaN in a regression."""
        return evaluation.loss_and_accuracy(backend, self.setup.plan, self.training, samples)

    def is_finite(self, backend: Backend, shelf: Shelf) -> bool:
        """Whether all parameters and the last loss are finite; found out once for each place.

        The last loss is that of the last step, or of its batch where something was changed since. Its
        gradient lies in an array of ``shelf``.
        """
        if self.progress.is_finite is None:
            finite = self.training.has_finite_parameters and isfinite(self._loss_now(backend, shelf))
            self.progress = replace(self.progress, is_finite=finite)
        return bool(self.progress.is_finite)

    def _loss_now(self, backend: Backend, shelf: Shelf) -> float:
        plan = self.setup.plan
        gradient = shelf.take(plan.parameter_count, plan.dtype)
        return backend.loss_and_gradient(plan, self.training, self.batch, gradient)[0]

    def load(self, parameters: FloatArray) -> None:
        """Go on from other parameters, shape (parameter_count,), with nothing remembered of the former."""
        self.training.parameters[...] = parameters
        self.training.begin_here()
        self.training.change[...] = 0.0
        self.training.forget_moments()
        self.training.fit_moments(self.setup.experiment.training)
        self.progress = replace(self.progress, is_finite=None)

    def follow(self, other: "TrainingRun") -> None:
        """Be what ``other`` is now, without what the optimizer remembers."""
        other.training.lend("parameters", "change", "running")
        training = replace(other.training)
        training.forget_moments()
        self.setup, self.training, self.progress, self.test = other.setup, training, other.progress, None

    def changed(
        self, setup: Setup, origin: Origin | None, shelf: Shelf
    ) -> tuple["TrainingRun", tuple[str, ...]]:
        """The run of a changed experiment, with what still fits, and the names of what started anew.

        It may have the arrays of this one, which must not train any more; others come from ``shelf``.

        Raises
        ------
        ExperimentError
            If ``origin`` does not name one old layer or None for each new layer.
        """
        if setup.restarts(self.setup):
            return TrainingRun.at_start(setup), tuple(setup.plan.slots)
        training, renewed = transplant(self.setup, setup, self.training, origin, shelf)
        progress = self.progress.in_changed(self.setup, setup, self.training.step)
        # It goes on with the arrays of before: nothing trains until it is done.
        test = self.test if self.setup.tests_alike(setup) else None
        return TrainingRun(setup, training, progress, test), renewed
