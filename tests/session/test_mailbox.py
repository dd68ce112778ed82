"""The mailbox holds the latest value only."""

import threading

from vgviz.session.mailbox import Mailbox


def test_only_the_latest_value_is_taken_and_only_once() -> None:
    mailbox: Mailbox[int] = Mailbox()
    assert mailbox.take() is None
    mailbox.put(1)
    mailbox.put(2)
    assert not mailbox.is_empty
    assert mailbox.take() == 2
    assert mailbox.take() is None
    assert mailbox.is_empty


def test_a_reader_beside_a_writer_sees_growing_values_and_the_last_one() -> None:
    mailbox: Mailbox[int] = Mailbox()
    last = 20_000

    def write() -> None:
        for value in range(last + 1):
            mailbox.put(value)

    writer = threading.Thread(target=write)
    writer.start()
    seen = [-1]
    while seen[-1] < last:
        value = mailbox.take()
        if value is not None:
            seen.append(value)
    writer.join()
    assert seen == sorted(set(seen))
