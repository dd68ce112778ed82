"""The mailbox holds the latest value, and at most one that it follows."""

import threading

from vgviz.session.mailbox import Mailbox


def test_only_the_latest_value_that_was_put_is_taken_and_only_once() -> None:
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


def test_what_follows_is_taken_in_order_and_never_more_than_two_wait() -> None:
    mailbox: Mailbox[int] = Mailbox()
    for value in (1, 2, 3):
        mailbox.follow(value)
    assert mailbox.peek() == 2
    assert [mailbox.take(), mailbox.take(), mailbox.take()] == [2, 3, None]


def test_what_is_put_comes_before_all_that_waited() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.follow(1)
    mailbox.follow(2)
    mailbox.put(3)
    mailbox.follow(4)
    assert [mailbox.take(), mailbox.take(), mailbox.take()] == [3, 4, None]


def test_a_reader_is_told_once_of_the_next_value_however_it_is_put() -> None:
    mailbox: Mailbox[int] = Mailbox()
    told: list[int] = []
    mailbox.tell_of_next(lambda: told.append(1))
    assert told == []
    mailbox.put(1)
    mailbox.put(2)
    assert told == [1]
    mailbox.take()
    mailbox.tell_of_next(lambda: told.append(2))
    mailbox.follow(3)
    assert told == [1, 2]


def test_a_reader_that_asks_late_is_told_at_once() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    told: list[int] = []
    mailbox.tell_of_next(lambda: told.append(1))
    assert told == [1]
