"""Says in words how an outage stands and what was done about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jiesu.console.labels import label
from jiesu.console.telling import spoken
from jiesu.console.tongue import code_title
from jiesu.incidents.models import WORK, Outage, OutageTurn
from jiesu.ui.joining import listed, told_together


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of its life, in words."""

    title: str
    at: datetime
    who: str
    sentence: str


def kind_title(kind: str) -> str:
    """Say whether it is a fault or planned work."""
    return label(f"kind:{kind}", "declare_outage").title


def where(outage: Outage) -> str:
    """Its unit, and the places in it if it does not have all of it."""
    places = listed(outage.places) or _("全部区域")
    return f"{outage.unit.name} · {places}"


def standing(outage: Outage, now: datetime) -> tuple[str, str]:
    """Say how far it is, with the tone of it."""
    if outage.called_off:
        return _("已取消"), ""
    if outage.ended_at:
        return _("已恢复"), "ok"
    if outage.since > now:
        return _("未开始"), "info"
    if outage.overdue(now):
        return _("已过预计时间"), "error"
    return (_("施工中") if outage.kind == WORK else _("抢修中")), "warn"


def facts_of(outage: Outage, now: datetime) -> list[tuple[str, Any]]:
    """What is known of it: names and values."""
    lasted = outage.lasted(now)
    began = outage.since <= (outage.ended_at or now)
    return [
        (_("群障类别"), kind_title(outage.kind)),
        (_("告知用户的原因"), outage.cause),
        (_("影响范围"), where(outage)),
        (_("开始"), outage.since),
        (_("计划结束"), outage.until),
        (_("预计恢复"), outage.eta or ("" if outage.until or outage.ended_at else _("未定"))),
        (_("恢复"), outage.ended_at if began else None),
        (_("历时"), _lasting(lasted.total_seconds()) if began else ""),
        (_("根因"), code_title("root_causes", outage.root_cause) if outage.root_cause else ""),
        (_("查明情况"), outage.found),
    ]


def turns_of(outage: Outage) -> list[Turn]:
    """The turns its life has taken, latest first."""
    return [
        Turn(
            title=_title(turn.verb),
            at=turn.at,
            who=f"{turn.by.name} {turn.by.work_no}",
            sentence=told_together(_said(turn)),
        )
        for turn in outage.turns.select_related("by").order_by("-seq")
    ]


def _title(verb: str) -> str:
    titles = {
        "declare_outage": pgettext("turn of an outage", "发布"),
        "estimate_outage": pgettext("turn of an outage", "变更"),
        "close_outage": pgettext("turn of an outage", "解除"),
    }
    return titles[verb]


def _said(turn: OutageTurn) -> Iterator[str]:
    told = {name: value for name, value in turn.facts.items() if value not in (None, "")}
    for name, sentence in _sentences(turn.verb).items():
        if name in told:
            yield sentence % {name: _value(name, told[name])}


def _sentences(verb: str) -> dict[str, str]:
    if verb == "close_outage":
        return {
            "restored_at": _("%(restored_at)s 恢复"),
            "root_cause": _("根因：%(root_cause)s"),
            "found": "%(found)s",
        }
    return {
        "cause": _("原因：%(cause)s"),
        "places": _("范围：%(places)s"),
        "since": _("%(since)s 开始"),
        "until": _("计划 %(until)s 结束"),
        "eta": _("预计 %(eta)s 恢复"),
    }


def _value(name: str, value: Any) -> str:
    if name == "root_cause":
        return code_title("root_causes", value)
    if name == "places":
        return listed(value) or _("全部区域")
    moment = parse_datetime(value) if name in {"since", "until", "eta", "restored_at"} else None
    return spoken(timezone.localtime(moment)) if moment else str(value)


def _lasting(seconds: float) -> str:
    hours, minutes = divmod(int(seconds) // 60, 60)
    return _("%(hours)d 小时 %(minutes)d 分") % {"hours": hours, "minutes": minutes}
