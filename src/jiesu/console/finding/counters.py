"""The tabs of the queue with their counts: maintained where moves alone change them (§17).

What falls due by time alone cannot be maintained by moves: it is counted in an index, and no
further than anybody cares.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.cases.tally import Counts, own_counts, unit_counts
from jiesu.console.finding.conditions import Conditions, Whose
from jiesu.console.finding.narrowing import narrowed
from jiesu.console.finding.paging import MOST_COUNTED, counted
from jiesu.people.actor import Actor


@dataclass(frozen=True, slots=True)
class Counter:
    """A list to look at, and how much is in it."""

    href: str
    title: str
    count: str | None = None
    """None where it would cost more than it is worth."""
    tone: str = ""
    present: bool = False


def counters(actor: Actor, conditions: Conditions, now: datetime) -> list[Counter]:
    """The tabs of this person; those of a unit only for whoever sees the whole of it."""
    mine, unit = own_counts(actor), unit_counts(actor)
    whose: Whose = "unit" if unit else "mine"
    told = [_tab(_("我的"), Conditions(whose="mine"), mine.open)]
    if unit:
        told.append(_tab(_("本单位"), Conditions(whose="unit"), unit.open))
        told.append(_tab(_("无专人"), Conditions(whose="free"), unit.free, "warn"))
    told += _by_time(actor, whose, now)
    told += _by_kind(whose, unit or mine)
    told.append(_tab(_("全部可见"), Conditions(whose="all")))
    return [_marked(tab, conditions) for tab in told]


def bounded(count: int) -> str:
    """Say a count that stopped at ``MOST_COUNTED``."""
    return f"{MOST_COUNTED:,}+" if count > MOST_COUNTED else f"{count:,}"


def _by_time(actor: Actor, whose: Whose, now: datetime) -> list[Counter]:
    today = Conditions(whose=whose, today=True)
    late = Conditions(whose=whose, overdue=True)
    due, missed = counted(narrowed(actor, today, now), narrowed(actor, late, now))
    return [_tab(_("今日到期"), today, due, "warn"), _tab(_("已超时"), late, missed, "error")]


def _by_kind(whose: Whose, counts: Counts) -> list[Counter]:
    return [
        _tab(_("外部转办"), Conditions(whose=whose, flag=("external",)), counts.external),
        _tab(_("重复投诉"), Conditions(whose=whose, flag=("repeat",)), counts.repeated),
        _tab(_("有催办"), Conditions(whose=whose, flag=("pressed",)), counts.pressed),
    ]


def _tab(title: str, look: Conditions, count: int | None = None, tone: str = "") -> Counter:
    href = f"{reverse('console:queue')}?{look.query or urlencode({'whose': look.whose})}"
    told = None if count is None else bounded(count)
    return Counter(href, title, told, tone if count else "")


def _marked(tab: Counter, conditions: Conditions) -> Counter:
    """The tab that is open now; a filter within it keeps it open."""
    query = tab.href.partition("?")[2]
    here = query == conditions.query and not conditions.text
    return Counter(tab.href, tab.title, tab.count, tab.tone, present=here)
