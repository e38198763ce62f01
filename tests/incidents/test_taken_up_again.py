"""A complaint that was over before its outage was, and is taken up again, hears what it missed."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from cast import Cast
from incidents.declared import FIBRE
from jiesu.cases.clocks import promises_of
from jiesu.cases.models import Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.console.sentences import sentence
from jiesu.incidents.models import Outage
from jiesu.incidents.outages import close_outage, estimate_outage
from jiesu.incidents.telling import tell, tell_job
from jiesu.kit.jobs import run_worker
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from tale import Tale


@pytest.fixture
def closed(cast: Cast, outage: Outage) -> Tale:
    """Explained by the outage and closed while it still lasts."""
    tale = Tale(cast, FIBRE)
    tale.say(cast.agent, "join_outage", 0.1, outage=outage.number)
    tale.until_closed()
    return tale


def over(watch: Actor, outage: Outage, tale: Tale) -> None:
    """It ends, and the job that tells so has not run when the complaint is taken up again."""
    tale.now += timedelta(hours=1)
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=tale.now)
    fetch("WITH gone AS (DELETE FROM procrastinate_jobs RETURNING 1) SELECT count(*) FROM gone", [])


def reopened(tale: Tale) -> None:
    tale.say(tale.customer, "reopen", 2, reason="还是上不了网")


def waiting_jobs() -> int:
    found = fetch("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [tell_job.name])
    return int(found[0][0])


def repairs(tale: Tale) -> list[Any]:
    owed = promises_of(tale.stored, Entry.objects.filter(case=tale.case).order_by("seq"))
    return [p for p in owed if p.clock == "FAULT_REPAIR" and p.pack == "CN-NATIONAL"]


def whole(tale: Tale) -> None:
    assert differences(tale.stored) == []
    assert verify(tale.stored) is None


def test_reopened_after_the_end_it_hears_of_the_end(
    closed: Tale, outage: Outage, watch: Actor
) -> None:
    """N12 promised it: 恢复后将短信告知."""
    over(watch, outage, closed)
    ended = closed.now
    reopened(closed)
    assert waiting_jobs() == 1, "in the transaction that reopened it"
    assert tell(outage.number, closed.now) == 1
    assert closed.letters().count("N19O") == 1
    assert closed.stored.record["restored_at"] == ended.isoformat()
    entry = Entry.objects.get(case=closed.case, verb="outage_over")
    told = sentence("outage_over", entry.facts, frozenset({"before"}))[0]
    assert entry.said("before")
    assert "在重新处理前已于" in told
    assert tell(outage.number, closed.now) == 0
    whole(closed)


def test_reopened_after_it_was_told_of_the_end_it_hears_nothing_again(
    closed: Tale, outage: Outage, watch: Actor
) -> None:
    over(watch, outage, closed)
    assert tell(outage.number, closed.now) == 1, "it is told while it is closed"
    reopened(closed)
    assert waiting_jobs() == 0
    assert closed.letters().count("N19O") == 1
    (_, now) = repairs(closed)
    assert now.stopped_at is None
    whole(closed)


def test_the_repair_owed_since_then_does_not_end_with_what_ended_before(
    closed: Tale, outage: Outage, watch: Actor
) -> None:
    """TG: this line is still bad after the outage was over. The law counts from the new report."""
    over(watch, outage, closed)
    reopened(closed)
    began = closed.now
    tell(outage.number, closed.now)
    before, now = repairs(closed)
    assert (now.started_at, now.stopped_at) == (began, None)
    closed.say(closed.owner, "rehandle", to="IN_PROGRESS")
    closed.say(closed.cast.dispatcher, "dispatch")
    assert Entry.objects.get(case=closed.case, verb="dispatch").facts["order_type"] == "LINE"
    stopped = before.stopped_at
    closed.say(closed.owner, "leave_outage", reason="still_bad")
    before, now = repairs(closed)
    assert (before.stopped_at, now.stopped_at) == (stopped, None)
    whole(closed)


def test_reopened_while_it_lasts_it_hears_the_time_it_missed_and_then_the_end(
    closed: Tale, outage: Outage, watch: Actor
) -> None:
    later = closed.now + timedelta(hours=30)
    estimate_outage(watch, outage.number, {"eta": later}, now=closed.now)
    assert tell(outage.number, closed.now) == 0
    reopened(closed)
    assert tell(outage.number, closed.now) == 1
    assert closed.letters().count("N12") == 2
    closed.now += timedelta(hours=1)
    close_outage(watch, outage.number, {"root_cause": "R-LINE"}, now=closed.now)
    assert tell(outage.number, closed.now) == 1
    assert closed.letters().count("N19O") == 1
    assert repairs(closed)[-1].stopped_at == closed.now, "it was reopened for what ended then"
    whole(closed)


def test_who_missed_nothing_hears_nothing_again(
    closed: Tale, cast: Cast, outage: Outage, watch: Actor
) -> None:
    other = Tale(cast, replace(FIBRE, account="075500010002"))
    other.until_closed()
    reopened(closed)
    assert waiting_jobs() == 0
    closed.say(closed.customer, "withdraw", proof="portal", reference="P-1")
    over(watch, outage, other)
    assert tell(outage.number, other.now) == 0
    reopened(other)
    assert waiting_jobs() == 0, "it belongs to no outage"


def test_an_appeal_hears_of_what_was_kept_from_a_complaint_not_taken_on(
    cast: Cast, outage: Outage, watch: Actor
) -> None:
    tale = Tale(cast, FIBRE)
    tale.say(cast.agent, "join_outage", 0.1, outage=outage.number)
    asked = tale.say(tale.owner, "refuse", reason="NA3", basis="已和解并履行")
    tale.second(asked, cast.manager)
    over(watch, outage, tale)
    assert tell(outage.number, tale.now) == 0
    tale.say(tale.customer, "appeal", grounds=["wrong_finding"], statement="没有和解")
    assert waiting_jobs() == 1
    assert tell(outage.number, tale.now) == 1
    assert tale.letters().count("N19O") == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_calls_the_job_but_the_worker(closed: Tale, outage: Outage, watch: Actor) -> None:
    over(watch, outage, closed)
    reopened(closed)
    run_worker(concurrency=1, queues=["default"], wait=False)
    assert "N19O" in closed.letters()
