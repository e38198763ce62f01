"""Every component alive in all its states: what a screen may be made of."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.ui.ago import ago
from jiesu.ui.event import Event, Passage
from jiesu.ui.fields import Choice, Field
from jiesu.ui.graph import Node, graph


def gallery(request: HttpRequest) -> HttpResponse:
    """Show all components; ``?shell=portal`` shows them in the customers' shell."""
    now = timezone.now()
    shell = "portal" if request.GET.get("shell") == "portal" else "console"
    told = {
        "shell": f"ui/{shell}.html",
        "tabs": [
            ("?shell=console", _("员工界面"), shell == "console"),
            ("?shell=portal", _("用户界面"), shell == "portal"),
        ],
        "counters": _counters(),
        "pieces": [(_("晚上经常"), False), (_("掉线"), True), ("<b>", False)],
        "tones": ["info", "ok", "warn", "error"],
        "columns": [_("编号"), _("事由"), _("时限")],
        "fields": _fields(),
        "pairs": [(_("编号"), "TS20261124-0001"), (_("电话"), "138****5678"), (_("空"), "")],
        "now": now,
        "clocks": _clocks(now),
        "events": _events(now),
        "answered": [(_("事由"), _("晚上经常掉线"), "#"), (_("联系方式"), _("电话"), "#")],
        "points": _points(),
        "scale": Field("g-scale", _("满意程度"), "scale", choices=_scale(), value="7"),
        "names": [_("照片"), "IMG_0007.jpg"],
        "drawn": graph(Node("P3", "TS-2"), [Node("P2", "TS-1")], [Node("L1", "GD-1")] * 2),
    }
    return render(request, "ui/gallery.html", told)


def _events(now: datetime) -> list[Event]:
    """Something plain, something long, something gone wrong."""
    then = now - timedelta(hours=3)
    told = _("投诉已登记，编号已发送给用户。请在时限内联系用户。")
    return [
        Event("g-1", "#1", _("接收"), then, ago(then, now), told, "R03", proof="5f" * 32),
        Event(
            "g-2",
            "#2",
            _("受理"),
            now,
            ago(now, now),
            tone="accent",
            badges=((_("已登记"), "accent"),),
            passages=(Passage(_("说明"), told * 8),),
            turns=(_("从登记起算，只计工作日。"),),
            clause="T05",
        ),
        Event(
            "g-3",
            "#3",
            _("超时"),
            now,
            tone="error",
            happened=then,
            facts=((_("编号"), "TS20261124-0001"),),
        ),
    ]


def _counters() -> list[dict[str, Any]]:
    """Lists with what is in them: one present, one pressing, one too long to be counted."""
    return [
        {"href": "#", "title": _("我的"), "count": "12", "present": True},
        {"href": "#", "title": _("今日到期"), "count": "3", "tone": "warn"},
        {"href": "#", "title": _("已超时"), "count": "1,000+", "tone": "error"},
        {"href": "#", "title": _("全部可见"), "count": None},
    ]


def _clocks(now: datetime) -> list[dict[str, Any]]:
    """Promises of every colour: name, length, how much of it has passed."""
    told = [
        (_("首次回复"), timedelta(hours=20), timedelta()),
        (_("调查核实"), timedelta(hours=24), timedelta(hours=16)),
        (_("处理答复"), timedelta(hours=48), timedelta(hours=47, minutes=35)),
        (_("上门联系"), timedelta(hours=24), timedelta(hours=25, minutes=30)),
    ]
    return [
        {"name": name, "began": now - passed, "due": now - passed + whole}
        for name, whole, passed in told
    ]


def _points() -> list[dict[str, Any]]:
    """A course with a promise kept, one broken, today, and one to come."""
    why = [_("从登记起算，只计工作日。")]
    return [
        {"title": _("首次回复"), "words": _("已做到"), "tone": "ok"},
        {"title": _("调查核实"), "words": _("晚了"), "tone": "error", "why": why},
        {"title": _("今天"), "tone": "today"},
        {"title": _("处理答复"), "words": _("三天后"), "tone": "info", "why": why},
    ]


def _scale() -> tuple[Choice, ...]:
    ends = {1: _("很不满意"), 10: _("很满意")}
    return tuple(Choice(f"{n}", f"{n}", ends.get(n, "")) for n in range(1, 11))


def _fields() -> list[Field]:
    few = (Choice("call", _("电话")), Choice("visit", _("上门")), Choice("sms", _("短信")))
    many = tuple(
        Choice(f"A{n:02}", _("第 %(n)d 类") % {"n": n}, _("网络质量") if n < 4 else _("费用"))  # noqa: PLR2004 - two groups
        for n in range(1, 8)
    )
    wrong = _("请填写联系电话，例如 13800138000。")
    return [
        Field("g-text", _("事由"), hint=_("一句话说明。"), required=True, most=200),
        Field("g-tel", _("联系电话"), "tel", value="1380013", error=wrong, required=True),
        Field("g-page", _("情况说明"), "page"),
        Field("g-one", _("联系方式"), "one", choices=few, required=True, value="visit"),
        Field("g-list", _("分类"), "one", choices=many, required=True),
        Field("g-some", _("查看哪些信息"), "some", choices=few, value=["call", "sms"]),
        Field("g-yes", _("已联系到用户"), "yes", value=True),
        Field("g-number", _("小时"), "number", low=1, high=720, required=True, value="72"),
        Field("g-moment", _("预约时间"), "moment"),
        Field("g-lines", _("缺少的材料"), "lines", hint=_("每行一项。"), required=True),
        Field("g-file", _("照片"), "file"),
        Field("g-fixed", _("联系方式"), "fixed", choices=few, value="call"),
        Field(
            "g-rows",
            _("补救措施"),
            "rows",
            rows=(
                (Field("g-rows-0-kind", _("种类")), Field("g-rows-0-fen", _("金额"), "number")),
                (Field("g-rows-1-kind", _("种类")), Field("g-rows-1-fen", _("金额"), "number")),
            ),
        ),
    ]
