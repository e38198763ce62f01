"""§11.8: what is being put right is not put right twice; the case joins, and hears of it."""

import re
from typing import Any

import pytest
from django.test import Client

from at_once import at_once
from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry
from jiesu.cases.rebuild import differences
from jiesu.cases.refusals import NotAllowed, Unfit, WrongState
from jiesu.console.together.models import Notice
from jiesu.oversight.register import register, same_cause
from jiesu.people.models import Organisation, Staff
from tale import Tale


def found_true(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.until_found("substantiated", "FULL")
    return tale


def put_right(cast: Cast) -> Tale:
    """A case whose fault is being put right for everybody."""
    tale = found_true(cast)
    tale.second(Entry.objects.get(case=tale.case.pk, verb="request"), cast.manager)
    return tale


def plan_of(tale: Tale) -> str:
    return tale.proceeding("rectification").number


def page(browser: Client, tale: Tale) -> str:
    return browser.get(f"/console/cases/{tale.case.number}/").content.decode()


def join(tale: Tale, first: Tale, **words: Any) -> Entry:
    return tale.say(tale.cast.manager, "join_rectification", into=plan_of(first), **words)


def last_fact(tale: Tale, verb: str, name: str) -> Any:
    return Entry.objects.filter(case=tale.case.pk, verb=verb).latest("seq").facts.get(name)


def test_whoever_approves_a_second_one_joins_the_case_to_the_first_instead(
    cast: Cast, enter: Enter
) -> None:
    """One click from the banner, one to confirm; the waiting request is thereby answered."""
    second = found_true(cast)
    browser = enter(cast.manager)
    assert "join_rectification" not in page(browser, second), "there is nothing to join"
    first = put_right(cast)
    html = page(browser, second)
    assert f"同一根因的整改 {plan_of(first)} 还在进行" in html
    link = re.search(r'href="([^"]+join_rectification/\?into=[^"]+)"', html)
    assert link
    assert link[1] in browser.get("/console/approvals").content.decode(), "told in both places"
    form = browser.get(link[1]).content.decode()
    assert re.search(rf"value=\"{plan_of(first)}\" (checked|selected)", form), form[
        form.index('class="form"') :
    ]
    told = {"version": str(second.stored.seq), "key": "k", "into": plan_of(first)}
    browser.post(link[1].partition("?")[0], told)
    after = page(browser, second)
    assert "等待审批" not in after
    assert "并入该整改" not in after
    assert f"并入投诉 {first.case.number} 的整改 {plan_of(first)}" in after
    assert second.stored.record["waiting"] == []
    assert not second.case.proceedings.exists()


def test_both_ledgers_tell_of_it_and_both_cases_show_each_other(cast: Cast, enter: Enter) -> None:
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    assert last_fact(first, "join_rectification", "case") == second.case.number
    assert last_fact(second, "join_rectification", "of") == first.case.number
    browser = enter(cast.manager)
    assert f'href="/console/cases/{first.case.number}/#{plan_of(first)}"' in page(browser, second)
    host = page(browser, first)
    assert f'href="/console/cases/{second.case.number}/"' in host
    assert f"2 件：本件、{second.case.number}" in host
    assert differences(first.stored) == differences(second.stored) == []


def test_who_puts_it_right_hears_that_it_serves_one_more(cast: Cast, enter: Enter) -> None:
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    told = Notice.objects.filter(staff=cast.rectifier.staff_id, kind="joined")
    assert [one.case_id for one in told] == [first.case.pk]
    page = enter(cast.rectifier).get("/console/together/inbox").content.decode()
    assert "您负责的整改又并入一件投诉" in page


def test_the_register_counts_whom_a_rectification_serves_and_names_whom_one_sees(
    cast: Cast, enter: Enter
) -> None:
    first, second, third = put_right(cast), found_true(cast), found_true(cast)
    join(second, first)
    join(third, first)
    line = next(register(cast.manager, third.now))
    assert line.serves.count == 3
    assert set(line.serves.others) == {second.case.number, third.case.number}
    html = enter(cast.manager).get("/console/rectifications").content.decode()
    assert "涉及投诉" in html
    assert f'href="/console/cases/{third.case.number}/"' in html
    Case.objects.filter(pk=third.case.pk).update(unit_path="/9/")
    html = enter(cast.manager).get("/console/rectifications").content.decode()
    assert third.case.number not in html
    assert "另 1 件不在您的可见范围" in page(enter(cast.manager), first)


def test_who_may_only_propose_asks_and_the_answer_settles_both_requests(cast: Cast) -> None:
    """As with ``rectify``: an owner proposes, the service manager agrees (§17)."""
    first, second = put_right(cast), found_true(cast)
    owner = Staff.objects.get(work_no=second.owner.work_no)
    Case.objects.filter(pk=first.case.pk).update(owner=owner)
    first.case.parts.create(staff=owner, part="owner", since=first.stored.seq)
    asked = second.say(second.owner, "join_rectification", into=plan_of(first))
    assert asked.verb == "request"
    second.second(asked, cast.manager)
    states = {one["verb"]: one["state"] for one in second.stored.record["requests"].values()}
    assert states == {"rectify": "joined", "join_rectification": "approved"}
    assert last_fact(second, "join_rectification", "approved_by")
    with pytest.raises(NotAllowed):
        found_true(cast).say(cast.inspector, "join_rectification", into=plan_of(first))


def test_what_runs_for_the_wider_unit_or_for_a_part_of_it_is_found(cast: Cast) -> None:
    """Nearest first; what runs in another branch, for another cause, or is over, is not."""
    first, wide, second = put_right(cast), put_right(cast), found_true(cast)
    city = Organisation.objects.get(path=second.case.unit_path)
    part = f"{city.path}99/"
    Case.objects.filter(pk=wide.case.pk).update(unit_path=part)
    assert [one.number for one in same_cause(cast.manager, second.stored)] == [
        plan_of(first),
        plan_of(wide),
    ]
    Case.objects.filter(pk=second.case.pk).update(unit_path=part)
    assert [one.number for one in same_cause(cast.manager, second.stored)] == [
        plan_of(wide),
        plan_of(first),
    ]


def test_only_what_runs_for_the_same_cause_may_be_joined_and_once(cast: Cast) -> None:
    first, second = put_right(cast), found_true(cast)
    fresh = Tale(cast)
    with pytest.raises(WrongState, match="还没有认定根因"):
        join(fresh, first)
    with pytest.raises(Unfit, match="没有可并入的整改"):
        join(first, first)
    first.say(cast.manager, "annotate", text="看过")
    join(second, first)
    with pytest.raises(Unfit, match="没有可并入的整改"):
        join(second, first)
    with pytest.raises(Unfit, match="ZG404"):
        second.say(cast.manager, "join_rectification", into="ZG404")


def test_owners_of_joined_cases_read_what_became_of_it(cast: Cast, enter: Enter) -> None:
    """S49: each check and the closing stand in their ledgers and in their inboxes."""
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    first.until_put_right(check_until=30)
    checked = {"day": 30, "measured": "-52%", "effective": True}
    first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked)
    first.on("rectification", cast.manager, "close_rectification")
    told = Notice.objects.filter(staff=second.owner.staff_id, kind="effect", case=second.case.pk)
    assert told.count() == 2
    browser = enter(second.owner)
    assert "并入的整改有了结果" in browser.get("/console/together/inbox").content.decode()
    html = page(browser, second)
    assert "在第 30 天核查效果：有效" in html
    assert f"并入的整改 {plan_of(first)} 已办结" in html
    assert differences(second.stored) == []


def test_a_plan_without_effect_is_told_too(cast: Cast, enter: Enter) -> None:
    first, second = put_right(cast), found_true(cast)
    join(second, first)
    first.until_put_right(check_until=30)
    checked = {"day": 30, "measured": "+3%", "effective": False}
    first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked)
    assert "没有见效，须重订方案" in page(enter(second.owner), second)


@pytest.mark.django_db(transaction=True)
def test_none_joins_what_is_closed_at_this_moment(cast: Cast) -> None:
    """It would hear of nothing any more, and what was asked for in it would count as answered."""
    first, second = put_right(cast), found_true(cast)
    first.until_put_right(check_until=30)
    checked = {"day": 30, "measured": "-52%", "effective": True}
    first.on("rectification", cast.inspector, "check_effect", 31 * 24, **checked)
    closed, joined = at_once(
        [
            lambda: first.on("rectification", cast.manager, "close_rectification"),
            lambda: join(second, first),
        ],
        first,
    )
    assert closed.result().verb == "close_rectification"
    assert isinstance(joined.exception(), Unfit)
    assert "joined" not in second.stored.record
    assert second.stored.record["waiting"]
