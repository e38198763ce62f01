"""A page asks the database a fixed number of things, however much there is to show."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor

MOST = {
    "/console/cases/": 11,
    "/console/cases/?whose=all": 11,
    "/console/find": 12,
    "/console/orders": 8,
}
MOST_OF_A_CASE = 20


KEPT_FOR = (
    "jiesu.cases.book.LOOK_AGAIN_AFTER",
    "jiesu.cases.intake.desk.FRESH_FOR",
    "jiesu.cases.reading._TRUST_FOR",
)
"""How long what is kept between requests is believed; a slow machine lets it run out meanwhile."""


@pytest.fixture(autouse=True)
def nothing_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KEPT_FOR:
        monkeypatch.setattr(name, 10**9)


@pytest.mark.parametrize("named", MOST)
def test_a_list_costs_the_same_for_one_and_for_fifty(
    cast: Cast, now: datetime, enter: Enter, named: str
) -> None:
    address = named
    receive_all(cast.agent, [SLOW], now=now)
    browser = enter(cast.owner)
    if address == "/console/find":
        address = browser.post(address, {"q": "网速"}).headers["Location"]
    browser.get(address)  # warms what is kept between requests
    with CaptureQueriesContext(connection) as few:
        browser.get(address)
    receive_all(cast.agent, [SLOW] * 60, now=now)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) <= MOST[named]
    assert len(many) <= len(few) + 1


def test_a_case_costs_the_same_however_long_its_ledger(
    case: Case, owner: Actor, now: datetime, enter: Enter
) -> None:
    browser, address = enter(owner), f"/console/cases/{case.number}/"
    browser.get(address)
    with CaptureQueriesContext(connection) as short:
        browser.get(address)
    for n in range(12):
        make_move(owner, case.number, "annotate", {"text": f"第 {n} 条"}, now=now)
    with CaptureQueriesContext(connection) as long:
        browser.get(address)
    assert len(long) <= len(short) + 1
    assert len(long) <= MOST_OF_A_CASE


def test_a_case_of_two_hundred_entries_is_told_as_cheaply_as_a_short_one(
    case: Case, owner: Actor, enter: Enter
) -> None:
    browser, address = enter(owner), f"/console/cases/{case.number}/"
    with CaptureQueriesContext(connection) as short:
        browser.get(f"{address}?all=1")
    told = list(Entry.objects.filter(case=case).order_by("seq"))
    more = [copy_of(told[-1], seq) for seq in range(len(told) + 1, 201)]
    Entry.objects.bulk_create(more)
    with CaptureQueriesContext(connection) as long:
        page = browser.get(f"{address}?all=1")
    assert page.content.decode().count('class="event') >= 200
    assert len(long) <= len(short) + 1


def copy_of(entry: Entry, seq: int) -> Entry:
    """A note at a later place; the chain does not matter for reading."""
    return Entry(
        case_id=entry.case_id,
        seq=seq,
        verb="annotate",
        at=entry.at,
        by_kind="staff",
        by_staff_id=entry.by_staff_id,
        facts={"cycle": 1},
        hash=bytes(entry.hash),
    )
