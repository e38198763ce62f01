"""§11.5: fifty complaints of one outage call the leader on duty, once; the register tells it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from msgspec.structs import replace

from cast import Cast, person
from console.conftest import Enter
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case
from jiesu.console.together.inbox import unread
from jiesu.console.together.models import OutageNotice
from jiesu.incidents.alarms import watch_outages
from jiesu.incidents.models import Outage, OutageAlarm
from jiesu.people.actor import Actor
from jiesu.people.models import Grant, Organisation
from outages import ADDRESS, CUT_OFF, cut_off, over
from tale import SLOW

NOW = datetime.now(UTC).replace(microsecond=0)
INBOX = "/console/together/inbox"


def leader_on_duty() -> Actor:
    """A service manager over the whole company."""
    company = Organisation.objects.get(code="P44")
    return person("boss", "值班领导", company, "R21", company)


def joined(cast: Cast, outage: str, times: int) -> None:
    """So many customers complain and are linked to it."""
    first = Case.objects.count()
    calls = [
        replace(
            SLOW, account=f"07551{n:07}", phone=f"1390000{n:04}", address=ADDRESS,
            description=CUT_OFF,
        )
        for n in range(first, first + times)
    ]  # fmt: skip
    receive_all(cast.agent, calls, now=NOW)
    Case.objects.filter(outage="").update(outage=outage)


def told(actor: Actor) -> int:
    return OutageNotice.objects.filter(staff=actor.staff_id).count()


def test_fifty_complaints_of_one_outage_call_the_leader_on_duty_once(
    cast: Cast, enter: Enter
) -> None:
    boss, number = leader_on_duty(), cut_off(cast, NOW)
    joined(cast, number, 49)
    assert watch_outages(NOW) == 0
    assert unread(boss) == 0

    joined(cast, number, 1)
    assert watch_outages(NOW) == 1
    assert watch_outages(NOW + timedelta(minutes=1)) == 0, "looked at twice, called once"
    joined(cast, number, 20)
    assert watch_outages(NOW + timedelta(minutes=2)) == 0
    assert (told(boss), told(cast.manager), told(cast.agent)) == (1, 0, 0)

    alarm = OutageAlarm.objects.get()
    assert (alarm.kind, alarm.level, alarm.facts["count"]) == ("mass", "L4", 50)
    assert not Case.objects.filter(record__has_key="escalated").exists(), "each has its own ladder"
    assert Outage.objects.get().version == 1, "nobody's form grows stale by it"

    browser = enter(boss)
    assert unread(boss) == 1
    page = browser.get(INBOX).content.decode()
    for words in ("群障影响面大，请督办", "已并入投诉 50 件", f"/console/outages/{number}/"):
        assert words in page
    page = browser.get(f"/console/outages/{number}/").content.decode()
    assert "已并入投诉 50 件，升级到L4：群障影响用户不少于50户；已通知：值班领导 BOSS" in page
    assert unread(boss) == 0
    assert "群障影响面大，请督办" in browser.get(INBOX).content.decode(), "read, and still there"


def test_whoever_reads_the_outage_sees_that_it_was_called_and_why(cast: Cast, enter: Enter) -> None:
    leader_on_duty()
    number = cut_off(cast, NOW)
    joined(cast, number, 50)
    watch_outages(NOW)
    page = enter(cast.agent).get(f"/console/outages/{number}/", headers={"accept-language": "en"})
    assert "50 complaints linked, escalated to L4" in page.content.decode()
    assert "an outage has hit 50 users or more" in page.content.decode()


def test_where_nobody_leads_the_company_the_manager_of_the_city_is_called(cast: Cast) -> None:
    number = cut_off(cast, NOW)
    joined(cast, number, 50)
    watch_outages(NOW)
    assert told(cast.manager) == 1


def test_it_is_written_even_where_nobody_is_there_to_hear(cast: Cast) -> None:
    Grant.objects.filter(role="R21").update(revoked_at=NOW)
    number = cut_off(cast, NOW)
    joined(cast, number, 50)
    assert watch_outages(NOW) == 1
    assert not OutageNotice.objects.exists()


def test_all_ticked_off_at_once_the_outage_is_ticked_off_too(cast: Cast, enter: Enter) -> None:
    boss = leader_on_duty()
    joined(cast, cut_off(cast, NOW), 50)
    watch_outages(NOW)
    enter(boss).post(f"{INBOX}/read")
    assert unread(boss) == 0


def test_announced_work_and_what_is_over_call_nobody(cast: Cast) -> None:
    work = {"kind": "work", "until": NOW + timedelta(hours=2), "eta": None}
    joined(cast, cut_off(cast, NOW, **work), 50)
    joined(cast, number := cut_off(cast, NOW), 50)
    over(cast, number, NOW)
    assert watch_outages(NOW) == 0


def test_what_came_up_is_never_rewritten(cast: Cast) -> None:
    joined(cast, cut_off(cast, NOW), 50)
    watch_outages(NOW)
    for harm in (OutageAlarm.objects.all().delete, lambda: OutageAlarm.objects.update(level="L1")):
        with pytest.raises(DatabaseError), transaction.atomic():
            harm()


@pytest.mark.django_db(transaction=True)
def test_two_that_look_at_once_call_once(cast: Cast) -> None:
    boss = leader_on_duty()
    joined(cast, cut_off(cast, NOW), 50)
    counts: list[int] = []

    def look() -> None:
        try:
            counts.append(watch_outages(NOW))
        finally:
            connection.close()

    both = [threading.Thread(target=look) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(counts) == [0, 1]
    assert told(boss) == 1
