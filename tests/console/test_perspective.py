"""A lead looks as somebody else: sees what both may see, does nothing, leaves a trace (§17)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from console.conftest import Enter
from jiesu.cases.models import Case, Part
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import NotAllowed
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import AuditEntry, Grant, Organisation
from jiesu.people.perspective import LASTS, seen_as, within_reach

LOOKING = "正以"


@pytest.fixture
def lead(cast: Cast, enter: Enter) -> Client:
    return enter(cast.manager)


def look_as(lead: Client, somebody: Actor) -> int:
    return lead.post(f"/console/perspective/{somebody.staff_id}").status_code


def test_a_lead_sees_the_queue_as_its_owner_does(lead: Client, case: Case, owner: Actor) -> None:
    assert look_as(lead, owner) == 302
    page = lead.get("/console/cases/").content.decode()
    assert case.number in page
    assert f"正以{owner.name}的视角查看" in page
    [entry] = AuditEntry.objects.filter(verb="view_as")
    assert (entry.about_id, entry.by_id is not None) == (owner.staff_id, True)


def test_what_is_not_the_others_to_see_is_gone(lead: Client, case: Case, owner: Actor) -> None:
    other = next(
        one
        for one in within_reach(seen_as_oneself(lead))
        if Grant.objects.filter(staff=one, role="R11", revoked_at=None).exists()
    )
    assert lead.post(f"/console/perspective/{other.pk}").status_code == 302
    assert lead.get(f"/console/cases/{case.number}/").status_code == 404
    assert owner.staff_id != other.pk


def seen_as_oneself(lead: Client) -> Actor:
    actor = load_actor(int(lead.session["_auth_user_id"]))
    assert actor is not None
    return actor


def test_nothing_is_done_in_the_other_name(lead: Client, case: Case, owner: Actor) -> None:
    look_as(lead, owner)
    seq = Case.objects.get(pk=case.pk).seq
    page = lead.post(f"/console/cases/{case.number}/annotate/", {"text": "以他人之名"})
    assert page.status_code == 403
    assert "请先结束查看" in page.content.decode()
    assert Case.objects.get(pk=case.pk).seq == seq


def test_a_move_refuses_borrowed_eyes(cast: Cast, case: Case, owner: Actor) -> None:
    session = {"view_as": {"staff": owner.staff_id, "until": timezone.now().timestamp() + 60}}
    looking = seen_as(cast.manager, session, at=timezone.now())  # type: ignore[arg-type] # a session is a mapping
    assert looking.through == cast.manager
    with pytest.raises(NotAllowed, match="以他人视角"):
        make_move(looking, case.number, "annotate", {"text": "x"}, now=timezone.now())


def test_whoever_is_complained_about_does_not_look_in_through_others(
    cast: Cast, lead: Client, case: Case, owner: Actor
) -> None:
    Part.objects.create(
        case=case, staff_id=cast.manager.staff_id or 0, part="accused", since=case.seq
    )
    look_as(lead, owner)
    assert lead.get(f"/console/cases/{case.number}/").status_code == 404


@pytest.mark.parametrize("guarded", ["legal", "privacy", "appeal_officer", "admin", "manager"])
def test_some_are_never_looked_through(cast: Cast, lead: Client, guarded: str) -> None:
    look_as(lead, getattr(cast, guarded))
    assert LOOKING not in lead.get("/console/cases/").content.decode()
    assert not AuditEntry.objects.filter(verb="view_as").exists()


def test_people_of_another_city_are_out_of_reach(cast: Cast, lead: Client, owner: Actor) -> None:
    Grant.objects.filter(staff=cast.manager.staff_id).update(organisation=cast.other_city)
    assert owner.name not in lead.get("/console/perspective").content.decode()
    look_as(lead, owner)
    assert not AuditEntry.objects.filter(verb="view_as").exists()


def test_it_ends_on_demand_and_by_itself(lead: Client, owner: Actor) -> None:
    look_as(lead, owner)
    lead.post("/console/perspective/end")
    assert LOOKING not in lead.get("/console/cases/").content.decode()
    me = seen_as_oneself(lead)
    told = {"view_as": {"staff": owner.staff_id, "until": timezone.now().timestamp()}}
    assert seen_as(me, told, at=timezone.now()) == me  # type: ignore[arg-type] # a session is a mapping
    assert timedelta(hours=1) > LASTS


def test_whoever_was_promoted_meanwhile_is_out_of_sight(
    lead: Client, owner: Actor, cast: Cast
) -> None:
    look_as(lead, owner)
    Grant.objects.create(
        staff_id=owner.staff_id or 0,
        role="R23",
        organisation=Organisation.objects.get(pk=cast.city.pk),
        granted_at=timezone.now(),
    )
    assert LOOKING not in lead.get("/console/cases/").content.decode()


def test_the_way_in_is_shown_to_leads_alone(lead: Client, enter: Enter, owner: Actor) -> None:
    assert "/console/perspective" in lead.get("/console/cases/").content.decode()
    clerk = enter(owner)
    assert "/console/perspective" not in clerk.get("/console/cases/").content.decode()
    assert clerk.get("/console/perspective").status_code == 404
