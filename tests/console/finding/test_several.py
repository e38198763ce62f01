"""Acting from the list: the real verbs, a result for each case, a way back where there is one."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.receive import receive_all
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.verbs import verb_named
from jiesu.console.finding.several import MOST_AT_ONCE, TOGETHER, verbs_together

SEVERAL, UNDO = "/console/several", "/console/several/undo"


@pytest.fixture
def cases(cast: Cast, now: datetime) -> list[Case]:
    return receive_all(cast.agent, [SLOW] * 4, now=now)


def said(browser: Client, verb: str, cases: list[Case], key: str = "k1", **told: Any) -> str:
    words = {"verb": verb, "case": [case.number for case in cases], "key": key, **told}
    return browser.post(SEVERAL, words).content.decode()


def owners(cases: list[Case]) -> set[int | None]:
    return set(Case.objects.filter(pk__in=[c.pk for c in cases]).values_list("owner_id", flat=True))


def test_every_verb_offered_exists_and_has_a_form(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    for verb in TOGETHER:
        assert verb_named(verb), verb
    browser = enter(cast.manager)
    for verb, title in verbs_together(cast.manager):
        page = browser.get(SEVERAL, {"verb": verb, "case": [case.number for case in cases]})
        assert page.status_code == 200
        assert title in page.content.decode()


def test_the_list_offers_what_this_person_may_do(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    assert "hand_over" in dict(verbs_together(cast.manager))
    assert "hand_over" not in dict(verbs_together(cast.agent))
    html = enter(cast.manager).get("/console/cases/?whose=unit").content.decode()
    assert html.count('name="case"') == len(cases)
    assert 'value="hand_over"' in html


def test_a_verb_is_said_on_each_and_each_result_is_told(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    html = said(enter(cast.manager), "annotate", cases, text="全部看过")
    assert html.count("已办理：批注。") == 4
    assert Entry.objects.filter(verb="annotate").count() == 4


def test_one_refusal_does_not_stop_the_others_and_says_why(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    Case.objects.filter(pk=cases[0].pk).update(owner=cast.owner.staff_id)
    Case.objects.exclude(pk=cases[0].pk).update(owner=cast.second_owner.staff_id)
    told = {"owner_id": str(cast.owner.staff_id), "reason": "话务安排", "kind": "workload"}
    html = said(enter(cast.manager), "hand_over", cases, **told)
    assert "已办理 3 件" in html
    assert "1 件没有办理" in html
    assert "此人已是本件专人" in html
    assert owners(cases) == {cast.owner.staff_id}


def test_sent_twice_it_is_said_once(cast: Cast, cases: list[Case], enter: Enter) -> None:
    browser = enter(cast.manager)
    said(browser, "expedite", cases)
    said(browser, "expedite", cases)
    assert Entry.objects.filter(verb="expedite").count() == 4


def test_a_way_back_exists_where_an_opposite_verb_does(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    Case.objects.update(owner=cast.second_owner.staff_id)
    browser = enter(cast.manager)
    told = {"owner_id": str(cast.owner.staff_id), "reason": "话务安排", "kind": "workload"}
    html = said(browser, "hand_over", cases, **told)
    entries = [part.split('"')[0] for part in html.split('name="entry" value="')[1:]]
    assert len(entries) == 4
    back = browser.post(UNDO, {"entry": entries}).content.decode()
    assert "已办理 4 件" in back
    assert owners(cases) == {cast.second_owner.staff_id}
    browser.post(UNDO, {"entry": entries})
    assert Entry.objects.filter(verb="hand_over").count() == 8


def test_what_changed_since_is_not_taken_back(
    cast: Cast, cases: list[Case], enter: Enter, now: datetime
) -> None:
    browser, before = enter(cast.manager), cases[0].category
    html = said(browser, "classify", cases[:1], category="B-01-02", reason="重分")
    entry = html.split('name="entry" value="')[1].split('"')[0]
    words = {"category": "B-02", "reason": "又重分"}
    make_move(cast.agent, cases[0].number, "classify", words, now=now)
    assert "此后已有新的变更" in browser.post(UNDO, {"entry": [entry]}).content.decode()
    assert Case.objects.get(pk=cases[0].pk).category == "B-02"
    assert before != "B-02"


def test_nobody_takes_back_what_another_did_or_what_was_heard(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    html = said(enter(cast.manager), "annotate", cases, text="看过")
    assert UNDO not in html
    made = said(
        enter(cast.manager), "classify", cases[:1], key="k2", category="B-02", reason="重分"
    )
    entry = made.split('name="entry" value="')[1].split('"')[0]
    for actor in (cast.agent, cast.stranger):
        told = enter(actor).post(UNDO, {"entry": [entry, "x", "TS1/1", f"{cases[0].number}/1"]})
        assert "没有可以撤销的操作" in told.content.decode()
    assert Case.objects.get(pk=cases[0].pk).category == "B-02"


def test_cases_that_are_not_seen_are_left_out(cast: Cast, cases: list[Case], enter: Enter) -> None:
    html = said(enter(cast.stranger), "annotate", cases, text="我是陌生人")
    assert "没有选中您能查看的投诉" in html
    assert Entry.objects.filter(verb="annotate").count() == 0


def test_more_than_a_page_is_refused_whole(cast: Cast, enter: Enter, now: datetime) -> None:
    many = receive_all(cast.agent, [SLOW] * (MOST_AT_ONCE + 1), now=now)
    html = said(enter(cast.manager), "annotate", many, text="看过")
    assert f"一次最多 {MOST_AT_ONCE} 件" in html
    assert Entry.objects.filter(verb="annotate").count() == 0


def test_what_is_missing_is_said_and_nothing_is_done(
    cast: Cast, cases: list[Case], enter: Enter
) -> None:
    html = said(enter(cast.manager), "annotate", cases, text="")
    assert 'id="text-error"' in html
    assert Entry.objects.filter(verb="annotate").count() == 0


@pytest.mark.parametrize("verb", ["close", "dance", "", "hand_over"])
def test_a_verb_that_is_not_offered_is_not_found(
    cast: Cast, cases: list[Case], enter: Enter, verb: str
) -> None:
    words = {"verb": verb, "case": [case.number for case in cases]}
    assert enter(cast.agent).post(SEVERAL, words).status_code == 404
