"""A form asks what fits what is chosen and known, and nothing else; it works without scripts."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from msgspec import structs

from cast import Cast, person
from console.conftest import Enter
from jiesu.cases.models import Entry, Proceeding
from jiesu.cases.rebuild import differences
from jiesu.console.labels import label
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from tale import DOWN, Tale

REPORT = "三次有线测速均不达标，原结论有误。"


def names(html: str) -> set[str]:
    """What the form of the page asks for."""
    form = html[html.index('class="form"') :]
    return set(re.findall(r'(?:id|name)="([a-z0-9_-]+?)(?:-hint)?"', form)) - {
        "version", "key", "on", "writer", "csrfmiddlewaretoken", "preview", "narrow", "module",
        "insert",
    }  # fmt: skip


def address(tale: Tale, verb: str) -> str:
    return f"/console/cases/{tale.case.number}/{verb}/"


def sent(tale: Tale, **told: str) -> dict[str, str]:
    return {"version": str(tale.stored.seq), "key": "k", "on": "", **told}


def accepted(cast: Cast) -> Tale:
    tale = Tale(cast, DOWN)
    tale.say(tale.owner, "accept")
    return tale


def test_the_order_that_the_rules_would_make_asks_only_for_its_own(
    cast: Cast, enter: Enter
) -> None:
    tale = accepted(cast)
    html = enter(cast.dispatcher).get(address(tale, "dispatch")).content.decode()
    assert {"order_type", "unit", "note"} <= names(html)
    assert not {"url", "fee_period", "new_address", "sale", "cell"} & names(html)
    assert 'value="LINE" selected' in html


def test_another_kind_of_order_asks_for_what_it_needs_and_keeps_what_was_typed(
    cast: Cast, enter: Enter
) -> None:
    """Without scripts a button asks again; with them the choice itself does."""
    tale = accepted(cast)
    browser = enter(cast.dispatcher)
    told = sent(tale, order_type="BILLING", note="请尽快", narrow="1")
    html = browser.post(address(tale, "dispatch"), told).content.decode()
    assert "fee_period" in names(html)
    assert "url" not in names(html)
    assert "请尽快" in html
    assert 'name="narrow"' in html
    assert 'hx-trigger="change"' in html
    assert not Proceeding.objects.filter(case=tale.case.pk).exists()


def test_what_the_chosen_kind_needs_is_asked_for_by_name(cast: Cast, enter: Enter) -> None:
    tale = accepted(cast)
    html = enter(cast.dispatcher).post(address(tale, "dispatch"), sent(tale, order_type="BILLING"))
    assert html.status_code == 422
    assert 'id="fee_period-error"' in html.content.decode()


def test_the_chosen_kind_decides_where_the_order_goes(cast: Cast, enter: Enter) -> None:
    tale = accepted(cast)
    told = sent(tale, order_type="BILLING", fee_period="2026年8月")
    enter(cast.dispatcher).post(address(tale, "dispatch"), told)
    order = tale.proceeding("order")
    assert order.unit
    assert order.unit.code == "D-NET"
    entry = Entry.objects.get(case=tale.case.pk, verb="dispatch")
    assert entry.facts["because"] == [], "a person chose"


def test_what_the_case_itself_lacks_is_asked_for_and_kept_with_the_case(
    cast: Cast, enter: Enter
) -> None:
    """Nobody told where the line is: an order to a home could never be made."""
    tale = Tale(cast, structs.replace(DOWN, address=""))
    tale.say(tale.owner, "accept")
    browser = enter(cast.dispatcher)
    assert "address" in names(browser.get(address(tale, "dispatch")).content.decode())
    told = sent(tale, order_type="LINE", address="甲市东区幸福小区3号楼502")
    browser.post(address(tale, "dispatch"), told)
    assert tale.proceeding("order").state == "AT_DEPT"
    assert tale.stored.masked["address"]
    assert "幸福小区3号楼502" not in str(Entry.objects.get(verb="dispatch").facts)
    assert differences(tale.stored) == []


def heard(cast: Cast) -> tuple[Tale, Actor]:
    """An appeal that was registered, and somebody of the trade who never had a hand in it."""
    tale = Tale(cast)
    tale.until_closed()
    grounds = ["wrong_finding", "attitude"]
    tale.say(tale.customer, "appeal", 24, grounds=grounds, statement="结论不对")
    tale.on("appeal", cast.appeal_officer, "register_appeal")
    elsewhere = Organisation.objects.get(code="D-NET")
    return tale, person("xie", "谢核查", elsewhere, "R11", cast.city)


def asked(browser: Client, tale: Tale, verb: str) -> str:
    on = tale.proceeding("appeal").number
    return browser.get(address(tale, verb), {"on": on}).content.decode()


def test_an_inquirer_is_named_before_anybody_asks_for_a_report(cast: Cast, enter: Enter) -> None:
    tale, _anew = heard(cast)
    html = asked(enter(cast.appeal_officer), tale, "reinvestigate")
    assert names(html) == {"investigator_id"}


def test_whoever_inquires_is_asked_for_the_report_alone(cast: Cast, enter: Enter) -> None:
    tale, anew = heard(cast)
    tale.on("appeal", cast.appeal_officer, "reinvestigate", investigator_id=anew.staff_id)
    html = asked(enter(anew), tale, "reinvestigate")
    assert names(html) == {"report", "evidence"}
    assert "investigator_id" in names(asked(enter(cast.appeal_officer), tale, "reinvestigate"))


def reported(cast: Cast) -> Tale:
    tale, anew = heard(cast)
    tale.on("appeal", cast.appeal_officer, "reinvestigate", investigator_id=anew.staff_id)
    tale.on("appeal", anew, "reinvestigate", report=REPORT)
    return tale


def test_each_ground_stands_there_and_only_the_decision_on_it_is_asked_for(
    cast: Cast, enter: Enter
) -> None:
    tale = reported(cast)
    html = enter(cast.appeal_officer).get(address(tale, "decide_appeal")).content.decode()
    assert '<input type="hidden" name="grounds-0-ground" value="wrong_finding">' in html
    assert '<input type="hidden" name="grounds-1-ground" value="attitude">' in html
    assert "grounds-2-ground" not in html
    assert "事实认定有误" in html
    assert 'value="procedure"' not in html


def test_the_grounds_so_shown_are_decided(cast: Cast, enter: Enter) -> None:
    tale = reported(cast)
    told = sent(tale, decision="UPHELD")
    for n, ground in enumerate(("wrong_finding", "attitude")):
        told |= {f"grounds-{n}-ground": ground, f"grounds-{n}-reason": "复核无误"}
    tale.now += timedelta(hours=1)
    enter(cast.appeal_officer).post(address(tale, "decide_appeal"), told)
    asked_for = Entry.objects.get(case=tale.case.pk, verb="request")
    assert asked_for.facts["verb"] == "decide_appeal"


def test_whoever_approves_reads_the_cause_by_its_name(cast: Cast, enter: Enter) -> None:
    """The system asks for a rectification; nobody knows causes by their codes."""
    tale = Tale(cast)
    tale.until_found("substantiated", "FULL")
    html = enter(cast.manager).get(f"/console/cases/{tale.case.number}/").content.decode()
    assert "R-LINE" not in html
    assert "根因：" in html


def found_true(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.until_found("substantiated", "FULL")
    return tale


def agreed(tale: Tale) -> None:
    asked = Entry.objects.get(case=tale.case.pk, verb="request")
    tale.second(asked, tale.cast.manager)


def test_a_plan_is_not_sent_without_what_it_is_measured_by(cast: Cast, enter: Enter) -> None:
    """It could never be approved (§11.8)."""
    tale = found_true(cast)
    agreed(tale)
    told = {"root_cause": "R-LINE", "corrective": "换光缆", "preventive": "巡检"}
    told |= {"planned_due": "2099-01-01T10:00", "on": tale.proceeding("rectification").number}
    told |= {"version": str(tale.stored.seq), "key": "k"}
    page = enter(cast.rectifier).post(address(tale, "plan_rectification"), told)
    assert page.status_code == 422
    assert 'id="metric-error"' in page.content.decode()


def test_the_day_whose_effect_is_checked_is_told_and_not_asked(cast: Cast, enter: Enter) -> None:
    tale = found_true(cast)
    agreed(tale)
    tale.now = timezone.now()
    tale.until_put_right()
    on = {"on": tale.proceeding("rectification").number}
    html = enter(cast.inspector).get(address(tale, "check_effect"), on).content.decode()
    assert '<input type="hidden" name="day" value="30">' in html
    assert "第 30 日的效果要到" in html
    assert "衡量指标：下降五成" in html
    case = enter(cast.inspector).get(f"/console/cases/{tale.case.number}/").content.decode()
    assert "下次核查" in case
    assert "close_rectification" not in case


def test_what_only_the_system_notices_is_no_source_to_choose(cast: Cast, enter: Enter) -> None:
    tale = found_true(cast)
    html = enter(cast.manager).get(address(tale, "rectify")).content.decode()
    assert 'value="inspection"' in html
    assert 'value="coaching"' not in html
    assert 'value="withdrawn"' not in html


def test_a_priority_without_a_reason_is_said_to_lack_it_where_it_is_written(
    cast: Cast, enter: Enter
) -> None:
    tale = Tale(cast, now=timezone.now())
    higher = {"P4": "P3", "P3": "P2", "P2": "P1"}[tale.stored.priority]
    told = sent(tale, priority=higher, reason="急", hours="24")
    html = enter(tale.owner).post(address(tale, "prioritise"), told).content.decode()
    assert 'id="reason-error"' in html
    assert 'id="priority-error"' not in html


def test_every_line_that_the_customer_asks_for_is_a_claim_to_be_answered(
    cast: Cast, enter: Enter
) -> None:
    """T12: each claim is answered; whoever investigates need not write them down anew."""
    tale = Tale(cast, structs.replace(DOWN, desired_outcome="修好网络\n\n 减免停网期间的费用 "))
    tale.say(tale.owner, "accept")
    tale.say(tale.owner, "investigate", investigator_id=cast.investigator.staff_id)
    html = enter(cast.investigator).get(address(tale, "find")).content.decode()
    claims = re.findall(r'name="answers-\d+-claim"[^>]*value="([^"]*)"', html)
    assert [claim for claim in claims if claim] == ["修好网络", "减免停网期间的费用"]


@pytest.mark.parametrize(
    ("verb", "field", "title", "hint"),
    [
        ("pay_remedy", "amount_fen", "到账金额（元）", ""),
        ("score", "score", "评分", "1 到 10 分。"),
        ("score", "asked_for_score", "用户说有人要求打某个分数", "不计入"),
        ("find", "evidence", "证据", "会写给用户"),
    ],
)
def test_a_field_says_what_becomes_of_it(verb: str, field: str, title: str, hint: str) -> None:
    told = label(field, verb)
    assert told.title == title
    assert hint in told.hint
    assert bool(hint) == bool(told.hint)
