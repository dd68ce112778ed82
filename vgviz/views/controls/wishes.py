"""What a person wishes while the session has not answered yet."""

from collections.abc import Callable

from vgviz.experiment import Experiment

Edit = Callable[[Experiment], Experiment]


class Wishes:
    """Builds wishes upon one another until the session has confirmed them.

    So two quick edits of different knobs do not undo each other, and older confirmations do not move the
    controls meanwhile.
    """

    def __init__(self) -> None:
        self.current = Experiment()
        self._unconfirmed: list[Experiment] = []

    def confirm(self, experiment: Experiment) -> bool:
        """Take note of the experiment in force; True if it is to be shown now."""
        if experiment in self._unconfirmed:  # it has been shown since it was wished
            del self._unconfirmed[: self._unconfirmed.index(experiment) + 1]
            return False
        # Not ours: opened from a file, restored, or in force after a refusal.
        self._unconfirmed.clear()
        self.current = experiment
        return True

    def take(self, edit: Edit) -> bool:
        """Wish what ``edit`` makes of the current wish; False if that is the same.

        Raises
        ------
        ExperimentError
            If the edit is not possible; the wish stays as it was.
        """
        wish = edit(self.current)
        if wish == self.current:
            return False
        self._unconfirmed.append(wish)
        self.current = wish
        return True
