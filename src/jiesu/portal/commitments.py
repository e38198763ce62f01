"""What we promise, computed from the packs in force: before a complaint and about to be sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.cases.book import calendar, shelf
from jiesu.portal.plainly import worded
from jiesu.rules.clocks.derive import derive, effective
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.policies.traits import PROVINCE_DIGITS, Traits
from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.shanghai import day_of

FIRST = ("ACK", "ACCEPT", "FAULT_REPAIR", "ANSWER")
"""Clocks whose dates are foretold before a complaint is sent."""
PUBLISHED = (
    "ACCEPT",
    "INVEST",
    "SOLVE",
    "PROGRESS",
    "ANSWER",
    "FAULT_REPAIR",
    "CALLBACK",
    "APPEAL",
)
"""Clocks that a customer can see run, in the order in which they do."""
_FAULT = "N-01"
"""A category with a repair to promise."""

_USUAL: dict[str, tuple[Lazy, Lazy]] = {
    "ACK": (_("回执"), _("发送带编号的回执")),
    "ACCEPT": (_("是否受理"), _("告诉您是否受理，由谁负责")),
    "FIRST_TOUCH": (_("联系"), _("专人与您联系")),
    "INVEST_START": (_("启动核实"), _("开始调查核实")),
    "INVEST": (_("核实"), _("告诉您核实的情况")),
    "SOLVE": (_("方案"), _("给出处理方案")),
    "PROGRESS": (_("进展"), _("告诉您办到了哪一步")),
    "ANSWER": (_("答复"), _("给您答复")),
    "FAULT_REPAIR": (_("修复"), _("修复网络故障")),
    "CALLBACK": (_("回访"), _("回访，问您是否真的解决")),
    "APPEAL": (_("申诉"), _("由另一个部门作出申诉决定")),
    "EXPEDITE": (_("催办"), _("就您的催办与您联系")),
    "REMEDY_PAY": (_("退费"), _("退费或补偿到账")),
}
PLEDGES: dict[str, tuple[str, str]] = {
    clock: (worded("pledge", clock, 0, title), worded("pledge", clock, 1, promise))
    for clock, (title, promise) in _USUAL.items()
}
"""What each clock is called here, and what it promises, in the customer's words."""


def behind_the_answer(dues: Mapping[str, datetime]) -> bool:
    """Whether the finding is promised for later than the answer, which tells it.

    Two sources may give the longer time for the smaller thing; only the answer's date is told then,
    as in our letters.
    """
    answer = dues.get("ANSWER")
    return answer is not None and dues.get("INVEST", answer) > answer


@dataclass(frozen=True, slots=True)
class Commitment:
    """One published time."""

    title: str
    promise: str
    amount: Amount
    clause: str
    """As customers can look it up."""
    pack: str


@dataclass(frozen=True, slots=True)
class Expected:
    """One date that a complaint sent just now would have."""

    clock: str
    promise: str
    due_at: datetime
    provisional: bool


def commitments(now: datetime, region: str = "") -> list[Commitment]:
    """Return the times that we publish: of each clock the one that binds us first (S20)."""
    rules = _rules(_traits(region, _FAULT), now)
    found = [_commitment(clock, rules, now) for clock in PUBLISHED]
    return [one for one in found if one]


def expected(now: datetime, *, region: str, category: str) -> list[Expected]:
    """Return the dates that a complaint received ``now`` will have, soonest first."""
    traits = _traits(region, category)
    promises = derive(_ledger(traits, now), _rules(traits, now), Traits(), calendar())
    told = [(clock, effective(promises, clock)) for clock in FIRST]
    found = [_expected(clock, promise) for clock, promise in told if promise]
    return sorted(found, key=lambda one: one.due_at)


def _expected(clock: str, promise: Promise) -> Expected:
    return Expected(clock, PLEDGES[clock][1], promise.due_at, promise.provisional)


def _traits(region: str, category: str) -> Traits:
    return Traits(
        province=region[:PROVINCE_DIGITS],
        city=region,
        channel="web",
        category=category,
        priority="P3",
        case_type="complaint",
    )


def _rules(traits: Traits, now: datetime) -> tuple[ClockRule, ...]:
    return shelf().rules_of(shelf().resolve(traits, day_of(now)))


def _ledger(traits: Traits, now: datetime) -> list[Fact]:
    """The ledger as it would begin (T01)."""
    facts = {
        "region": traits.city,
        "channel": traits.channel,
        "category": traits.category,
        "priority": traits.priority,
        "case_type": traits.case_type,
    }
    return [Fact(1, "receive", now, {name: value for name, value in facts.items() if value})]


def _commitment(clock: str, rules: Sequence[ClockRule], now: datetime) -> Commitment | None:
    fit = [
        rule
        for rule in rules
        if rule.clock == clock and rule.layer.binding and rule.amount and rule.in_force(now)
    ]
    strictest = min(fit, key=lambda rule: _hours(rule.amount), default=None)
    if strictest is None or strictest.amount is None:
        return None
    title, promise = PLEDGES[clock]
    return Commitment(title, promise, strictest.amount, _published(strictest), strictest.pack)


def _published(rule: ClockRule) -> str:
    """The clause as customers can look it up: without the marks of our own papers."""
    told = re.sub(r"（[A-Z]\d+[^）]*）$|^§\d+ [A-Z_]+：", "", rule.clause)
    letter, _blank, place = told.partition(" ")
    source = shelf().packs[rule.pack].source_ref
    if len(letter) == 1 and source.startswith(f"{letter} "):
        return f"{source.removeprefix(letter).strip()} {place}"
    return told


_HOURS = {"min": 1 / 60, "h": 1.0, "sh": 1.5, "d": 24.0, "wd": 33.6}
"""About how long a unit lasts, to tell which of two rules is the stricter."""


def _hours(amount: Amount | None) -> float:
    return amount.number * _HOURS[amount.unit] if amount else 0.0
