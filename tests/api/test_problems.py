"""Every refusal is one clear sentence in a problem document, and nothing is half written."""

import io
import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection

from api.door import COMPLAINTS, SLOW, Door
from cast import Cast
from jiesu.api import complaints, limits
from jiesu.api.asked import MOST_BYTES
from jiesu.api.hot import asked_of
from jiesu.api.openapi import document
from jiesu.api.problems import kinds
from jiesu.cases.models import Case, Entry
from jiesu.cases.refusals import Refusal
from jiesu.people.models import Staff
from jiesu.people.tokens import issue


@pytest.mark.usefixtures("cast")
def test_without_a_token_nobody_enters(door: Door) -> None:
    staff = Staff.objects.get(username="li")
    past = datetime.now(UTC) - timedelta(days=1)
    expired = issue(staff, label="old", at=past, expires_at=past)
    for token in ("", "jiesu_unknown", expired, "\xff"):
        reply = Door(door.application, token).get(COMPLAINTS)
        assert (reply.status, reply.problem) == (401, "no-token")
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


def test_whoever_has_left_is_nobody(agent: Door) -> None:
    Staff.objects.filter(username="li").update(left_at=datetime.now(UTC))
    assert agent.get(COMPLAINTS).problem == "no-token"


def test_a_stranger_finds_nothing(agent: Door, cast: Cast, made: dict[str, Any]) -> None:
    stranger, path = agent.as_(cast.stranger), f"{COMPLAINTS}/{made['number']}"
    assert stranger.get(path).problem == "unknown-case"
    assert stranger.get(f"{path}/promises").problem == "unknown-case"
    assert stranger.post(f"{path}/accept").problem == "unknown-case"
    assert stranger.get(COMPLAINTS).json == {"complaints": [], "next": None}
    assert stranger.get(f"{COMPLAINTS}?q=测速").json["complaints"] == []


def test_a_case_whose_book_of_rules_is_lost_is_not_moved_and_says_why(
    agent: Door, cast: Cast, made: dict[str, Any]
) -> None:
    case = Case.objects.get(number=made["number"])
    Case.objects.update(packs=[[case.packs[0][0], "0" * 64]])
    owner = cast.owner if case.owner_id == cast.owner.staff_id else cast.second_owner
    before = Entry.objects.count()
    reply = agent.as_(owner).post(f"{COMPLAINTS}/{made['number']}/accept", Accept_Language="en")
    assert (reply.status, reply.problem) == (409, "wrong-state")
    assert "of the pack" in reply.json["detail"]
    assert Entry.objects.count() == before


def test_who_may_not_take_complaints_is_told_so(agent: Door, cast: Cast) -> None:
    reply = agent.as_(cast.auditor).post(COMPLAINTS, SLOW)
    assert (reply.status, reply.problem) == (403, "not-allowed")


def test_a_verb_that_is_not_one_s_own_is_refused(agent: Door, made: dict[str, Any]) -> None:
    assert agent.post(f"{COMPLAINTS}/{made['number']}/accept").problem == "not-allowed"


def test_the_wrong_state_is_named(owner: Door, made: dict[str, Any]) -> None:
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/agree", {"evidence": "电话"})
    assert (reply.status, reply.problem, reply.json["state"]) == (409, "wrong-state", "REGISTERED")


