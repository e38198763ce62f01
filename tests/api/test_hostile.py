"""Whatever a program sends is taken, or refused in one clear sentence; never a 500."""

from typing import Any

import msgspec
import pytest
from django.db import models

from api.door import COMPLAINTS, SLOW, Door
from cast import Cast
from jiesu.cases.intake.contact import Intake
from jiesu.cases.models import Case, Entry
from jiesu.cases.reading import sheets
from old_ledgers import wrote_of_old
from tale import NOW


@pytest.mark.parametrize("region", ["999999", "000000"])
def test_a_region_that_does_not_exist_is_refused_in_one_sentence(agent: Door, region: str) -> None:
    reply = agent.post(COMPLAINTS, {**SLOW, "region": region})
    assert (reply.status, reply.problem) == (422, "unfit")
    assert f"没有地区代码 {region}，未提交" in reply.json["detail"]


def longest(field: str) -> dict[str, Any]:
    """The contact with as much in ``field`` as its words allow."""
    return {**SLOW, field: {"email": "a@" + "b" * 198}.get(field, "长" * 200)}


@pytest.mark.parametrize(
    "field",
    ["name", "email", "account", "address", "handle", "vulnerable", "occurred_place", "tracking",
     "met", "subject"],
)  # fmt: skip
def test_a_line_as_long_as_a_line_may_be_is_taken(agent: Door, field: str) -> None:
    reply = agent.post(COMPLAINTS, longest(field))
    assert reply.status == 201, reply.body


def test_a_transfer_s_number_that_is_too_long_to_be_one_is_refused(agent: Door) -> None:
    told = {**SLOW, "external_source": "g12345"}
    assert agent.post(COMPLAINTS, {**told, "external_no": "X" * 60}).status == 201
    reply = agent.post(COMPLAINTS, {**told, "external_no": "X" * 61})
    assert reply.problem == "unfit"
    assert reply.json["faults"][0]["field"] == "external_no"


def test_a_transfer_that_was_taken_before_leads_to_where_it_is(agent: Door) -> None:
    """T28: dedupe."""
    told = {**SLOW, "external_source": "g12345", "external_no": "GZ-2026-1"}
    first = agent.post(COMPLAINTS, told)
    assert first.status == 201
    again = agent.post(COMPLAINTS, told)
    assert (again.status, first.json["number"] in again.json["detail"]) == (422, True)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("hours", [0, -5, 10**6, 10**12])
def test_a_priority_by_hand_holds_for_hours_that_there_are(
    owner: Door, made: dict[str, Any], hours: int
) -> None:
    words = {"priority": "P2", "reason": "用户情况特殊", "hours": hours}
    assert owner.post(f"{COMPLAINTS}/{made['number']}/prioritise", words).problem == "unfit"


@pytest.mark.parametrize("verb", ["nonsense", "request", "approve", "annotate"])
def test_only_what_needs_a_second_person_is_put_before_one(
    owner: Door, made: dict[str, Any], verb: str
) -> None:
    words = {"verb": verb, "words": {}, "why": "试试"}
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/request", words)
    assert (reply.status, reply.problem) == (422, "unfit")
    assert "审批" in reply.json["detail"]


def test_what_is_put_before_a_second_person_can_be_done(owner: Door, made: dict[str, Any]) -> None:
    words = {"verb": "refuse", "words": {"reason": "NA1"}, "why": "不属于本公司"}
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/request", words)
    assert (reply.problem, "basis" in reply.json["detail"]) == ("unfit", True)


def test_nobody_asks_a_second_person_for_what_is_not_his_to_do(
    owner: Door, made: dict[str, Any]
) -> None:
    words = {"verb": "unlock", "words": {"purpose": "court"}, "why": "试试"}
    assert owner.post(f"{COMPLAINTS}/{made['number']}/request", words).problem == "not-allowed"


@pytest.mark.parametrize("name", ["nul", "emoji", "right to left", "huge"])
def test_odd_texts_are_taken_as_they_are(agent: Door, cast: Cast, name: str) -> None:
    texts = {
        "nul": "断网\x00三天了,一直没有人来修理。",
        "emoji": "😡🏳️‍🌈 断网三天👨‍👩‍👧‍👦一直没人来",
        "right to left": "\u202e断网三天了一直没有人来修理\u202c",
        "huge": "长" * 200_000,
    }
    reply = agent.post(COMPLAINTS, {**SLOW, "description": texts[name]})
    assert reply.status == 201
    assert agent.get(f"{COMPLAINTS}/{reply.json['number']}").status == 200
    assert cast


ODD_MOMENTS = ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"]
EXTENSION = {"clock": "INVEST", "special_reason": "管道施工", "done": "勘察", "plan": "施工"}
QUESTION = {"way": "CONSULT", "unit": "D-NET", "question": "同一小区是否还有类似投诉？"}
FROM_A_BODY = {"source": "g12345", "external_no": "GZ-1"}


ASKED = [
    ("extend", "new_due_at", EXTENSION),
    ("consult", "due", QUESTION),
    ("attach_external", "printed_due", FROM_A_BODY),
    ("attach_external", "received_at", FROM_A_BODY),
]


@pytest.mark.parametrize("moment", [*ODD_MOMENTS, "2026-12-10T00:00:00"])
@pytest.mark.parametrize("asked", ASKED)
def test_a_moment_that_no_calendar_reaches_or_of_nobodys_time_is_refused_by_its_field(
    owner: Door,
    cast: Cast,
    made: dict[str, Any],
    moment: str,
    asked: tuple[str, str, dict[str, Any]],
) -> None:
    verb, field, words = asked
    door = owner.as_(cast.liaison) if verb == "attach_external" else owner
    reply = door.post(f"{COMPLAINTS}/{made['number']}/{verb}", {**words, field: moment})
    assert (reply.status, reply.problem) == (422, "unfit"), reply.body
    assert reply.json["faults"][0]["field"] == field


