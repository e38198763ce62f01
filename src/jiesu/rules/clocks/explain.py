"""How a due date came about: clause, start, counting, pauses, extension, merger (§10, C8–C10)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from jiesu.rules.clocks.derive import WAITING
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.clocks.reckoning import amount_of, moment
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.reason import Quote, Reason, Title, why
from jiesu.rules.workdays import due as workdays
from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.calendar import Calendar


def explain(
    promise: Promise, facts: Sequence[Fact], rule: ClockRule, calendar: Calendar
) -> tuple[Reason, ...]:
    """Say how ``promise`` came to its due, sentence by sentence as one would reckon."""
    return tuple(_sentences(promise, facts, rule, calendar))


def _sentences(
    promise: Promise, facts: Sequence[Fact], rule: ClockRule, calendar: Calendar
) -> Iterator[Reason]:
    yield _source(rule)
    start = next(fact for fact in facts if fact.seq == promise.anchor)
    yield from _start(promise, start, rule)
    yield from _counting(promise, start, rule, calendar)
    since = [fact for fact in facts if fact.seq >= promise.anchor and _before_stop(fact, promise)]
    yield from _pauses(promise, facts, rule)
    yield from _extensions(since, promise, rule)
    yield from _mergers([fact for fact in facts if _before_stop(fact, promise)], promise, rule)
    yield from _end(promise)


def _source(rule: ClockRule) -> Reason:
    """What is promised, by which kind of rule, and its clause, which is told as it stands."""
    return why(
        "rests_on",
        title=Title(rule.title_zh, rule.title_en),
        layer=Title(rule.layer.zh, rule.layer.en),
        pack=rule.pack,
        clause=Quote(rule.clause),
    )


def _before_stop(fact: Fact, promise: Promise) -> bool:
    return promise.stop_seq is None or fact.seq <= promise.stop_seq


def _start(promise: Promise, start: Fact, rule: ClockRule) -> Iterator[Reason]:
    yield why("begun_by", what=why(f"start_{start.verb}"), seq=start.seq, at=start.at)
    if promise.started_at > start.at and rule.quiet:
        yield why("in_the_night", at=promise.started_at)
    elif promise.started_at < start.at:
        yield why("happened_earlier", at=promise.started_at)
    if rule.cutoff:
        before, later = _counted(rule.amount), _counted(rule.after_cutoff)
        yield why("cutoff", hour=rule.cutoff, before=before, later=later)


def _counted(amount: Amount | None) -> Reason:
    if amount is None:
        return why("uncounted")
    return why("counts", amount=amount) if amount.number else why("the_same_day")


def _counting(
    promise: Promise, start: Fact, rule: ClockRule, calendar: Calendar
) -> Iterator[Reason]:
    if rule.printed and start.facts.get(rule.printed):
        yield why("printed", at=promise.original_due_at)
        return
    if rule.printed:
        yield why("not_printed")
    amount = amount_of(rule, promise.started_at)
    if amount is not None:
        told = workdays.explain(
            promise.started_at,
            amount,
            calendar,
            roll=rule.roll,
            day_end=rule.day_end,
            service=rule.service,
        )
        yield from told[:-1]  # the end is told last, when pauses and extensions are in it


def _pauses(promise: Promise, facts: Iterable[Fact], rule: ClockRule) -> Iterator[Reason]:
    asked = [
        fact for fact in facts if fact.verb in {"ask", "pause"} and _before_stop(fact, promise)
    ]
    refused = {_reason(fact) for fact in asked} - rule.pausable
    if refused and not rule.pausable:
        yield why("never_paused")
    if promise.paused_total:
        reasons = dict.fromkeys(_reason(fact) for fact in asked if _reason(fact) in rule.pausable)
        told = tuple(why(f"pause_{reason}") for reason in reasons)
        yield why("paused_for", reasons=told, length=promise.paused_total)
    if promise.paused_since is not None and rule.pause_cap is not None:
        yield why("paused_since", at=promise.paused_since, most=rule.pause_cap)


def _reason(fact: Fact) -> str:
    return WAITING if fact.verb == "ask" else str(fact.facts.get("reason", ""))


def _extensions(since: Iterable[Fact], promise: Promise, rule: ClockRule) -> Iterator[Reason]:
    told = [fact for fact in since if fact.facts.get("clock") == rule.clock]
    asked = [fact for fact in told if fact.verb == "extend"]
    if asked and not rule.extendable:
        yield why("never_extended")
        return
    for fact in told:
        if fact.verb == "extend":
            yield why("extended_to", at=moment(fact.facts["new_due_at"]), seq=fact.seq)
        elif fact.verb == "file_extension":
            yield why("extension_filed", seq=fact.seq, at=fact.at)
    if failed := len(asked) - promise.extensions:
        yield why("extensions_failed", n=failed)


def _mergers(since: Iterable[Fact], promise: Promise, rule: ClockRule) -> Iterator[Reason]:
    for fact in _still_merged(since):
        earliest = fact.facts.get("earliest_received_at")
        if earliest and moment(earliest) == promise.started_at:
            yield why("earliest_receipt", at=moment(earliest))
        strict = (fact.facts.get("strictest") or {}).get(rule.clock)
        if strict and moment(strict) == promise.due_at:
            yield why("strictest", at=promise.due_at)


def _still_merged(since: Iterable[Fact]) -> list[Fact]:
    """Mergers into this case of which none was taken back (T27)."""
    merged: dict[str, Fact] = {}
    for fact in since:
        child = str(fact.facts.get("child", ""))
        if fact.verb == "merge" and "into" not in fact.facts:
            merged[child] = fact
        elif fact.verb == "unmerge":
            merged.pop(child, None)
    return list(merged.values())


def _end(promise: Promise) -> Iterator[Reason]:
    if promise.extensions:
        yield why("extended_times", n=promise.extensions, at=promise.original_due_at)
    yield why("expected" if promise.provisional else "due", at=promise.due_at)
    if promise.provisional and promise.due_at != promise.original_due_at:
        yield why("calendar_open")
    if promise.stopped_at is not None:
        late = promise.stopped_at - promise.due_at
        if late > timedelta():
            yield why("done_late", at=promise.stopped_at, length=late)
        else:
            yield why("done_in_time", at=promise.stopped_at)
    if not promise.binding:
        yield why("internal_only")
