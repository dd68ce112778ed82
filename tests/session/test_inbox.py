"""Commands are waited for without spinning; of an unbroken series of edits the last one counts."""

import threading
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vgviz.experiment import Experiment
from vgviz.session.inbox import Inbox, coalesced
from vgviz.session.messages import Command, Configure, Pause, Play, RunSteps

commands = st.lists(
    st.one_of(
        st.integers(0, 9).map(lambda seed: Configure(Experiment(seed=seed))),
        st.sampled_from([Play(), Pause(), RunSteps(3)]),
    )
)


@given(commands)
def test_coalescing_keeps_the_last_of_each_series_of_edits_and_all_else(given_: list[Command]) -> None:
    kept = coalesced(given_)
    others = [command for command in given_ if not isinstance(command, Configure)]
    assert [command for command in kept if not isinstance(command, Configure)] == others
    assert kept[-1:] == given_[-1:]
    pairs = pairwise(kept)
    assert not any(isinstance(a, Configure) and isinstance(b, Configure) for a, b in pairs)


def test_all_queued_commands_come_at_once_in_order() -> None:
    inbox = Inbox()
    inbox.put(Play())
    inbox.put(Pause())
    assert inbox.take(None) == [Play(), Pause()]
    assert inbox.take(0) == []
    assert inbox.take(0.001) == []


def test_waking_ends_a_wait_without_a_command() -> None:
    inbox = Inbox()
    taken: list[list[Command]] = []
    waiter = threading.Thread(target=lambda: taken.append(inbox.take(None)))
    waiter.start()
    inbox.wake()
    waiter.join(5)
    assert taken == [[]]


def test_an_edit_that_moves_layers_outdoes_no_other_and_is_not_outdone() -> None:
    edits: list[Command] = [
        Configure(Experiment(seed=1), gesture=1),
        Configure(Experiment(seed=2), gesture=1, origin=(1, 0)),
        Configure(Experiment(seed=3), gesture=1),
    ]
    assert coalesced(edits) == edits
