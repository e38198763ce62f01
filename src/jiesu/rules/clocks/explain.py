"""Tells a due date to people: clause, start, counting, pauses, extension, merger (§10, C8–C10)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from jiesu.rules.clocks.derive import WAITING
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.clocks.reckoning import amount_of, moment
from jiesu.rules.policies.pack import ClockRule
from jiesu.rules.workdays import due as workdays
from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.shanghai import said, said_start

STARTS = {
    "receive": "收到来件",
    "register": "登记",
    "accept": "受理",
    "reopen": "重新处理",
    "contact": "联系用户",
    "report_progress": "告知进展",
    "propose": "提出方案",
    "object": "用户有异议",
    "reconcile": "协商一致",
    "agree": "用户同意方案",
    "settle": "当场解决",
    "resolve": "解决",
    "deadlock": "未达成一致的书面答复",
    "expedite": "催单",
    "attach_external": "收到外部转办",
    "check_external": "核对外部转办",
    "appeal": "收到申诉",
    "rectify": "发起整改",
    "check_effect": "整改未见效，须重订方案",
    "plan_rectification": "提交整改方案",
    "order_create": "生成工单",
    "order_assign": "工单到达装维人员",
    "order_reassign": "改派工单",
    "order_miss": "电话未接通",
    "order_appoint": "预约上门",
    "order_reschedule": "改约上门",
}
PAUSES = {
    "WAIT_USER_INFO": "等待用户补充材料",
    "WAIT_USER_TIME": "等待用户方便的时间",
    "FORCE_MAJEURE": "不可抗力",
    "WAIT_AUTHORITY": "等待主管部门",
    "EXTERNAL_TEST": "等待外部检测",
}


def explain(
    promise: Promise, facts: Sequence[Fact], rule: ClockRule, calendar: Calendar
) -> tuple[str, ...]:
    """Say in Chinese sentences how ``promise`` came to its due, in the order one would reckon."""
    return tuple(_sentences(promise, facts, rule, calendar))


def _sentences(
    promise: Promise, facts: Sequence[Fact], rule: ClockRule, calendar: Calendar
) -> Iterator[str]:
    yield f"{rule.title_zh}（{rule.layer.zh}，{rule.pack}）。依据：{rule.clause}。"
    start = next(fact for fact in facts if fact.seq == promise.anchor)
    yield from _start(promise, start, rule)
    yield from _counting(promise, start, rule, calendar)
    since = [fact for fact in facts if fact.seq >= promise.anchor and _before_stop(fact, promise)]
    yield from _pauses(promise, facts, rule)
    yield from _extensions(since, promise, rule)
    yield from _mergers(since, promise, rule)
    yield from _end(promise)


def _before_stop(fact: Fact, promise: Promise) -> bool:
    return promise.stop_seq is None or fact.seq <= promise.stop_seq


def _start(promise: Promise, start: Fact, rule: ClockRule) -> Iterator[str]:
    what = STARTS[start.verb]
    yield f"起算事由：{what}（案卷第 {start.seq} 条，记录于 {said_start(start.at, year=True)}）。"
    if promise.started_at > start.at and rule.quiet:
        yield f"夜间到达，自 {said_start(promise.started_at, year=True)} 起算（FS1）。"
    elif promise.started_at < start.at:
        yield f"实际发生更早，自 {said_start(promise.started_at, year=True)} 起算（C8）。"
    if rule.cutoff:
        before, later = _spoken(rule.amount), _spoken(rule.after_cutoff)
        yield f"以 {rule.cutoff:%H:%M} 为界：之前{before}，之后{later}。"


def _spoken(amount: Amount | None) -> str:
    if amount is None:
        return "不计"
    return f"计{amount.spoken}" if amount.number else "当日届满"


def _counting(promise: Promise, start: Fact, rule: ClockRule, calendar: Calendar) -> Iterator[str]:
    if rule.printed and start.facts.get(rule.printed):
        yield f"期限由来文或约定载明：{said(promise.original_due_at, year=True)}。"
        return
    if rule.printed:
        yield "来文未载明期限，按备用期限计算。"
    amount = amount_of(rule, promise.started_at)
    if amount is not None:
        told = workdays.explain(
            promise.started_at,
            amount,
            calendar,
            roll=rule.roll,
            day_end=rule.day_end,
            service=rule.service,
        )
        yield from told[:-1]  # the end is told last, when pauses and extensions are in it


def _pauses(promise: Promise, facts: Iterable[Fact], rule: ClockRule) -> Iterator[str]:
    asked = [
        fact for fact in facts if fact.verb in {"ask", "pause"} and _before_stop(fact, promise)
    ]
    refused = {_reason(fact) for fact in asked} - rule.pausable
    if refused and not rule.pausable:
        yield "暂停不影响本时限（C9）。"
    if promise.paused_total:
        reasons = dict.fromkeys(_reason(fact) for fact in asked if _reason(fact) in rule.pausable)
        words = "、".join(PAUSES.get(reason, reason) for reason in reasons)
        yield f"因{words}暂停，共顺延 {_length(promise.paused_total)}。"
    if promise.paused_since is not None and rule.pause_cap is not None:
        yield (
            f"自 {said_start(promise.paused_since, year=True)} 起暂停中；"
            f"累计最多顺延{rule.pause_cap.spoken}，以下到期按用足计算。"
        )


def _reason(fact: Fact) -> str:
    return WAITING if fact.verb == "ask" else str(fact.facts.get("reason", ""))


def _extensions(since: Iterable[Fact], promise: Promise, rule: ClockRule) -> Iterator[str]:
    told = [fact for fact in since if fact.facts.get("clock") == rule.clock]
    asked = [fact for fact in told if fact.verb == "extend"]
    if asked and not rule.extendable:
        yield "本时限不得延期，延期不影响到期（§6.2）。"
        return
    for fact in told:
        if fact.verb == "extend":
            new = said(moment(fact.facts["new_due_at"]), year=True)
            yield f"延期至 {new}（案卷第 {fact.seq} 条）。"
        elif fact.verb == "file_extension":
            yield f"延期已报备（案卷第 {fact.seq} 条，{said(fact.at, year=True)}）。"
    if failed := len(asked) - promise.extensions:
        yield f"其中 {failed} 次未生效：须在届满前告知用户，按规定报备，且不超过次数（C10）。"


def _mergers(since: Iterable[Fact], promise: Promise, rule: ClockRule) -> Iterator[str]:
    for fact in _still_merged(since):
        earliest = fact.facts.get("earliest_received_at")
        if earliest and "received_at" in rule.start_from:
            first = said_start(moment(earliest), year=True)
            yield f"并入的投诉最早于 {first} 收到，从早起算（§15.2）。"
        strict = (fact.facts.get("strictest") or {}).get(rule.clock)
        if strict and moment(strict) == promise.due_at:
            yield f"两件中最严的期限为 {said(promise.due_at, year=True)}，从严（§15.2）。"


def _still_merged(since: Iterable[Fact]) -> list[Fact]:
    """Mergers into this case of which none was taken back (T27)."""
    merged: dict[str, Fact] = {}
    for fact in since:
        child = str(fact.facts.get("child", ""))
        if fact.verb == "merge" and "into" not in fact.facts:
            merged[child] = fact
        elif fact.verb == "unmerge":
            merged.pop(child, None)
    return list(merged.values())


def _end(promise: Promise) -> Iterator[str]:
    if promise.extensions:
        first = said(promise.original_due_at, year=True)
        yield f"延期有效 {promise.extensions} 次，原期限 {first}。"
    word = "预计到期" if promise.provisional else "到期"
    yield f"{word}：{said(promise.due_at, year=True)}。"
    if promise.provisional and promise.due_at != promise.original_due_at:
        yield "所依据的日期尚无官方放假安排，公布后重新计算并告知（C2）。"
    if promise.stopped_at is not None:
        late = promise.stopped_at - promise.due_at
        verdict = f"超时 {_length(late)}" if late > timedelta() else "未超时"
        yield f"已于 {said(promise.stopped_at, year=True)} 完成，{verdict}。"
    if not promise.binding:
        yield "内部指标只作提醒，不作为对外期限。"


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "天"), (hours, "小时"), (rest, "分钟")]
    return "".join(f"{n}{word}" for n, word in parts if n) or "不到1分钟"
