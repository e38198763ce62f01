"""What the permission table bounds, the case keeps: money, simple cases, looks behind the mask."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cast import Cast
from jiesu.cases.authority import check_authority
from jiesu.cases.models import Case, Entry, Part
from jiesu.cases.refusals import LookedTooOften, NotAllowed, Unfit
from jiesu.cases.second import NeedsSecond
from jiesu.cases.verbs import Scene
from jiesu.people.access import may
from jiesu.people.actor import Actor, Held
from jiesu.people.models import AuditEntry
from jiesu.people.permissions import book
from tale import Tale

HERE, ELSEWHERE = "/1/2/", "/1/3/"
GRANTS = {"R03": 2000, "R04": 2000, "R05": 2000, "R07": 5000, "R16": 5000, "R21": 100_000}
"""Fen that a role may grant alone (§16 CP8); who is not here grants nothing."""
APPROVES = {"R15": 20_000, "R21": 100_000}
LOOK = {"fields": ["phone"], "purpose": "contact", "why": "联系用户核实"}


def someone(role: str, path: str = HERE) -> Actor:
    return Actor(kind="staff", name=role, staff_id=1, held=(Held(role, path),))


def scene_of(actor: Actor, *parts: str, approver: Actor | None = None) -> Scene:
    case = Case(unit_path=HERE, record={})
    return Scene(case, actor, timezone.now(), [], frozenset(parts), approver=approver)


@pytest.mark.parametrize("role", sorted(set(book().roles) - {"R01", "R02"}))
def test_each_role_grants_up_to_its_limit_and_not_a_fen_more(role: str) -> None:
    limit = GRANTS.get(role, 0)
    scene = scene_of(someone(role), *book().roles[role].own)
    check_authority(scene, limit)
    with pytest.raises(NeedsSecond):
        check_authority(scene, limit + 1)


def test_an_owner_of_a_case_elsewhere_has_the_owners_limit_and_an_approver_no_limit_here() -> None:
    check_authority(scene_of(someone("R07", ELSEWHERE), "owner"), 5000)
    with pytest.raises(NeedsSecond):
        check_authority(scene_of(someone("R21", ELSEWHERE)), 1)
    both = Actor("staff", "x", 1, held=(Held("R07", HERE), Held("R15", HERE)))
    with pytest.raises(NeedsSecond):
        check_authority(scene_of(both, "owner"), 5001)


@pytest.mark.parametrize("role", sorted(set(book().roles) - {"R01", "R02"}))
def test_each_second_person_approves_up_to_a_limit_too(role: str) -> None:
    scene = scene_of(someone("R07"), "owner", approver=someone(role))
    if limit := APPROVES.get(role, 0):
        check_authority(scene, limit)
    with pytest.raises(NotAllowed, match="审批权限"):
        check_authority(scene, limit + 1)


def test_the_request_waits_on_for_somebody_who_may_grant_so_much(cast: Cast) -> None:
    tale = Tale(cast)
    tale.until_found()
    remedies = [{"code": "CP8", "amount_fen": 30_000, "basis": "多次上门未修好"}]
    words = {"measures": "更换光猫并致歉", "done_by": "9月20日", "remedies": remedies}
    asked = tale.say(tale.owner, "propose", **words)
    with pytest.raises(NotAllowed, match="审批权限"):
        tale.second(asked, cast.approver)
    assert tale.state == "FOUND"
    assert tale.second(asked, cast.manager).verb == "propose"
    assert tale.state == "PROPOSED"


def give_part(tale: Tale, actor: Actor, part: str) -> None:
    assert actor.staff_id
    Part.objects.create(case_id=tale.case.pk, staff_id=actor.staff_id, part=part, since=1)


def online(cast: Cast) -> Tale:
    tale = Tale(cast)
    tale.say(cast.agent, "guide")
    return tale


def test_a_simple_case_is_settled_on_the_line(cast: Cast) -> None:
    tale = online(cast)
    tale.say(cast.agent, "settle", result="重启后恢复", confirmed_by="通话中确认")
    assert tale.state == "RESOLVED"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("external_source", "g12345"),
        ("record", {"proceedings": {"GD1": ["order", "DONE"]}}),
        ("record", {"proposal": {"total_fen": 100}}),
        ("record", {"finding": {"overall": "partly"}}),
    ],
)
def test_what_is_not_simple_is_not_settled_on_the_line(
    cast: Cast, column: str, value: object
) -> None:
    tale = online(cast)
    Case.objects.filter(pk=tale.case.pk).update(**{column: value})
    with pytest.raises(NotAllowed, match="不能在线直接解决"):
        tale.say(cast.agent, "settle", result="重启后恢复", confirmed_by="通话中确认")
    assert tale.state == "ONLINE"


def test_a_complaint_about_a_person_is_found_by_an_investigator(cast: Cast) -> None:
    tale = Tale(cast)
    give_part(tale, cast.technician, "accused")
    Case.objects.filter(pk=tale.case.pk).update(state="IN_PROGRESS")
    words = {"cause": "R-LINE", "liability": "NONE", "finding": "unsubstantiated"}
    with pytest.raises(NotAllowed, match="调查员"):
        tale.say(tale.owner, "conclude", explanation="已核对记录", **words)


def test_of_two_roles_the_freer_one_counts() -> None:
    both = Actor("staff", "x", 1, held=(Held("R03", HERE), Held("R21", HERE)))
    assert may(both, "view_case", unit_path=HERE).how == frozenset()
    assert may(both, "propose", unit_path=HERE).kind == "refused"


def test_a_look_behind_the_mask_is_written_down_twice(cast: Cast) -> None:
    tale = Tale(cast)
    entry = tale.say(tale.owner, "reveal", **LOOK)
    assert entry.facts["purpose"] == "contact"
    assert "why" not in entry.facts
    audited = AuditEntry.objects.get(verb="reveal")
    assert audited.facts == {"case": tale.case.number, "reason": "contact"}
    assert audited.by_id == tale.owner.staff_id


def test_a_look_needs_a_reason_from_the_list(cast: Cast) -> None:
    tale = Tale(cast)
    with pytest.raises(Unfit, match="事由"):
        tale.say(tale.owner, "reveal", **{**LOOK, "purpose": "curious"})
    with pytest.raises(Unfit):
        tale.say(tale.owner, "reveal", fields=["phone"], purpose="contact")
    assert not AuditEntry.objects.filter(verb="reveal").exists()


def test_too_many_looks_are_refused_and_the_attempt_is_audited(cast: Cast) -> None:
    tale = Tale(cast)
    for _ in range(30):
        tale.say(tale.owner, "reveal", 0, **LOOK)
    with pytest.raises(LookedTooOften, match="上限"):
        tale.say(tale.owner, "reveal", 0, **LOOK)
    looks = Entry.objects.filter(case_id=tale.case.pk, verb="reveal")
    assert looks.count() == AuditEntry.objects.filter(verb="reveal").count() == 30
    refused = AuditEntry.objects.get(verb="reveal_refused")
    assert refused.facts == {"case": tale.case.number}
    tale.now += timedelta(hours=1, seconds=1)
    tale.say(tale.owner, "reveal", 0, **LOOK)


def test_whoever_uses_the_relay_never_looks(cast: Cast) -> None:
    tale = Tale(cast)
    tale.say(tale.owner, "accept")
    give_part(tale, cast.caller, "callback")
    with pytest.raises(NotAllowed):
        tale.say(cast.caller, "reveal", **LOOK)
