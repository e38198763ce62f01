"""A network-operations system declares an outage, says when it ends, and is told how it stands."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.door import COMPLAINTS, Door
from cast import Cast, person, unit
from incidents.declared import CUT
from jiesu.incidents.models import Outage
from tale import NOW

OUTAGES = "/api/v1/outages"
BODY: dict[str, Any] = {
    name: value.isoformat() if isinstance(value, datetime) else value for name, value in CUT.items()
}


@pytest.fixture
def network(door: Door, cast: Cast) -> Door:
    """The program of the network-operations system: an account that is R10 of the city."""
    noc = door.as_(person("noc", "网管系统", cast.city, "R10", cast.city))
    noc.now = NOW
    return noc


@pytest.fixture
def made(network: Door) -> str:
    """Address of an outage just declared."""
    return network.post(OUTAGES, BODY).headers["Location"]


def test_an_outage_is_declared_and_shown(network: Door) -> None:
    reply = network.post(OUTAGES, BODY, Idempotency_Key="n-1")
    assert (reply.status, reply.headers["ETag"]) == (201, '"1"')
    told = reply.json
    assert (told["cause"], told["unit"], told["linked"]) == ("光缆被挖断", "C4401", 0)
    assert datetime.fromisoformat(told["eta"]) == CUT["eta"]
    address = reply.headers["Location"]
    assert address == f"{OUTAGES}/{told['number']}"
    assert network.get(address).json == told
    again = network.post(OUTAGES, BODY, Idempotency_Key="n-1")
    assert (again.status, again.json) == (201, told)
    assert Outage.objects.count() == 1
    other = network.post(OUTAGES, {**BODY, "cause": "停电"}, Idempotency_Key="n-1")
    assert other.problem == "key-reused"


def test_it_is_estimated_and_closed_by_who_saw_it_last(network: Door, made: str) -> None:
    later = {"eta": (NOW + timedelta(hours=5)).isoformat()}
    reply = network.post(f"{made}/estimate", later, If_Match='"1"')
    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')
    assert network.post(f"{made}/close", {}, If_Match='"1"').problem == "unfit"
    closing = {"root_cause": "R-LINE"}
    assert network.post(f"{made}/close", closing, If_Match='"1"').problem == "stale-version"
    assert network.post(f"{made}/close", closing, If_Match='"2"').json["ended_at"]
    assert network.post(f"{made}/estimate", later).problem == "wrong-state"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ({**BODY, "cause": ""}, "unfit"),
        ({**BODY, "places": ["园"]}, "unfit"),
        ({**BODY, "since": "yesterday"}, "unfit"),
        ({**BODY, "unit": "C4403"}, "not-allowed"),
        (b"[]", "unfit"),
        (b"{", "unreadable"),
    ],
)
def test_what_does_not_do_is_refused(network: Door, words: Any, problem: str) -> None:
    assert network.post(OUTAGES, words).problem == problem
    assert not Outage.objects.exists()


def test_others_read_and_do_not_write(network: Door, made: str, cast: Cast) -> None:
    agent = network.as_(cast.agent)
    assert agent.get(made).status == 200
    assert agent.post(f"{made}/close", {"root_cause": "R-LINE"}).problem == "not-allowed"
    assert agent.post(OUTAGES, BODY).problem == "not-allowed"
    admin = network.as_(cast.admin)
    assert admin.get(made).problem == "unknown-outage"
    assert admin.get(OUTAGES).json == {"outages": [], "next": None}
    assert network.get(f"{OUTAGES}/QZ0000").problem == "unknown-outage"
    assert network.post(f"{made}/explode", {}).problem == "unknown-address"


def test_the_list_is_read_page_by_page(network: Door, cast: Cast) -> None:
    area = unit("A-E", "东片区", cast.city, "440100", kind="area")
    numbers = [network.post(OUTAGES, {**BODY, "unit": code}).json["number"]
               for code in ["C4401"] * 50 + [area.code] * 2]  # fmt: skip
    first = network.get(OUTAGES).json
    rest = network.get(f"{OUTAGES}?after={first['next']}").json
    told = [one["number"] for one in first["outages"] + rest["outages"]]
    assert (told, rest["next"]) == (numbers[::-1], None)
    there = network.get(f"{OUTAGES}?unit=A-E").json["outages"]
    assert [one["number"] for one in there] == numbers[:-3:-1]
    assert network.get(f"{OUTAGES}?open=false").json["outages"] == []


@pytest.mark.parametrize(
    "query",
    [
        *("open=maybe", "unit=X-404", "owner=me"),
        *("after=-1", "after=x", f"after={2**63}", f"after={'9' * 5000}"),
    ],
)
def test_a_condition_that_is_none_is_refused(network: Door, query: str) -> None:
    assert network.get(f"{OUTAGES}?{query}").problem == "bad-query"


def test_who_may_declare_is_told_how_many_wait(network: Door, made: str, cast: Cast) -> None:
    agent = network.as_(cast.agent)
    words = {
        "channel": "hotline",
        "description": "光猫LOS红灯闪,家里完全上不了网。",
        "region": "440100",
    }
    case = agent.post(COMPLAINTS, {**words, "phone": "13800005678"}).json["number"]
    joined = agent.post(f"{COMPLAINTS}/{case}/join_outage", {"outage": made.rpartition("/")[2]})
    assert joined.status == 200
    assert network.get(made, If_None_Match='"1"').json["linked"] == 1
    assert agent.get(made).json["linked"] == 1
    stranger = network.as_(cast.stranger)
    assert stranger.get(made).json["linked"] == 0


def test_it_is_as_young_as_the_clock_says(network: Door, made: str) -> None:
    network.now = datetime(2026, 9, 19, tzinfo=UTC)
    assert network.get(made).json["overdue"]
