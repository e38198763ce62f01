"""A program takes a complaint, reads it, moves it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from api.door import COMPLAINTS, SLOW, Door
from cast import Cast
from jiesu.api.shapes import Moved, PageShape, Promises
from jiesu.cases.models import Case, Entry
from jiesu.cases.reading import Sheet


def test_a_complaint_is_taken_numbered_and_shown_masked(agent: Door) -> None:
    reply = agent.post(COMPLAINTS, SLOW)
    told = msgspec.json.decode(reply.body, type=Sheet)
    assert (reply.status, told.state, told.customer["phone"]) == (201, "REGISTERED", "138****5678")
    assert reply.headers["Location"] == f"{COMPLAINTS}/{told.number}"
    assert reply.headers["ETag"] == '"2"'
    assert b"13800005678" not in reply.body


def test_what_was_made_is_what_is_shown(agent: Door, made: dict[str, Any]) -> None:
    reply = agent.get(f"{COMPLAINTS}/{made['number']}")
    assert (reply.status, reply.headers["ETag"]) == (200, '"2"')
    assert reply.json == made


def test_numbers_within_the_text_are_masked_too(agent: Door) -> None:
    told = "请回电13912345678,宽带一直断线,没有人处理。"
    words = {**SLOW, "description": told, "subject": told, "desired_outcome": told}
    reply = agent.post(COMPLAINTS, words)
    again = agent.get(f"{reply.headers['Location']}?include=ledger,promises,messages")
    assert b"13912345678" not in reply.body + again.body
    facts = str(list(Entry.objects.values_list("facts", flat=True)))
    assert "13912345678" not in facts, "a ledger's facts hold no personal data"


def test_the_ledger_promises_and_messages_come_along_when_asked(
    agent: Door, made: dict[str, Any]
) -> None:
    reply = agent.get(f"{COMPLAINTS}/{made['number']}?include=ledger,promises,messages")
    told = msgspec.json.decode(reply.body, type=Sheet)
    assert told.ledger
    assert told.promises
    assert told.messages
    assert [line.verb for line in told.ledger] == ["receive", "register"]
    assert told.ledger[0].by == "李工"
    assert "derived" not in told.ledger[0].facts
    assert {"ANSWER", "ACCEPT"} <= {owed.clock for owed in told.promises}
    assert told.messages[0].to == "138****5678"


def test_every_promise_is_explained_on_demand(agent: Door, made: dict[str, Any]) -> None:
    reply = agent.get(f"{COMPLAINTS}/{made['number']}/promises")
    told = msgspec.json.decode(reply.body, type=Promises)
    answer = next(p for p in told.promises if p.clock == "ANSWER" and p.pack == "CN-NATIONAL")
    assert answer.because[-1].startswith(("到期", "预计到期"))
    assert reply.headers["ETag"] == '"2"'


def test_whoever_reads_english_is_told_why_in_english(agent: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}/promises"
    told = msgspec.json.decode(agent.get(path, Accept_Language="en").body, type=Promises)
    answer = next(p for p in told.promises if p.clock == "ANSWER" and p.pack == "CN-NATIONAL")
    assert answer.because[1].startswith("It begins with: the complaint was received")
    assert answer.because[0].endswith(f"Rests on: {answer.clause}.")


def test_a_verb_moves_it_and_tells_the_new_version(owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    reply = owner.post(f"{path}/accept", If_Match='"2"')
    told = msgspec.json.decode(reply.body, type=Moved)
    assert (reply.status, told.entry.verb, told.entry.to_state) == (200, "accept", "ACCEPTED")
    assert reply.headers["ETag"] == '"3"'
    assert owner.get(path).headers["ETag"] == '"3"'


def test_a_verb_that_takes_nothing_needs_no_body(owner: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}/accept"
    assert owner.ask("POST", path, Content_Type="").status == 200


def test_what_needs_a_second_person_waits(owner: Door, made: dict[str, Any]) -> None:
    words = {"reason": "WAIT_USER_TIME", "evidence": "通话录音", "resume_condition": "周六上门"}
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/pause", words)
    told = msgspec.json.decode(reply.body, type=Moved)
    assert (reply.status, told.waiting, told.entry.verb) == (202, True, "request")


def test_the_second_person_approves_through_the_api(
    owner: Door, cast: Cast, made: dict[str, Any]
) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    words = {"reason": "WAIT_USER_TIME", "evidence": "通话录音", "resume_condition": "周六上门"}
    asked = owner.post(f"{path}/pause", words).json["entry"]["seq"]
    reply = owner.as_(cast.manager).post(f"{path}/approve", {"request": asked})
    told = msgspec.json.decode(reply.body, type=Moved)
    assert (reply.status, told.entry.verb) == (200, "pause")
    assert told.entry.facts["approved_by"] == "秦经理"


def test_revealing_shows_once_and_leaves_a_trace_each_time(
    owner: Door, made: dict[str, Any]
) -> None:
    path = f"{COMPLAINTS}/{made['number']}/reveal"
    words = {"fields": ["phone"], "purpose": "contact", "why": "联系用户核实"}
    first = owner.post(path, words, Idempotency_Key="look")
    again = owner.post(path, words, Idempotency_Key="look")
    assert first.json["revealed"] == again.json["revealed"] == {"phone": "13800005678"}
    assert first.headers["Cache-Control"] == "no-store"
    assert again.json["version"] == first.json["version"] + 1
    assert Entry.objects.filter(verb="reveal").count() == 2


def test_a_list_goes_by_next_deadline_and_pages_by_place(agent: Door, cast: Cast) -> None:
    for n in range(55):
        agent.post(COMPLAINTS, {**SLOW, "phone": f"1380000{n:04}", "account": ""})
    first = msgspec.json.decode(agent.get(COMPLAINTS).body, type=PageShape)
    assert first.next
    second = msgspec.json.decode(agent.get(f"{COMPLAINTS}?after={first.next}").body, type=PageShape)
    rows = first.complaints + second.complaints
    assert (len(first.complaints), len(rows), second.next) == (50, 55, None)
    assert len({row.number for row in rows}) == 55
    dues = [row.next_due_at for row in rows if row.next_due_at]
    assert dues == sorted(dues)
    mine = agent.as_(cast.owner).get(f"{COMPLAINTS}?owner=me").json["complaints"]
    assert {row["owner_id"] for row in mine} == {cast.owner.staff_id}


def test_cases_without_a_deadline_come_last_and_none_is_lost(agent: Door) -> None:
    numbers = [agent.post(COMPLAINTS, SLOW).json["number"] for _ in range(53)]
    Case.objects.filter(number__in=numbers[:2]).update(next_due_at=None)
    first = agent.get(COMPLAINTS).json
    second = agent.get(f"{COMPLAINTS}?after={first['next']}").json
    shown = [row["number"] for row in first["complaints"] + second["complaints"]]
    assert sorted(shown) == sorted(numbers)
    assert shown[-2:] == numbers[:2]


def test_a_list_is_narrowed_by_state_category_and_lateness(
    agent: Door, owner: Door, made: dict[str, Any]
) -> None:
    def shown(query: str) -> list[str]:
        return [row["number"] for row in agent.get(f"{COMPLAINTS}?{query}").json["complaints"]]

    number = made["number"]
    assert shown("state=REGISTERED,ACCEPTED") == [number]
    assert shown("state=PROPOSED") == []
    assert shown("category=N") == [number]
    assert shown("category=B") == []
    assert shown("overdue=true") == []
    Case.objects.update(next_due_at=datetime.now(UTC) - timedelta(hours=1))
    assert shown("overdue=true") == [number]
    words = {"proof": "recording", "reference": "R-1"}
    assert owner.post(f"{COMPLAINTS}/{number}/withdraw", words).status == 200
    assert shown("state=open") == []
    assert shown("state=ended") == shown("state=WITHDRAWN") == [number]


def test_a_search_finds_words_numbers_and_phones(agent: Door, made: dict[str, Any]) -> None:
    for asked in ("测速", made["number"], "13800005678"):
        found = agent.get(f"{COMPLAINTS}?q={asked}").json["complaints"]
        assert [row["number"] for row in found] == [made["number"]]


def test_head_is_get_without_the_body(agent: Door, made: dict[str, Any]) -> None:
    reply = agent.ask("HEAD", f"{COMPLAINTS}/{made['number']}")
    assert (reply.status, reply.body, reply.headers["ETag"]) == (200, b"", '"2"')


def test_the_answer_carries_the_caller_s_id(agent: Door) -> None:
    reply = agent.get(COMPLAINTS, X_Request_ID="caller-0001")
    assert reply.headers["X-Request-ID"] == "caller-0001"


def test_who_holds_the_version_is_told_no_more_than_that(agent: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    tag = agent.get(path).headers["ETag"]
    for held in (tag, f'"0", W/{tag}'):
        reply = agent.get(path, If_None_Match=held)
        assert (reply.status, reply.body, reply.headers["ETag"]) == (304, b"", tag)
    assert agent.get(path, If_None_Match='"0"').status == 200
    assert agent.get(f"{path}?include=messages", If_None_Match=tag).status == 200


def test_an_address_tells_its_methods(agent: Door, made: dict[str, Any]) -> None:
    path = f"{COMPLAINTS}/{made['number']}"
    reply = agent.ask("OPTIONS", path)
    assert (reply.status, reply.headers["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert agent.ask("PUT", f"{path}/accept").headers["Allow"] == "POST, OPTIONS"