def test_a_stale_version_is_refused_and_the_new_one_told(owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    owner.post(f"{path}/annotate", {"text": "已致电"}, If_Match='"2"')
    reply = owner.post(f"{path}/accept", If_Match='"2"')
    assert (reply.status, reply.problem, reply.json["version"]) == (412, "stale-version", 3)
    assert Case.objects.get(number=made["number"]).state == "REGISTERED"
    assert owner.post(f"{path}/accept", If_Match="*").status == 200


def test_a_double_click_is_done_once(agent: Door, owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}/annotate"
    first = owner.post(path, {"text": "已致电"}, Idempotency_Key="a")
    again = owner.post(path, {"text": "已致电"}, Idempotency_Key="a")
    assert first.json == again.json
    one = agent.post(COMPLAINTS, SLOW, Idempotency_Key="b")
    two = agent.post(COMPLAINTS, SLOW, Idempotency_Key="b")
    assert (two.status, two.json["number"]) == (201, one.json["number"])


def test_a_key_is_not_used_for_something_else(
    agent: Door, owner: Door, made: dict[str, Any]
) -> None:
    path = f"{COMPLAINTS}/{made['number']}/annotate"
    owner.post(path, {"text": "一"}, Idempotency_Key="a")
    assert owner.post(path, {"text": "二"}, Idempotency_Key="a").problem == "key-reused"
    agent.post(COMPLAINTS, SLOW, Idempotency_Key="b")
    other = {**SLOW, "description": "另一件事:装机三天没有人上门。"}
    reply = agent.post(COMPLAINTS, other, Idempotency_Key="b")
    assert (reply.status, reply.problem) == (422, "key-reused")


def test_a_key_counts_for_one_complaint(agent: Door, made: dict[str, Any]) -> None:
    other = agent.post(COMPLAINTS, SLOW).json
    words = {"text": "一"}
    agent.post(f"{COMPLAINTS}/{made['number']}/annotate", words, Idempotency_Key="a")
    reply = agent.post(f"{COMPLAINTS}/{other['number']}/annotate", words, Idempotency_Key="a")
    assert reply.problem == "key-reused"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"channel": "pigeon"}, "channel"),
        ({"channel": None}, "channel"),
        ({"description": ""}, "description"),
        ({"description": "长" * 200_001}, "description"),
        ({"phone": "1" * 201}, "phone"),
        ({"amount_fen": -1}, "amount_fen"),
        ({"amount_fen": 2**70}, "amount_fen"),
        ({"amount_fen": 1.5}, "amount_fen"),
        ({"occurred_at": "昨天"}, "occurred_at"),
        ({"occurred_at": "2026-09-18T09:30:00"}, "occurred_at"),
        ({"received_at": "1970-01-01T00:00:00Z"}, "received_at"),
        ({"printed_due": "9999-12-31T23:59:59Z"}, "printed_due"),
        ({"region": "44"}, "region"),
        ({"category": "N-99"}, "category"),
        ({"surprise": 1}, "surprise"),
        ({"phone": "", "account": ""}, "phone"),
        ({"phone": "\x00", "account": ""}, "phone"),
        ({"description": "\x00\x01"}, "description"),
    ],
)
def test_a_field_that_does_not_fit_is_named(
    agent: Door, change: dict[str, Any], field: str
) -> None:
    reply = agent.post(COMPLAINTS, {**SLOW, **change})
    assert (reply.status, reply.problem) == (422, "unfit")
    assert [fault["field"] for fault in reply.json["faults"]] == [field]
    assert not Case.objects.exists()


def test_a_verb_s_field_is_named_too(owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}/contact"
    words = {"channel": "call", "direction": "out", "reached": True}
    reply = owner.post(path, words)
    assert reply.problem == "unfit"
    assert reply.json["faults"] == [{"field": "summary", "detail": "缺少必填项"}]
    assert "summary" in reply.json["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "家里断网三天了😡👨‍👩‍👧",
        "断网\x00三天\x08没有人处理,请尽快",
        "断网𠀀𪚥三天,一直没有人上门处理",
        "<script>alert(1)</script>断网三天没有人处理",
        "'; DROP TABLE cases_case; -- 断网三天",
        "\u202e断网三天没有人处理\u202c",
        "断" * 66_000,
    ],
)
def test_whatever_people_write_is_taken(agent: Door, cast: Cast, text: str) -> None:
    words = dict.fromkeys(("name", "address", "subject", "handle", "occurred_place"), text[:200])
    reply = agent.post(COMPLAINTS, {**SLOW, **words, "description": text})
    assert reply.status == 201, reply.body
    path = f"{COMPLAINTS}/{reply.json['number']}"
    everything = f"{path}?include=ledger,promises,messages"
    assert agent.get(everything).status == 200
    again = agent.as_(cast.privacy).get(everything)  # who reads the name in full, in texts too
    assert again.json["description"] == text.replace("\x00", "").replace("\x08", "")
    note = agent.post(f"{path}/annotate", {"text": text[:20_000]})
    assert note.status == 200, note.body


