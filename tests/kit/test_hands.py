"""Few threads work at a time, over few connections; who waits keeps neither from the others."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection

from jiesu.kit.gathering import Gathering
from jiesu.kit.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)
IN_TIME = 20


def backend() -> int:
    """The process of PostgreSQL that answers this thread."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@contextmanager
def hired(count: int, patience: float = IN_TIME) -> Iterator[Hands]:
    """So many hands, whose connections end with the test."""
    hands = Hands(patience)
    hands.hire(count)
    try:
        yield hands
    finally:
        _all_at_once(hands, count, _close)


def _close() -> None:
    connection.close()


def _all_at_once(hands: Hands, count: int, work: Callable[[], object]) -> list[object]:
    """Do ``work`` once with every hand."""
    together = threading.Barrier(count)

    def one() -> object:
        with hands.taken():
            together.wait(IN_TIME)
            return work()

    with ThreadPoolExecutor(count) as pool:
        return [told.result(IN_TIME) for told in [pool.submit(one) for _ in range(count)]]


def test_before_any_is_hired_a_thread_works_over_its_own_connection() -> None:
    own = backend()
    with Hands().taken():
        assert backend() == own


def test_a_hand_brings_its_connection_and_takes_it_along() -> None:
    own = backend()
    with hired(1) as hands:
        with hands.taken():
            of_hand = backend()
        assert of_hand != own == backend()
        assert _all_at_once(hands, 1, backend) == [of_hand]


def test_many_threads_use_no_more_connections_than_there_are_hands() -> None:
    with hired(2) as hands, ThreadPoolExecutor(8) as pool:

        def one() -> int:
            with hands.taken():
                return backend()

        used = {told.result(IN_TIME) for told in [pool.submit(one) for _ in range(40)]}
        assert len(used) <= 2


def test_who_rests_lets_another_work() -> None:
    with hired(1) as hands, hands.taken():
        mine = backend()
        with hands.rested():
            assert _all_at_once(hands, 1, backend) == [mine]
        assert backend() == mine


def test_without_a_hand_resting_changes_nothing() -> None:
    own = backend()
    with Hands().rested():
        assert backend() == own


def test_who_finds_no_hand_in_time_works_over_a_connection_of_its_own() -> None:
    own = backend()
    with hired(1, patience=0.01) as hands:
        taken, done = threading.Event(), threading.Event()

        def stand_still() -> None:
            with hands.taken():
                taken.set()
                assert done.wait(IN_TIME)

        with ThreadPoolExecutor(1) as pool:
            standing = pool.submit(stand_still)
            assert taken.wait(IN_TIME)
            with hands.taken():
                assert backend() == own
                with hands.rested():
                    assert backend() == own
            done.set()
            standing.result(IN_TIME)


def test_a_connection_that_ended_while_one_rested_is_made_anew() -> None:
    own = backend()
    with hired(1) as hands, hands.taken():
        ended = backend()
        with hands.rested(), connection.cursor() as cursor:
            assert backend() == own
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
        assert backend() != ended


def test_whoever_waits_to_be_done_together_keeps_no_hand() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def together(asked: Sequence[int]) -> list[int]:
        if 0 in asked:
            begun.set()
            assert go_on.wait(IN_TIME)
        return list(asked)

    with hired(2) as hands, ThreadPoolExecutor(2) as pool:
        gathering: Gathering[int, int] = Gathering(together, most=8, hands=hands)

        def one(number: int) -> int:
            with hands.taken():
                return gathering.do(number)

        first = pool.submit(one, 0)
        assert begun.wait(IN_TIME)
        second = pool.submit(one, 1)
        with hands.taken():
            backend()
        go_on.set()
        assert [first.result(IN_TIME), second.result(IN_TIME)] == [0, 1]
