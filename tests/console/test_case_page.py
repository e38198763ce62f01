"""The page of a case: one story, plain sentences, promises by rank, and why one sees it."""

import dataclasses
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.cases.permit import parts_of
from jiesu.cases.verbs import all_verbs
from jiesu.console.kinds import KINDS, kind_of
from jiesu.console.naming import Names
from jiesu.console.parties import identity_of
from jiesu.console.sentences import ALL, sentence
from jiesu.console.telling import tell
from jiesu.console.why_seen import why_seen
from jiesu.kit.masks import mask_text
from jiesu.people.actor import Actor
from tale import Tale

LONG = "第一行说明\n" * 40


def address(case: Case, asked: str = "") -> str:
    return f"/console/cases/{case.number}/{asked}"


def page(browser: Client, case: Case, asked: str = "") -> str:
    return browser.get(address(case, asked)).content.decode()


def anchors(html: str) -> list[str]:
    return re.findall(r'<li class="event[^"]*" id="(\w+)"', html)


def everybody(cast: Cast) -> list[Actor]:
    people = [getattr(cast, field.name) for field in dataclasses.fields(cast)]
    return [one for one in people if isinstance(one, Actor)]


@pytest.fixture
def told(case: Case, owner: Actor) -> Case:
    """A case that was talked about and accepted."""
    words = {"channel": "call", "direction": "out", "reached": True, "summary": "说明流程"}
    make_move(owner, case.number, "contact", words, now=timezone.now())
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    return Case.objects.get(pk=case.pk)


def test_every_verb_is_told_in_a_sentence_and_belongs_to_a_kind() -> None:
    """With all facts at hand no verb is left without words."""

    facts = {name: f"«{name}»" for name in _places()}
    dumb = [v.name for v in all_verbs() if not sentence(v.name, facts, frozenset())[0]]
    assert dumb == []
    assert {kind_of(verb.name) for verb in all_verbs()} == set(KINDS)


def _places() -> set[str]:
    told = [
        one
        for several in ALL.values()
        for one in (several if isinstance(several, tuple) else (several,))
    ]
    return {place for one in told for place in re.findall(r"%\((\w+)\)s", str(one))}


def test_who_did_it_is_told_with_role_and_work_number_and_by_which_clause(
    told: Case, owner: Actor, enter: Enter
) -> None:
    html = page(enter(owner), told)
    assert f"{owner.name} {owner.work_no}，投诉专员" in html
    assert "我方联系用户，方式：电话；已联系上。" in html
    assert "决定受理，并把办理流程和时限告知用户。" in html
    assert "T05" in html


def test_a_letter_stands_behind_the_entry_that_caused_it_with_its_delivery(
    told: Case, owner: Actor, enter: Enter, settings: Settings
) -> None:
    letter = Message.objects.filter(case=told, template="N03").get()
    assert "等待：短信通道尚未接入" in page(enter(owner), told, "?kind=letter")
    settings.SMS_GATEWAY = "pretend"
    assert "等待发送" in page(enter(owner), told, "?kind=letter")
    Message.objects.filter(pk=letter.pk).update(send_at=timezone.now() + timedelta(hours=8))
    assert re.search(r"\d\d-\d\d \d\d:\d\d 发送", page(enter(owner), told, "?kind=letter"))
    Message.objects.filter(pk=letter.pk).update(delivered_at=timezone.now())
    html = page(enter(owner), told, "?order=oldest")
    order = anchors(html)
    accepted = Entry.objects.get(case=told, verb="accept")
    assert order.index(f"m{letter.pk}") == order.index(f"e{accepted.seq}") + 1
    assert "已送达" in html


def test_one_kind_is_read_alone_and_the_story_from_either_end(
    told: Case, owner: Actor, enter: Enter
) -> None:
    browser = enter(owner)
    newest = anchors(page(browser, told))
    assert anchors(page(browser, told, "?order=oldest")) == newest[::-1]
    talk = anchors(page(browser, told, "?kind=talk"))
    assert talk == [f"e{Entry.objects.get(case=told, verb='contact').seq}"]
    assert anchors(page(browser, told, "?kind=dance")) == newest


def test_htmx_gets_the_story_alone(told: Case, owner: Actor, enter: Enter) -> None:
    asked = {"HX-Request": "true", "HX-Target": "story"}
    html = enter(owner).get(address(told, "?kind=clock"), headers=asked).content.decode()
    assert html.lstrip().startswith('<div id="story"')
    assert "<h1>" not in html
    assert "开始计时：" in html


