"""What was typed survives reload, logout and a stale page; it is sealed, and it goes in the end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.console.together.drafts import KEPT_FOR, drop, forget_drafts, keep, kept, place_of
from jiesu.console.together.models import Draft, Presence
from jiesu.console.together.presence import look
from jiesu.people.actor import Actor

KEEP = "/console/together/draft"


def note(case: Case) -> str:
    return place_of(case.number, "annotate")


def test_a_draft_is_found_again_in_its_form_by_its_writer_alone(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    told = {"place": note(case), "f:text": "机房说明天到货 <b>", "f:version": str(case.seq)}
    assert enter(owner).post(KEEP, told).status_code == 204
    page = enter(owner).get(f"/console/cases/{case.number}/annotate/").content.decode()
    assert "机房说明天到货 &lt;b&gt;" in page
    assert "已恢复未提交的草稿" in page
    others = enter(cast.manager).get(f"/console/cases/{case.number}/annotate/").content.decode()
    assert "机房说明天到货" not in others


def test_a_draft_is_sealed(case: Case, owner: Actor) -> None:
    keep(owner, note(case), {"text": "请打 13800005678"}, timezone.now())
    assert b"13800005678" not in bytes(Draft.objects.get().text)


def test_whoever_types_is_seen_to_type(case: Case, owner: Actor, enter: Enter) -> None:
    look([(case.number, owner.staff_id or 0)], timezone.now())
    enter(owner).post(KEEP, {"place": note(case), "f:text": "在"})
    assert Presence.objects.get(case=case).typing_until


def test_what_was_sent_is_no_draft_any_more(case: Case, owner: Actor, enter: Enter) -> None:
    keep(owner, note(case), {"text": "看过了", "version": str(case.seq)}, timezone.now())
    told = {"text": "看过了", "version": str(case.seq), "key": "k", "on": ""}
    enter(owner).post(f"/console/cases/{case.number}/annotate/", told)
    assert Entry.objects.filter(case=case, verb="annotate").exists()
    assert not Draft.objects.exists()


def test_a_draft_begun_on_an_older_case_is_not_sent_over_what_came_since(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    keep(owner, note(case), {"text": "我的话", "version": str(case.seq)}, timezone.now())
    make_move(cast.manager, case.number, "annotate", {"text": "他的话"}, now=timezone.now())
    browser = enter(owner)
    form = browser.get(f"/console/cases/{case.number}/annotate/")
    assert form.context["version"] == str(case.seq)
    told = {"text": "我的话", "version": str(case.seq), "key": "k", "on": ""}
    stale = browser.post(f"/console/cases/{case.number}/annotate/", told)
    assert stale.status_code in {409, 412}
    page = stale.content.decode()
    assert "我的话" in page
    assert "他的话" in page
    again = {**told, "version": str(stale.context["version"])}
    assert browser.post(f"/console/cases/{case.number}/annotate/", again).status_code == 302


def test_nobody_keeps_a_draft_where_he_may_not_look(cast: Cast, case: Case, enter: Enter) -> None:
    told = {"place": note(case), "f:text": "x"}
    assert enter(cast.stranger).post(KEEP, told).status_code == 404
    assert enter(cast.owner).post(KEEP, {"place": "../etc", "f:text": "x"}).status_code == 404
    assert not Draft.objects.exists()


def test_several_choices_come_back_as_several(case: Case, owner: Actor, enter: Enter) -> None:
    place = place_of(case.number, "reveal")
    enter(owner).post(KEEP, {"place": place, "f:fields": ["phone", "name"], "f:why": "核对"})
    assert kept(owner, place).typed.getlist("fields") == ["phone", "name"]


def test_an_emptied_field_and_an_unwanted_draft_are_forgotten(case: Case, owner: Actor) -> None:
    now = timezone.now()
    keep(owner, note(case), {"text": "a", "mentioned": "b"}, now)
    keep(owner, note(case), {"text": ""}, now)
    assert set(kept(owner, note(case)).typed) == {"mentioned"}
    assert drop(owner, note(case)) == 1
    assert kept(owner, note(case)).saved_at is None


def test_a_draft_that_nobody_comes_back_to_is_forgotten(case: Case, owner: Actor) -> None:
    now = timezone.now()
    keep(owner, note(case), {"text": "a"}, now)
    assert forget_drafts(now + KEPT_FOR - timedelta(minutes=1)) == 0
    assert forget_drafts(now + KEPT_FOR + timedelta(minutes=1)) == 1


def test_a_form_is_not_a_place_for_a_thousand_fields(case: Case, owner: Actor) -> None:
    with pytest.raises(LookupError):
        keep(owner, note(case), {f"f{n}": "x" for n in range(1000)}, timezone.now())
