"""What may be chosen among what runs on a case: its clocks, its orders, what waits for approval."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.actions.extend import unfiled
from jiesu.cases.book import shelf
from jiesu.cases.clocks import promises_of
from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.cases.papers import yuan
from jiesu.cases.payments import payments_on
from jiesu.cases.titles import state_title, verb_title
from jiesu.console.tongue import clock_title
from jiesu.oversight.register import to_join, to_leave
from jiesu.people.actor import Actor
from jiesu.people.models import Staff
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.policies.shelf import UnknownPackError
from jiesu.ui.fields import Choice
from jiesu.ui.joining import with_number
from jiesu.ui.small import due_in_words


def extendable_clocks(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the running clocks whose rule lets them be extended, each with its earliest due."""
    found: dict[str, datetime] = {}
    for promise in _extendable(case) if case else ():
        found[promise.clock] = min(promise.due_at, found.get(promise.clock, promise.due_at))
    return [_clock(code, at) for code, at in found.items()] or [Choice("", _("没有可以延期的时限"))]


def unfiled_clocks(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the clocks whose extension waits for its filing (S63)."""
    waiting = unfiled(case.record) if case else ()
    return [_clock(one["clock"], datetime.fromisoformat(one["new_due"])) for one in waiting]


def open_orders(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the orders of the case that are not ended, with who works on them."""
    orders = case.proceedings.filter(machine="order", closed_at=None) if case else ()
    for one in orders:
        unit = one.unit.name if one.unit else ""
        yield Choice(one.number, f"{one.number} {unit}".strip())


def open_requests(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer what waits for a second person: what is asked for, and by whom."""
    asked = case.record.get("requests", {}) if case else {}
    waiting = {seq: told for seq, told in asked.items() if told["state"] == "open"}
    known = Staff.objects.in_bulk([told["by"] for told in waiting.values() if told["by"]])
    for seq, told in waiting.items():
        by = known.get(told["by"])
        who = with_number(by.name, by.work_no) if by else _("系统")
        yield Choice(seq, f"{verb_title(told['verb'])} · {who}")


def payments_noted(_actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the payments of the case: the day, the sum and what of it was taken back (§16)."""
    for one in payments_on(case.pk) if case else ():
        whole, partly = (
            _("#%(seq)s，%(on)s，%(sum)s 元"),
            _("#%(seq)s，%(on)s，%(sum)s 元（未冲正 %(left)s 元）"),
        )
        told = {"seq": one.seq, "on": one.on, "sum": yuan(one.fen), "left": yuan(one.left_fen)}
        yield Choice(str(one.seq), (whole if one.left_fen == one.fen else partly) % told)


def rectifications_to_join(actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the rectifications that run for the cause found, with where and by whom (§11.8)."""
    running = to_join(actor, case) if case else ()
    told = [Choice(one.number, _told(one)) for one in running]
    return told or [Choice("", _("没有可并入的整改"))]


def rectifications_to_leave(actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer the rectifications that the case joined and that still run (§11.8)."""
    running = to_leave(actor, case) if case else ()
    told = [Choice(one.number, _told(one)) for one in running]
    return told or [Choice("", _("没有可移出的整改"))]


def _told(plan: Proceeding) -> str:
    people = (plan.unit and plan.unit.name, plan.assignee and plan.assignee.name)
    state = state_title(plan.state, "rectification")
    return " · ".join([plan.number, *(part for part in people if part), state])


def _extendable(case: Case) -> Iterator[Promise]:
    entries = Entry.objects.filter(case=case).order_by("seq")
    try:
        running = [one for one in promises_of(case, entries) if one.running]
    except UnknownPackError:  # nothing can be reckoned, and what is said is refused with a reason
        return
    for promise in running:
        if shelf().rule(case.packs, promise.pack, promise.rule).extendable:
            yield promise


def _clock(code: str, at: datetime) -> Choice:
    return Choice(code, f"{clock_title(code)} · {due_in_words(at)}")