def test_a_long_text_is_folded_and_a_short_one_stands_open(
    told: Case, owner: Actor, enter: Enter
) -> None:
    make_move(owner, told.number, "annotate", {"text": LONG}, now=timezone.now())
    make_move(owner, told.number, "annotate", {"text": "一句话"}, now=timezone.now())
    html = page(enter(owner), told)
    assert '<summary class="fold-title">内容<span class="soft"> 第一行说明…</span>' in html
    assert '<span class="soft small">内容</span> 一句话' in html


def test_the_hash_of_an_entry_is_shown_on_demand(told: Case, owner: Actor, enter: Enter) -> None:
    html = page(enter(owner), told)
    for entry in Entry.objects.filter(case=told):
        assert f"<code>{bytes(entry.hash).hex()}</code>" in html


def test_what_was_written_later_tells_both_times(told: Case) -> None:
    entry = Entry.objects.get(case=told, verb="contact")
    before = entry.at - timedelta(hours=5)
    assert tell(entry, Names({}, {}), cover=mask_text).happened is None
    entry.facts = {**entry.facts, "happened_at": before.isoformat()}
    assert tell(entry, Names({}, {}), cover=mask_text).happened == before


def test_the_promise_of_the_law_stands_first(told: Case, owner: Actor, enter: Enter) -> None:
    html = page(enter(owner), told).partition("对用户的承诺")[2]
    assert html.index("答复用户") < html.index("公开承诺" if "公开承诺" in html else "内部指标")
    assert "依据：" in html


def test_what_may_be_said_follows_from_the_level(told: Case) -> None:
    unknown, proven = identity_of(told), identity_of(Case(identity_level="L3"))
    assert unknown.may == ["受理投诉", "告知区域故障"]
    assert ("办理退费", "L3") in unknown.more
    assert "验证码" in unknown.how
    assert proven.more == []


def test_whoever_sees_a_case_is_told_why_and_nobody_else_has_a_reason(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(cast.manager, "name_accused", staff_id=cast.handler.staff_id, reason="用户点名")
    tale.until_found()
    for one in everybody(cast):
        seen = Case.objects.visible_to(one).filter(pk=tale.case.pk).first()
        if seen:
            assert why_seen(one, seen, parts_of(one, seen)), one.name
    case = tale.stored
    assert why_seen(cast.stranger, case, parts_of(cast.stranger, case)) == []
    assert "投诉专人" in "".join(why_seen(tale.owner, case, parts_of(tale.owner, case)))


def test_the_likely_next_verb_is_offered_first(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    assert first_offer(page(enter(owner), case)) == "contact"
    words = {"channel": "call", "direction": "out", "reached": True, "summary": "说明流程"}
    make_move(owner, case.number, "contact", words, now=timezone.now())
    assert first_offer(page(enter(owner), case)) == "accept"
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    assert first_offer(page(enter(owner), case)) == "investigate"
    assert first_offer(page(enter(cast.dispatcher), case)) == "dispatch"


def first_offer(html: str) -> str:
    told = html.partition("现在可以办理")[2]
    found = re.search(r"button-primary[^>]*href=\"[^\"]*/(\w+)/\"", told)
    assert found
    return found[1]


def test_two_hundred_entries_are_shown_in_part_and_whole_on_demand(
    told: Case, owner: Actor, enter: Enter
) -> None:
    for n in range(90):
        make_move(owner, told.number, "annotate", {"text": f"第 {n} 条"}, now=timezone.now())
    browser = enter(owner)
    html = page(browser, told)
    assert len(anchors(html)) == 80
    assert "显示其余" in html
    assert "e1" in anchors(page(browser, told, "?all=1"))


def test_how_a_customer_was_known_again_is_told_in_words(
    told: Case, owner: Actor, enter: Enter
) -> None:
    """S24: the portal's code is a way of its own; nobody reads what programs call it."""
    words = {"level": "L1", "method": "contact_otp"}
    make_move(owner, told.number, "identify", words, now=timezone.now())
    html = page(enter(owner), told)
    assert "向所留的联系方式发送验证码" in html
    assert "contact_otp" not in html
    assert "contact_otp" not in html
