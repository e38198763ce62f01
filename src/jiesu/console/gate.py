"""The gate before a verb: what this case lacks, whose it is, and which words it still needs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.actions.dispatch import ASKED, still_asked, usual_order
from jiesu.cases.covering import masking
from jiesu.cases.flow import step_from
from jiesu.cases.lacking import GATED, Lack, known, lacking, needed, needless
from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import Scene
from jiesu.console.choices_outages import outages_around
from jiesu.console.labels import label
from jiesu.console.putting_right import Already, already_put_right
from jiesu.console.telling import spoken
from jiesu.console.tongue import role_title
from jiesu.kit.masks import mask_text
from jiesu.oversight.actions.verify_rectification import checked_from, next_check
from jiesu.oversight.metrics import metric_of
from jiesu.oversight.register import to_join, to_leave
from jiesu.people.access import may
from jiesu.people.actor import Actor
from jiesu.ui.fields import Field

MOST_CLAIMS = 8
"""Lines of what is asked for that are put in as claims: the form stays one to fill in."""
_ROLES = {"appeal_officer": "R16", "liaison": "R19", "callback": "R17"}


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, and who brings it."""

    what: str
    who: str
    verb: str
    href: str
    """Where this person may do it at once; empty if somebody else must."""


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before the verb; nothing at all before most verbs."""

    missing: list[Missing] = field(default_factory=list)
    needed: frozenset[str] = frozenset()
    needless: frozenset[str] = frozenset()
    known: dict[str, Any] = field(default_factory=dict)
    chooses: str = ""
    """The field whose choice tells which others are asked for."""
    advice: str = ""
    """What to think of before saying the verb at all."""
    instead: tuple[str, str] = ("", "")
    """A verb that may do better, and its form."""
    hints: dict[str, str] = field(default_factory=dict)
    """What helps to fill a field in on this very case."""
    fixed: frozenset[str] = frozenset()
    """Fields that are told and not asked."""
    settled: dict[str, str] = field(default_factory=dict)
    """Repeated groups whose rows are known: group → the field of it that is not asked any more."""

    def narrowed(self, fields: list[Field]) -> list[Field]:
        """The fields this case needs: what must be filled first and marked, the rest after."""
        kept = [
            self._settled(replace(one, required=one.required or one.name in self.needed))
            for one in fields
            if one.name not in self.needless
        ]
        return sorted(kept, key=lambda one: not one.required) if self.needless else kept

    def _settled(self, group: Field) -> Field:
        """The group with one row for each thing known, and that thing told instead of asked."""
        if group.name in self.fixed:
            return replace(group, kind="fixed")
        if hint := self.hints.get(group.name):
            return replace(group, hint=hint)
        if group.name not in self.settled:
            return group
        inner = f"-{self.settled[group.name]}"
        rows = group.rows[: len(self.known[group.name])]
        told = (
            tuple(replace(one, kind="fixed") if one.name.endswith(inner) else one for one in row)
            for row in rows
        )
        return replace(group, rows=tuple(told))

    def faults(self, read: Mapping[str, Any]) -> dict[str, str]:
        """What this case needs and was not given."""
        empty = [name for name in self.needed if not str(read.get(name, "")).strip()]
        return dict.fromkeys(empty, _("这一项必须填写。"))


def gate(  # noqa: PLR0913 - who, on what, which verb, when, and what was typed so far
    actor: Actor,
    case: Case,
    verb: str,
    now: datetime,
    *,
    typed: Mapping[str, Any] | None = None,
    on: str = "",
) -> Gate:
    """Look what lacks before ``verb`` may be said on ``case`` or its proceeding ``on``."""
    if fitting := _FITTING.get(verb):
        return fitting(actor, case, typed or {}, on)
    if verb not in GATED:
        return Gate()
    entries = list(case.entries.order_by("seq"))
    scene = Scene(case, actor, now, entries, parts_of(actor, case))
    return Gate(
        missing=[_told(scene, lack) for lack in lacking(scene, verb)],
        needed=needed(scene, verb),
        needless=needless(scene, verb),
        known=known(scene, verb),
    )


def _of_order(_actor: Actor, case: Case, typed: Mapping[str, Any], _on: str) -> Gate:
    """What the chosen type of order needs and the case does not know."""
    usual = usual_order(case)
    asked = still_asked(case, str(typed.get("order_type", "")) or usual)
    known = {"order_type": usual} if usual else {}
    return Gate(
        needed=asked | {"order_type"}, needless=ASKED - asked, known=known, chooses="order_type"
    )


def _of_inquiry(actor: Actor, case: Case, _typed: Mapping[str, Any], on: str) -> Gate:
    """First by whom, then with what result; whoever inquires is asked for the result alone."""
    heard = case.proceedings.filter(number=on, machine="appeal").first()
    if heard is None or heard.state != "RE_INVESTIGATING":
        return Gate(needless=frozenset({"report", "evidence"}))
    if heard.record.get("investigator") == actor.staff_id:
        return Gate(needed=frozenset({"report"}), needless=frozenset({"investigator_id"}))
    return Gate()


def _of_finding(_actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """What the customer asks for stands there, a line a claim: each is answered (T12)."""
    wish = masking(case)(case.desired_outcome)
    asked = [line.strip() for line in wish.splitlines() if line.strip()]
    return Gate(known={"answers": [{"claim": claim} for claim in asked[:MOST_CLAIMS]]})


def _of_decision(_actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """The grounds are the customer's: each is decided, none is asked for again."""
    heard = case.proceedings.filter(machine="appeal", state="RE_INVESTIGATING").first()
    if heard is None:
        return Gate()
    raised = [{"ground": ground} for ground in heard.record.get("grounds", ())]
    return Gate(known={"grounds": raised}, settled={"grounds": "ground"})


