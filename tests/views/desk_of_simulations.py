"""A desk whose commands and questions real simulations answer, without a thread."""

from collections.abc import Sequence

from vgviz.engine.simulation import Simulation
from vgviz.session.messages import Command, Configure, Frame, Watch
from vgviz.session.questions import Question
from vgviz.session.states import State
from vgviz.views.desk import Desk
from vgviz.views.panel import Panel


class DeskOfSimulations(Desk):
    """Keeps what is sent; `frame` answers the standing questions."""

    def __init__(self, *simulations: Simulation) -> None:
        super().__init__(self._take)
        self.simulations: Sequence[Simulation] = simulations
        self.sent: list[Command] = []
        self.questions: dict[str, Question] = {}

    @property
    def edits(self) -> list[Configure]:
        """The edits among what was sent."""
        return [command for command in self.sent if isinstance(command, Configure)]

    def frame(self) -> Frame:
        """What the worker would send now."""
        answers = {
            name: tuple(question.answer(each) for each in self.simulations)
            for name, question in self.questions.items()
        }
        snapshots = tuple(each.snapshot(batch=each.probe) for each in self.simulations)
        return Frame(snapshots, State.PAUSED, 0.0, 0, answers)

    def show(self, panel: Panel) -> Frame:
        """Let ``panel`` show the present."""
        panel.show_experiments(tuple(each.experiment for each in self.simulations))
        frame = self.frame()
        panel.show_frame(frame)
        panel.show_text(frame)
        return frame

    def obey(self, panel: Panel) -> Frame:
        """Do the newest edit and show what has become of it."""
        edit = self.edits[-1]
        self.simulations[edit.run].reconfigure(edit.experiment, edit.origin)
        return self.show(panel)

    def _take(self, command: Command) -> None:
        if isinstance(command, Watch):
            if command.question is None:
                self.questions.pop(command.name, None)
            else:
                self.questions[command.name] = command.question
        else:
            self.sent.append(command)
