"""The audit, as a person reads it: who did what to whom, when, with which particulars."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.console.page import shown
from jiesu.console.tongue import reason_title, role_title
from jiesu.people.audit import VERBS
from jiesu.people.doors import StaffRequest, door
from jiesu.people.history import audited
from jiesu.people.models import AuditEntry, Organisation, Staff
from jiesu.ui.fields import Choice
from jiesu.ui.joining import listed

PAGE = 50


@dataclass(frozen=True, slots=True)
class Told:
    """One row of the audit in words."""

    at: datetime
    what: str
    by: str
    about: str
    particulars: str


@door("view_audit")
def audit(request: StaffRequest) -> HttpResponse:
    """List what was done, newest first; narrowed by act and by person."""
    asked = _asked(request.GET)
    rows = list(_narrowed(audited(request.actor), request.GET)[: PAGE + 1])
    after = f"?{urlencode({**asked, 'after': _mark(rows[PAGE - 1])})}" if len(rows) > PAGE else ""
    told = {
        "rows": told_of(rows[:PAGE]),
        "columns": [_("时间"), _("操作"), _("操作人"), _("对象"), _("内容")],
        "verbs": tuple(Choice(code, str(title)) for code, title in VERBS.items()),
        "verb": asked.get("verb", ""),
        "who": asked.get("who", ""),
        "first": f"?{urlencode(asked)}" if "after" in request.GET else "",
        "after": after,
    }
    return shown(request, "console/audit.html", told)


def told_of(rows: Iterable[AuditEntry]) -> list[Told]:
    """Tell rows of the audit in words."""
    rows = list(rows)
    names = _unit_names(rows)
    return [
        Told(
            at=row.at,
            what=str(VERBS.get(row.verb, row.verb)),
            by=_person(row.by),
            about=_person(row.about),
            particulars=" · ".join(_particulars(row.facts, names)),
        )
        for row in rows
    ]


def _asked(asked: QueryDict) -> dict[str, str]:
    typed = {name: asked.get(name, "").strip() for name in ("verb", "who")}
    return {name: value for name, value in typed.items() if value}


def _narrowed(seen: QuerySet[AuditEntry], asked: QueryDict) -> QuerySet[AuditEntry]:
    told = _asked(asked)
    if "verb" in told:
        seen = seen.filter(verb=told["verb"])
    if who := told.get("who"):
        by = Q(by__name=who) | Q(by__username=who) | Q(by__work_no=who)
        about = Q(about__name=who) | Q(about__username=who) | Q(about__work_no=who)
        seen = seen.filter(by | about)
    moment, _comma, last = asked.get("after", "").partition(",")
    try:
        at, last_id = datetime.fromisoformat(moment), int(last)
    except ValueError:
        return seen  # what nobody wrote begins at the beginning
    return seen.filter(Q(at__lt=at) | Q(at=at, id__lt=last_id))


def _mark(row: AuditEntry) -> str:
    return f"{row.at.isoformat()},{row.pk}"


def _person(staff: Staff | None) -> str:
    return f"{staff.name} {staff.work_no}" if staff else "—"


def _unit_names(rows: list[AuditEntry]) -> dict[int, str]:
    asked = {row.facts[key] for row in rows for key in ("unit", "under") if key in row.facts}
    return dict(Organisation.objects.filter(pk__in=asked).values_list("pk", "name"))


def _particulars(facts: dict[str, str | int], names: dict[int, str]) -> list[str]:
    return [_particular(key, value, names) for key, value in facts.items()]


def _particular(key: str, value: str | int, names: dict[int, str]) -> str:
    match key:
        case "unit":
            return names.get(int(value), str(value))
        case "under":
            return _("归入 %(unit)s") % {"unit": names.get(int(value), str(value))}
        case "role":
            return role_title(str(value))
        case "reason":
            return reason_title(str(value))
        case "changed":
            return _("改了：%(what)s") % {"what": listed(_fact_titles(str(value)))}
        case _:
            return f"{_KEYS.get(key, key)} {value}"


def _fact_titles(names: str) -> list[str]:
    return [str(_KEYS.get(name, name)) for name in names.split(", ")]


_KEYS: dict[str, Promise] = {
    "case": gettext_lazy("投诉"),
    "failures": gettext_lazy("失败次数"),
    "token": gettext_lazy("令牌"),
    "glass": gettext_lazy("应急查看"),
    "inspection": gettext_lazy("检查"),
    "name": gettext_lazy("名称"),
    "kind": gettext_lazy("类型"),
    "region": gettext_lazy("地区"),
    "serves": gettext_lazy("承办"),
    "contractor": gettext_lazy("代维单位"),
}
"""What the particulars are called."""