@pytest.mark.parametrize(
    ("body", "kind", "problem"),
    [
        (b"{", "application/json", "unreadable"),
        (b"", "application/json", "unreadable"),
        (b'{"channel": "\xff"}', "application/json", "unreadable"),
        (rb'{"channel": "\ud800"}', "application/json", "unreadable"),
        (b"[]", "application/json", "unfit"),
        (b"1", "application/json", "unfit"),
        (b"[" * 100_000, "application/json", "unfit"),
        (b'{"channel": ' + b"[" * 100_000, "application/json", "unfit"),
        (b"{}", "text/plain", "not-json"),
        (b"{}", "application/json; charset=gbk", "not-json"),
        (b" " * (MOST_BYTES + 1), "application/json", "too-large"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(
    agent: Door, body: bytes, kind: str, problem: str
) -> None:
    reply = agent.ask("POST", COMPLAINTS, body, Content_Type=kind)
    assert (reply.status, reply.problem) == (kinds()[problem].status, problem)
    assert not Case.objects.exists()


def test_a_deep_body_of_a_verb_is_refused(owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}/annotate"
    deep = b'{"text": ' + b"[" * 5_000 + b"]" * 5_000 + b"}"
    assert owner.ask("POST", path, deep).problem in {"unreadable", "unfit"}
    assert owner.ask("POST", path, b"[]").problem == "unfit"
    assert owner.post(path, {"text": "字" * 20_001}).problem == "unfit"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("state=nonsense", "state"),
        ("state=REGISTERED,CLOSED", "state"),
        ("owner=%E2%85%A7", "owner"),
        ("owner=99999999999999999999", "owner"),
        (f"owner={'9' * 5000}", "owner"),
        ("overdue=1", "overdue"),
        ("state=ended&overdue=true", "overdue"),
        ("after=!", "after"),
        ("after=bnVsbA", "after"),
        ("after=WyIwMDAxLTAxLTAxVDAwOjAwOjAwIiwxXQ", "after"),
        ("q=x&state=open", "state"),
        ("colour=red", "colour"),
        ("owner=1&owner=2", "owner"),
        ("category=%00", "category"),
    ],
)
def test_a_query_that_cannot_be_understood_is_refused(agent: Door, query: str, field: str) -> None:
    reply = agent.get(f"{COMPLAINTS}?{query}")
    assert (reply.status, reply.problem) == (400, "bad-query")
    assert reply.json["faults"][0]["field"] == field


def test_an_unknown_include_is_refused(agent: Door, made: dict[str, Any]) -> None:
    assert agent.get(f"{COMPLAINTS}/{made['number']}?include=diary").problem == "bad-query"


@pytest.mark.parametrize(
    "headers", [{"If_Match": "2"}, {"If_Match": 'W/"2"'}, {"Idempotency_Key": "k" * 201}]
)
def test_a_header_that_does_not_do_is_refused(
    owner: Door, made: dict[str, Any], headers: dict[str, str]
) -> None:
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/accept", **headers)
    assert (reply.status, reply.problem) == (400, "bad-header")


def test_what_does_not_exist_is_not_found(agent: Door, made: dict[str, Any]) -> None:
    number = made["number"]
    for path in ("/api/v1/", "/api/v1/x", f"{COMPLAINTS}/{number}/x/y/z", f"{COMPLAINTS}/é"):
        assert agent.get(path).problem == "unknown-address"
    assert agent.post(f"{COMPLAINTS}/{number}/dance").problem == "unknown-address"
    assert agent.get(f"{COMPLAINTS}/TS0000").problem == "unknown-case"
    reply = agent.post(f"{COMPLAINTS}/{number}/proceedings/GD00/accept")
    assert reply.problem == "unknown-case"


def test_a_method_that_is_not_offered_names_those_that_are(
    agent: Door, made: dict[str, Any]
) -> None:
    reply = agent.ask("DELETE", f"{COMPLAINTS}/{made['number']}")
    assert (reply.status, reply.problem, reply.headers["Allow"]) == (
        405,
        "wrong-method",
        "GET, HEAD, OPTIONS",
    )
    assert agent.ask("PUT", COMPLAINTS).headers["Allow"] == "POST, GET, HEAD, OPTIONS"
    assert agent.post("/api/v1/openapi.json").problem == "wrong-method"


def test_a_token_that_asks_too_often_waits(
    agent: Door, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_PER_MINUTE = 2
    monkeypatch.setattr(limits.Minute, "asked", {})
    replies = [agent.get(COMPLAINTS) for _ in range(3)]
    assert [reply.status for reply in replies] == [200, 200, 429]
    assert replies[-1].problem == "too-many"
    assert 1 <= int(replies[-1].headers["Retry-After"]) <= 60


def test_every_refusal_has_its_kind_with_the_same_status() -> None:
    def heirs(kind: type[Refusal]) -> list[type[Refusal]]:
        return [kind] + [heir for child in kind.__subclasses__() for heir in heirs(child)]

    assert {k.code: kinds()[k.code].status for k in heirs(Refusal)} == {
        k.code: k.status for k in heirs(Refusal)
    }
    described = json.dumps(document())
    assert [code for code in kinds() if code not in described] == []


def test_a_broken_connection_and_a_fault_of_ours_are_told_as_such(
    agent: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    for error, problem in ((OperationalError("gone"), "unavailable"), (KeyError("x"), "broken")):

        def fail(*_: Any, raised: Exception = error, **__: Any) -> None:
            raise raised

        monkeypatch.setattr(complaints, "receive", fail)
        assert agent.post(COMPLAINTS, SLOW).problem == problem


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_complaint(agent: Door) -> None:
    numbers = _at_once(lambda: agent.post(COMPLAINTS, SLOW, Idempotency_Key="k").json["number"])
    assert len(set(numbers)) == 1
    assert Case.objects.count() == 1
    assert Entry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_after_a_restart_of_the_database_the_next_request_is_served(agent: Door) -> None:
    made = agent.post(COMPLAINTS, SLOW).json
    with psycopg.connect(**{**connection.get_connection_params(), "autocommit": True}) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert agent.get(f"{COMPLAINTS}/{made['number']}").json == made


def _at_once(click: Callable[[], str]) -> list[str]:
    found: list[str] = []
    gate = threading.Barrier(2)

    def press() -> None:
        gate.wait()
        found.append(click())
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


@pytest.mark.parametrize("said", ["440100\n", "٤٤٠١٠٠", "44010"])
def test_a_region_is_six_digits_and_nothing_behind_them(agent: Door, said: str) -> None:
    reply = agent.post(COMPLAINTS, {**SLOW, "region": said})
    assert (reply.status, reply.problem) == (422, "unfit")
    assert reply.json["faults"][0]["field"] == "region"


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("description", "\u200b\u2060 \u200d"),
        ("phone", "打给我吧"),
        ("email", "sun@example.com\r\nBcc: all@example.com"),
        ("email", "sun"),
    ],
)
def test_what_nobody_could_read_or_answer_is_sent_back(agent: Door, field: str, said: str) -> None:
    reply = agent.post(COMPLAINTS, {**SLOW, field: said})
    assert (reply.status, reply.problem) == (422, "unfit")
    assert reply.json["faults"][0]["field"] == field
    assert not Case.objects.exists()


def test_a_number_beyond_all_bounds_is_told_in_the_reader_s_words(agent: Door) -> None:
    body = json.dumps(SLOW)[:-1] + ', "amount_fen": 1e400}'
    reply = agent.post(COMPLAINTS, body.encode())
    assert reply.json["faults"] == [{"field": "amount_fen", "detail": "数字过大"}]


def test_a_body_that_is_far_too_long_is_read_past_before_it_is_refused() -> None:
    body = io.BytesIO(b"x" * (MOST_BYTES + 3))
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": COMPLAINTS,
        "CONTENT_LENGTH": str(MOST_BYTES + 3),
        "wsgi.input": body,
    }
    assert asked_of(environ).body is None
    assert body.read() == b""
