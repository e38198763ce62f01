"""When an extension counts: before expiry, as the rule allows, told and filed (C10, S62, S63)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from jiesu.rules.clocks.reckoning import BREATH, day_bound, moment
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.reason import Quote, Reason, Title, why
from jiesu.rules.workdays.amounts import Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.due import due
from jiesu.rules.workdays.shanghai import day_of

FILING = "REGULATOR_FILING"
TOLD_BY = {
    "USER_EXPLANATION": ("user_told", why("extension_unexplained")),
    "PROGRESS_NOTE": ("progress_note", why("extension_without_progress")),
}


class Standing(Protocol):
    """How a promise stands: a Promise, or one being derived."""

    @property
    def due_at(self) -> datetime:
        """Present due."""

    @property
    def extensions(self) -> int:
        """How often it was extended."""


def extension_flaws(
    rule: ClockRule,
    standing: Standing,
    facts: Mapping[str, Any],
    at: datetime,
    calendar: Calendar,
) -> tuple[Reason, ...]:
    """Why an extension made ``at`` with ``facts`` (new_due_at, user_told …) does not count.

    Empty: it counts, once filed if the rule requires filing.
    """
    if not rule.extendable:
        title = Title(rule.title_zh, rule.title_en)
        return (why("never_extendable", title=title, clause=Quote(rule.clause)),)
    return (*_refused(rule, standing, facts, at), *_misplaced(rule, standing, facts, calendar))


def _refused(
    rule: ClockRule, standing: Standing, facts: Mapping[str, Any], at: datetime
) -> Iterator[Reason]:
    if at > standing.due_at:
        yield why("extended_too_late", at=_minute(standing.due_at))
    if standing.extensions >= rule.max_extensions:
        yield why("extensions_used_up", n=rule.max_extensions)
    for requirement in rule.ext_requires:
        told = TOLD_BY.get(requirement)
        if told and not facts.get(told[0]):
            yield told[1]


def _misplaced(
    rule: ClockRule, standing: Standing, facts: Mapping[str, Any], calendar: Calendar
) -> Iterator[Reason]:
    if not facts.get("new_due_at"):
        yield why("extended_without_date")
        return
    unit = rule.amount.unit if rule.amount else None
    new = day_bound(rule, unit, moment(facts["new_due_at"]))
    if new <= standing.due_at:
        yield why("extended_not_later", at=_minute(new))
    if unit is Unit.WD and not calendar.works(day_of(new - BREATH)):
        yield why("extended_to_a_day_off", at=_minute(new))
    if rule.ext_amount and new > _furthest(rule, standing, calendar):
        yield why("extended_too_far", amount=rule.ext_amount)


def _minute(at: datetime) -> datetime:
    """As people are told it."""
    return at.replace(second=0, microsecond=0)


def _furthest(rule: ClockRule, standing: Standing, calendar: Calendar) -> datetime:
    if rule.ext_amount is None:
        return standing.due_at
    last_breath = standing.due_at - BREATH
    return due(last_breath, rule.ext_amount, calendar, day_end=rule.day_end).at
