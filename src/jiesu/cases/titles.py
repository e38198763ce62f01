"""What people call states and verbs (§11.1, §11.2); the glossary says the same."""

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

STATES: dict[str, Lazy] = {
    "RECEIVED": _("已接收"),
    "REGISTERED": _("已登记"),
    "PENDING_INFO": _("待补充"),
    "ACCEPTED": _("已受理"),
    "NOT_ACCEPTED": _("不予受理"),
    "TRANSFERRED_OUT": _("已转出"),
    "ONLINE": _("在线处理中"),
    "IN_PROGRESS": _("处理中(已派单)"),
    "INVESTIGATING": _("调查核实中"),
    "FOUND": _("已核实"),
    "PROPOSED": _("方案待确认"),
    "NEGOTIATING": _("协商中"),
    "EXECUTING": _("方案执行中"),
    "RESOLVED": _("已解决(待回访)"),
    "CALLBACK": _("回访中"),
    "CLOSED": _("已办结"),
    "REOPENED": _("重新处理"),
    "APPEALED": _("二次处理中"),
    "WITHDRAWN": _("已撤诉"),
    "MERGED": _("已并单"),
    "ARCHIVED": _("已归档"),
}

VERBS: dict[str, Lazy] = {
    "receive": _("接收"),
    "register": _("登记"),
    "ask": _("请用户补充材料"),
    "supplement": _("补充材料"),
    "proceed": _("按现有材料继续办理"),
    "remind": _("提醒补充材料"),
    "accept": _("受理"),
    "refuse": _("不予受理"),
    "transfer": _("转出其他单位"),
    "guide": _("在线处理"),
    "settle": _("在线解决"),
    "dispatch": _("派单"),
    "investigate": _("开始调查"),
    "find": _("认定调查结论"),
    "conclude": _("汇总工单结论"),
    "propose": _("提出方案"),
    "agree": _("同意方案"),
    "object": _("不同意方案"),
    "reconcile": _("协商一致"),
    "deadlock": _("未达成一致"),
    "resolve": _("办理完毕并答复"),
    "call_back": _("开始回访"),
    "close": _("办结"),
    "reopen": _("重新处理"),
    "rehandle": _("再次办理"),
    "appeal": _("申诉"),
    "decide_appeal": _("作出申诉决定"),
    "withdraw": _("撤诉"),
    "merge": _("并单"),
    "unmerge": _("撤销并单"),
    "report_news": _("告知并案进展"),
    "report_result": _("告知并案结果"),
    "attach_external": _("挂接外部转办"),
    "pause": _("暂停计时"),
    "resume": _("恢复计时"),
    "extend": _("延期"),
    "file_extension": _("延期报备"),
    "hand_over": _("更换专人"),
    "archive": _("归档"),
    "unlock": _("调阅档案"),
    "escalate": _("升级督办"),
    "answer_call": _("应答升级"),
    "consult": _("请部门会办"),
    "acknowledge": _("确认送达回执"),
    "identify": _("核验身份"),
    "name_accused": _("标注被投诉人"),
    "classify": _("调整分类"),
    "prioritise": _("调整优先级"),
    "annotate": _("批注"),
    "contact": _("记录联系"),
    "report_progress": _("告知进展"),
    "expedite": _("催办"),
    "add_evidence": _("添加证据"),
    "erase": _("到期删除"),
    "export_evidence": _("导出证据"),
    "reveal": _("查看完整信息"),
    "breach": _("超时"),
    "recompute": _("重算期限"),
    "request": _("提请审批"),
    "approve": _("批准"),
    "decline": _("驳回"),
    "lapse": _("申请失效"),
    "hold": _("保全"),
    "release": _("解除保全"),
    "flag_malice": _("提请恶意投诉审查"),
    "decide_malice": _("作出恶意投诉审查结论"),
    "try_call": _("记录回访拨打"),
    "score": _("评分"),
    "invite": _("邀请评价"),
    "decline_surveys": _("不再接收评价邀请"),
    "order_create": _("开立工单"),
    "pay_remedy": _("登记补偿到账"),
    "reverse_payment": _("冲正错误的到账"),
}


def state_title(code: str, machine: str = "") -> str:
    """What people call the state ``code``; some machines say it in a word of their own."""
    own = f"{machine}.{code}"
    return str(STATES[own] if own in STATES else STATES.get(code, code))


def verb_title(name: str) -> str:
    """What people call the verb ``name``."""
    return str(VERBS.get(name, name))


def enrol_titles(states: dict[str, Lazy], verbs: dict[str, Lazy]) -> None:
    """Add the titles of another machine."""
    STATES.update(states)
    VERBS.update(verbs)
