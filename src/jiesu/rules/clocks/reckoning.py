"""From a rule and its start entry to a moment: where it begins, ends, and moves to (C5–C9)."""

from datetime import datetime, timedelta

from jiesu.rules.clocks.promise import Fact
from jiesu.rules.policies.matching import holds
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.policies.traits import Traits
from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.due import Due, due
from jiesu.rules.workdays.shanghai import ONE_DAY, SHANGHAI, day_of, end_of

DATE_ONLY = 10
BREATH = timedelta(microseconds=1)


def start_of(rule: ClockRule, fact: Fact, traits: Traits) -> datetime:
    """Moment from which ``rule`` counts: the fact it names, never later than the entry (C8)."""
    begun = min(_told_start(rule, fact), fact.at)
    if rule.quiet is None or holds(rule.quiet.unless, traits.told):
        return begun
    return _after_quiet(rule, begun)


def amount_of(rule: ClockRule, started_at: datetime) -> Amount | None:
    """Amount that counts for a start at that hour of the day."""
    if rule.cutoff is None or started_at.astimezone(SHANGHAI).time() < rule.cutoff:
        return rule.amount
    return rule.after_cutoff


def first_due(rule: ClockRule, fact: Fact, started_at: datetime, calendar: Calendar) -> Due | None:
    """The due as first promised; None if it should be printed and is not, with no fallback."""
    if rule.printed and (text := fact.facts.get(rule.printed)):
        return Due(moment(text), provisional=False)
    amount = amount_of(rule, started_at)
    if amount is None:
        return None
    return due(
        started_at, amount, calendar, roll=rule.roll, day_end=rule.day_end, service=rule.service
    )


def shifted(
    rule: ClockRule, unit: Unit | None, base: Due, by: timedelta, calendar: Calendar
) -> Due:
    """``base`` put off by the natural length of a pause.

    A clock of days still ends at the end of a day, a clock of working days at the end of a
    working day: the first one that gives the user's time back in full.
    """
    if not by:
        return base
    at = base.at + by
    if unit not in {Unit.D, Unit.WD}:
        return Due(at, base.provisional)
    return _day_end_after(rule, unit, at, base, calendar)


def day_bound(rule: ClockRule, unit: Unit | None, at: datetime) -> datetime:
    """``at`` for a clock of hours; the end of its day for a clock of days."""
    return end_of(day_of(at - BREATH), rule.day_end) if unit in {Unit.D, Unit.WD} else at


def moment(text: str) -> datetime:
    """Read an ISO moment (without a zone: Shanghai, as on paper), or a bare date as its 24:00.

    Raises:
        ValueError: the text is neither.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"看不懂时刻“{text}”；请写成 2026-09-24 或 2026-09-24T18:00。") from None
    if len(text) == DATE_ONLY:
        return end_of(at.date())
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _told_start(rule: ClockRule, fact: Fact) -> datetime:
    for name in rule.start_from:
        told = fact.facts.get(name)
        if isinstance(told, str) and told:
            return moment(told)
    return fact.at


def _after_quiet(rule: ClockRule, begun: datetime) -> datetime:
    quiet = rule.quiet
    local = begun.astimezone(SHANGHAI)
    if quiet is None or quiet.until <= local.time() < quiet.since:
        return begun
    morning = local.date() + (ONE_DAY if local.time() >= quiet.since else timedelta())
    return end_of(morning, quiet.until)


def _day_end_after(
    rule: ClockRule, unit: Unit | None, at: datetime, base: Due, calendar: Calendar
) -> Due:
    on = day_of(at - BREATH)
    while end_of(on, rule.day_end) < at or (unit is Unit.WD and not calendar.works(on)):
        on += ONE_DAY
    unsure = base.provisional or (unit is Unit.WD and calendar.day(on).provisional)
    return Due(end_of(on, rule.day_end), unsure)
