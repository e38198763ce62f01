"""Our promises on one case as plain sentences, with the clause and the reckoning on demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.book import calendar, shelf
from jiesu.cases.clocks import fact_of, promises_of
from jiesu.cases.models import Case, Entry
from jiesu.cases.reasons import reason_shown
from jiesu.portal.commitments import PLEDGES, behind_the_answer
from jiesu.portal.moments import length, tell
from jiesu.rules.clocks.derive import effective
from jiesu.rules.clocks.explain import explain
from jiesu.rules.clocks.promise import Promise
from jiesu.rules.policies.pack import ClockRule, Layer
from jiesu.ui.tongue import in_english

Tone = Literal["info", "ok", "error", ""]


@dataclass(frozen=True, slots=True)
class Pledge:
    """One promise: the sentence, how it stands, and how the date was reckoned."""

    title: str
    sentence: str
    tone: Tone
    due_at: datetime
    at: datetime
    """Its place on the line: when it was kept, else when it is due."""
    basis: str
    """The clause in plain words: who demands what within how long."""
    why: tuple[str, ...]


def pledges(case: Case, entries: Sequence[Entry], now: datetime) -> list[Pledge]:
    """Return the promises that bind us, the next one first, kept and broken ones after."""
    promises = [one for one in promises_of(case, entries) if one.binding and one.clock in PLEDGES]
    clocks = list(dict.fromkeys(one.clock for one in promises))
    decisive = [_decisive(promises, clock) for clock in clocks]
    if behind_the_answer({one.clock: one.due_at for one in decisive if one.running}):
        decisive = [one for one in decisive if one.clock != "INVEST"]
    decisive.sort(key=lambda one: (not one.running, one.due_at))
    return [_pledge(case, entries, one, now) for one in decisive]


def _decisive(promises: Sequence[Promise], clock: str) -> Promise:
    """The one that is due first of those running, else the last one that ended."""
    own = [one for one in promises if one.clock == clock]
    return effective(own, clock) or max(own, key=lambda one: (one.cycle, one.anchor, -_stamp(one)))


def _stamp(promise: Promise) -> float:
    return promise.due_at.timestamp()


def _pledge(case: Case, entries: Sequence[Entry], promise: Promise, now: datetime) -> Pledge:
    rule = shelf().rule(case.packs, promise.pack, promise.rule)
    sentence, tone = _said(promise, now)
    facts = [fact_of(entry) for entry in entries]
    return Pledge(
        title=str(PLEDGES[promise.clock][0]),
        sentence=sentence,
        tone=tone,
        due_at=promise.due_at,
        at=promise.stopped_at or promise.due_at,
        basis=_basis(case, rule),
        why=tuple(map(reason_shown, explain(promise, facts, rule, calendar()))),
    )


def _basis(case: Case, rule: ClockRule) -> str:
    """Say the clause as one would to a neighbour."""
    ref = next((one for one in case.packs if one[0] == rule.pack), None)
    pack = shelf().pack(ref) if ref else None
    told = {
        "what": PLEDGES[rule.clock][1],
        "length": length(rule.amount) if rule.amount else "",
        "source": (pack.title_en if in_english() else pack.title_zh) if pack else rule.pack,
    }
    if not rule.amount:
        return _("%(source)s写明了日期：到那天%(what)s。") % told
    if rule.layer is Layer.PROMISE:
        return _("我们公开承诺（%(source)s）：%(length)s内%(what)s。") % told
    return _("%(source)s要求：%(length)s内%(what)s。") % told


def _said(promise: Promise, now: datetime) -> tuple[str, Tone]:
    told = {"what": PLEDGES[promise.clock][1], "due": tell(promise.due_at)}
    if promise.stopped_at is not None:
        told["done"] = tell(promise.stopped_at)
        if promise.broken(now):
            return _("%(what)s：晚了。应在%(due)s前，实际%(done)s。") % told, "error"
        return _("%(what)s：已做到，%(done)s。") % told, "ok"
    if promise.paused_since is not None:
        return _("%(what)s：暂停计时中，最迟%(due)s。") % told, ""
    if promise.broken(now):
        return _("%(what)s：应在%(due)s前，我们没有做到，仍在办理。") % told, "error"
    if promise.provisional:
        return _("%(what)s：预计%(due)s前（放假安排公布后确定）。") % told, "info"
    return _("%(what)s：%(due)s前。") % told, "info"
