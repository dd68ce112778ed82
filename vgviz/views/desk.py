"""What panels may use of the window they lie in."""

from collections.abc import Callable
from itertools import count

from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment
from vgviz.session.investigation import Investigation, Work
from vgviz.session.messages import Command, Configure, Watch
from vgviz.session.questions import Question
from vgviz.views.findings.findings_watch import FindingsWatch
from vgviz.views.history import History
from vgviz.views.selection import Place, Selection

Send = Callable[[Command], object]
Investigate = Callable[[Work], Investigation]


class Desk:
    """The choice in the network, the runs' history, and the ways to the session.

    Without ``send`` and ``investigate`` it is a still picture's: nothing that is sent goes anywhere.
    ``number_gesture`` numbers the movement of the hand that is under way, ``number_edit`` one that is an edit
    by itself, however many commands it takes.

    Attributes
    ----------
    selection : what is chosen in the network.
    history : what is kept of every frame.
    findings : what is found wrong with the chosen network.
    bring_to_front, point_at : show a panel, outline a place of the window, by name; "" outlines nothing, and
        hides a panel that was not there before. The window sets them.
    """

    def __init__(
        self,
        send: Send | None = None,
        investigate: Investigate | None = None,
        number_gesture: Callable[[], int] | None = None,
        number_edit: Callable[[], int] | None = None,
    ) -> None:
        self.selection = Selection()
        self.history = History()
        self.number_edit = number_edit or count(1).__next__
        self.findings = FindingsWatch(self.selection, self.number_edit)
        self.findings.command.connect(self.send)
        self.bring_to_front: Callable[[str], None] = lambda _panel: None
        self.point_at: Callable[[str], None] = lambda _place: None
        self._watched: dict[str, Question | None] = {}
        self._send = send
        self._investigate = investigate
        self._number_gesture = number_gesture

    def send(self, command: Command) -> None:
        """Hand a command to the session."""
        if self._send is not None:
            self._send(command)

    def configure(self, experiment: Experiment, *, run: int = 0) -> None:
        """Wish ``experiment`` for a run; the edits of one movement of the hand are undone together."""
        gesture = None if self._number_gesture is None else self._number_gesture()
        self.send(Configure(experiment, gesture, run=run))

    def rearrange(self, experiment: Experiment, origin: Origin, chosen: Place) -> None:
        """Wish ``experiment``, whose layers continue those of ``origin``, and look at ``chosen``."""
        self.send(Configure(experiment, origin=origin, run=chosen.run))
        self.selection.choose(chosen, is_new=True)

    def watch(self, name: str, question: Question | None) -> None:
        """Ask ``question`` from now on; its answers are in each frame under ``name``."""
        if question != self._watched.get(name):
            self._watched[name] = question
            self.send(Watch(name, question))

    def investigate(self, work: Work) -> Investigation:
        """Begin a long piece of work on copies of the networks."""
        if self._investigate is not None:
            return self._investigate(work)
        investigation = Investigation(work)
        investigation.begin(())  # there is no network to copy, which its signal says
        return investigation
