"""What fields are called on the customers' screens, and what helps to fill them in."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.ui.fields import Label

_LABELS: Final[Mapping[str, tuple[Lazy | str, Lazy | str]]] = {
    "description": (
        _("发生了什么"),
        _("从头说起：什么时候开始的、当时在做什么、之前联系过谁。用您自己的话就好。"),
    ),
    "desired_outcome": (
        _("用自己的话说"),
        _("例如：退两个月的费用、周末来修。"),
    ),
    "occurred_at": (_("发生的时间"), ""),
    "occurred_place": (_("发生的地点"), _("例如：家里的卧室、东街营业厅。")),
    "name": (_("怎么称呼您"), ""),
    "phone": (_("电话"), _("用来联系您，也用来查询进度。")),
    "email": (_("邮箱"), ""),
    "wishes": (_("希望我们做的"), ""),
    "preferred_channel": (_("希望我们怎样联系您"), ""),
    "preferred_channel:sms": (_("短信"), ""),
    "preferred_channel:phone": (_("打电话"), ""),
    "preferred_channel:email": (_("邮件"), ""),
    "region": (_("所在城市"), ""),
    "account": (_("宽带账号"), _("在账单上；不知道可以不填。")),
    "address": (_("装机地址"), _("需要上门时用。")),
    "relation": (_("您是"), ""),
    "relation:holder": (_("机主本人"), ""),
    "relation:user": (_("使用人"), ""),
    "relation:agent": (_("代机主办理"), ""),
    "relation:third": (_("其他人"), ""),
    "vulnerable": (
        _("需要我们特别照顾的情况"),
        _("例如：独居老人、行动或听力不便、靠网络看病、孩子要网上考试。"),
    ),
    "written_reply": (_("我要一份书面答复"), ""),
    "no_contact": (_("不需要联系我（将收不到答复，也不能查询进度）"), ""),
    "text": (_("要补充的内容"), ""),
    "opinion": (_("您不同意哪里，希望怎样"), ""),
    "said": (_("想对我们说的话"), ""),
    "reason": (_("原因"), ""),
    "reopen.reason": (_("哪里还没有解决"), ""),
    "reopen.new_facts": (_("有新的情况"), ""),
    "withdraw.reason": (_("撤回的原因"), _("不说也可以。")),
    "score": (_("您给这次处理打几分"), _("按您的真实感受，哪个分数都可以。")),
    "asked_for_score": (_("有没有人要求您打某个分数"), _("如有，请如实选择；不会影响您。")),
    "comment": (_("想说的话"), ""),
    "grounds": (_("申诉的理由"), _("可以选几项。")),
    "grounds:new_facts": (_("有新的事实"), ""),
    "grounds:wrong_finding": (_("核实结论不对"), ""),
    "grounds:inadequate_remedy": (_("补救不够"), ""),
    "grounds:procedure": (_("办理程序有问题"), ""),
    "grounds:attitude": (_("服务态度"), ""),
    "grounds:malice_label": (_("被标记为异常投诉"), ""),
    "statement": (_("请具体说说"), _("哪里不对，您希望怎样。")),
    "kind:photo": (_("照片"), ""),
    "kind:speed_test": (_("测速截图"), ""),
    "kind:bill": (_("账单"), ""),
    "kind:contract": (_("合同"), ""),
    "kind:video": (_("视频"), ""),
    "kind:chat": (_("聊天记录"), ""),
    "day": (_("哪一天"), ""),
    "slot": (_("什么时段"), ""),
    "order_ask_window.said": (_("要告诉师傅的话"), _("例如：到了请打电话，门禁要登记。")),
    "number": (_("投诉编号"), _("在回执或短信里，TS 开头。空格和大小写不影响。")),
    "contact": (
        _("手机号后四位，或回执上的查询密语"),
        _("投诉时留的号码。当时只留了邮箱的，请填邮箱。用密语不用等验证码。"),
    ),
    "code": (_("验证码"), ""),
}


def label(path: str, verb: str = "") -> Label:
    """Return the words for a field; a verb may have its own for it."""
    title, hint = _LABELS.get(f"{verb}.{path}") or _LABELS.get(path) or (path, "")
    return Label(str(title), str(hint))
