"""Writing down what people did to accounts, roles and personal data."""

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.people.actors import forget_actors
from jiesu.people.models import AuditEntry

VERBS: Final[dict[str, Promise]] = {
    "login": _("登录"),
    "login_failed": _("登录失败"),
    "lock": _("锁定账号"),
    "unlock": _("解除锁定"),
    "logout": _("退出"),
    "end_session": _("结束会话"),
    "set_password": _("修改密码"),
    "reset_second_factor": _("重置第二因素"),
    "hire": _("新增人员"),
    "leave": _("离职停用"),
    "create_unit": _("新增组织"),
    "change_unit": _("修改组织"),
    "move_unit": _("调整组织"),
    "grant": _("授予角色"),
    "revoke": _("收回角色"),
    "issue_token": _("签发接口令牌"),
    "revoke_token": _("作废接口令牌"),
    "reveal": _("查看原文"),
    "reveal_refused": _("查看原文超限被拒"),
    "break_glass": _("应急查看"),
    "ask_inspection": _("申请检查"),
    "approve_inspection": _("批准检查"),
    "decline_inspection": _("驳回检查"),
    "end_inspection": _("结束检查"),
    "inspect": _("检查中打开投诉单"),
    "take_archive": _("取出档案"),
    "absence": _("登记不在岗"),
    "absence_ended": _("结束不在岗"),
    "stand_in_accepted": _("同意代理"),
    "stand_in_declined": _("谢绝代理"),
    "duty": _("设置接案安排"),
    "take_volume": _("取出卷宗"),
    "ask_calendar": _("提交工作日安排"),
    "import_calendar": _("导入工作日安排"),
    "decline_calendar": _("驳回工作日安排"),
    "view_as": _("以他人视角查看"),
    "first_link": _("生成首任管理员链接"),
    "first_admin": _("建立首任管理员"),
}
"""Everything that is audited here; acts on a case stand in the case's own ledger."""


def note(
    verb: str,
    *,
    at: datetime,
    by: int | None = None,
    about: int | None = None,
    facts: dict[str, str | int] | None = None,
) -> AuditEntry:
    """Add a row: who (``by``) did what to whose account (``about``); no personal data in ``facts``.

    Raises ValueError for a verb nobody has described.
    """
    if verb not in VERBS:
        raise ValueError(f"{verb!r} is not audited here; nothing was written. See audit.VERBS.")
    forget_actors()  # whatever is noted here may change what somebody may do
    return AuditEntry.objects.create(verb=verb, at=at, by_id=by, about_id=about, facts=facts or {})
