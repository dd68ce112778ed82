"""What undo and redo go back to: the edits of a sitting and what they discarded."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from vgviz.engine.transplant import Origin, inverse
from vgviz.experiment import Experiment
from vgviz.session.edit_words import edit_words
from vgviz.session.lineup import States
from vgviz.session.messages import EditTitles, Moved
from vgviz.session.timeline import SavedTimeline

MOST_EDITS = 100
MOST_BYTES = 200 * 2**20  # of discarded states and histories, all together


@dataclass(frozen=True, slots=True, eq=False)
class Discarded:
    """A moment that an edit has put an end to, and the history that led to it."""

    states: States
    timeline: SavedTimeline

    def sizes(self) -> Iterator[tuple[int, int]]:
        """What it holds, by `id`, and the memory that takes."""
        for state in self.states:
            yield from state.sizes()
        yield from self.timeline.sizes()


@dataclass(frozen=True, slots=True, eq=False)
class Edit:
    """The settings of all runs on the two sides of a change, and the moment that it discarded.

    ``discarded`` is None where the weights of all runs lived on. ``gesture`` is the movement of the hand,
    such as one drag, that the edit belongs to. ``title`` says what it was.
    ``way_back`` is the ``origin`` with which layers of ``run`` go back to their places, where they have
    changed them. ``removed`` is the run that is there on one side only.
    """

    before: tuple[Experiment, ...]
    after: tuple[Experiment, ...]
    discarded: Discarded | None
    gesture: int | None = None
    words: str = ""
    way_back: Origin | None = None
    run: int = 0
    removed: int | None = None

    @property
    def title(self) -> str:
        """What undo and redo call it."""
        return self.words or edit_words(self.before, self.after) or "weights drawn anew"

    def turned(self, discarded: Discarded | None) -> "Edit":
        """The way back, which discards a moment itself."""
        way = self.way_back
        if way is not None:
            way = inverse(way, len(self.after[self.run].network.hidden))
        back = Edit(self.after, self.before, discarded, words=self.title, way_back=way)
        return replace(back, run=self.run, removed=self.removed)

    def moves_back(self) -> list[Moved]:
        """What has another number once this is taken back."""
        moves = []
        if self.way_back is not None:
            output = len(self.after[self.run].network.hidden)
            moves.append(Moved((*self.way_back, output), self.run))
        runs, gained = list(range(len(self.after))), len(self.before) - len(self.after)
        if self.removed is not None and gained == 1:
            moves.append(Moved([*runs[: self.removed], None, *runs[self.removed :]]))
        elif self.removed is not None and gained == -1:
            moves.append(Moved([run for run in runs if run != self.removed]))
        return moves


class EditHistory:
    """The edits that can be taken back, ``done``, and those that were, ``undone``; the newest last.

    Where their states outgrow the memory, the oldest states are let go; the settings can still be taken back.
    """

    def __init__(self) -> None:
        self.done: list[Edit] = []
        self.undone: list[Edit] = []

    @property
    def titles(self) -> EditTitles:
        """What undo and redo would do."""
        return EditTitles(*(stack[-1].title if stack else "" for stack in (self.done, self.undone)))

    @property
    def newest_gesture(self) -> int | None:
        """The gesture of the edit that undo takes back; None where it has none, or there is none."""
        return self.done[-1].gesture if self.done else None

    def to_undo(self, gesture: int | None) -> Edit | None:
        """The edit that undo takes back; where a ``gesture`` is given only one of that gesture."""
        return self.done[-1] if self.done and gesture in (None, self.newest_gesture) else None

    def continues(self, gesture: int | None) -> Edit | None:
        """The newest edit, if an edit of this ``gesture`` goes on with it."""
        newest = self.done[-1] if self.done and not self.undone else None
        return newest if newest is not None and newest.gesture == gesture is not None else None

    def record(self, edit: Edit) -> None:
        """Add an edit, to the newest if both are of one gesture; nothing can be done again after it."""
        former = self.continues(edit.gesture)
        if former is not None:
            self.done.pop()
            edit = replace(edit, before=former.before, discarded=former.discarded or edit.discarded)
        self.undone.clear()
        if edit.before != edit.after or edit.discarded is not None or edit.way_back is not None:
            self.done.append(edit)
        if former is None or former.discarded is not edit.discarded:  # not at every move of a drag
            self._forget_the_oldest()

    def turn(self, edit: Edit, discarded: Discarded | None) -> None:
        """Move the newest edit of either side, which was taken back, to the other side."""
        source, target = (
            (self.done, self.undone) if self.done and self.done[-1] is edit else (self.undone, self.done)
        )
        source.pop()
        target.append(edit.turned(discarded))
        self._forget_the_oldest()

    def _forget_the_oldest(self) -> None:
        del self.done[:-MOST_EDITS]
        held: set[int] = set()
        room = MOST_BYTES
        for stack in (self.undone, self.done):
            for place in reversed(range(len(stack))):
                discarded = stack[place].discarded
                if discarded is None:
                    continue
                sizes = {part: nbytes for part, nbytes in discarded.sizes() if part not in held}
                room -= sum(sizes.values())
                held |= sizes.keys()
                if room < 0:
                    stack[place] = replace(stack[place], discarded=None)
