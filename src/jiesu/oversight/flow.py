"""The machines of appeal, rectification and external case (§11.7-§11.9)."""

from django.utils.translation import gettext_lazy as _

from jiesu.cases.flow import STATES, Step, enrol
from jiesu.cases.titles import enrol_titles


def _step(machine: str, clause: str, verb: str, sources: str, *targets: str) -> Step:
    return Step(verb, frozenset(sources.split()), targets, clause, machine)


def _appeal(verb: str, sources: str, *targets: str) -> Step:
    return _step("appeal", "§11.7", verb, sources, *targets)


APPEAL = (
    _appeal("register_appeal", "SUBMITTED", "REGISTERED"),
    _appeal("reinvestigate", "REGISTERED", "RE_INVESTIGATING"),
    _appeal("reinvestigate", "RE_INVESTIGATING"),
    _appeal("implement_appeal", "DECIDED", "IMPLEMENTING"),
    _appeal("implement_appeal", "IMPLEMENTING"),
    _appeal("close_appeal", "DECIDED IMPLEMENTING", "CLOSED"),
)
"""SUBMITTED by ``appeal``, DECIDED by ``decide_appeal``: both are verbs of the complaint."""


def _rectification(verb: str, sources: str, *targets: str) -> Step:
    return _step("rectification", "§11.8", verb, sources, *targets)


RECTIFICATION = (
    _rectification("plan_rectification", "OPEN PLAN NOT_EFFECTIVE", "PLAN"),
    _rectification(
        "assign_rectification",
        "OPEN PLAN APPROVED DOING EVIDENCED VERIFIED EFFECT_CHECK NOT_EFFECTIVE",
    ),
    _rectification("approve_rectification", "PLAN", "APPROVED"),
    _rectification("do_rectification", "APPROVED", "DOING"),
    _rectification("do_rectification", "DOING"),
    _rectification("evidence_rectification", "DOING", "EVIDENCED"),
    _rectification("verify_rectification", "EVIDENCED", "VERIFIED", "DOING"),
    _rectification("check_effect", "VERIFIED EFFECT_CHECK", "EFFECT_CHECK", "NOT_EFFECTIVE"),
    _rectification("close_rectification", "EFFECT_CHECK", "CLOSED"),
)


def _external(verb: str, sources: str, *targets: str) -> Step:
    return _step("external", "§11.9", verb, sources, *targets)


EXTERNAL = (
    _external("check_external", "RECEIVED", "HANDLING"),
    _external("object_external", "RECEIVED HANDLING", "OBJECTED"),
    _external("draft_reply", "HANDLING DRAFT_REPLY RETURNED", "DRAFT_REPLY"),
    _external("approve_reply", "DRAFT_REPLY", "APPROVED"),
    _external("reply_external", "APPROVED", "REPLIED"),
    _external("external_accepted", "REPLIED OBJECTED", "ACCEPTED_BY_BODY", "CLOSED"),
    _external("external_returned", "REPLIED OBJECTED", "RETURNED", "HANDLING"),
    _external("external_scored", "ACCEPTED_BY_BODY", "CLOSED"),
)
"""RECEIVED by ``attach_external`` or with the complaint itself; CHECKED and LINKED or CREATED are
what ``check_external`` finds on the way to HANDLING, SCORED the way to CLOSED."""

BESIDE = (
    Step("rectify", STATES - {"ARCHIVED"}, (), "§11.8"),
    Step("join_rectification", STATES - {"ARCHIVED"}, (), "§11.8"),
    Step("leave_rectification", STATES - {"ARCHIVED"}, (), "§11.8"),
    Step("report_rectification", STATES, (), "§11.8, S49"),
)
"""A rectification stands in the ledger of the complaint that led to it, and serves others too."""

for _table in (APPEAL, RECTIFICATION, EXTERNAL, BESIDE):
    enrol(_table)
enrol_titles(
    {
        "SUBMITTED": _("已提出"),
        "RE_INVESTIGATING": _("重新核查中"),
        "DECIDED": _("已决定"),
        "IMPLEMENTING": _("决定执行中"),
        "OPEN": _("已发起"),
        "PLAN": _("已有方案"),
        "APPROVED": _("已批准"),
        "DOING": _("整改中"),
        "EVIDENCED": _("已提交证据"),
        "rectification.VERIFIED": _("已验收"),
        "EFFECT_CHECK": _("效果跟踪中"),
        "NOT_EFFECTIVE": _("未见效"),
        "OBJECTED": _("已提异议"),
        "HANDLING": _("办理中"),
        "DRAFT_REPLY": _("答复待审"),
        "REPLIED": _("已答复"),
        "ACCEPTED_BY_BODY": _("答复已获认可"),
        "external.RETURNED": _("已退回重办"),
    },
    {
        "register_appeal": _("登记申诉"),
        "reinvestigate": _("重新核查"),
        "implement_appeal": _("执行申诉决定"),
        "close_appeal": _("申诉办结"),
        "rectify": _("发起整改"),
        "join_rectification": _("并入整改"),
        "leave_rectification": _("移出整改"),
        "report_rectification": _("通报整改效果"),
        "assign_rectification": _("指定整改责任人"),
        "plan_rectification": _("提交整改方案"),
        "approve_rectification": _("批准整改方案"),
        "do_rectification": _("实施整改"),
        "evidence_rectification": _("提交整改证据"),
        "verify_rectification": _("验收整改"),
        "check_effect": _("核查整改效果"),
        "close_rectification": _("整改办结"),
        "check_external": _("核对转办"),
        "object_external": _("提出派单异议"),
        "draft_reply": _("起草答复"),
        "approve_reply": _("批准答复"),
        "reply_external": _("答复转办单位"),
        "external_accepted": _("转办单位认可"),
        "external_returned": _("转办单位退回"),
        "external_scored": _("转办单位回访结果"),
    },
)
