"""The session's states and the legal ways between them."""

from enum import Enum
from types import MappingProxyType


class State(Enum):
    """Where the worker is."""

    IDLE = "idle"
    COMPILING = "compiling"
    RUNNING = "running"
    PAUSED = "paused"
    FAILED = "failed"


class Event(Enum):
    """What moves the worker from state to state."""

    OPENED = "opened"  # a simulation exists, the kernels are not yet settled
    KERNELS_READY = "kernels ready"  # or given up: training goes on without them
    PLAYED = "played"
    PAUSED = "paused"
    FINISHED = "finished"  # the wished step, epoch or accuracy is reached
    FAILED = "failed"
    RESET = "reset"
    RECOVERED = "recovered"


class IllegalTransitionError(RuntimeError):
    """An event that the state does not know: a bug, never the user's doing."""


TRANSITIONS = MappingProxyType(
    {
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
)


def next_state(state: State, event: Event) -> State:
    """The state after ``event``.

    Raises
    ------
    IllegalTransitionError
        If ``state`` does not know ``event``.
    """
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransitionError(f"{event.value} while {state.value}") from None
