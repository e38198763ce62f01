"""What each verb of the machines beside the complaint did: orders, appeals, and so on."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BESIDE: dict[str, Promise | tuple[Promise, ...]] = {
    # work orders (§11.3)
    "order_accept": _("接下工单。"),
    "order_return": _("退单，原因：%(reason)s。"),
    "order_reassign": _("工单改派给%(unit)s。"),
    "order_assign": _("工单派给装维人员%(technician)s。"),
    "order_miss": _("致电用户未接通。"),
    "order_contact": _("首次联系用户，方式：%(means)s。"),
    "order_appoint": _("与用户约定上门：%(window_start)s 至 %(window_end)s。"),
    "order_reschedule": _("改约到 %(window_start)s 至 %(window_end)s，由%(caused_by)s提出。"),
    "order_ask_window": _("用户希望改在 %(window_start)s 至 %(window_end)s 上门。"),
    "order_depart": (_("已出发，预计 %(eta)s 到达。"), _("已出发。")),
    "order_arrive": _("到达用户处，晚于约定时段；凭据：%(proof)s。"),
    "order_arrive?on_time": _("按约到达用户处；凭据：%(proof)s。"),
    "order_work": _("开始处理。"),
    "order_block": _("工单挂起，原因：%(reason)s。"),
    "order_answer": _("答复了会办事项。"),
    "order_fix": (_("修复完成，根因：%(cause)s。"), _("修复完成。")),
    "order_verify": _("验证修复。"),
    "order_confirm": _("用户确认，方式：%(how)s。"),
    "order_done": _("工单完成。"),
    "order_cancel": _("撤销工单，原因：%(reason)s。"),
    "order_convert": _("工单随群障 %(outage)s 一并处理。"),
    # outages: S106, N12
    "join_outage": (
        _("并入群障 %(outage)s：%(cause)s，预计 %(eta)s 恢复。"),
        _("并入群障 %(outage)s：%(cause)s。"),
    ),
    "leave_outage": _("移出群障 %(outage)s，原因：%(reason)s。"),
    "outage_moved": (
        _("群障 %(outage)s 有变更：%(cause)s，预计 %(eta)s 恢复。"),
        _("群障 %(outage)s 有变更：%(cause)s。"),
    ),
    "outage_over": _("计划施工 %(outage)s 已取消；线路仍有问题的，请移出群障，接着处理。"),
    "outage_over?after_end": _(
        "群障 %(outage)s 已于 %(restored_at)s 恢复，已告知用户；本件此前已结束。"
    ),
    "outage_over?before": _(
        "群障 %(outage)s 在重新处理前已于 %(restored_at)s 恢复；仍有问题的，请移出群障，接着处理。"
    ),
    "outage_over?restored": _("群障 %(outage)s 已于 %(restored_at)s 恢复，待与用户确认。"),
    # appeals (§11.7)
    "register_appeal": _("登记申诉，由%(officer)s办理。"),
    "reinvestigate": (_("重新核查，调查人%(investigator)s。"), _("提交重新核查的报告。")),
    "implement_appeal": _("执行申诉决定。"),
    "close_appeal": _("申诉办结。"),
    # rectification (§11.8)
    "assign_rectification": (
        _("整改改由%(owner)s负责，此前为%(before)s。"),
        _("整改由%(owner)s负责。"),
    ),
    "plan_rectification": _("提交整改方案。"),
    "approve_rectification": _("批准整改方案。"),
    "do_rectification": _("实施整改。"),
    "evidence_rectification": _("提交整改证据。"),
    "verify_rectification": _("验收整改，没有通过。"),
    "verify_rectification?passed": _("验收整改，通过。"),
    "check_effect": _("第 %(day)s 天核查整改效果：没有见效。"),
    "check_effect?effective": _("第 %(day)s 天核查整改效果：有效。"),
    "close_rectification": _("整改办结。"),
    # transfers from authorities (§11.9)
    "check_external": _("核对转办内容，属于本单位职责。"),
    "object_external": _("对转办提出异议，原因：%(reason)s。"),
    "draft_reply": _("起草给转办单位的答复。"),
    "approve_reply": _("批准给转办单位的答复。"),
    "reply_external": _("答复转办单位。"),
    "external_accepted": _("转办单位认可答复。"),
    "external_returned": _("转办单位退回，要求重新办理。"),
    "external_scored": _("转办单位告知回访结果。"),
}
