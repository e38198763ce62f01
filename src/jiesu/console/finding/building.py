"""The fields in which conditions are built."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.cases.book import taxonomy
from jiesu.cases.flow import OPEN
from jiesu.cases.titles import STATES
from jiesu.console.choices import codes
from jiesu.console.finding.conditions import (
    ENDED,
    LEVELS,
    MOST_DAYS,
    MOST_HOURS,
    MOST_TEXT,
    Conditions,
)
from jiesu.console.finding.narrowing import seen_paths
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation, Staff
from jiesu.ui.fields import Choice, Field, Kind
from jiesu.ui.joining import with_number
from jiesu.ui.tongue import named

FLAG_TITLES: dict[str, Promise] = {
    "external": gettext_lazy("外部转办"),
    "repeat": gettext_lazy("重复投诉"),
    "pressed": gettext_lazy("有催办"),
    "escalated": gettext_lazy("已升级"),
    "paused": gettext_lazy("计时暂停"),
    "written": gettext_lazy("要求书面答复"),
    "vulnerable": gettext_lazy("需特别关照"),
    "outage": gettext_lazy("已并入群障"),
}
WHOSE_TITLES: dict[str, Promise] = {
    "all": gettext_lazy("全部可见"),
    "mine": gettext_lazy("我的"),
    "unit": gettext_lazy("本单位"),
    "free": gettext_lazy("无专人"),
}
_MOST_PEOPLE = 500


def fields_of_conditions(actor: Actor, look: Conditions) -> Iterable[Field]:
    """Every condition as a field, filled with the look as it stands."""
    yield _one("whose", _("范围"), _titled(WHOSE_TITLES), look.whose, required=True)
    yield _one("unit", _("单位"), _units(actor), look.unit)
    yield _one("owner", _("投诉专人"), _owners(actor), str(look.owner or ""))
    yield _one("category", _("投诉分类"), _categories(), look.category)
    yield _number("within", _("几小时内到期"), look.within, MOST_HOURS, _("含已超时的。"))
    yield _number("older", _("收到至少几天"), look.older, MOST_DAYS, "")
    yield Field("text", _("内容中的字词"), "search", value=look.text, most=MOST_TEXT)
    yield Field("overdue", _("只看超时"), "yes", value=look.overdue)
    yield Field("today", _("只看今日到期"), "yes", value=look.today)
    yield _some("priority", _("优先级"), [Choice(one, one) for one in LEVELS], look.priority)
    yield _some("flag", _("标记"), _titled(FLAG_TITLES), look.flag)
    yield _some("state", _("状态"), _states(), look.state)
    yield _some("channel", _("来件渠道"), codes("channels"), look.channel)


def _one(
    name: str, title: str, choices: Iterable[Choice], value: str, *, required: bool = False
) -> Field:
    kind: Kind = "one" if required else "filter"
    return Field(name, title, kind, value=value, choices=tuple(choices), required=required)


def _some(name: str, title: str, choices: Iterable[Choice], value: Iterable[str]) -> Field:
    return Field(name, title, "some", value=list(value), choices=tuple(choices))


def _number(name: str, title: str, value: int, most: int, hint: str) -> Field:
    return Field(name, title, "number", value=str(value or ""), low=0, high=most, hint=hint)


def _titled(titles: dict[str, Promise]) -> list[Choice]:
    return [Choice(code, str(title)) for code, title in titles.items()]


def _states() -> list[Choice]:
    running = [Choice(code, str(title)) for code, title in STATES.items() if code in OPEN]
    return [*running, Choice(ENDED, _("已结束的"))]


def _categories() -> list[Choice]:
    """Levels 1 and 2: what is narrower is a matter of one case."""
    book = taxonomy()
    return [
        Choice(one.code, f"{one.code} {named(one)}", named(wide))
        for wide in book.children()
        for one in (wide, *book.children(wide.code))
    ]


def _units(actor: Actor) -> list[Choice]:
    units = Organisation.objects.filter(_below(actor, "path")).order_by("path")
    return [Choice(unit.code, unit.name) for unit in units]


def _owners(actor: Actor) -> list[Choice]:
    owning = Staff.objects.filter(
        _below(actor, "organisation__path"), grants__role="R07", grants__revoked_at=None
    )
    told = owning.filter(left_at=None).distinct().values_list("id", "name", "work_no")
    return [Choice(str(pk), with_number(name, no)) for pk, name, no in told[:_MOST_PEOPLE]]


def _below(actor: Actor, column: str) -> Q:
    found = Q(pk__in=[])
    for path in seen_paths(actor):
        found |= Q(**{f"{column}__startswith": path})
    return found
