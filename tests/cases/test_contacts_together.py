"""Contacts that come at the same time are stored in one transaction; each is a case of its own."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import NamedTuple

import msgspec
import pytest
from django.db import connection, transaction

from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import GATHERING, receive
from jiesu.cases.models import Case, Entry
from jiesu.cases.refusals import KeyReused, Unfit
from jiesu.cases.verify import verify
from jiesu.people.actor import SYSTEM, Actor
from tale import NOW, SLOW

pytestmark = pytest.mark.django_db(transaction=True)
IN_TIME = 20
_HELD = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'cases_case'::regclass"
_TRANSACTIONS = "SELECT count(DISTINCT xmin::text) FROM cases_case"


class Said(NamedTuple):
    """One contact on its way in."""

    actor: Actor
    intake: Intake
    key: str = ""


def test_those_who_wait_are_stored_in_one_transaction(cast: Cast) -> None:
    people = [Said(actor, _of(n)) for n, actor in enumerate([cast.agent, SYSTEM] * 3)]
    cases = [one.result() for one in _at_once(people)]
    assert [case.masked["name"] for case in cases] == ["孙**"] * 6
    assert [Case.objects.get(number=case.number).description for case in cases] == [
        said.intake.description for said in people
    ]
    registered = [Entry.objects.get(case=case, verb="receive").by_staff_id for case in cases]
    assert registered == [cast.agent.staff_id, None] * 3
    assert not any(verify(case) for case in Case.objects.all())
    assert _one(_TRANSACTIONS) == 2


def test_the_same_request_twice_at_once_is_one_case(cast: Cast) -> None:
    twice = Said(cast.agent, _of(1), "a-key")
    first, *others = _at_once([Said(cast.agent, _of(0)), twice, twice, Said(cast.agent, _of(2))])
    numbers = [one.result().number for one in (first, *others)]
    assert numbers[1] == numbers[2]
    assert len(set(numbers)) == Case.objects.count() == 3


def test_one_that_cannot_be_saved_takes_nobody_with_it(cast: Cast) -> None:
    wrong = msgspec.structs.replace(_of(1), repeat_of="TS000000000000")
    used = Said(cast.agent, _of(7), "used")
    receive(*used[:2], now=NOW, key="used")
    told = [Said(cast.agent, _of(0)), Said(cast.agent, wrong), Said(cast.agent, _of(2))]
    first, refused, saved, reused = _at_once([*told, used._replace(intake=_of(3))])
    assert {first.result().number, saved.result().number} < _numbers()
    with pytest.raises(Unfit):
        refused.result()
    with pytest.raises(KeyReused):
        reused.result()
    assert Case.objects.count() == 3


def test_within_a_transaction_a_contact_stays_alone(cast: Cast) -> None:
    with transaction.atomic():
        receive(cast.agent, SLOW, now=NOW)
        transaction.set_rollback(True)
    assert not Case.objects.exists()


def _of(n: int) -> Intake:
    """What the ``n``-th person says."""
    return msgspec.structs.replace(
        SLOW,
        description=f"{SLOW.description}第{n}户",
        phone=f"1380000{n:04}",
        account=f"0755{n:08}",
    )


def _at_once(said: Sequence[Said]) -> "list[Future[Case]]":
    """Let the first be at the database while the others come."""
    with ThreadPoolExecutor(len(said)) as pool, _tables_taken():
        asked = [pool.submit(_receive, said[0])]
        _await(lambda: _one(_HELD) == 1)
        asked += [pool.submit(_receive, one) for one in said[1:]]
        _await(lambda: len(GATHERING) == len(said) - 1)
    return asked


def _receive(said: Said) -> Case:
    try:
        return receive(said.actor, said.intake, now=NOW, key=said.key)
    finally:
        connection.close()


@contextmanager
def _tables_taken() -> Iterator[None]:
    """Nobody can store a case meanwhile."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE cases_case IN SHARE MODE")
        yield


def _await(come: Callable[[], bool]) -> None:
    ends = time.monotonic() + IN_TIME
    while not come():
        assert time.monotonic() < ends
        time.sleep(0.005)


def _one(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row: tuple[int] = cursor.fetchone()
    return row[0]


def _numbers() -> set[str]:
    return set(Case.objects.values_list("number", flat=True))
