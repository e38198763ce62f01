"""Before free texts were sealed they stood among the facts: such ledgers are read on (§18)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from msgspec import structs

from cast import Cast
from jiesu.cases.actions.ask import asked_for
from jiesu.cases.models import Evidence, EvidenceView
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.console.heading import priority_told
from jiesu.console.naming import names_in
from jiesu.console.parties import standing
from jiesu.console.telling import tell
from jiesu.kit.masks import mask_text
from jiesu.kit.sealed import unseal_json
from jiesu.oversight.metrics import metric_of
from jiesu.people.models import BrokenGlass, Inspection
from jiesu.rules.workdays.shanghai import day_of
from old_ledgers import wrote_of_old
from tale import NOW, SLOW, Tale

BEFORE = [("people", "0008_absence_answer_seen_at"), ("cases", "0012_day_notice")]
WHY = "孙女士 13900001234 家中老人急救"


@pytest.fixture
def tale(cast: Cast) -> Tale:
    return Tale(cast)


def test_what_the_customer_was_asked_for_then_is_still_asked(tale: Tale) -> None:
    items = ["身份证复印件", "测速截图"]
    day = timedelta(days=1)
    asked = {
        "items": items,
        "until": (tale.now + 7 * day).isoformat(),
        "at": (tale.now - 3 * day).isoformat(),
    }
    wrote_of_old(tale.case, "ask", tale.owner, {}, tale.now, {"record": {"asked": asked}})
    assert asked_for(tale.stored) == items
    assert differences(tale.stored) == []
    assert verify(tale.stored) is None


def test_money_promised_then_is_paid_with_what_it_rests_on(tale: Tale) -> None:
    tale.until_found()
    remedies = [{"code": "CP6", "amount_fen": 1200, "basis": "服务合同第八条"}]
    offer = {"remedies": remedies, "total_fen": 1200}
    record = {"record": {"proposal": {**offer, "done_by": "9月20日"}}}
    wrote_of_old(tale.case, "propose", tale.owner, offer, tale.now, record, to_state="PROPOSED")
    tale.say(tale.owner, "agree", evidence="录音 1")
    paid_on = day_of(tale.now).isoformat()
    money = {"amount_fen": 1200, "account_type": "账户余额", "paid_on": paid_on, "proof": "BSS-1"}
    tale.say(tale.owner, "pay_remedy", **money)
    assert "服务合同第八条" in tale.letter("N29").body


def test_a_plan_put_forward_then_is_approved_by_its_metric(tale: Tale, cast: Cast) -> None:
    tale.until_found("substantiated", "FULL")
    tale.second(tale.stored.entries.get(verb="request"), cast.manager)
    metric = {"metric": "小区每千户投诉下降五成", "root_cause": "R-LINE", "check_until": 90}
    plan = tale.proceeding("rectification")
    told = {"record": {**metric, "checks": []}}
    wrote_of_old(
        tale.case, "plan_rectification", cast.rectifier, metric, tale.now, told,
        to_state="PLAN", proceeding=plan,
    )  # fmt: skip
    assert metric_of(tale.proceeding("rectification")) == metric["metric"]
    tale.on("rectification", cast.manager, "approve_rectification")
    assert differences(tale.stored) == []


def test_a_reason_of_then_is_told_with_its_numbers_covered(tale: Tale) -> None:
    words = {"category": "N-04-02", "before": "N-04-01", "reason": "回拨 13900001234 确认"}
    entry = wrote_of_old(tale.case, "classify", tale.owner, words, tale.now)
    assert ("理由", "回拨 139****1234 确认") in tell(
        entry, names_in([entry]), cover=mask_text
    ).facts
    assert ("理由", words["reason"]) in tell(entry, names_in([entry]), cover=str).facts


def test_a_level_set_by_hand_then_is_told_with_its_reason(tale: Tale) -> None:
    until = (tale.now + timedelta(hours=72)).isoformat()
    by_hand = {"until": until, "reason": "老人独居需要照应", "steps": 1}
    record = {"record": {"priority_by_hand": by_hand}}
    wrote_of_old(tale.case, "prioritise", tale.owner, {"priority": "P2"}, tale.now, record)
    assert "老人独居需要照应" in priority_told(tale.stored, [], tale.now)


def test_why_somebody_needs_care_is_told_as_it_was_written_then(tale: Tale, cast: Cast) -> None:
    cared = Tale(cast, structs.replace(SLOW, vulnerable="正在做透析"))
    entries = list(cared.stored.entries.all())
    assert ("特别关照", "正在做透析") in standing(cared.stored, entries)
    old = tale.stored
    old.record = {**old.record, "vulnerable": "独居老人，致电 13900001234"}
    told = standing(old, list(old.entries.all()))
    assert ("特别关照", "独居老人，致电 139****1234") in told


def test_why_and_what_for_are_sealed_where_they_stood_in_clear(cast: Cast) -> None:
    """Whoever begins it again changes nothing."""
    looked = {"staff_id": cast.owner.staff_id, "case_no": "TS1", "at": NOW, "until": NOW}
    asked = {"staff_id": cast.auditor.staff_id, "organisation_id": cast.city.pk, "asked_at": NOW}
    with as_before() as old:
        rows_of(old, "BrokenGlass").create(**looked, reason=WHY)
        rows_of(old, "Inspection").create(**asked, since=NOW, until=NOW, purpose=WHY)
    before = secrets()
    assert list(map(unseal_json, before)) == [{"reason": WHY}, {"purpose": WHY}]
    import_module("jiesu.people.migrations.0009_seal_why_and_what_for").seal(apps)
    assert secrets() == before


def test_what_evidence_was_taken_out_for_is_sealed_beside_the_codes(tale: Tale) -> None:
    piece = Evidence.objects.create(
        case=tale.case, seq=1, kind="photo", source="user", sha256="a" * 64, size=1,
        content_type="image/jpeg", retention="case", received_at=NOW,
    )  # fmt: skip
    looked = {"evidence_id": piece.pk, "at": NOW, "by_kind": "staff", "copy": "original"}
    with as_before() as old:
        looks = rows_of(old, "EvidenceView", "cases")
        for act, reason in (("export", WHY), ("view", "handling"), ("view", "来电 13900001234")):
            looks.create(**looked, act=act, reason=reason)
    taken, looked_at, typed = EvidenceView.objects.order_by("id")
    before = bytes(taken.purpose or b"")
    assert (unseal_json(before), taken.reason) == (WHY, "")
    assert [(one.purpose, one.reason) for one in (looked_at, typed)] == [
        (None, "handling"),
        (None, ""),
    ]
    import_module("jiesu.cases.migrations.0013_seal_what_for").seal(apps)
    assert bytes(EvidenceView.objects.get(pk=taken.pk).purpose or b"") == before


def rows_of(old: Apps, model: str, app: str = "people") -> Any:
    """The rows of a table as it was."""
    return old.get_model(app, model).objects


def secrets() -> list[bytes]:
    """What is sealed of emergency looks and inspections."""
    looks = BrokenGlass.objects.values_list("secret", flat=True)
    rows = (*looks, *Inspection.objects.values_list("secret", flat=True))
    return [bytes(secret or b"") for secret in rows]


@contextmanager
def as_before() -> Iterator[Apps]:
    """The tables as they were, to write into; afterwards they are as they are now."""
    connection.check_constraints()
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    connection.check_constraints()  # else no table is altered
    MigrationExecutor(connection).migrate(latest)
