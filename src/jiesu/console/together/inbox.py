"""The inbox: what one person should know of cases, with what is unread on top."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jiesu.cases.models import Case, Entry
from jiesu.cases.titles import verb_title
from jiesu.console.alarm import alarm_sentence
from jiesu.console.page import shown
from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import Notice, OutageNotice
from jiesu.console.together.outages import latest_of_outages, mark_outages_read
from jiesu.console.tongue import clock_title
from jiesu.kit.statements import fetch
from jiesu.people.actor import Actor
from jiesu.people.doors import StaffRequest, door
from jiesu.people.duties import answers_to, asked_to_stand_in, stand_ins_waiting
from jiesu.people.login.sessions import asked_by_the_page

PAGE = 50
MOST_COUNTED = 100
"""Beyond this the badge says 99+; nobody needs to know better."""
_WAITING = f"""
SELECT count(*) FROM (SELECT FROM together_notice WHERE staff_id = %(staff)s AND read_at IS NULL
                       UNION ALL
                      SELECT FROM together_outagenotice
                       WHERE staff_id = %(staff)s AND read_at IS NULL
                       LIMIT {MOST_COUNTED}) AS waiting
"""  # noqa: S608 - a constant of this file


@door("view_case")
@never_cache
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """Show the latest notices on cases that may be seen."""
    rows = [*map(_row, _latest(request.actor)), *map(_of_outage, latest_of_outages(request.actor))]
    rows = sorted(rows, key=lambda row: row["notice"].at, reverse=True)[:PAGE]
    asked = asked_to_stand_in(request.actor, timezone.now()).select_related("staff", "noted_by")
    told = {
        "rows": rows,
        "columns": _columns(),
        "asked": asked.order_by("since"),
        "answers": answers_to(request.actor, timezone.now()),
    }
    return shown(request, "together/inbox.html", told)


@asked_by_the_page
@door("view_case")
@never_cache
@require_safe
def count(request: StaffRequest) -> HttpResponse:
    """Say how many notices are unread (live.js asks when it is told of one)."""
    return JsonResponse({"unread": unread(request.actor)})


@door("view_case")
@require_POST
def read(request: StaffRequest) -> HttpResponse:
    """Mark one notice read and go to its case, or mark all of them."""
    mine = Notice.objects.filter(staff=request.actor.staff_id, read_at=None)
    one = request.POST.get("notice", "")
    chosen = mine.filter(pk=int(one)) if one.isdecimal() else mine
    number = chosen.values_list("case__number", flat=True).first() if one else None
    chosen.update(read_at=timezone.now())
    if not one:
        mark_outages_read(request.actor, timezone.now())
    call([request.actor.staff_id or 0])
    return redirect("console:case", number) if number else redirect("console:inbox")


def unread(actor: Actor) -> int:
    """Count what waits: notices up to MOST_COUNTED, stand-ins one was asked for or heard of."""
    waiting = fetch(_WAITING, {"staff": actor.staff_id})[0][0]
    return int(waiting) + stand_ins_waiting(actor, timezone.now())


def mark_read(actor: Actor, case: Case) -> None:
    """Whoever looks at the case knows what its notices tell."""
    if actor.through:
        return
    waiting = Notice.objects.filter(staff=actor.staff_id, case=case, read_at=None)
    if waiting.update(read_at=timezone.now()):
        call([actor.staff_id or 0])


def _latest(actor: Actor) -> Iterable[Notice]:
    seen = Case.objects.visible_to(actor).order_by().values("pk")
    mine = Notice.objects.filter(staff=actor.staff_id, case__in=seen).order_by("-id")
    entries = Entry.objects.select_related("by_staff").only(
        "case_id", "seq", "verb", "by_kind", "by_staff__name", "by_staff__work_no"
    )
    cases = Case.objects.defer("description", "desired_outcome", "secret")
    told = Prefetch("case", cases.prefetch_related(Prefetch("entries", entries)))
    return mine.prefetch_related(told)[:PAGE]


def _row(notice: Notice) -> dict[str, Any]:
    entry = next((e for e in notice.case.entries.all() if e.seq == notice.seq), None)
    by = entry.by_staff if entry else None
    case = notice.case
    return {
        "notice": notice,
        "href": reverse("console:case", args=[case.number]),
        "subject": case.subject,
        "number": case.number,
        "why": _why(notice.kind),
        "what": _what(notice, entry),
        "who": f"{by.name} {by.work_no}" if by and not notice.clock else "",
    }


def _of_outage(notice: OutageNotice) -> dict[str, Any]:
    """The same of an outage; its page marks the notice read."""
    outage = notice.alarm.outage
    return {
        "notice": notice,
        "href": reverse("console:outage", args=[outage.number]),
        "subject": outage.cause,
        "number": outage.number,
        "why": _why(notice.alarm.kind),
        "what": alarm_sentence(notice.alarm),
        "who": "",
        "outage": True,
    }


def _what(notice: Notice, entry: Entry | None) -> str:
    if notice.clock:
        return clock_title(notice.clock)
    return verb_title(entry.verb) if entry else ""


def _why(kind: str) -> str:
    told = {
        "mention": _("有人提到您"),
        "watch": _("您关注的投诉有进展"),
        "owner": _("您成为专人"),
        "task": _("请您部门会办"),
        "order": _("您部门有新工单"),
        "technician": _("工单派给您"),
        "order_off": _("工单已撤销，您不必再去"),
        "investigator": _("请您调查"),
        "appeal": _("您部门有新申诉"),
        "reviewer": _("请您重新核查申诉"),
        "rectifier": _("请您负责整改"),
        "plan": _("请您审批整改方案"),
        "verify": _("请您验收整改"),
        "declined": _("您提请的审批未获批准"),
        "lapsed": _("您提请审批的事项已失效"),
        "call": _("请您应答升级"),
        "answer": _("会办已有答复"),
        "joined": _("您负责的整改又并入一件投诉"),
        "left": _("一件投诉已移出您负责的整改"),
        "effect": _("并入的整改有了结果"),
        "restored": _("并入的群障已恢复，请与用户确认"),
        "press": _("您的投诉被督办"),
        "due": _("承诺的时限将到"),
        "breach": _("承诺的时限已过"),
        "unowned": _("没有专人，请指定"),
        "mass": _("群障影响面大，请督办"),
        "overdue": _("告知的恢复时间已过，请变更或解除"),
    }
    return told.get(kind, kind)


def _columns() -> list[str]:
    return [_("缘由"), _("投诉"), _("办理"), _("时间"), _("已读")]
