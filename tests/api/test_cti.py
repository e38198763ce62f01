"""The telephone exchange tells of calls over HTTP; the agent's console opens with the caller."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from api.door import Door
from cast import Cast
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry
from jiesu.config import wsgi
from jiesu.gateways.cti.models import Call
from jiesu.people.models import Staff
from lines import held
from outages import ADDRESS, cut_off
from tale import SLOW

RINGING = "/api/v1/cti/ringing"


@pytest.fixture
def exchange(cast: Cast) -> Door:
    door = Door(wsgi.application).as_(cast.admin)
    door.now = timezone.now()
    return door


@pytest.fixture
def agent(cast: Cast, settings: Any) -> Client:
    settings.SECOND_FACTOR = False
    client = Client()
    client.force_login(Staff.objects.get(work_no=cast.agent.work_no))
    return client


def call(**other: str) -> dict[str, str]:
    at = timezone.now().astimezone(UTC).isoformat()
    return {"call_id": "c-1", "caller": "13800005678", "agent": "LI", "at": at, **other}


def test_a_call_that_rings_is_noted_sealed_and_masked(exchange: Door) -> None:
    reply = exchange.post(RINGING, call())
    assert reply.status == 200, reply.json
    assert reply.json["agent"] == "LI"
    assert "13800005678" not in reply.body.decode()
    noted = Call.objects.get()
    assert noted.masked == "138****5678"
    assert b"13800005678" not in bytes(noted.secret)


def test_the_same_call_twice_is_one_call(exchange: Door) -> None:
    exchange.post(RINGING, call())
    assert exchange.post(RINGING, call()).status == 200
    assert Call.objects.count() == 1


def test_a_desk_is_found_by_its_extension_too(exchange: Door) -> None:
    Staff.objects.filter(work_no="LI").update(extension="8001")
    assert exchange.post(RINGING, call(agent="8001")).json["agent"] == "LI"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"caller": "张三"}, "caller"), ({"caller": ""}, "caller"), ({"agent": "nobody"}, "agent"),
     ({"call_id": "a b"}, "call_id"), ({"at": "gestern"}, "at")],
)  # fmt: skip
def test_what_is_no_call_is_refused_with_a_problem_document(
    exchange: Door, wrong: dict[str, str], field: str
) -> None:
    reply = exchange.post(RINGING, call(**wrong))
    assert (reply.status, reply.problem) == (422, "unfit")
    assert field in reply.body.decode()
    assert not Call.objects.exists()


def test_only_the_exchange_s_own_token_may_tell_of_calls(cast: Cast) -> None:
    reply = Door(wsgi.application).as_(cast.agent).post(RINGING, call())
    assert (reply.status, reply.problem) == (403, "not-allowed")
    assert Door(wsgi.application).post(RINGING, call()).status == 401
    assert not Call.objects.exists()


def test_a_call_never_told_of_cannot_be_answered(exchange: Door) -> None:
    told = {"call_id": "c-9", "at": timezone.now().isoformat()}
    reply = exchange.post("/api/v1/cti/answered", told)
    assert (reply.status, reply.problem) == (422, "unfit")


def test_the_console_says_who_calls_masked_and_opens_intake(
    cast: Cast, exchange: Door, agent: Client
) -> None:
    receive(cast.agent, SLOW, now=timezone.now() - timedelta(hours=2))
    exchange.post(RINGING, call())
    page = agent.get("/console/new/ringing").content.decode()
    assert "138****5678" in page
    assert "1 件未办结" in page
    assert "13800005678" not in page
    form = agent.get("/console/new?call=c-1").content.decode()
    assert "138****5678" in form
    assert "13800005678" not in form
    assert Case.objects.get().number in form, "the caller's open case stands there already"


def test_a_call_from_an_area_that_is_cut_off_says_so_while_it_rings(
    cast: Cast, exchange: Door, agent: Client
) -> None:
    """S105: whoever takes it up knows before the first word."""
    held(cast, address=ADDRESS)
    exchange.post(RINGING, call())
    assert "所在区域有群障" not in agent.get("/console/new/ringing").content.decode()
    cut_off(cast, timezone.now())
    assert "所在区域有群障" in agent.get("/console/new/ringing").content.decode()


def test_the_console_is_told_only_once_and_only_on_the_desk_that_rings(
    cast: Cast, exchange: Door, agent: Client
) -> None:
    exchange.post(RINGING, call())
    shown = agent.get("/console/new/ringing").content.decode()
    known = shown.partition('name="shown" value="')[2].partition('"')[0]
    assert agent.get("/console/new/ringing", {"shown": known}).status_code == 204
    other = Client()
    other.force_login(Staff.objects.get(work_no=cast.intake.work_no))
    assert "138****5678" not in other.get("/console/new/ringing").content.decode()
    assert "138****5678" not in other.get("/console/new?call=c-1").content.decode()


def test_start_end_and_recording_stand_in_the_ledger_once(exchange: Door, agent: Client) -> None:
    exchange.post(RINGING, call())
    exchange.post("/api/v1/cti/answered", {"call_id": "c-1", "at": timezone.now().isoformat()})
    agent.post("/console/new", {
        "channel": "hotline", "description": "晚上经常掉线，已经三天了，请尽快来看。",
        "desired_outcome": "修好", "call": "c-1", "key": "k",
    })  # fmt: skip
    case = Case.objects.get()
    assert case.masked["phone"] == "138****5678", "the number of the call is the caller's"
    over = {"call_id": "c-1", "at": timezone.now().isoformat(), "recording": "REC/77"}
    assert exchange.post("/api/v1/cti/ended", over).json["complaint"] == case.number
    exchange.post("/api/v1/cti/ended", over)
    assert Entry.objects.filter(case=case, verb="annotate").count() == 1
    noted = agent.get(f"/console/cases/{case.number}/").content.decode()
    assert "REC/77" in noted
    assert "138****5678" not in agent.get("/console/new/ringing").content.decode()


def test_a_call_over_before_the_case_was_saved_is_kept_all_the_same(
    exchange: Door, agent: Client
) -> None:
    exchange.post(RINGING, call())
    over = {"call_id": "c-1", "at": timezone.now().isoformat(), "recording": "REC/78"}
    exchange.post("/api/v1/cti/ended", over)
    agent.post("/console/new", {
        "channel": "hotline", "description": "晚上经常掉线，已经三天了，请尽快来看。",
        "desired_outcome": "修好", "call": "c-1", "key": "k",
    })  # fmt: skip
    assert Entry.objects.filter(case=Case.objects.get(), verb="annotate").count() == 1


def test_a_call_is_forgotten_after_a_day(exchange: Door) -> None:
    exchange.post(RINGING, call(at=datetime(2026, 1, 1, tzinfo=UTC).isoformat()))
    exchange.post(RINGING, call(call_id="c-2"))
    assert list(Call.objects.values_list("call_id", flat=True)) == ["c-2"]
