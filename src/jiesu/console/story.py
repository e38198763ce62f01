"""All that the case page tells, gathered in a fixed number of queries."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404

from jiesu.cases.covering import covering
from jiesu.cases.evidence import pieces_of
from jiesu.cases.masking import (
    LETTERS_TELLING_LABELS,
    LETTERS_TELLING_SCORES,
    TELLING_SCORES,
    TEXT,
    Shown,
    shown_to,
)
from jiesu.cases.models import Case, Entry, Message, Proceeding
from jiesu.cases.permit import parts_of
from jiesu.cases.titles import state_title
from jiesu.console.doorstep import doorstep
from jiesu.console.heading import badges, priority_told
from jiesu.console.kin import kin_of
from jiesu.console.machines import called, machine_title
from jiesu.console.naming import Names, names_in
from jiesu.console.offers import Request, offers_of, requests_of
from jiesu.console.outage import linked_outage
from jiesu.console.parties import identity_of, line_told, particulars, standing
from jiesu.console.promises import told_promises
from jiesu.console.putting_right import already_put_right, plan_told
from jiesu.console.telling import Moment, tell
from jiesu.console.timeline import Look, timeline
from jiesu.console.tongue import category_title, code_title
from jiesu.console.why_seen import why_seen
from jiesu.kit.masks import mask_identities, mask_text
from jiesu.kit.sealed import unseal_json
from jiesu.people.actor import Actor

SHOWN_FOR = timedelta(minutes=10)
"""How long after a reveal the particulars stay open on the page of the one who asked."""


def case_for(actor: Actor, number: str) -> Case:
    """Find the case; a stranger learns only that there is none (house rule 22)."""
    seen = Case.objects.visible_to(actor).select_related(
        "owner", "organisation", "master", "repeat_of"
    )
    case = seen.filter(number=number).first()
    if case is None:
        raise Http404
    return case


@dataclass(frozen=True, slots=True)
class View:
    """How much this person may see of the case."""

    masked: bool
    """Numbers in free text are covered."""
    open_fields: dict[str, str]
    """Particulars shown in full just now."""
    scores: bool
    """Single scores are shown (§7)."""
    shown: Shown
    known: Callable[[str], str] = str
    """Covers the particulars that are not shown, wherever they stand in a text."""


def story(actor: Actor, case: Case, now: datetime, look: Look) -> dict[str, Any]:
    """Gather the page of ``case`` for ``actor``."""
    entries = list(case.entries.order_by("seq"))
    parts = parts_of(actor, case)
    view = view_of(actor, case, entries, parts, now)
    entries = [entry for entry in entries if view.shown.tells(entry.verb, entry.facts)]
    promises = told_promises(case, entries)
    names = names_in(entries)
    moments = told_moments(entries, names, view)
    running = {one.promise.clock for one in promises.every if one.promise.running}
    rows = case.proceedings.exclude(number__in=view.shown.quality_cases)
    proceedings = list(rows.select_related("unit", "assignee").order_by("opened_at"))
    shown = [_proceeding(actor, case, one, parts) for one in proceedings]
    visit = doorstep(case, shown, entries, view.open_fields, lambda text: covered(text, view))
    return {
        "case": case,
        "badges": badges(case, promises),
        "promises": promises,
        "story": timeline(moments, letters_of(case, view), promises.every, look, now),
        "doorstep": visit,
        "proceedings": [one for one in shown if visit is None or one is not visit.order],
        "offers": offers_of(actor, case, parts, running=running),
        "requests": [
            advised(actor, case, one)
            for one in told_requests(requests_of(actor, case, names.staff, parts), moments)
        ],
        "outage": (outage := linked_outage(actor, case, now)),
        "kin": kin_of(actor, case, proceedings, outage),
        "pieces": _pieces(actor, case),
        "why_seen": why_seen(actor, case, parts),
        **_told(case, entries, view, now),
    }


def advised(actor: Actor, case: Case, one: Request) -> Request:
    """The request with what whoever decides it should think of."""
    if one.verb != "rectify" or not one.may_decide:
        return one
    already = already_put_right(actor, case)
    return replace(one, advice=already.said, instead=already.join) if already else one


def told_requests(requests: list[Request], moments: list[Moment]) -> list[Request]:
    """The same with what each of them asks for."""
    said = {moment.seq: tuple(moment.said) for moment in moments}
    return [replace(one, said=said.get(one.seq, ())) for one in requests]


def _pieces(actor: Actor, case: Case) -> int:
    """How much evidence there is, with what came with complaints merged into this one."""
    if case.record.get("children"):
        return len(pieces_of(actor, case))
    return len(case.record.get("evidence", ()))


def _told(case: Case, entries: list[Entry], view: View, now: datetime) -> dict[str, Any]:
    """What is said of the complaint itself and of whom it comes from."""
    return {
        "category": category_title(case.category) if case.category else "",
        "channel": code_title("channels", case.channel),
        "description": covered(case.description, view),
        "desired": covered(case.desired_outcome, view),
        "particulars": particulars(case, view.open_fields),
        "opened": bool(view.open_fields.keys() - view.shown.plain),
        "standing": standing(case, entries),
        "line": line_told(case),
        "identity": identity_of(case),
        "priority_why": covered(priority_told(case, entries, now), view),
    }


def view_of(
    actor: Actor, case: Case, entries: list[Entry], parts: frozenset[str], now: datetime
) -> View:
    """Tell how much ``actor`` is shown just now."""
    ended = case.closed_at is not None
    shown = shown_to(actor, unit_path=case.unit_path, parts=parts, ended=ended)
    since = now - SHOWN_FOR
    asked = set(shown.plain)
    for entry in entries:
        if (entry.verb, entry.by_staff_id) == ("reveal", actor.staff_id) and entry.at >= since:
            asked |= set(entry.facts.get("fields", ()))
    told = unseal_json(bytes(case.secret)) if asked and case.secret else {}
    opened = {name: told[name] for name in asked if told.get(name)}
    if not shown.quality:
        shown = replace(shown, quality_cases=frozenset(case.record.get("quality_cases", ())))
    masked = shown.cover is mask_text and TEXT not in asked
    return View(masked, opened, shown.scores, shown, covering(case, opened))


def covered(text: str, view: View) -> str:
    """Cover of a free text what this person may not see: numbers, the name, the address."""
    text = view.known(text)
    return mask_text(text) if view.masked else mask_identities(text)


def letters_of(case: Case, view: View) -> list[Message]:
    """The letters of the case, those left out that would tell what this person may not know."""
    untold = frozenset({"N07", "N41"})  # a code, or a link to a score, is nobody else's to read
    if not view.scores:
        untold |= LETTERS_TELLING_SCORES
    if not view.shown.labels:
        untold |= LETTERS_TELLING_LABELS
    sent = Message.objects.filter(case=case).exclude(template__in=untold).exclude(reader="staff")
    letters = list(sent.order_by("seq", "id"))
    for letter in letters:
        letter.body = covered(letter.body, view)
        letter.subject = covered(letter.subject, view)
    return letters


def told_moments(entries: list[Entry], names: Names, view: View) -> list[Moment]:
    """Tell the ledger, oldest first, without what this person may not know."""
    untold = frozenset() if view.scores else TELLING_SCORES
    return [
        tell(entry, names, cover=lambda text: covered(text, view), scores=view.scores)
        for entry in entries
        if entry.verb not in untold
    ]


def _proceeding(actor: Actor, case: Case, one: Proceeding, parts: frozenset[str]) -> dict[str, Any]:
    return {
        "row": one,
        "mine": actor.staff_id is not None and one.assignee_id == actor.staff_id,
        "machine": machine_title(one.machine),
        "called": called(one),
        "state": state_title(one.state, one.machine),
        "facts": plan_told(actor, one),
        "offers": [] if one.closed_at else offers_of(actor, case, parts, one),
    }
