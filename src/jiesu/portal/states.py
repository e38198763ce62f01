"""The state of a case in plain words: where it is, and what comes next (§11.1)."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.cases.models import Case
from jiesu.portal.plainly import worded

STATES: dict[str, tuple[Lazy, Lazy]] = {
    "RECEIVED": (_("已收到"), _("我们正在登记并确定专人。")),
    "REGISTERED": (_("已登记"), _("我们正在判断是否受理，结果会告诉您。")),
    "PENDING_INFO": (
        _("等您补充"),
        _("我们还需要一些情况。提供不了也没关系，到期会按现有材料办理。"),
    ),
    "ACCEPTED": (_("已受理"), _("专人正在安排处理。")),
    "NOT_ACCEPTED": (_("未予受理"), _("理由和您可以选择的途径在下面的来信里。不认可可以申诉。")),
    "TRANSFERRED_OUT": (_("已转出"), _("此事属于别的单位，办理途径在下面的来信里。")),
    "ONLINE": (_("在线处理中"), _("正在和您一起在线解决。")),
    "IN_PROGRESS": (_("处理中"), _("已派给有关部门，专人全程跟进。")),
    "INVESTIGATING": (_("调查核实中"), _("核实的情况会告诉您。")),
    "FOUND": (_("已核实"), _("我们正在拟定处理方案。")),
    "PROPOSED": (_("请您看方案"), _("方案在下面，同意或不同意都请告诉我们。")),
    "NEGOTIATING": (_("协商中"), _("您的意见已收到，我们会与您协商。")),
    "EXECUTING": (_("正在落实"), _("双方说定的事情正在办。")),
    "RESOLVED": (_("已办理完毕"), _("请看看是否真的解决了。没有解决可以要求重新处理。")),
    "CALLBACK": (_("回访中"), _("没有参与处理的同事会问您是否真的解决。")),
    "CLOSED": (_("已办结"), _("没有解决，30 日内可以直接重新处理或申诉。")),
    "REOPENED": (_("重新处理"), _("我们重新办理，您不用再说一遍。")),
    "APPEALED": (_("申诉处理中"), _("由另一个部门重新核查，书面答复您。")),
    "WITHDRAWN": (_("已撤回"), _("这不是您的意思？请立即致电我们。")),
    "MERGED": (_("已并入另一件"), _("与您的另一件投诉一并办理。")),
    "MERGED_ANSWERED": (
        _("已一并答复"),
        _("结果在下面的来信里。没有解决或不同意，可以重新处理或申诉。"),
    ),
    "APPEAL_DECIDED": (_("正在落实申诉决定"), _("决定、措施和期限在下面的来信里，我们正在落实。")),
    "ARCHIVED": (_("已归档"), _("材料仍可查看，有新情况可以再次投诉。")),
}
"""Headline, and what it means for the customer; of one that was merged also once it is answered, of
one that was appealed also while what was decided is being done."""
_BEING_DONE = frozenset({"DECIDED", "IMPLEMENTING"})


def state_shown(case: Case) -> tuple[str, str]:
    """Return the headline and the sentence for ``case``."""
    return state_of(_code(case))


def _code(case: Case) -> str:
    if case.state == "MERGED" and case.record.get("result_told"):
        return "MERGED_ANSWERED"
    return "APPEAL_DECIDED" if case.state == "CLOSED" and _measures_due(case) else case.state


def _measures_due(case: Case) -> bool:
    """Whether an appeal was granted and is not yet closed as carried out (§11.7)."""
    known = case.record.get("proceedings", {}).values()
    running = any(machine == "appeal" and state in _BEING_DONE for machine, state in known)
    return running and case.record.get("appeal_decision") != "UPHELD"


def state_of(code: str) -> tuple[str, str]:
    """Return the headline and the sentence for a state."""
    title, sentence = STATES[code]
    return str(worded("state", code, 0, title)), str(worded("state", code, 1, sentence))
