"""The verbs this person may say on this case now, and what waits for a second person."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.cases.actions.extend import unfiled
from jiesu.cases.flow import step_from
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.money import agreed_fen, unpaid_fen
from jiesu.cases.payments import payments_on
from jiesu.cases.permit import judged, judged_second
from jiesu.cases.titles import verb_title
from jiesu.cases.verbs import all_verbs
from jiesu.console.likely import likely
from jiesu.console.putting_right import idle_verb
from jiesu.incidents.matters import may_explain
from jiesu.oversight.register import to_join, to_leave
from jiesu.people.actor import Actor

NEVER_OFFERED = frozenset(
    {
        "receive", "request", "approve", "decline", "lapse", "breach", "acknowledge",
        "outage_moved", "outage_over",
    }
)  # fmt: skip
"""Said by intake, by the page of approvals, by the clock-keeper, by carriers, by an outage."""
GROUPS: tuple[tuple[Promise, str], ...] = (
    (
        _("联系用户"),
        "contact report_progress ask supplement expedite identify reveal decline_surveys",
    ),
    (
        _("调整"),
        (
            "classify prioritise hand_over pause resume extend file_extension merge unmerge "
            "attach_external consult escalate answer_call name_accused hold release "
            "join_outage leave_outage"
        ),
    ),
    (
        _("记录"),
        (
            "annotate add_evidence export_evidence flag_malice decide_malice pay_remedy "
            "reverse_payment rectify join_rectification leave_rectification"
        ),
    ),
    (_("结束"), "refuse transfer withdraw archive unlock"),
)
NEXT_STEP: Promise = _("下一步")


@dataclass(frozen=True, slots=True)
class Offer:
    """A verb that may be said now."""

    verb: str
    title: str
    second: bool
    """It becomes a request that another person approves."""
    asked: bool = False
    """It was asked for and waits for that person."""
    wanted: bool = False
    """It is a likely next one: where none is, no button stands out."""


@dataclass(frozen=True, slots=True)
class Request:
    """What waits for a second person on this case."""

    seq: int
    title: str
    by: str
    mine: bool
    may_decide: bool
    said: tuple[tuple[str, str], ...] = ()
    """What is asked for, as the story tells it: nobody decides unseen."""
    verb: str = ""
    advice: str = ""
    """What whoever decides should think of."""
    instead: str = ""
    """The form of what may do better."""


def offers_of(
    actor: Actor,
    case: Case,
    parts: frozenset[str],
    proceeding: Proceeding | None = None,
    running: Collection[str] = (),
) -> list[tuple[str, list[Offer]]]:
    """Return the verbs in groups; what moves the case on comes first, the likely one before all.

    ``running`` are the clocks that run: they tell what is wanted next.
    """
    waiting = _asked_for(case, proceeding)
    wanted = [verb for verb in likely(case, running, proceeding) if verb not in waiting]
    machine = proceeding.machine if proceeding else "complaint"
    state = proceeding.state if proceeding else case.state
    found: dict[str, list[Offer]] = {}
    for verb in all_verbs():
        if verb.machine != machine or not step_from(verb.name, state) or verb.name in NEVER_OFFERED:
            continue
        if proceeding and verb.name in _other_kind(proceeding):
            continue
        if proceeding is None and pointless(verb.name, case):
            continue
        verdict = judged(actor, verb.name, case, parts, proceeding)
        if verdict.kind != "refused" and _to_something(actor, verb.name, case):
            second, asked = verdict.kind == "second", verb.name in waiting
            title, likeliest = verb_title(verb.name), verb.name in wanted
            offer = Offer(verb.name, title, second, asked, likeliest)
            found.setdefault(_group(verb.name, wanted[:1]), []).append(offer)
    for offers in found.values():
        offers.sort(key=lambda one: (one.asked, _rank(one.verb, wanted)))
    order = [str(NEXT_STEP), *(str(title) for title, _names in GROUPS)]
    return sorted(found.items(), key=lambda pair: order.index(pair[0]))


def _rank(verb: str, wanted: list[str]) -> int:
    """How soon the verb is probably wanted."""
    return wanted.index(verb) if verb in wanted else len(wanted)


def _asked_for(case: Case, proceeding: Proceeding | None) -> frozenset[str]:
    """Verbs that wait for a second person: nobody need ask for them first of all."""
    on = proceeding.number if proceeding else ""
    asked = case.record.get("requests", {}).values()
    waiting = (one for one in asked if one["state"] == "open" and one.get("on", "") == on)
    return frozenset(one["verb"] for one in waiting)


def _other_kind(proceeding: Proceeding) -> frozenset[str]:
    """Verbs of the machine that this one is not for: a question is answered, work is done."""
    if proceeding.machine == "rectification":
        return frozenset({idle_verb(proceeding)})
    asked = proceeding.record.get("kind") == "TASK"
    return frozenset({"order_assign", "order_fix"} if asked else {"order_answer"})


def _to_something(actor: Actor, verb: str, case: Case) -> bool:
    """Whether there is a rectification to join or to leave, or a payment, where a verb needs it."""
    if verb == "leave_rectification":
        return bool(to_leave(actor, case))
    if verb == "reverse_payment":
        return bool(agreed_fen(case.record)) and any(payments_on(case.pk))
    return verb != "join_rectification" or bool(to_join(actor, case))


def pointless(verb: str, case: Case) -> bool:
    """Whether the case has nothing for the verb to do, though its state would let it be said."""
    if verb == "decide_appeal":
        return not _heard_anew(case)
    record = case.record
    useful = {
        "pause": not record.get("paused"),
        "resume": record.get("paused"),
        "hold": not record.get("hold"),
        "release": record.get("hold"),
        "join_outage": not case.outage and may_explain(case.category),
        "leave_outage": case.outage,
        "file_extension": unfiled(record),
        "decide_malice": record.get("malice"),
        "pay_remedy": unpaid_fen(record),
        "export_evidence": record.get("evidence"),
    }
    return not useful.get(verb, True)


def _heard_anew(case: Case) -> bool:
    """Whether an appeal was looked into by others, and they have said what they found (§11.7)."""
    heard = case.proceedings.filter(machine="appeal", state="RE_INVESTIGATING")
    return any(one.record.get("reported") for one in heard)


def requests_of(
    actor: Actor, case: Case, staff: Mapping[int, str], parts: frozenset[str]
) -> list[Request]:
    """Return the requests on ``case`` that nobody has decided yet."""
    asked: dict[str, dict[str, Any]] = case.record.get("requests", {})
    return [
        _request(actor, case, int(seq), told, staff, parts)
        for seq, told in asked.items()
        if told["state"] == "open"
    ]


def _request(  # noqa: PLR0913, PLR0917 - private: all that one row needs
    actor: Actor,
    case: Case,
    seq: int,
    told: dict[str, Any],
    staff: Mapping[int, str],
    parts: frozenset[str],
) -> Request:
    mine = told["by"] == actor.staff_id
    verdict = judged_second(actor, case, told, parts)
    title, by = verb_title(told["verb"]), staff.get(told["by"], "")
    return Request(seq, title, by, mine, verdict.allowed, verb=told["verb"])


def _group(verb: str, likeliest: list[str]) -> str:
    if verb in likeliest:
        return str(NEXT_STEP)
    return str(next((title for title, names in GROUPS if verb in names.split()), NEXT_STEP))
