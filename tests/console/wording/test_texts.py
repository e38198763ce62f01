"""Texts put in by name: whose they are, how they are found, what the server fills in."""

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case
from jiesu.console.wording.keeping import begin, change, offered
from jiesu.console.wording.models import Version
from jiesu.console.wording.places import filled, unfilled
from jiesu.people.actor import Actor
from jiesu.people.errors import RefusedError

SORRY = "您好，{case_no} 由专人 {owner}（工号 {owner_no}）负责，最迟 {answer_due} 前答复您。"


def keep(who: Actor, title: str, text: str = SORRY, unit: str = "") -> Version:
    return begin(who, "text", unit, title, {"text": text}, at=timezone.now())


def titles(who: Actor) -> list[str]:
    return [one.title for one in offered(who, "text")]


def found(browser: Client, asked: str, case: str = "") -> str:
    return browser.get("/console/wording/find", {"q": asked, "case": case}).content.decode()


def test_one_s_own_is_one_s_own_and_a_unit_s_is_for_all_below_it(cast: Cast) -> None:
    keep(cast.owner, "我的")
    keep(cast.manager, "全市", unit=cast.city.code)
    assert titles(cast.owner) == ["我的", "全市"]
    assert titles(cast.technician) == ["全市"]
    assert titles(cast.stranger) == []


def test_nobody_speaks_for_a_unit_that_is_not_his_to_speak_for(cast: Cast) -> None:
    for who, unit in ((cast.owner, cast.city), (cast.manager, cast.other_city)):
        with pytest.raises(RefusedError):
            keep(who, "越权", unit=unit.code)
    assert not Version.objects.exists()


def test_a_change_is_a_version_with_who_and_when_and_the_later_of_two_is_told(cast: Cast) -> None:
    first = keep(cast.manager, "致歉", unit=cast.city.code)
    change(cast.manager, first.of_id, 1, "致歉", {"text": "新的话"}, at=timezone.now())
    with pytest.raises(RefusedError, match="有人改过"):
        change(cast.manager, first.of_id, 1, "致歉", {"text": "旧的话"}, at=timezone.now())
    told = [(one.n, one.body["text"], one.by_id) for one in Version.objects.order_by("n")]
    assert told == [(1, SORRY, cast.manager.staff_id), (2, "新的话", cast.manager.staff_id)]
    assert [one.body["text"] for one in offered(cast.owner, "text")] == ["新的话"]


@pytest.mark.parametrize("asked", ["致歉", "zqyc", "zhiqian", "延迟", "zhi qian", ""])
def test_a_text_is_found_by_chinese_by_pinyin_and_by_initials(
    cast: Cast, enter: Enter, asked: str
) -> None:
    keep(cast.owner, "致歉延迟")
    keep(cast.owner, "上门须知", "请留人在家")
    page = found(enter(cast.owner), asked)
    assert "致歉延迟" in page
    assert ("上门须知" in page) is (not asked)


def test_the_server_fills_in_what_the_case_knows(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    keep(cast.manager, "告知专人", unit=cast.city.code)
    page = found(enter(owner), "gzzr", case.number)
    assert f"{case.number} 由专人 {owner.name}（工号 {owner.work_no}）负责" in page
    assert "月" in page.partition("最迟")[2]
    assert "{" not in page.partition('data-text="')[2].partition('"')[0]


def test_what_is_not_known_stays_as_it_was_written(cast: Cast) -> None:
    told = filled("{me} {case_no} {nonsense}", cast.owner, None, timezone.now())
    assert told == "周专员 {case_no} {nonsense}"
    assert unfilled(told) == ["case_no"]


def test_of_a_case_that_one_does_not_see_nothing_is_filled_in(
    cast: Cast, case: Case, enter: Enter
) -> None:
    keep(cast.stranger, "告知专人")
    page = found(enter(cast.stranger), "gzzr", case.number)
    assert "{owner}" in page
    assert case.number not in page


def test_without_scripts_a_text_is_chosen_beside_the_form_and_nothing_typed_is_lost(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    kept = keep(cast.manager, "告知专人", unit=cast.city.code)
    browser = enter(owner)
    address = f"/console/cases/{case.number}/annotate/"
    assert "告知专人" in browser.get(address).content.decode()
    chosen = {"text_module": kept.of_id, "insert_into": "text", "insert": "1"}
    page = browser.post(address, {"text": "先前写的", **chosen}).content.decode()
    assert "先前写的" in page
    assert f"由专人 {owner.name}" in page
    assert case.entries.count() == case.seq


def test_a_text_of_somebody_else_cannot_be_put_in_or_looked_at(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    private = keep(cast.stranger, "别人的", "别人的秘密")
    browser = enter(owner)
    chosen = {"text_module": private.of_id, "insert_into": "text", "insert": "1"}
    page = browser.post(f"/console/cases/{case.number}/annotate/", chosen).content.decode()
    assert "别人的秘密" not in page
    assert browser.get(f"/console/wording/{private.of_id}").status_code == 404


def test_the_administration_shows_the_text_on_a_chosen_case_before_it_is_saved(
    cast: Cast, case: Case, enter: Enter
) -> None:
    browser = enter(cast.manager)
    typed = {"title": "告知专人", "text": SORRY, "case": case.number, "unit": cast.city.code}
    looked = browser.post("/console/wording/preview", typed).content.decode()
    assert case.number in looked
    assert not Version.objects.exists()
    saved = browser.post("/console/wording/new/text", typed, follow=True).content.decode()
    assert "已保存" in saved
    assert cast.manager.name in saved, "the history says who"
    assert titles(cast.owner) == ["告知专人"]


def test_whoever_may_only_use_it_sees_it_and_cannot_change_it(cast: Cast, enter: Enter) -> None:
    one = keep(cast.manager, "告知专人", unit=cast.city.code)
    browser, address = enter(cast.owner), f"/console/wording/{one.of_id}"
    assert 'name="save"' not in browser.get(address).content.decode()
    refused = browser.post(address, {"title": "改掉", "text": "改掉", "n": "1"})
    assert refused.status_code == 409
    assert browser.post(f"{address}/retire").status_code == 409
    assert titles(cast.owner) == ["告知专人"]


def test_what_is_retired_is_offered_no_more_and_its_versions_stay(cast: Cast, enter: Enter) -> None:
    one = keep(cast.owner, "旧的")
    enter(cast.owner).post(f"/console/wording/{one.of_id}/retire")
    assert titles(cast.owner) == []
    assert Version.objects.count() == 1


def test_a_text_without_a_name_is_refused_and_kept_on_the_screen(cast: Cast, enter: Enter) -> None:
    page = enter(cast.owner).post("/console/wording/new/text", {"title": "", "text": "写了很久"})
    assert page.status_code == 422
    assert "写了很久" in page.content.decode()
