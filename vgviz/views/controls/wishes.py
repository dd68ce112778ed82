"""What a person wishes while the session has not answered yet."""

from collections.abc import Callable, Sequence

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


class RunWishes:
    """`Wishes` for each of the compared runs, by number."""

    def __init__(self) -> None:
        self._runs = [Wishes()]
        self._told: tuple[Experiment, ...] = ()

    def __len__(self) -> int:
        return len(self._runs)

    def __getitem__(self, run: int) -> Wishes:
        return self._runs[run]

    def confirm(self, experiments: Sequence[Experiment]) -> bool:
        """Take note of what is in force in each run; True if any is to be shown now."""
        self._runs += [Wishes() for _ in experiments[len(self._runs) :]]
        del self._runs[len(experiments) :]
        before, self._told = self._told, tuple(experiments)
        runs = range(len(experiments))
        # What is in force elsewhere says nothing of a wish; all as before is the answer to a refused one.
        changed = [run for run in runs if self._told[run : run + 1] != before[run : run + 1]]
        news = [self._runs[run].confirm(experiments[run]) for run in changed or runs]
        return any(news)