def test_no_word_is_longer_than_the_column_that_keeps_it() -> None:
    """But for the category, which is one of the book's or refused, and the subject, our extract."""
    columns = {
        field.name: field.max_length
        for field in Case._meta.local_fields  # noqa: SLF001 - Django's documented Model._meta
        if isinstance(field, models.CharField) and field.max_length
    }
    schema = msgspec.json.schema(Intake)["$defs"]["Intake"]["properties"]
    for name in columns.keys() & schema.keys() - {"subject", "category"}:
        most = schema[name].get("maxLength")
        assert most is None or most <= columns[name], name


def test_why_a_second_person_is_asked_is_sealed_like_every_free_text(
    owner: Door, cast: Cast, made: dict[str, Any]
) -> None:
    """§18: facts hold no personal data; who may read the ledger does not read a number in it."""
    words = {"verb": "refuse", "words": {"reason": "NA1", "basis": "非本公司线路"}}
    path = f"{COMPLAINTS}/{made['number']}"
    told = {**words, "why": "用户孙女士 13900001234 说另有合同"}
    assert owner.post(f"{path}/request", told).status == 200
    assert b"13900001234" not in owner.as_(cast.manager).get(f"{path}?include=ledger").body
    assert owner.post(f"{path}/request", {**words, "why": "长" * 20_001}).problem == "unfit"


def test_a_complaint_is_classified_no_wider_than_a_route_can_be_found(
    owner: Door, made: dict[str, Any]
) -> None:
    """§13, S36: level 1 is too wide for routing, repeats and merging, then as at intake."""
    words = {"category": "N", "reason": "都是网络问题"}
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/classify", words)
    assert (reply.status, reply.json["faults"][0]["field"]) == (422, "category")


@pytest.mark.parametrize("nothing", [" ", "\u200b", "\u202e\u2066 \ufeff"])
def test_signs_that_nobody_sees_are_no_news_for_the_customer(
    owner: Door, made: dict[str, Any], nothing: str
) -> None:
    """N21 would say that what was done is nothing, and turn round what follows."""
    words = {"done": nothing, "doing": "更换光猫", "next_date": "9月20日"}
    reply = owner.post(f"{COMPLAINTS}/{made['number']}/report_progress", words)
    assert (reply.status, reply.json["faults"]) == (
        422,
        [{"field": "done", "detail": "不能为空"}],
    )
    words["done"] = "🙂"
    assert owner.post(f"{COMPLAINTS}/{made['number']}/report_progress", words).status == 200


def test_why_it_was_classified_so_is_sealed_and_covered_in_a_ledger_of_old(
    owner: Door, cast: Cast, made: dict[str, Any]
) -> None:
    """§18: who classified it wrote down whom he had called."""
    path = f"{COMPLAINTS}/{made['number']}"
    words = {"category": "N-04-02", "reason": "回拨用户 13900001234 确认"}
    assert owner.post(f"{path}/classify", words).status == 200
    asks = owner.as_(cast.dispatcher)
    assert "回拨用户" not in asks.get(f"{path}?include=ledger").body.decode()
    case = Case.objects.get(number=made["number"])
    old = {"category": "N-04-02", "reason": "用户从 13900001234 来电"}
    wrote_of_old(case, "classify", cast.dispatcher, old, NOW)
    told = asks.get(f"{path}?include=ledger").body.decode()
    assert "用户从 139****1234 来电" in told
    assert "13900001234" not in told


def test_what_was_asked_for_cannot_be_tried_out_by_its_digest(
    owner: Door, agent: Door, made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """§18: a telephone number has few digits, so its digest is keyed; of old it was not."""
    path = f"{COMPLAINTS}/{made['number']}/expedite"
    asked = ((agent, COMPLAINTS, SLOW), (owner, path, {"said": "请打 13900001234"}))
    for door, where, words in asked:
        with monkeypatch.context() as of_old:
            for module in ("moves", "intake.receive"):
                of_old.setattr(f"jiesu.cases.{module}.keyed", bytes)
            first = door.post(where, words, Idempotency_Key="as-it-was")
        again = door.post(where, words, Idempotency_Key="as-it-was")
        assert (again.status, again.json) == (first.status, first.json)
        door.post(where, words, Idempotency_Key="as-it-is")
        kept = Entry.objects.exclude(request_digest=None).order_by("-id")[:2]
        assert len({bytes(one.request_digest or b"") for one in kept}) == 2


def test_a_name_and_an_address_are_read_in_no_text_by_who_does_not_read_them(
    owner: Door, agent: Door, cast: Cast
) -> None:
    """§18: masked in every representation, whoever wrote it among the words."""
    where = "甲市东区幸福小区3号楼502"
    told = {**SLOW, "name": "孙丽华", "address": where, "subject": "孙丽华家断网"}
    told["description"] = f"孙丽华家宽带断了三天，地址{where}，请尽快派人来修。"
    number = agent.post(COMPLAINTS, told).json["number"]
    found = agent.get(f"{COMPLAINTS}/{number}").json
    assert (
        found["description"] == "孙**家宽带断了三天，地址甲市东区幸福小区3号楼***，请尽快派人来修。"
    )
    assert found["subject"] == "孙**家断网"
    assert "孙丽华" in owner.as_(cast.privacy).get(f"{COMPLAINTS}/{number}").json["description"]
    assert "孙丽华" not in "".join(one.description for one in sheets())