def _of_rectification(actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """One rectification for a cause is enough: whoever opens a second is told of the first."""
    already = already_put_right(actor, case)
    return Gate(advice=already.said, instead=_joining(already)) if already else Gate()


def _joining(already: Already) -> tuple[str, str]:
    return (verb_title("join_rectification"), already.join) if already.join else ("", "")


def _of_joining(actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """Which one is meant is known where only one runs for the cause."""
    running = to_join(actor, case)
    return Gate(known={"into": running[0].number} if len(running) == 1 else {})


def _of_leaving(actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """The same of leaving."""
    running = to_leave(actor, case)
    return Gate(known={"out_of": running[0].number} if len(running) == 1 else {})


def _of_plan(_actor: Actor, _case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """Nobody may approve a plan that does not say by what its effect is measured (§11.8)."""
    return Gate(needed=frozenset({"metric"}), known={"check_until": "90"})


def _of_effect(_actor: Actor, case: Case, _typed: Mapping[str, Any], on: str) -> Gate:
    """Which day is checked next is known, and whether it has come."""
    plan = case.proceedings.filter(number=on, machine="rectification").first()
    day = next_check(plan) if plan and "verified_at" in plan.record else None
    if plan is None or day is None:
        return Gate()
    when = checked_from(plan, day)
    told = {"day": day, "at": spoken(when)}
    early = _("第 %(day)d 日的效果要到 %(at)s 之后才能核查。") % told
    return Gate(
        known={"day": str(day)},
        fixed=frozenset({"day"}),
        hints={"measured": _("衡量指标：%(metric)s") % {"metric": mask_text(metric_of(plan))}},
        advice=early if when > timezone.now() else "",
    )


def _of_outage(_actor: Actor, case: Case, _typed: Mapping[str, Any], _on: str) -> Gate:
    """Where the address of the case lies in one outage, that is the one meant."""
    here = outages_around(case).here
    known = {"outage": here[0].number} if len(here) == 1 else {}
    return Gate(known=known, needed=frozenset({"outage"}))


_FITTING: dict[str, Callable[[Actor, Case, Mapping[str, Any], str], Gate]] = {
    "dispatch": _of_order,
    "find": _of_finding,
    "reinvestigate": _of_inquiry,
    "decide_appeal": _of_decision,
    "rectify": _of_rectification,
    "join_rectification": _of_joining,
    "leave_rectification": _of_leaving,
    "plan_rectification": _of_plan,
    "check_effect": _of_effect,
    "join_outage": _of_outage,
}
"""Verbs of which a form asks for more or less by what is chosen, or by how far a thing is."""


def _told(scene: Scene, lack: Lack) -> Missing:
    case = scene.case
    what = {
        "order": _("工单 %(what)s 还没有完成"),
        "document": _("还没有出具%(what)s"),
        "call": _("还没有回访到用户；联系不上时，还要再拨打 %(what)s 次（须分在两天）"),
    }[lack.kind]
    name = label(f"documents:{lack.what}").title if lack.kind == "document" else lack.what
    return Missing(
        what=what % {"what": name},
        who=_who(case, lack),
        verb=verb_title(lack.verb),
        href=next(_way(scene, lack), ""),
    )


def _who(case: Case, lack: Lack) -> str:
    if lack.kind == "order":
        order = case.proceedings.select_related("unit", "assignee").get(number=lack.what)
        told = (order.unit and order.unit.name, order.assignee and order.assignee.name)
        return " ".join(part for part in told if part) or _("承办单位")
    if lack.part == "owner" and case.owner:
        return f"{case.owner.name} {case.owner.work_no}"
    return role_title(_ROLES.get(lack.part, ""))


def _way(scene: Scene, lack: Lack) -> Iterator[str]:
    """The form by which this person may bring it now."""
    case, on = scene.case, ""
    state = case.state
    if lack.kind == "order":
        state = case.record["proceedings"][lack.what][1]
        on = f"?on={quote(lack.what)}"
    verdict = may(scene.actor, lack.verb, unit_path=case.unit_path, parts=scene.parts)
    if verdict.kind != "refused" and step_from(lack.verb, state):
        yield reverse("console:act", args=[case.number, lack.verb]) + on
