"""What each verb did, as one plain sentence about whoever said it (the clause is told apart).

Of several sentences the first is said whose every place has a value. A key ``verb?fact`` goes
before ``verb`` where that fact holds. Facts named in a sentence are not listed again.
"""

import re
from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiesu.console.sentences_beside import BESIDE

Sentences = Promise | tuple[Promise, ...]
_PLACE = re.compile(r"%\((\w+)\)s")

COMPLAINT: dict[str, Sentences] = {
    "receive": (
        _("收下来件并发出编号；系统建议的分类是“%(suggested)s”。"),
        _("收下来件并发出编号。"),
    ),
    "register": (
        _("登记完整：分类“%(category)s”，优先级 %(priority)s，由%(owner)s全程负责。"),
        _("登记完整：分类“%(category)s”，优先级 %(priority)s。"),
    ),
    "ask": _("请用户在 %(answer_due)s 前补充材料。"),
    "supplement": _("收到补充的情况。"),
    "supplement?answers_question": _("用户补充了所要的材料，恢复办理。"),
    "proceed": _("用户没有在期限内补充，按现有材料继续办理。"),
    "remind": _("第 %(n)s 次提醒用户补充材料。"),
    "accept": _("决定受理，并把办理流程和时限告知用户。"),
    "refuse": _("决定不予受理，原因：%(reason)s；已告知救济途径。"),
    "transfer": _("事项属于其他单位的职责，已告知用户怎样办理。"),
    "guide": _("转为在线处理，当场解决。"),
    "settle": _("在线解决，用户已确认。"),
    "dispatch": _("派单给%(unit)s，工单 %(order)s。"),
    "order_create": _("开立工单 %(order)s，由%(unit)s承办。"),
    "investigate": _("开始调查，调查人%(investigator)s。"),
    "find": _("认定结论：%(finding)s；根因：%(cause)s；责任：%(liability)s。"),
    "conclude": _("工单都已完成，汇总结论：%(finding)s；根因：%(cause)s；责任：%(liability)s。"),
    "propose": (
        _("提出处理方案，补偿合计 %(total_fen)s 元，请用户确认。"),
        _("提出处理方案，请用户确认。"),
    ),
    "agree": _("用户同意方案。"),
    "object": _("用户对方案有意见，进入第 %(round)s 轮协商。"),
    "reconcile": (
        _("与用户协商一致，补偿合计 %(total_fen)s 元，已出具协商一致书。"),
        _("与用户协商一致，已出具协商一致书。"),
    ),
    "deadlock": _("与用户没有达成一致，已书面说明理由和救济途径。"),
    "resolve": (
        _("承诺的事项已办完，把结果和救济途径答复用户，并出具%(documents)s。"),
        _("承诺的事项已办完，把结果和救济途径答复用户。"),
    ),
    "call_back": _("开始回访，由没有经办过本件的人进行。"),
    "close": _("办结：%(outcome)s；根因：%(root_cause)s；措施：%(solution)s。"),
    "reopen": _("重新处理，第 %(cycle)s 轮；以前的超时记录保留。"),
    "rehandle": _("再次办理，转入“%(to)s”。"),
    "appeal": _("用户提出申诉，交%(unit)s重新核查，原办理人不参与。"),
    "decide_appeal": _("作出申诉决定：%(decision)s。"),
    "withdraw": (
        _("按用户要求撤诉，凭据：%(proof)s；%(goes_on)s，转内部继续核查。"),
        _("按用户要求撤诉，凭据：%(proof)s。"),
    ),
    "merge": (
        _("并入 %(into)s 一并办理，用户不必再说一遍。"),
        _("%(child)s 并入本件；收到时间从早，时限从严。"),
    ),
    "unmerge": (
        _("从 %(out_of)s 分出，恢复单独办理。"),
        _("%(child)s 从本件分出，恢复单独办理。"),
    ),
    "report_news": _("已将 %(of)s 的办理进展告知本件用户。"),
    "report_result": _("已将 %(of)s 的办理结果告知本件用户。"),
    "attach_external": _("收到外部转办 %(external)s，另按来文期限答复。"),
    "pause": _("暂停计时，原因：%(reason)s。"),
    "resume": _("恢复计时。"),
    "extend": _("“%(clock)s”的时限由 %(old_due)s 延长到 %(new_due_at)s。"),
    "file_extension": _("“%(clock)s”的延期已向主管部门报备。"),
    "hand_over": (
        _("专人由%(before)s换为%(owner)s（%(kind)s）。"),
        _("专人换为%(owner)s（%(kind)s）。"),
    ),
    "archive": _("归档：%(entries)s 条办理记录连同证据打包，附校验清单。"),
    "unlock": _("调阅档案。"),
    "escalate": _("升级到%(level)s：%(because)s。"),
    "consult": _("%(way)s：请%(unit)s在 %(due)s 前答复，工单 %(order)s。"),
    "answer_call": _("已应答 %(level)s 的升级，接手督办。"),
    "acknowledge": _("消息 %(message)s 已通过%(carrier)s送达。"),
    "identify": _("身份核验为“%(level)s”。"),
    "name_accused": _("标注被投诉人；此人从此看不到也不能办理本件。"),
    "classify": _("分类由“%(before)s”改为“%(category)s”。"),
    "prioritise": (
        _("优先级由 %(before)s 调为 %(priority)s：%(because)s。"),
        _("优先级由 %(before)s 调为 %(priority)s。"),
    ),
    "annotate": (_("写下批注，并告诉 %(mentioned)s。"), _("写下批注，只供同事参考。")),
    "contact": _("%(direction)s，方式：%(channel)s；没有联系上。"),
    "contact?reached": _("%(direction)s，方式：%(channel)s；已联系上。"),
    "report_progress": _("告知用户进展，第 %(round)s 次。"),
    "expedite": _("用户第 %(n)s 次催办；当时已经超时，答应很快联系。"),
    "expedite?within_limit": _("用户第 %(n)s 次催办；当时没有超时，已告知现状和下一步。"),
    "add_evidence": _("添加证据：%(kind)s，%(source)s。"),
    "export_evidence": _("导出证据第 %(evidence)s 号。"),
    "erase": _("证据第 %(evidence)s 号保存期满，文件已删除，记录保留。"),
    "erase?whole": _("保存期满，个人信息和文件已删除，记录保留。"),
    "reveal": _("查看了完整的%(fields)s，事由：%(purpose)s。"),
    "breach": _("“%(clock)s”没有在 %(due_at)s 前完成，已经超时。"),
    "recompute": _("计算期限所依据的日历或规则有变，期限重新计算。"),
    "request": _("提请“%(verb)s”，等另一人批准。"),
    "approve": _("批准了“%(verb)s”。"),
    "lapse": _("“%(verb)s”的申请已失效，不再等待审批。"),
    "decline": _("没有批准“%(verb)s”。"),
    "hold": _("保全本件，到期也不删除。"),
    "release": _("解除保全，恢复正常保存期限。"),
    "flag_malice": _("提请审查是否恶意投诉；办理照常进行。"),
    "decide_malice": _("作出恶意投诉审查结论：%(response)s。"),
    "try_call": _("第 %(n)s 次拨打回访，没有联系上。"),
    "try_call?reached": _("第 %(n)s 次拨打回访，已联系上；问题是否解决：%(solved)s。"),
    "score": _("用户评分 %(score)s 分。"),
    "invite": _("未邀请用户评价：%(because)s"),
    "invite?sent": _("已邀请用户评价。"),
    "decline_surveys": _("用户不再接收评价邀请。"),
    "pay_remedy": _("补偿 %(amount_fen)s 元已到账，并告知用户。"),
    "reverse_payment": _("到账 %(payment)s 多付的 %(amount_fen)s 元已冲正，并告知用户。"),
    "reverse_payment?owed_again": _(
        "到账 %(payment)s 有误（%(error)s），%(amount_fen)s 元已冲正并告知用户；这笔款仍应支付。"
    ),
    "rectify": _("发起整改 %(rectification)s，由%(owner)s负责。"),
    "join_rectification": (
        _("投诉 %(case)s 并入本件的整改 %(rectification)s。"),
        _("同一根因已在整改，并入投诉 %(of)s 的整改 %(rectification)s。"),
    ),
    "leave_rectification": (
        _("投诉 %(case)s 移出本件的整改 %(rectification)s，原因：%(reason)s。"),
        _("移出投诉 %(of)s 的整改 %(rectification)s，原因：%(reason)s。"),
    ),
    "report_rectification?closed": _("并入的整改 %(rectification)s 已办结。"),
    "report_rectification?effective": _(
        "并入的整改 %(rectification)s 在第 %(day)s 天核查效果：有效。"
    ),
    "report_rectification": _(
        "并入的整改 %(rectification)s 在第 %(day)s 天核查效果：没有见效，须重订方案。"
    ),
}
ALL: dict[str, Sentences] = {**COMPLAINT, **BESIDE}


def sentence(verb: str, facts: Mapping[str, str], holding: frozenset[str]) -> tuple[str, set[str]]:
    """Say what ``verb`` did, with the facts it used up; nothing if no sentence fits.

    ``facts`` are told as people read them; ``holding`` names those that are simply true.
    """
    for known in _sentences(verb, holding):
        places = set(_PLACE.findall(str(known)))
        if all(facts.get(place) for place in places):
            return str(known) % facts, places
    return "", set()


def _sentences(verb: str, holding: frozenset[str]) -> tuple[Promise, ...]:
    keys = (*(f"{verb}?{fact}" for fact in sorted(holding)), verb)
    found = next((ALL[key] for key in keys if key in ALL), ())
    return found if isinstance(found, tuple) else (found,)
