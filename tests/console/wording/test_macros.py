"""Macros: several verbs in one act, seen before they are done, and never more than one may do."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.models import Case, Entry, Message
from jiesu.cases.moves import make_move
from jiesu.console.wording.keeping import begin
from jiesu.console.wording.models import Version
from jiesu.people.actor import Actor

NOTE = {"verb": "annotate", "words": {"text": "{me} 已核对 {case_no}"}}
ACCEPT = {"verb": "accept", "words": {}}
PAUSE = {
    "verb": "pause",
    "words": {"reason": "WAIT_USER_TIME", "evidence": "录音 1", "resume_condition": "用户回来"},
}


def macro(who: Actor, *steps: dict[str, Any], unit: str = "", key: str = "1") -> Version:
    body = {"key": key, "steps": list(steps)}
    return begin(who, "macro", unit, "受理并批注", body, at=timezone.now())


@pytest.fixture
def both(cast: Cast) -> Version:
    return macro(cast.manager, ACCEPT, NOTE, unit=cast.city.code)


@pytest.fixture
def browser(owner: Actor, enter: Enter) -> Client:
    return enter(owner)


def address(one: Version, case: Case) -> str:
    return f"/console/wording/{one.of_id}/on/{case.number}"


def said(case: Case) -> list[str]:
    return list(Entry.objects.filter(case=case).order_by("seq").values_list("verb", flat=True))


def confirm(browser: Client, one: Version, case: Case, **more: str) -> Any:
    seen = {"n": str(one.n), "version": str(case.seq), "key": "k-1"}
    return browser.post(address(one, case), {**seen, **more})


def test_what_will_happen_is_shown_and_nothing_is_written(
    both: Version, case: Case, owner: Actor, browser: Client
) -> None:
    before, letters = said(case), Message.objects.count()
    page = browser.get(address(both, case)).content.decode()
    assert "状态由“已登记”变为“已受理”" in page
    assert f"{owner.name} 已核对 {case.number}" in page
    assert "将发往" in page
    assert said(case) == before
    assert Message.objects.count() == letters


def test_a_letter_that_will_go_out_is_looked_at_with_name_and_numbers_covered(
    cast: Cast, case: Case, browser: Client
) -> None:
    """§18: the form of one verb covers them, and so does the look at several."""
    person = f"{SLOW.name} {SLOW.phone}"
    words = {"done": f"已致电{person}", "doing": "核查", "next_date": "明天"}
    told = macro(cast.manager, {"verb": "report_progress", "words": words}, unit=cast.city.code)
    page = browser.get(address(told, case)).content.decode()
    assert "已致电孙** 138****5678" in page.partition("将发往")[2]


def test_confirmed_it_says_every_verb_in_the_person_s_own_name(
    both: Version, case: Case, owner: Actor, browser: Client
) -> None:
    assert confirm(browser, both, case).status_code == 302
    assert said(case)[-2:] == ["accept", "annotate"]
    assert {e.by_staff_id for e in case.entries.filter(seq__gt=case.seq)} == {owner.staff_id}


def test_twice_is_once(both: Version, case: Case, browser: Client) -> None:
    confirm(browser, both, case)
    confirm(browser, both, case)
    assert said(case).count("accept") == said(case).count("annotate") == 1


def test_if_one_step_is_refused_nothing_is_done(cast: Cast, case: Case, browser: Client) -> None:
    one = macro(cast.manager, NOTE, ACCEPT, ACCEPT, unit=cast.city.code)
    before = said(case)
    page = browser.get(address(one, case)).content.decode()
    assert "办不了，卡在“受理”" in page
    assert "全部办理" not in page
    assert confirm(browser, one, case).status_code == 409
    assert said(case) == before


def test_a_macro_does_for_nobody_what_the_person_may_not_do(
    cast: Cast, both: Version, case: Case, enter: Enter
) -> None:
    agent = enter(cast.agent)
    assert "您没有这项权限" in agent.get(address(both, case)).content.decode()
    assert confirm(agent, both, case).status_code == 403
    assert case.state == Case.objects.get(pk=case.pk).state
    assert enter(cast.stranger).get(address(both, case)).status_code == 404


def test_a_step_that_needs_a_second_person_is_put_before_one(
    cast: Cast, case: Case, browser: Client
) -> None:
    one = macro(cast.manager, PAUSE, NOTE, unit=cast.city.code)
    assert "须由另一人批准" in browser.get(address(one, case)).content.decode()
    assert confirm(browser, one, case).status_code == 302
    assert said(case)[-2:] == ["request", "annotate"]


def test_what_was_seen_must_still_be_so(both: Version, case: Case, owner: Actor,
                                        browser: Client) -> None:  # fmt: skip
    make_move(owner, case.number, "annotate", {"text": "别处的批注"}, now=timezone.now())
    assert confirm(browser, both, case).status_code == 412
    assert "accept" not in said(case)


def test_a_macro_changed_meanwhile_is_shown_anew(
    both: Version, case: Case, browser: Client
) -> None:
    assert confirm(browser, both, case, n="7").status_code == 409
    assert "accept" not in said(case)


@pytest.mark.usefixtures("both")
def test_the_case_offers_what_its_state_allows_with_a_key_each(
    case: Case, owner: Actor, browser: Client
) -> None:
    page = browser.get(f"/console/cases/{case.number}/").content.decode()
    assert 'accesskey="1"' in page
    assert "受理并批注" in page
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    assert "受理并批注" not in browser.get(f"/console/cases/{case.number}/").content.decode()


def test_a_macro_is_put_together_step_by_step_and_tried_on_a_case(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    browser.post("/console/wording/new/macro", {"title": "记一笔", "key": "j"})
    one = Version.objects.get()
    step = f"/console/wording/{one.of_id}/step?verb=annotate"
    assert 'name="text"' in browser.get(step).content.decode()
    assert browser.post(step, {"n": "1", "text": ""}).status_code == 422
    browser.post(step, {"n": "1", "text": "{case_no} 已看"})
    assert [v.n for v in Version.objects.order_by("n")] == [1, 2]
    tried = browser.get(f"/console/wording/{one.of_id}/try", {"case": case.number}, follow=True)
    assert f"{case.number} 已看" in tried.content.decode()
    assert said(case)[-1] != "annotate"
    browser.post(f"/console/wording/{one.of_id}/drop", {"n": "2", "step": "0"})
    assert Version.objects.latest("n").body["steps"] == []


@pytest.mark.parametrize("verb", ["reveal", "approve", "receive", "order_fix", "nonsense"])
def test_what_wants_a_look_of_one_s_own_is_in_no_macro(cast: Cast, enter: Enter, verb: str) -> None:
    one = macro(cast.owner)
    answer = enter(cast.owner).get(f"/console/wording/{one.of_id}/step", {"verb": verb})
    assert answer.status_code == 404
