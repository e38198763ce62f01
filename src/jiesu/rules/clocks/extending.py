"""When an extension counts: before expiry, as the rule allows, told and filed (C10, S62, S63)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Protocol

from jiesu.rules.clocks.reckoning import BREATH, day_bound, moment
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.workdays.amounts import Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.due import due
from jiesu.rules.workdays.shanghai import day_of, said

FILING = "REGULATOR_FILING"
TOLD_BY = {
    "USER_EXPLANATION": ("user_told", "尚未向用户作出解释（S62）"),
    "PROGRESS_NOTE": ("progress_note", "尚未向用户告知进展（S14）"),
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
) -> tuple[str, ...]:
    """Why an extension made ``at`` with ``facts`` (new_due_at, user_told …) does not count.

    Empty: it counts, once filed if the rule requires filing. Sentences are Chinese.
    """
    if not rule.extendable:
        return (f"{rule.title_zh}（{rule.clause}）不得延期",)
    return (*_refused(rule, standing, facts, at), *_misplaced(rule, standing, facts, calendar))


def _refused(
    rule: ClockRule, standing: Standing, facts: Mapping[str, Any], at: datetime
) -> Iterator[str]:
    if at > standing.due_at:
        yield f"期限已于 {said(standing.due_at, year=True)} 届满，届满后的延期无效（S62）"
    if standing.extensions >= rule.max_extensions:
        yield f"最多延期 {rule.max_extensions} 次，已用完（C10）"
    for requirement in rule.ext_requires:
        fact, lack = TOLD_BY.get(requirement, ("", ""))
        if fact and not facts.get(fact):
            yield lack


def _misplaced(
    rule: ClockRule, standing: Standing, facts: Mapping[str, Any], calendar: Calendar
) -> Iterator[str]:
    if not facts.get("new_due_at"):
        yield "没有写明新的期限"
        return
    unit = rule.amount.unit if rule.amount else None
    new = day_bound(rule, unit, moment(facts["new_due_at"]))
    if new <= standing.due_at:
        yield f"新的期限 {said(new, year=True)} 不晚于原期限"
    if unit is Unit.WD and not calendar.works(day_of(new - BREATH)):
        yield f"新的期限 {said(new, year=True)} 不是工作日"
    if rule.ext_amount and new > _furthest(rule, standing, calendar):
        yield f"一次最多延长{rule.ext_amount.spoken}"


def _furthest(rule: ClockRule, standing: Standing, calendar: Calendar) -> datetime:
    if rule.ext_amount is None:
        return standing.due_at
    last_breath = standing.due_at - BREATH
    return due(last_breath, rule.ext_amount, calendar, day_end=rule.day_end).at
