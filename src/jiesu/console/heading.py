"""The head of a case: where it stands, what is particular about it, how urgent it is and why."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jiesu.cases.entries import typed
from jiesu.cases.models import Case, Entry
from jiesu.cases.papers import wanted_on_paper
from jiesu.cases.reasons import reason_told
from jiesu.cases.titles import state_title
from jiesu.cases.weighing import weigh
from jiesu.console.labels import label
from jiesu.console.promises import Promises
from jiesu.console.telling import spoken
from jiesu.rules.priority.assessment import Priority
from jiesu.ui.joining import told_together

Badge = tuple[str, str]
"""What it says, and its tone."""
_TONES = {"P1": "error", "P2": "warn"}


def badges(case: Case, promises: Promises) -> list[Badge]:
    """What stands beside the number, the state first."""
    told = [(state_title(case.state), "accent"), (case.priority, _TONES.get(case.priority, ""))]
    return [(text, tone) for text, tone in (*told, *_particular(case, promises)) if text]


def _particular(case: Case, promises: Promises) -> Iterator[Badge]:
    record = case.record
    if case.external_source:
        source = label(f"external_source:{case.external_source}").title
        yield f"{source} {case.external_no}".strip(), "info"
    if case.repeat_no > 1:
        yield _("重复投诉第 %(n)d 次") % {"n": case.repeat_no}, "warn"
    if case.cycle > 1:
        yield _("第 %(n)d 轮办理") % {"n": case.cycle}, "warn"
    if pressed := len(record.get("expedites", ())):
        yield _("催办 %(n)d 次") % {"n": pressed}, "warn"
    if case.outage:
        yield _("已并入群障"), "info"
    if paused := record.get("paused"):
        reason = label(f"reason:{paused['reason']}", "pause").title
        yield _("暂停计时：%(reason)s") % {"reason": reason}, "info"
    if record.get("extensions"):
        yield _("已延期 %(n)d 次") % {"n": len(record["extensions"])}, "info"
    yield from _marks(case, promises)


def _marks(case: Case, promises: Promises) -> Iterator[Badge]:
    record = case.record
    if any(one.promise.provisional for one in promises.running):
        yield _("期限暂定"), "info"
    if record.get("escalated"):
        yield _("已升级 %(level)s") % {"level": record["escalated"]}, "warn"
    if record.get("breaches"):
        yield _("超时 %(n)d 项") % {"n": len(record["breaches"])}, "error"
    if record.get("vulnerable"):
        yield _("需特别关照"), "warn"
    if wanted_on_paper(case):
        yield _("要求书面答复"), "info"
    if record.get("hold"):
        yield _("保全中"), "info"
    if record.get("erased"):
        yield _("个人信息已到期删除"), ""


def priority_told(case: Case, entries: Sequence[Entry], now: datetime) -> str:
    """Say why the case is as urgent as it is (§14); every automatic priority can be explained."""
    if not case.category:
        return _("分类后自动评定。")
    by_hand = case.record.get("priority_by_hand")
    weighed = weigh(case, now)
    told = _weighed(weighed, _because(case, entries, weighed))
    if not by_hand:
        return told
    until = parse_datetime(by_hand.get("until", ""))
    reason = by_hand.get("reason") or _typed(entries)
    hand = {"reason": reason, "until": spoken(until) if until else "—"}
    return _("人工调整（%(until)s 前有效）：%(reason)s。") % hand + told


def _typed(entries: Sequence[Entry]) -> str:
    """Why somebody changed it by hand, in his own words."""
    said = (e for e in reversed(entries) if e.verb == "prioritise" and e.secret)
    return next((typed(entry, "reason") for entry in said), "")


def _weighed(weighed: Priority, because: Sequence[str]) -> str:
    told = {
        "impact": weighed.impact,
        "urgency": weighed.urgency,
        "because": told_together(map(reason_told, because)) or _("没有特别紧急的情形"),
    }
    return _("自动评定：影响 %(impact)s、紧急 %(urgency)s。%(because)s。") % told


def _because(case: Case, entries: Sequence[Entry], weighed: Priority) -> Sequence[str]:
    """The reasons as they were written down, where time has changed the sum since."""
    if weighed.level == case.priority:
        return weighed.because
    said = (e for e in reversed(entries) if e.verb == "prioritise" and e.facts.get("because"))
    entry = next(said, None)
    return list(entry.facts["because"]) if entry else weighed.because
