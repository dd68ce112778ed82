"""The session's history: exact states, the edits between them, and figures, in bounded memory."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from vgviz.catalogue.data_sources import DATA_SOURCES
from vgviz.engine.simulation import Simulation
from vgviz.engine.telemetry import Snapshot
from vgviz.session.figures import Figures, figure_bytes
from vgviz.session.keyframes import MOST_CHANGES, OVERHEAD, Change, Keyframe, Keyframes
from vgviz.session.lineup import Lineup, States
from vgviz.session.past import EpochCount, Mark, Past

BUDGET = 256 * 2**20  # bytes for the states of all runs together
MOST_BYTES = 512 * 2**20  # where one moment alone is larger, there is no history
INTERVAL = 0.02  # seconds of training between two states, so that any moment can be worked out as quickly
MOST_SHARE = 0.03  # of the worker's processor time that may go into making them
LONGEST_WAIT = 2.0  # seconds for the memory that a state takes to be made ready
MOST_MARKS = 500
SAVED_MOMENTS, SAVED_BYTES = 256, 32 * 2**20  # of a history that undo may bring back


@dataclass(frozen=True, slots=True, eq=False)
class SavedTimeline:
    """A history to come back to."""

    keyframes: tuple[Keyframe, ...]
    marks: tuple[Mark, ...]
    epochs: tuple[EpochCount, ...]
    figures: tuple[tuple[Snapshot, ...], ...]

    def sizes(self) -> Iterator[tuple[int, int]]:
        """What it holds, by `id`, and the memory that takes; histories may have much in common."""
        for keyframe in self.keyframes:
            yield id(keyframe), OVERHEAD * len(keyframe.states)
            for state in keyframe.states:
                yield from state.sizes()
        for moment in self.figures:
            yield from ((id(figures), figure_bytes(figures)) for figures in moment)


class Timeline:
    """What is kept of the runs from their first moment to the newest.

    A moment is what the networks were when they left a step: after all edits made there. The first one, the
    end of the first epoch and the newest are always kept, those in between are thinned out.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self.keyframes = Keyframes(budget, MOST_BYTES)
        self._figures = Figures()
        self._marks: list[Mark] = []
        self._epochs: list[EpochCount] = []
        self._due = 0.0
        self._steps_back = 0
        self._has_first_epoch = False
        self._shown: Past | None = None

    @property
    def figures(self) -> tuple[tuple[Snapshot, ...], ...]:
        """The course of the runs, one entry a moment, oldest first."""
        return self._figures.moments

    def past(self, newest: int) -> Past | None:
        """What the window is told, up to the step ``newest``; None where nothing is kept."""
        if not len(self.keyframes):
            return None
        if self._shown is None:
            first = next(iter(self.keyframes)).step
            marks = tuple(mark for mark in self._marks if mark.step >= first)
            self._shown = Past(first, newest, marks, tuple(self._epochs))
        if self._shown.newest != newest:
            self._shown = replace(self._shown, newest=newest)
        return self._shown

    def begin(self, lineup: Lineup) -> None:
        """Forget all; the history begins here."""
        self.keyframes.replace_all(())
        self._figures.replace_all(())
        self._marks, self._epochs = [], [_epoch_count(_leader(lineup))]
        self._start_over(lineup)
        self._keep(lineup, lasting=True)

    def note(self, snapshots: tuple[Snapshot, ...]) -> None:
        """Take note of the runs' figures."""
        self._figures.note(snapshots)

    def steps_to_keep(self, lineup: Lineup) -> int | None:
        """Steps after which a moment must be kept, however short the time; None is none."""
        return None if self._has_first_epoch else _leader(lineup).steps_left_in_epoch

    def keep_if_due(self, lineup: Lineup) -> None:
        """Keep this moment where it is time for it and there is room, or it is one that must be kept.

        One that is still being tested is kept when that is done, before it is trained on.
        """
        if lineup.is_testing:
            return
        ends_first_epoch = not self._has_first_epoch and _leader(lineup).epoch > 0
        late = time.perf_counter() - self._due
        if ends_first_epoch or (late >= 0.0 and (lineup.has_room or late >= LONGEST_WAIT)):
            self._has_first_epoch = self._has_first_epoch or ends_first_epoch
            self._keep(lineup, lasting=ends_first_epoch, trains_on=True)
            self._steps_back = 0

    def edited(
        self, lineup: Lineup, changes: Sequence[Change], words: str, gesture: int | None = None
    ) -> None:
        """The runs have gone through ``changes`` at their step; where they start anew, the history does."""
        newest = self.keyframes.newest
        if lineup.step == 0:
            self.begin(lineup)
            return
        if newest is None:
            return
        for change in changes:
            self.keyframes.note(change)
        # A file may be another one when it is read again.
        new_file = not _same_data(newest.states, lineup.simulations) and any(map(_reads_file, changes))
        if new_file or len(newest.changes) >= MOST_CHANGES // 2:
            self._keep(lineup, lasting=new_file)
        self._mark(Mark(lineup.step, words, gesture))
        self._count_epochs(lineup)

    def recast(self, lineup: Lineup, words: str) -> None:
        """Runs have come or gone; what went before is shown with the runs of then."""
        if lineup.step == 0:
            self.begin(lineup)
            return
        self._keep(lineup, lasting=True)
        self._mark(Mark(lineup.step, words))
        self._count_epochs(lineup)

    def forget_run(self, run: int) -> None:
        """Take a run that has gone out of the figures, so that those after it keep their own course."""
        self._figures.remove(run)

    def cut(self, lineup: Lineup, *, edits_too: bool = False) -> None:
        """Forget what comes after the present moment: the runs have gone back to it.

        ``edits_too``: to what they were at that step before they were edited there.
        """
        step = lineup.step
        self.keyframes.cut(step, edits_too=edits_too)
        self._figures.cut(step)
        self._marks = [mark for mark in self._marks if mark.step <= step - edits_too]
        self._epochs = [count for count in self._epochs if count.step <= step] or self._epochs[:1]
        self._start_over(lineup)

    def save(self) -> SavedTimeline:
        """The history so far, more thinly, to come back to."""
        keyframes = Keyframes(SAVED_BYTES, SAVED_BYTES, SAVED_MOMENTS)
        keyframes.replace_all(tuple(self.keyframes))
        return SavedTimeline(tuple(keyframes), tuple(self._marks), tuple(self._epochs), self.figures)

    def bring_back(self, saved: SavedTimeline, lineup: Lineup) -> tuple[tuple[Snapshot, ...], ...]:
        """Take up a history whose newest moment is the present one.

        Returns
        -------
        Its figures, from the last moment on that both histories have in common.
        """
        known = set(map(id, self.figures))
        common = sum(1 for _ in takewhile(lambda moment: id(moment) in known, saved.figures))
        self.keyframes.replace_all(saved.keyframes)
        self._figures.replace_all(saved.figures)
        self._marks, self._epochs = list(saved.marks), list(saved.epochs)
        self._start_over(lineup)
        self._keep(lineup)
        return saved.figures[max(0, common - 1) :]

    def has_good(self, runs: int) -> bool:
        """Whether `last_good` has any."""
        return any(_is_good(keyframe, runs) for keyframe in self.keyframes)

    def last_good(self, runs: int) -> States | None:
        """A moment with so many ``runs`` from which numbers stayed finite for a while.

        It is the last but one; where that led nowhere, ever older ones.
        """
        good = [keyframe.states for keyframe in self.keyframes if _is_good(keyframe, runs)]
        if not good:
            return None
        states = good[max(0, len(good) - 2 - self._steps_back)]
        self._steps_back = 2 * self._steps_back + 1
        return states

    def insert(self, lineup: Lineup) -> None:
        """Keep a moment between two others that was worked out anew, if there is room."""
        if not self.keyframes.has_room_at(lineup.step):
            return  # to copy a large network for nothing takes longer than to train it a step
        self.keyframes.insert(Keyframe(lineup.step, lineup.states()))

    def _start_over(self, lineup: Lineup) -> None:
        self._has_first_epoch = _leader(lineup).epoch > 0
        self._due, self._steps_back, self._shown = 0.0, 0, None

    def _keep(self, lineup: Lineup, *, lasting: bool = False, trains_on: bool = False) -> None:
        started = time.thread_time()  # waiting for the window's thread is no work
        self._shown = None
        if lineup.state_bytes > MOST_BYTES:
            self.keyframes.replace_all(())
            self._due = time.perf_counter() + INTERVAL
            return
        self.keyframes.append(Keyframe(lineup.step, lineup.states(), lasting=lasting))
        if trains_on:
            lineup.own_arrays()  # here, where what it takes is counted
        cost = time.thread_time() - started
        self._due = time.perf_counter() + max(INTERVAL, cost / MOST_SHARE)

    def _mark(self, mark: Mark) -> None:
        former = self._marks[-1] if self._marks else None
        if former is not None and former.gesture == mark.gesture is not None:
            self._marks.pop()
            mark = replace(mark, step=former.step)
        if mark.words:
            self._marks.append(mark)
        del self._marks[:-MOST_MARKS]
        self._shown = None

    def _count_epochs(self, lineup: Lineup) -> None:
        count = _epoch_count(_leader(lineup))
        if count.size != self._epochs[-1].size:
            del self._epochs[MOST_MARKS:]
            self._epochs.append(count)


def _leader(lineup: Lineup) -> Simulation:
    """The run whose epochs count."""
    return (lineup.going or lineup.simulations)[0]


def _reads_file(change: Change) -> bool:
    return DATA_SOURCES[change.experiment.data.source].is_file


def _epoch_count(simulation: Simulation) -> EpochCount:
    """Epochs from here on."""
    return EpochCount(
        simulation.step, simulation.epoch, simulation.steps_left_in_epoch, simulation.epoch_size
    )


def _is_good(keyframe: Keyframe, runs: int) -> bool:
    return len(keyframe.states) == runs and all(state.progress.is_finite for state in keyframe.states)


def _same_data(states: States, simulations: tuple[Simulation, ...]) -> bool:
    pairs = zip(states, simulations, strict=True)
    return all(state.data_fingerprint == simulation.dataset.fingerprint for state, simulation in pairs)
