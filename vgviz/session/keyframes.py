"""The exact states that are kept of a run, within a budget of memory."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from vgviz.engine.transplant import Origin
from vgviz.experiment import Experiment
from vgviz.session.lineup import States

MOST_KEYFRAMES = 2000  # about one for each pixel of a screen; of the default network all are there in 40 s
MOST_CHANGES = 64  # between two keyframes; what lies behind more of them is no longer worked out
USUAL_SHARE = (
    0.75  # of the room, which those that come take; the rest is for moments that are worked out anew
)
AT_ONCE = 2  # that are thinned out for one that comes
OVERHEAD = 2000  # bytes of a state beside its arrays, about
CHANGE_BYTES = 1500  # of a changed experiment, about


@dataclass(frozen=True, slots=True)
class Change:
    """After ``step`` the experiment of ``run`` became ``experiment``; `Configure` tells of ``origin``."""

    step: int
    run: int
    experiment: Experiment
    origin: Origin | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Keyframe:
    """The states of all runs at a step, and what was changed between it and the next one.

    ``lasting`` ones stay as long as the memory can hold them at all. Steps up to ``reach`` can be worked out
    from here; None is all.
    """

    step: int
    states: States
    changes: tuple[Change, ...] = ()
    lasting: bool = False
    reach: int | None = None

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        states = sum(state.nbytes + OVERHEAD for state in self.states)
        return states + CHANGE_BYTES * len(self.changes)

    def followed_by(self, changes: tuple[Change, ...]) -> "Keyframe":
        """The same moment with these ``changes`` after its own; too many end its reach."""
        if self.reach is not None or not changes:
            return self
        changes = self.changes + changes
        if len(changes) <= MOST_CHANGES:
            return replace(self, changes=changes)
        return replace(self, changes=changes[:MOST_CHANGES], reach=changes[MOST_CHANGES].step - 1)

    def without(self, later: "Keyframe") -> "Keyframe":
        """The same moment where the ``later`` one, the next, is no longer kept."""
        joined = self.followed_by(later.changes)
        if joined.reach is not None or later.reach is None:
            return joined
        return replace(joined, reach=later.reach)

    def nearest(self, step: int) -> int:
        """The step next to ``step`` that can be worked out from here."""
        return step if self.reach is None else max(self.step, min(step, self.reach))


class Keyframes:
    """At most ``count`` keyframes at growing steps, of at most ``budget`` bytes together.

    Those in between are thinned out evenly in steps, so that no moment is further from a keyframe than it
    need be: one by one, for to give the memory of many back at once holds the whole process up. The first,
    the lasting ones and the newest stay, unless they alone are ``most`` bytes.
    """

    def __init__(self, budget: int, most: int, count: int = MOST_KEYFRAMES) -> None:
        self._budget = budget
        self._count = count
        self._most = most
        self._kept: list[Keyframe] = []
        self._nbytes = 0
        self._stride = self._looked_at = 0  # of the thinning out that is under way

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[Keyframe]:
        return iter(self._kept)

    @property
    def nbytes(self) -> int:
        """Memory they take, about."""
        return self._nbytes

    @property
    def is_full(self) -> bool:
        """Whether there is no room for another as large as the newest."""
        further = self._kept[-1].nbytes if self._kept else 0
        return len(self._kept) >= self._count or self._nbytes + further > self._budget

    def at(self, step: int) -> Keyframe | None:
        """The last one at ``step`` or before."""
        place = bisect_right(self._kept, step, key=_step)
        return self._kept[place - 1] if place else None

    def replace_all(self, keyframes: tuple[Keyframe, ...]) -> None:
        """Keep these and no others."""
        self._set(list(keyframes))
        self._fit()

    @property
    def newest(self) -> Keyframe | None:
        """The one at the last step."""
        return self._kept[-1] if self._kept else None

    def append(self, keyframe: Keyframe) -> None:
        """Keep the newest moment; one of the same step was before an edit and gives way."""
        former = self.newest
        if former is not None and former.step == keyframe.step:
            self._remove_last()
            keyframe = replace(keyframe, lasting=keyframe.lasting or former.lasting)
        self._kept.append(keyframe)
        self._nbytes += keyframe.nbytes
        for _ in range(AT_ONCE):
            if self._exceeds(USUAL_SHARE):
                self._thin_out()
        self._fit()

    def has_room_at(self, step: int) -> bool:
        """Whether `insert` would keep a moment at ``step``."""
        former = self.at(step)
        return former is not None and former.step != step and not self.is_full

    def insert(self, keyframe: Keyframe) -> None:
        """Keep a state that was worked out anew, unless there is no room; it takes over later changes."""
        former = self.at(keyframe.step)
        if former is None or not self.has_room_at(keyframe.step):
            return
        earlier = tuple(change for change in former.changes if change.step <= keyframe.step)
        place = bisect_right(self._kept, keyframe.step, key=_step)
        self._kept[place - 1 : place] = [
            replace(former, changes=earlier, reach=None),
            replace(keyframe, changes=former.changes[len(earlier) :], reach=former.reach),
        ]
        self._nbytes += keyframe.nbytes

    def note(self, change: Change) -> None:
        """The newest one's future goes through ``change``."""
        if self._kept:
            newest = self._kept.pop().followed_by((change,))
            self._kept.append(newest)
            self._nbytes += CHANGE_BYTES

    def cut(self, step: int, *, edits_too: bool = False) -> None:
        """Forget all after ``step``, and with ``edits_too`` also the changes that were made there."""
        place = bisect_right(self._kept, step, key=_step)
        kept = self._kept[:place]
        if kept:
            newest = kept[-1]
            last = step - edits_too
            changes = tuple(change for change in newest.changes if change.step <= last)
            reach = None if newest.nearest(step) == step else newest.reach
            kept[-1] = replace(newest, changes=changes, reach=reach)
        self._set(kept)

    def _remove_last(self) -> None:
        last = self._kept.pop()
        if self._kept:
            self._kept[-1] = self._kept[-1].without(last)
        self._set(self._kept)

    def _set(self, kept: list[Keyframe]) -> None:
        self._kept = kept
        self._stride = self._looked_at = 0
        self._nbytes = sum(keyframe.nbytes for keyframe in kept)

    def _fit(self) -> None:
        """Keep to the budget, at whatever price."""
        while self._exceeds(1.0) and self._thin_out():
            pass
        while self._nbytes > self._most and len(self._kept) > 1:
            self._set(self._kept[1:])

    def _exceeds(self, share: float) -> bool:
        return len(self._kept) > share * self._count or self._nbytes > share * self._budget

    def _thin_out(self) -> bool:
        """Take one out that lies in the same stride as the one before; whether there was any.

        The strides double each time that all have been looked at.
        """
        kept, span = self._kept, self._kept[-1].step - self._kept[0].step
        is_under_way = self._stride > 0
        self._stride = self._stride or max(2, span // self._count)
        while self._stride <= 4 * span:
            for place in range(max(self._looked_at, 1), len(kept) - 1):
                earlier, this = kept[place - 1], kept[place]
                if not this.lasting and this.step // self._stride == earlier.step // self._stride:
                    joined = earlier.without(this)
                    self._nbytes += joined.nbytes - earlier.nbytes - this.nbytes
                    kept[place - 1 : place + 1] = [joined]
                    self._looked_at = place
                    return True
            self._stride, self._looked_at = 2 * self._stride, 0
        self._stride = 0
        return is_under_way and self._thin_out()  # what came since has not been looked at in small strides


def _step(keyframe: Keyframe) -> int:
    return keyframe.step
