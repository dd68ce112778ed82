"""Work that two threads share: a leader cuts it into parts, and each claims the next one until none is left.

Whoever is late, or must leave the processor to the window, claims fewer parts. Which thread does a part does
not show in the numbers: parts are whole rows, and a row's sums have one order. A thread that waits looks
again for some microseconds, about as long as waking it would take, and then sleeps.

A team is a vector of words, empty for a thread by itself. Only the leader begins a job; a job that is too
small is not shared out: the leader has it as one part. Nor are the next ones when the helper has let the
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

# Words of a team. Those that both threads write lie in cache lines of their own.
TICKET = _passed_on(0)  # number of the job, and in the low bits how many of its parts nobody has claimed
DONE = _passed_on(8)  # parts that the helper has done
HELPER_SLEEPS = _passed_on(16)
LEADER_SLEEPS = _passed_on(24)
KIND, INDEX, STRIDE, ROWS, ROWS_A_PART = 32, 33, 34, 35, 36
PARTS, OWN_PARTS = 37, 38  # in all, and done by the leader
MICROSECONDS = 39  # that the leader waits for a part before it gives the helper up for a while
FAILED = 40  # whether the helper has met a parameter that is not finite
ALONE = 41  # work that the leader does alone before it shares out again
WAITS = 42  # how often the leader has given the helper up for a while
HELPER_BELL, LEADER_BELL = 48, 49
WORDS = 56

LEAVE = -1  # in place of a ticket: the helper is not needed any more
TICKET_BITS = 16
_LEFT = (1 << TICKET_BITS) - 1
# Work is counted in multiplications, of which a thread does some 20,000 in a microsecond.
SHARED_FROM = 1 << 19
ALONE_AFTER_WAITING = 1 << 32
# Threads end at nearly the same time with so many parts; larger ones would not be quicker, row for row.
FEWEST_PARTS, MOST_MULTIPLES = 8, 4
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
    each = multiple * min(max(rows // (FEWEST_PARTS * multiple), 1), MOST_MULTIPLES)
    parts = max(1, rows // each)
    team[MICROSECONDS] = 500 + work // parts // 5_000
    team[KIND], team[INDEX], team[STRIDE], team[ROWS], team[ROWS_A_PART] = kind, index, stride, rows, each
    team[PARTS], team[OWN_PARTS], team[FAILED] = parts, 0, 0
    store(team, DONE, 0)
    store(team, TICKET, ((team[TICKET] >> TICKET_BITS) + 1 << TICKET_BITS) + parts)
    if exchange(team, HELPER_SLEEPS, 0):
        ring(team, HELPER_BELL)
    return _next_of_leader(team)


@exact
def _next_of_leader(team: Integers) -> tuple[int, int]:
    part = _claim(team)
    if part < 0:
        return 0, 0
    team[OWN_PARTS] += 1
    return rows_of(team, part)


@exact
def _claim(team: Integers) -> int:
    """The part that is now the caller's; -1 where none is left."""
    ticket = load(team, TICKET)
    while ticket >= 0 and ticket & _LEFT:
        if swap(team, TICKET, ticket, ticket - 1):
            return int((ticket & _LEFT) - 1)
        ticket = load(team, TICKET)
    return -1


@inlined
def rows_of(team: Integers, part: int) -> tuple[int, int]:
    """First row and number of rows; the last part has what is left over too."""
    first = part * team[ROWS_A_PART]
    return first, team[ROWS] - first if part == team[PARTS] - 1 else team[ROWS_A_PART]


@exact
def _wait_for_helper(team: Integers) -> None:
    claimed = team[PARTS] - team[OWN_PARTS]
    while load(team, DONE) != claimed:
        done = load(team, DONE)
        if done == claimed or not _is_worth_a_sleep(team, DONE, done, LEADER_SLEEPS):
            continue
        if not sleep_for(team, LEADER_BELL, team[MICROSECONDS]):
            team[ALONE], team[WAITS] = ALONE_AFTER_WAITING, team[WAITS] + 1
            sleep_for(team, LEADER_BELL, FOREVER)


@exact
def part_of_helper(team: Integers) -> int:
    """The helper's next part, as soon as there is one; -1 when it may leave."""
    while True:
        part = _claim(team)
        if part >= 0:
            return part
        ticket = load(team, TICKET)
        if ticket == LEAVE:
            return -1
        if not ticket & _LEFT and _is_worth_a_sleep(team, TICKET, ticket, HELPER_SLEEPS):
            sleep_for(team, HELPER_BELL, FOREVER)


@exact
def helper_has_done(team: Integers) -> None:
    """Tell the leader that a part is done."""
    add(team, DONE, 1)
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
