"""May this actor say this verb on this case now: permission, separated duties, state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.flow import OUT_OF_ARCHIVES, PASSED_ON, Step, step_from
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.parts import parts_held
from jiesu.cases.refusals import NotAllowed, WrongState
from jiesu.cases.simple import why_not_simple
from jiesu.cases.titles import state_title, verb_title
from jiesu.cases.verbs import Scene, Verb, Words, all_verbs
from jiesu.people.access import Verdict, may, may_approve
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes
from jiesu.people.separation import conflicts

DECIDING = frozenset({"approve", "decline"})
"""Verbs by which a second person decides what was asked for."""
_BY_ORDER = frozenset({"handler", "technician", "crew", "crew_order"})
"""Parts that an order gives."""


def permit(scene: Scene, verb: Verb, words: Words | Mapping[str, Any]) -> Verdict:
    """Judge the move; the verdict tells whether a second person has to agree first.

    Raises:
        NotAllowed: role, separated duties or a bound of §17 forbid it.
        WrongState: the flow table does.
    """
    if verb.name in DECIDING:
        verdict = _judge_second(scene, words)
    else:
        verdict = judged(scene.actor, verb.name, scene.case, scene.parts, scene.proceeding)
    if verdict.kind == "refused":
        raise NotAllowed(verdict.why)
    if "simple" in verdict.how and (why := why_not_simple(scene, verb.name)):
        raise NotAllowed(why)
    check_step(scene, verb)
    return verdict


def in_the_name_of(requester: Actor, scene: Scene, verb: Verb) -> Scene:
    """The scene in which ``verb`` is said for ``requester``, now that scene's actor approved it.

    Raises:
        NotAllowed: the requester must keep out by now. WrongState: the flow table has no step.
    """
    parts = parts_of(requester, scene.case)
    if clash := conflicts(verb.name, parts):
        raise NotAllowed(clash)
    held = parts | {"approved"}
    told = judged(requester, verb.name, scene.case, held, scene.proceeding)
    approved = replace(
        scene,
        actor=requester,
        parts=parts,
        how=told.how,
        approved_by=scene.actor.name,
        approver=scene.actor,
    )
    check_step(approved, verb)
    return approved


def judged(
    actor: Actor,
    verb: str,
    case: Case,
    parts: frozenset[str],
    proceeding: Proceeding | None = None,
) -> Verdict:
    """Whether ``actor`` may say ``verb`` on the case or its ``proceeding``.

    An order is judged where its unit is, and by nothing that another order of the case gives.
    """
    if proceeding and _is_order(proceeding):
        parts -= {"crew_order"} if _is_own(actor, proceeding) else _BY_ORDER
    return may(actor, verb, unit_path=place_of(case, proceeding), parts=parts)


def place_of(case: Case, proceeding: Proceeding | None) -> str:
    """Where the thing moved lies: an order with its unit, everything else with the case."""
    if proceeding and proceeding.unit and _is_order(proceeding):
        return proceeding.unit.path
    return case.unit_path


def _is_order(proceeding: Proceeding) -> bool:
    return proceeding.machine == "order"


def _is_own(actor: Actor, order: Proceeding) -> bool:
    """Whether the order lies with the actor, with his unit, or with a crew of his."""
    path = order.unit.path if order.unit else ""
    crews = scopes(actor).crew_prefixes
    mine = actor.staff_id is not None and order.assignee_id == actor.staff_id
    return mine or path == actor.unit_path or path.startswith(crews)


def check_step(scene: Scene, verb: Verb) -> Step:
    """The row by which the verb may be said now.

    Raises:
        WrongState: there is none.
    """
    _check_put_away(scene, verb)
    row = scene.proceeding if verb.machine != "complaint" and scene.proceeding else scene.case
    step = step_from(verb.name, row.state)
    if step is None:
        state = state_title(row.state, verb.machine)
        raise WrongState(
            _(
                "%(number)s 现为“%(state)s”，不能“%(verb)s”，未做任何改动。"
                "请刷新页面查看现在可以进行的操作。"
            )
            % {"number": row.number, "state": state, "verb": verb_title(verb.name)},
            state=row.state,
        )
    return step


def _check_put_away(scene: Scene, verb: Verb) -> None:
    """Nothing is left of an erased case, and an archived one is as shut as it was before."""
    if erased_for(verb, scene.case) and scene.actor.kind != "system":
        raise WrongState(
            _(
                "%(number)s 已到保存期限并匿名化，不能“%(verb)s”，未做任何改动。"
                "如仍有问题，请作为新投诉提交。"
            )
            % {"number": scene.case.number, "verb": verb_title(verb.name)}
        )
    if before := _shut_out(verb.name, scene.case):
        raise WrongState(
            _(
                "%(number)s 归档前为“%(state)s”，不能“%(verb)s”，未做任何改动。"
                "如仍有问题，请作为新投诉提交。"
            )
            % {
                "number": scene.case.number,
                "state": state_title(before),
                "verb": verb_title(verb.name),
            }
        )


def verbs_now(actor: Actor, case: Case, machine: str = "complaint") -> list[Verb]:
    """The verbs that ``actor`` may say on ``case`` in its present state (screens offer these)."""
    parts = parts_of(actor, case)
    return [
        verb
        for verb in all_verbs()
        if verb.machine == machine
        and not erased_for(verb, case)
        and not _shut_out(verb.name, case)
        and step_from(verb.name, state_for(verb.name, case))
        and verb.name not in DECIDING | {"request"}
        and may(actor, verb.name, unit_path=case.unit_path, parts=parts).kind != "refused"
    ]


def _shut_out(verb: str, case: Case) -> str:
    """The state before the archive, if ``verb`` could not be said in that one either (T22, T24).

    Nothing becomes possible by being put away: what was withdrawn, refused or sent on was never
    handled, and is not handled again.
    """
    if case.state != "ARCHIVED" or verb not in OUT_OF_ARCHIVES:
        return ""
    before = str(case.record.get("archived_from") or _before_archive(case))
    return "" if step_from(verb, before) else before


def _before_archive(case: Case) -> str:
    """The same of a case archived before its record told it."""
    moved = case.entries.filter(machine="complaint").exclude(to_state__in=("", "ARCHIVED"))
    return moved.order_by("seq").values_list("to_state", flat=True).last() or ""


def erased_for(verb: Verb, case: Case) -> bool:
    """Whether nothing is left that the verb could be about: what was to be known is erased (§18).

    What is put right for everybody outlasts it (§11.8).
    """
    return verb.machine == "complaint" and bool(case.record.get("erased"))


def state_for(verb: str, case: Case) -> str:
    """The state that decides about ``verb``: of the master, where it is passed on to that (T27)."""
    if case.state == "MERGED" and verb in PASSED_ON and case.master_id:
        return state_for(verb, Case.objects.only("state", "master").get(pk=case.master_id))
    return case.state


def parts_of(actor: Actor, case: Case) -> frozenset[str]:
    """What the actor is in the case; a part that ended counts as ``was_…``."""
    if actor.staff_id is None:
        return frozenset({"complainant"} if actor.case_id == case.pk else ())
    looks = {"break_glass"} if case.number in actor.glass else set()
    if any(case.unit_path.startswith(path) for path in actor.inspects):
        looks.add("inspection")
    return parts_held(actor, case.pk) | looks


def _judge_second(scene: Scene, words: Words | Mapping[str, Any]) -> Verdict:
    seq = words.get("request") if isinstance(words, Mapping) else getattr(words, "request", None)
    asked = scene.case.record.get("requests", {}).get(str(seq))
    if asked is None:
        raise WrongState(_("没有这条待审批的申请，未做任何改动。请刷新后查看待审批事项。"))
    return judged_second(scene.actor, scene.case, asked, scene.parts)


def judged_second(
    actor: Actor, case: Case, asked: Mapping[str, Any], parts: frozenset[str]
) -> Verdict:
    """Whether ``actor`` may decide the request ``asked``: where the thing lies that it is about."""
    mine = asked["by"] == actor.staff_id
    about = (
        case.proceedings.select_related("unit").filter(number=asked["on"]).first()
        if asked.get("on")
        else None
    )
    held = parts | ({"requester"} if mine else frozenset())
    place, legal = place_of(case, about), bool(asked.get("legal"))
    return may_approve(actor, asked["verb"], unit_path=place, parts=held, legal=legal)
