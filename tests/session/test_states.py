"""The table of states: every state can be reached and left, and what is not in it is refused."""

import itertools

import pytest

from vgviz.session.states import TRANSITIONS, Event, IllegalTransitionError, State, next_state

LEGAL = {
    (State.IDLE, Event.OPENED): State.COMPILING,
    (State.IDLE, Event.FAILED): State.FAILED,
    (State.COMPILING, Event.KERNELS_READY): State.PAUSED,
    (State.COMPILING, Event.FAILED): State.FAILED,
    (State.PAUSED, Event.PLAYED): State.RUNNING,
    (State.PAUSED, Event.FAILED): State.FAILED,
    (State.PAUSED, Event.RESET): State.PAUSED,
    (State.RUNNING, Event.PAUSED): State.PAUSED,
    (State.RUNNING, Event.FINISHED): State.PAUSED,
    (State.RUNNING, Event.FAILED): State.FAILED,
    (State.RUNNING, Event.RESET): State.PAUSED,
    (State.FAILED, Event.OPENED): State.COMPILING,
    (State.FAILED, Event.RESET): State.PAUSED,
    (State.FAILED, Event.RECOVERED): State.PAUSED,
}


@pytest.mark.parametrize(("state", "event"), list(itertools.product(State, Event)))
def test_each_pair_of_state_and_event_is_as_in_the_table(state: State, event: Event) -> None:
    if (state, event) in LEGAL:
        assert next_state(state, event) is LEGAL[state, event]
    else:
        with pytest.raises(IllegalTransitionError, match=event.value):
            next_state(state, event)


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_from_idle_and_running_from_every_state(state: State) -> None:
    assert state in _reachable(State.IDLE)
    assert State.RUNNING in _reachable(state)


def _reachable(start: State) -> set[State]:
    seen = {start}
    while True:
        more = {end for (state, _), end in TRANSITIONS.items() if state in seen} - seen
        if not more:
            return seen
        seen |= more
