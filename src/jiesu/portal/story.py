"""What has happened, as the customer may read it: acts of the ledger and letters, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.cases.entries import secret_of
from jiesu.cases.models import Case, Entry, Message

SAID: dict[str, Lazy] = {
    "receive": gettext_lazy("我们收到了您的投诉"),
    "register": gettext_lazy("已登记，确定了专人"),
    "ask": gettext_lazy("请您补充材料"),
    "proceed": gettext_lazy("按现有材料继续办理"),
    "accept": gettext_lazy("决定受理"),
    "refuse": gettext_lazy("决定不予受理"),
    "transfer": gettext_lazy("转告有权处理的单位"),
    "guide": gettext_lazy("开始在线处理"),
    "settle": gettext_lazy("在线解决"),
    "dispatch": gettext_lazy("派给有关部门处理"),
    "investigate": gettext_lazy("开始了调查核实"),
    "find": gettext_lazy("核实有了结论"),
    "conclude": gettext_lazy("处理情况已汇总"),
    "propose": gettext_lazy("提出处理方案"),
    "reconcile": gettext_lazy("双方协商一致"),
    "deadlock": gettext_lazy("未能达成一致，已书面说明"),
    "resolve": gettext_lazy("办理完毕，答复了您"),
    "call_back": gettext_lazy("开始回访"),
    "close": gettext_lazy("办结"),
    "rehandle": gettext_lazy("重新办理"),
    "decide_appeal": gettext_lazy("作出申诉决定"),
    "merge": gettext_lazy("与另一件投诉一并办理"),
    "report_news": gettext_lazy("一并办理的进展告诉了您"),
    "report_result": gettext_lazy("一并办理的结果告诉了您"),
    "pause": gettext_lazy("部分时限暂停"),
    "resume": gettext_lazy("时限恢复计算"),
    "extend": gettext_lazy("时限延长"),
    "hand_over": gettext_lazy("更换了专人"),
    "report_progress": gettext_lazy("告诉您进展"),
    "pay_remedy": gettext_lazy("补偿已到账"),
    "reverse_payment": gettext_lazy("到账有误，已更正"),
    "join_outage": gettext_lazy("与所在区域的故障一并处理"),
    "leave_outage": gettext_lazy("不再随区域故障处理，单独核实"),
    "outage_moved": gettext_lazy("区域故障的恢复时间或原因有变"),
    "outage_over": gettext_lazy("区域故障已恢复"),
    "order_appoint": gettext_lazy("与您约好了上门时间"),
    "order_reschedule": gettext_lazy("上门时间有变动"),
    "order_depart": gettext_lazy("师傅出发了"),
    "order_arrive": gettext_lazy("师傅到了"),
    "order_fix": gettext_lazy("修好了"),
}
"""Verbs of ours that the customer sees; what is not here stays inside the house."""

OWN: dict[str, Lazy] = {
    "receive": gettext_lazy("您提交了投诉"),
    "supplement": gettext_lazy("您补充了情况"),
    "add_evidence": gettext_lazy("您提供了材料"),
    "expedite": gettext_lazy("您催办"),
    "agree": gettext_lazy("您同意方案"),
    "object": gettext_lazy("您对方案提出意见"),
    "reopen": gettext_lazy("您要求重新处理"),
    "appeal": gettext_lazy("您提出申诉"),
    "withdraw": gettext_lazy("您撤回投诉"),
    "score": gettext_lazy("您作了评价"),
    "order_confirm": gettext_lazy("您确认了修复"),
    "order_ask_window": gettext_lazy("您另选了上门时间"),
}
"""Acts of the customer, whoever wrote them down."""

_WORDS = ("text", "opinion", "reason", "said", "comment")
_UNSEEN_TEMPLATES = ("N07", "N40")
_CUSTOMERS = ("user", "holder", "contact")
PAPERS = ("N24", "N30", "N31", "N32", "N33", "N37", "N38", "N04")
"""Letters that may be kept and printed as documents (K12, S154)."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened."""

    at: datetime
    title: str
    mine: bool
    """Whether the customer did it."""
    words: str = ""


def moments(entries: Sequence[Entry]) -> list[Moment]:
    """Return what the customer may know of the ledger, newest first."""
    found = [_moment(entry) for entry in reversed(entries)]
    return [one for one in found if one]


def letters(case: Case) -> list[Message]:
    """Return everything that was written to the customer, newest first."""
    told = Message.objects.filter(case=case, reader__in=_CUSTOMERS)
    told = told.exclude(template__in=_UNSEEN_TEMPLATES).exclude(carrier="work")
    return list(told.order_by("-written_at", "-id"))


def proposal_in(told: Sequence[Message]) -> Message | None:
    """Return the latest letter that proposes a solution (T14)."""
    return next((one for one in told if one.template == "N23"), None)


def _moment(entry: Entry) -> Moment | None:
    if entry.verb == "contact":
        reached = entry.facts.get("reached")
        title = _("与您通了话") if reached else _("联系过您，没有联系上")
        return Moment(entry.at, title, mine=False)
    if entry.verb == "add_evidence" and entry.facts.get("source", "user") != "user":
        return None  # what we found out ourselves is nothing that the customer did
    own = entry.verb in OWN and (entry.by_kind == "customer" or entry.verb not in SAID)
    title_of = OWN if own else SAID
    if entry.verb not in title_of:
        return None
    return Moment(entry.at, str(title_of[entry.verb]), own, _words(entry) if own else "")


def _words(entry: Entry) -> str:
    """What the customer said, in the customer's own words; kept sealed, shown to nobody else."""
    if entry.by_kind != "customer" or entry.verb == "receive":
        return ""
    told = secret_of(entry) or {}
    return "\n".join(str(told[name]) for name in _WORDS if told.get(name))
