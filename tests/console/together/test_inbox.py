"""Who is mentioned, follows a case or comes to own it is told, if the case may be seen."""

import pytest
from django.utils import timezone

from cast import Cast
from console.conftest import SLOW, Enter
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Unfit
from jiesu.console.beginning import steps
from jiesu.console.together.inbox import unread
from jiesu.console.together.models import Notice, Watch
from jiesu.people.actor import Actor
from jiesu.people.models import Grant

INBOX = "/console/together/inbox"


def mention(actor: Actor, case: Case, *whom: Actor) -> Entry:
    words = {"text": "请看", "mentioned": [one.work_no for one in whom]}
    return make_move(actor, case.number, "annotate", words, now=timezone.now())


def kinds(actor: Actor) -> list[str]:
    rows = Notice.objects.filter(staff=actor.staff_id).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_whoever_is_mentioned_finds_it_in_the_inbox(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    mention(owner, case, cast.manager)
    browser = enter(cast.manager)
    assert unread(cast.manager) == 1
    page = browser.get(INBOX).content.decode()
    assert "有人提到您" in page
    assert case.number in page
    assert 'name="q" type="search" value=""' in page
    browser.get(f"/console/cases/{case.number}/")
    assert unread(cast.manager) == 0


def test_the_note_names_whom_it_mentions(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    entry = mention(owner, case, cast.manager)
    assert entry.facts["mentioned"] == [cast.manager.staff_id]
    page = enter(owner).get(f"/console/cases/{case.number}/").content.decode()
    assert cast.manager.name in page


def test_nobody_is_mentioned_who_may_not_see_the_case(cast: Cast, case: Case, owner: Actor) -> None:
    with pytest.raises(Unfit) as refused:
        mention(owner, case, cast.manager, cast.stranger)
    assert cast.stranger.work_no in refused.value.sentence
    assert kinds(cast.manager) == []


def test_completion_offers_only_people_who_may_see_the_case(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    address = f"/console/together/colleagues/{case.number}"
    found = enter(owner).get(address, {"q": cast.manager.name[:1]}).json()["people"]
    assert [one["no"] for one in found] == [cast.manager.work_no]
    everybody = enter(owner).get(address, {"q": ""}).json()["people"]
    assert cast.stranger.work_no not in {one["no"] for one in everybody}
    assert cast.admin.work_no not in {one["no"] for one in everybody}
    assert enter(cast.stranger).get(address, {"q": ""}).status_code == 404


def test_a_followed_case_tells_of_itself_and_not_of_one_s_own_acts(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    enter(cast.manager).post(f"/console/together/watch/{case.number}")
    make_move(owner, case.number, "accept", {}, now=timezone.now())
    make_move(cast.manager, case.number, "annotate", {"text": "知道了"}, now=timezone.now())
    assert kinds(cast.manager) == ["watch"]
    enter(cast.manager).post(f"/console/together/watch/{case.number}", {"off": "1"})
    mention(owner, case)
    assert kinds(cast.manager) == ["watch"]


def test_a_follower_is_not_told_what_he_may_not_read(cast: Cast, case: Case, owner: Actor) -> None:
    """A suspicion of malice is known to those who decide on it alone (§15.4)."""
    Watch.objects.create(case=case, staff_id=cast.agent.staff_id or 0, since=timezone.now())
    signs = [{"criterion": "threats", "evidence": "录音 7"}]
    words = {"signs": signs, "description": "多次辱骂"}
    make_move(owner, case.number, "flag_malice", words, now=timezone.now())
    assert kinds(cast.agent) == []


def test_the_new_owner_is_told(cast: Cast, case: Case, owner: Actor) -> None:
    other = cast.second_owner if owner == cast.owner else cast.owner
    words = {"owner_id": other.staff_id, "reason": "休假", "kind": "leave"}
    make_move(cast.manager, case.number, "hand_over", words, now=timezone.now())
    assert kinds(other) == ["owner"]
    assert kinds(owner) == []


def test_nobody_reads_another_s_inbox_for_him(
    cast: Cast, case: Case, owner: Actor, enter: Enter
) -> None:
    mention(owner, case, cast.manager)
    notice = Notice.objects.get()
    enter(owner).post(f"{INBOX}/read", {"notice": str(notice.pk)})
    assert unread(cast.manager) == 1
    enter(cast.manager).post(f"{INBOX}/read")
    assert unread(cast.manager) == 0


def test_a_case_that_nobody_answers_for_is_told_to_whoever_may_change_that(
    cast: Cast, enter: Enter
) -> None:
    """S8, §11.5: at once, to those over the place where it lies, and not to others."""
    Grant.objects.filter(role="R07").exclude(staff=cast.stranger.staff_id).update(
        revoked_at=timezone.now()
    )
    forget_desk()
    lonely = receive(cast.agent, SLOW, now=timezone.now())
    assert lonely.owner_id is None
    assert kinds(cast.manager) == ["unowned"]
    page = enter(cast.manager).get(INBOX).content.decode()
    assert "没有专人，请指定" in page
    assert kinds(cast.stranger) == []
    assert any("1 件投诉没有专人" in step.lacking for step in steps())
    forget_desk()


def test_a_case_with_an_owner_troubles_no_lead(cast: Cast, case: Case) -> None:
    assert case.owner_id
    assert kinds(cast.manager) == []
