"""What the worker tells the window, apart from frames."""

from collections.abc import Callable
from dataclasses import dataclass

from vgviz.experiment import Experiment
from vgviz.session.messages import EditTitles, Failure
from vgviz.session.states import State


@dataclass(frozen=True, slots=True)
class Announcements:
    """One callable for each thing that happens rarely enough to be a signal.

    ``progress`` takes the words of a long piece of work, "" when it is over; ``answered`` says that the frame
    in the mailbox is the answer to a command and should not wait for the next tick; ``edits_changed`` says
    what can be undone and redone.
    """

    state_changed: Callable[[State], object]
    experiment_changed: Callable[[Experiment], object]
    failed: Callable[[Failure], object]
    progress: Callable[[str], object]
    remarked: Callable[[str], object]
    answered: Callable[[], object]
    edits_changed: Callable[[EditTitles], object]
