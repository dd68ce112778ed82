"""Work that two threads share: a leader claims rows from the front and a helper from the back.

Whoever is late, or must leave the processor to the window, claims fewer rows. Which thread does a row does
not show in the numbers: a row's sums have one order. Each claims half of what is left, so that claims are
few, and the same rows of layer after layer mostly lie in the same processor's cache: to bring them from the
other's takes long where the two are far apart. A thread that waits looks again for some microseconds, about
as long as waking it would take, and then sleeps.

A team is a vector of words, empty for a thread by itself. Only the leader begins a job; a job that is too
small is not shared out: the leader does it at once. Nor are the next ones when the helper has let the
leader wait, because something more urgent has its processor.
"""

from typing import Any

import numpy as np

from vgviz.engine.jit import exact, inlined
from vgviz.engine.kernels.arrays import Integers
from vgviz.engine.kernels.atomics import add, exchange, load, pause, ring, sleep_for, store, swap

# Written out where they are passed on, each would make a function of its own.
_passed_on: Any = np.int64
# Kinds of jobs.
PRODUCT, ACTIVATION, BACKWARD, UPDATE = (_passed_on(n) for n in range(4))

# Words of a team. Those that both threads write, or that one reads while the other writes beside them, lie in
# cache lines of their own.
TICKET = _passed_on(0)  # number of the job, its first block that nobody has claimed, and that after the last
DONE = _passed_on(8)  # blocks that the helper has done
HELPER_SLEEPS = _passed_on(16)
LEADER_SLEEPS = _passed_on(24)
KIND, INDEX, STRIDE, ROWS, ROWS_A_BLOCK, BLOCKS = 32, 33, 34, 35, 36, 37
FAILED = 38  # whether the helper has met a parameter that is not finite
OWN_BLOCKS = 40  # that the leader has claimed
MICROSECONDS = 41  # that the leader waits for the helper before it gives it up for a while
ALONE = 42  # work that the leader does alone before it shares out again
WAITS = 43  # how often the leader has given the helper up for a while
HELPERS_BLOCKS = 48  # that the helper has claimed last
HELPER_BELL, LEADER_BELL = 56, 57
WORDS = 64

LEAVE = -1  # in place of a ticket: the helper is not needed any more
_BITS = 16  # of the number of a block
_BLOCK = (1 << _BITS) - 1
# Work is counted in multiplications, of which a thread does some 20,000 in a microsecond.
SHARED_FROM = 1 << 19
ALONE_AFTER_WAITING = 1 << 32
# Threads end at nearly the same time with so many blocks; the numbers of more must have room in a ticket.
ENOUGH_BLOCKS = 32
FOREVER = -1  # microseconds
PATIENCE = 2_000  # looks before a thread sleeps


@inlined
def first_part(
    team: Integers, kind: int, index: int, stride: int, rows: int, multiple: int, work: int
) -> tuple[int, int]:
    """Begin a job; the leader's first part as first row and number of rows.

    Parts begin at a ``multiple``. ``index`` is the job's layer, or the step of an update, whose first
    parameter then takes the place of ``stride``.
    """
    if team.size == 0 or work < SHARED_FROM:
        return 0, rows
    return _share_out(team, kind, index, stride, rows, multiple, work)


@inlined
def next_part(team: Integers) -> tuple[int, int]:
    """The next part of the leader's job; of no rows when all are claimed."""
    if team.size == 0:
        return 0, 0
    return _next_of_leader(team)


@inlined
def wait_for_helper(team: Integers) -> None:
    """End a job: wait until the helper has done what it has claimed."""
    if team.size:
        _wait_for_helper(team)


@inlined
def has_helper_failed(team: Integers) -> bool:
    """Whether the helper has met what is not finite in this job."""
    return team.size > 0 and team[FAILED] != 0


@exact
def _share_out(
    team: Integers, kind: int, index: int, stride: int, rows: int, multiple: int, work: int
) -> tuple[int, int]:
    if team[ALONE] > 0:
        team[ALONE] -= work
        return 0, rows
    each = multiple * max(rows // (ENOUGH_BLOCKS * multiple), 1)
    blocks = max(1, rows // each)
    own = _share(blocks)
    team[KIND], team[INDEX], team[STRIDE] = kind, index, stride
    team[ROWS], team[ROWS_A_BLOCK], team[BLOCKS] = rows, each, blocks
    team[OWN_BLOCKS], team[FAILED] = own, 0
    team[MICROSECONDS] = 500 + work // 20_000
    store(team, DONE, 0)
    store(team, TICKET, ((team[TICKET] >> 2 * _BITS) + 1 << 2 * _BITS) + (own << _BITS) + blocks)
    if exchange(team, HELPER_SLEEPS, 0):
        ring(team, HELPER_BELL)
    return _rows_of(team, 0, own)


@exact
def _next_of_leader(team: Integers) -> tuple[int, int]:
    ticket = load(team, TICKET)
    while _left(ticket):
        share = _share(_left(ticket))
        if swap(team, TICKET, ticket, ticket + (share << _BITS)):
            team[OWN_BLOCKS] += share
            return _rows_of(team, ticket >> _BITS & _BLOCK, share)
        ticket = load(team, TICKET)
    return 0, 0


@inlined
def _left(ticket: int) -> int:
    """Blocks that nobody has claimed."""
    return (ticket & _BLOCK) - (ticket >> _BITS & _BLOCK)


@inlined
def _share(left: int) -> int:
    return left + 1 >> 1


@inlined
def _rows_of(team: Integers, block: int, blocks: int) -> tuple[int, int]:
    """First row and number of rows; the last block has what is left over too."""
    each = team[ROWS_A_BLOCK]
    first = block * each
    return first, team[ROWS] - first if block + blocks == team[BLOCKS] else blocks * each


@exact
def _wait_for_helper(team: Integers) -> None:
    claimed = team[BLOCKS] - team[OWN_BLOCKS]
    while load(team, DONE) != claimed:
        done = load(team, DONE)
        if done == claimed or not _is_worth_a_sleep(team, DONE, done, LEADER_SLEEPS):
            continue
        if not sleep_for(team, LEADER_BELL, team[MICROSECONDS]):
            team[ALONE], team[WAITS] = ALONE_AFTER_WAITING, team[WAITS] + 1
            sleep_for(team, LEADER_BELL, FOREVER)


@exact
def part_of_helper(team: Integers) -> tuple[int, int]:
    """The helper's next part, as soon as there is one; of no rows when it may leave."""
    while True:
        ticket = load(team, TICKET)
        if ticket == LEAVE:
            return 0, 0
        if _left(ticket):
            share = _share(_left(ticket))
            if swap(team, TICKET, ticket, ticket - share):
                team[HELPERS_BLOCKS] = share
                return _rows_of(team, (ticket & _BLOCK) - share, share)
        elif _is_worth_a_sleep(team, TICKET, ticket, HELPER_SLEEPS):
            sleep_for(team, HELPER_BELL, FOREVER)


@exact
def helper_has_done(team: Integers) -> None:
    """Tell the leader that a part is done."""
    add(team, DONE, team[HELPERS_BLOCKS])
    if exchange(team, LEADER_SLEEPS, 0):
        ring(team, LEADER_BELL)


@exact
def _is_worth_a_sleep(team: Integers, word: int, value: int, sleeps: int) -> bool:
    """Whether a word keeps its value for some time; who changes it then sees that it must ring."""
    for _ in range(PATIENCE):
        if load(team, word) != value:
            return False
        pause(team)
    store(team, sleeps, 1)
    return bool(load(team, word) == value)
