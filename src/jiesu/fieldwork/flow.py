"""The work-order machine (§11.3)."""

from django.utils.translation import gettext_lazy as _

from jiesu.cases.flow import Step, enrol
from jiesu.cases.titles import enrol_titles

ENDED = frozenset({"DONE", "CANCELLED", "CONVERTED_TO_OUTAGE"})
ON_THE_WAY = frozenset({"APPOINTED", "RESCHEDULED"})
RUNNING = frozenset(
    {
        "AT_DEPT", "ACCEPTED", "RETURNED", "AT_TECH", "CONTACTED", "EN_ROUTE", "ARRIVED",
        "WORKING", "BLOCKED", "FIXED", "VERIFIED", "USER_CONFIRMED", "CONFIRM_DEFERRED",
    }
    | ON_THE_WAY
)  # fmt: skip
CONVERTIBLE = RUNNING - {"FIXED", "VERIFIED", "USER_CONFIRMED", "CONFIRM_DEFERRED"}
"""An order whose line is mended already is finished, not converted."""


def _step(verb: str, sources: str, *targets: str) -> Step:
    return Step(verb, frozenset(sources.split()), targets, "§11.3", "order")


ORDER = (
    _step("order_accept", "AT_DEPT", "ACCEPTED"),
    _step("order_return", "AT_DEPT", "RETURNED"),
    _step("order_reassign", "AT_DEPT ACCEPTED RETURNED AT_TECH", "AT_DEPT"),
    _step("order_assign", "AT_DEPT ACCEPTED AT_TECH", "AT_TECH"),
    _step("order_miss", "AT_TECH CONTACTED"),
    _step("order_contact", "AT_TECH", "CONTACTED"),
    _step("order_appoint", "CONTACTED", "APPOINTED"),
    _step("order_reschedule", "APPOINTED RESCHEDULED", "RESCHEDULED"),
    _step("order_ask_window", "AT_TECH CONTACTED APPOINTED RESCHEDULED"),
    _step("order_depart", "APPOINTED RESCHEDULED", "EN_ROUTE"),
    _step("order_arrive", "APPOINTED RESCHEDULED EN_ROUTE", "ARRIVED"),
    _step("order_work", "ARRIVED BLOCKED", "WORKING"),
    _step("order_block", "CONTACTED APPOINTED RESCHEDULED ARRIVED WORKING", "BLOCKED"),
    _step("order_fix", "ACCEPTED WORKING", "FIXED"),
    _step("order_verify", "FIXED", "VERIFIED"),
    _step("order_confirm", "FIXED VERIFIED", "USER_CONFIRMED", "CONFIRM_DEFERRED"),
    _step("order_done", "USER_CONFIRMED CONFIRM_DEFERRED", "DONE"),
    _step("order_answer", "AT_DEPT ACCEPTED", "DONE"),
    Step("order_cancel", RUNNING, ("CANCELLED",), "§11.3", "order"),
    Step("order_convert", CONVERTIBLE, ("CONVERTED_TO_OUTAGE",), "§11.3", "order"),
)

enrol(ORDER)
enrol_titles(
    {
        "AT_DEPT": _("已到部门"),
        "RETURNED": _("已退单"),
        "AT_TECH": _("已派到人"),
        "CONTACTED": _("已首响"),
        "APPOINTED": _("已预约"),
        "RESCHEDULED": _("已改约"),
        "EN_ROUTE": _("已出发"),
        "ARRIVED": _("已到达"),
        "WORKING": _("处理中"),
        "BLOCKED": _("挂起"),
        "FIXED": _("已修复"),
        "VERIFIED": _("已验证"),
        "USER_CONFIRMED": _("用户已确认"),
        "CONFIRM_DEFERRED": _("确认待回访"),
        "DONE": _("已完成"),
        "CANCELLED": _("已撤销"),
        "CONVERTED_TO_OUTAGE": _("已转群障"),
    },
    {
        "order_accept": _("接单"),
        "order_return": _("退单"),
        "order_reassign": _("改派"),
        "order_assign": _("派给装维人员"),
        "order_miss": _("电话未接通"),
        "order_contact": _("首次联系用户"),
        "order_appoint": _("预约上门"),
        "order_reschedule": _("改约"),
        "order_ask_window": _("用户另选上门时间"),
        "order_depart": _("出发"),
        "order_arrive": _("到达"),
        "order_work": _("开始处理"),
        "order_block": _("挂起工单"),
        "order_fix": _("修复"),
        "order_verify": _("验证修复"),
        "order_confirm": _("用户确认"),
        "order_done": _("工单完成"),
        "order_answer": _("答复会办"),
        "order_cancel": _("撤销工单"),
        "order_convert": _("工单转群障"),
    },
)
