"""What the worker tells the window, apart from frames."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vgviz.experiment import Experiment
from vgviz.session.messages import EditTitles, Failure, Moved
from vgviz.session.states import State

if TYPE_CHECKING:  # the window knows this before the engine is imported
    from vgviz.engine.simulation import Simulation
    from vgviz.engine.telemetry import Snapshot


@dataclass(frozen=True, slots=True)
class Announcements:
    """One callable for each thing that happens rarely enough to be a signal.

    ``progress`` takes the words of a long piece of work, "" when it is over; ``answered`` says that the frame
    in the mailbox is the answer to a command and should not wait for the next tick; ``edits_changed`` says
    what can be undone and redone; ``lent`` hands out copies of the simulations, none where memory ran out;
    ``history_changed`` gives the figures of a course that came back, one entry a moment; ``moved``
    says which numbers the layers or runs have had that have others now, unless the command said it itself.
    """

    state_changed: Callable[[State], object]
    experiments_changed: Callable[[tuple[Experiment, ...]], object]
    failed: Callable[[Failure], object]
    progress: Callable[[str], object]
    remarked: Callable[[str], object]
    answered: Callable[[], object]
    edits_changed: Callable[[EditTitles], object]
    lent: Callable[[int, tuple[Simulation, ...]], object]
    history_changed: Callable[[tuple[tuple[Snapshot, ...], ...]], object]
    moved: Callable[[Moved], object]
