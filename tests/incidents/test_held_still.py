"""Whoever joins and whoever closes wait for each other; those who join do not."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from msgspec.structs import replace

from cast import Cast
from incidents.declared import declared
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage
from jiesu.incidents.telling import tell
from tale import NOW, SLOW

LATER = NOW + timedelta(hours=1)


def beside(work: Callable[[], object]) -> threading.Thread:
    """Somebody else does it, over a connection of his own."""

    def done() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=done)
    thread.start()
    return thread


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def join(cast: Cast, case: Case, outage: Outage) -> None:
    make_move(cast.agent, case.number, "join_outage", {"outage": outage.number}, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_nobody_joins_unnoticed_while_it_is_closed(cast: Cast) -> None:
    outage = declared(cast.manager)
    case = receive(cast.agent, SLOW, now=NOW)
    with transaction.atomic():
        join(cast, case, outage)
        closing = beside(
            lambda: close_outage(cast.manager, outage.number, {"root_cause": "R-LINE"}, now=LATER)
        )
        while not waits_for_a_lock():
            assert closing.is_alive(), "it was closed beneath the one who joined"
    closing.join()
    assert tell(outage.number, LATER) == 1
    assert Case.objects.get(pk=case.pk).record["restored_at"] == LATER.isoformat()


@pytest.mark.django_db(transaction=True)
def test_those_who_join_do_not_wait_for_each_other(cast: Cast) -> None:
    outage = declared(cast.manager)
    mine, theirs = (
        receive(cast.agent, replace(SLOW, account=f"07550001{n:04}"), now=NOW) for n in range(2)
    )
    with transaction.atomic():
        join(cast, mine, outage)
        beside(lambda: join(cast, theirs, outage)).join()
    assert set(Case.objects.values_list("outage", flat=True)) == {outage.number}


@pytest.mark.django_db(transaction=True)
def test_two_jobs_at_once_tell_everybody_once(cast: Cast) -> None:
    outage = declared(cast.manager)
    cases = [
        receive(cast.agent, replace(SLOW, account=f"07550001{n:04}"), now=NOW) for n in range(4)
    ]
    for case in cases:
        join(cast, case, outage)
    close_outage(cast.manager, outage.number, {"root_cause": "R-LINE"}, now=LATER)
    counts: list[int] = []
    jobs = [beside(lambda: counts.append(tell(outage.number, LATER))) for _ in range(2)]
    for one in jobs:
        one.join()
    assert sum(counts) == len(cases)
    told = [case.entries.filter(verb="outage_over").count() for case in cases]
    assert told == [1] * len(cases)
