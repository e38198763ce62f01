"""The policy packs in force: what each promises, by which clause, and what a switch would do."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from jiesu.cases.book import calendar, shelf
from jiesu.cases.clocks import fact_of, traits_of
from jiesu.cases.models import Case, Entry
from jiesu.cases.reasons import reason_told
from jiesu.console.page import shown
from jiesu.console.parameters import parameter_title, parameter_told
from jiesu.console.tongue import clock_title, layer_title
from jiesu.people.doors import StaffRequest, door
from jiesu.rules.clocks.switch import Sample, diff
from jiesu.rules.clocks.trial import try_examples
from jiesu.rules.policies.pack import ClockRule, Pack, PackRef, Param
from jiesu.rules.policies.shelf import UnknownPackError
from jiesu.rules.workdays.amounts import Amount
from jiesu.rules.workdays.shanghai import day_of

TRIED_ON = 100
"""Open visible cases, soonest deadline first, on which a switch is tried."""
VERIFIED = {
    "VERIFIED": gettext_lazy("原文已核对"),
    "V2": gettext_lazy("转引，未见原文"),
    "UNVERIFIED": gettext_lazy("未核实"),
    "seed": gettext_lazy("需求文件"),
    "config": gettext_lazy("本方自定"),
}
"""How far the text of a pack was checked."""
PARAMETERS = (
    gettext_noop("费用异常：超过前三个月平均的倍数"),
    gettext_noop("故障超时限减免月租"),
    gettext_noop("装移机逾期每日违约金（千分比）"),
    gettext_noop("多少日未答复可向申诉受理机构申诉"),
    gettext_noop("重复投诉的期间（日）"),
    gettext_noop("答复后多少日内可在企业内申诉"),
    gettext_noop("善意补偿的权限"),
    gettext_noop("慢必赔金额"),
    gettext_noop("速率不达标赔付"),
    gettext_noop("须给书面说明的情形"),
    gettext_noop("须书面道歉的情形"),
    gettext_noop("首次响应后立即由平台发送的短信"),
    gettext_noop("装维方改约最多次数"),
    gettext_noop("早于约定时段多少分钟内到达仍算准时"),
)
"""Titles of parameters in our own packs. A pack is known by what it rules: an English title put
into one would make it another version. So theirs stand in the catalogue."""


@door("view_rules")
def packs(request: StaffRequest) -> HttpResponse:
    """List the packs, strongest layer first."""
    told = {
        "rows": [_row(one) for one in shelf().packs.values()],
        "columns": [_("代码"), _("名称"), _("层级"), _("出处"), _("核对"), _("默认"), _("规则")],
    }
    return shown(request, "console/packs.html", told)


@door("view_rules")
def pack(request: StaffRequest, code: str) -> HttpResponse:
    """Show one pack; ``?try=1`` tries on open cases what switching it on or off would change."""
    known = shelf().packs.get(code)
    if known is None:
        raise Http404
    told: dict[str, Any] = {
        "pack": known,
        "title": _title(known),
        "layer": layer_title(known.layer),
        "rules": [_rule(rule) for rule in known.rules],
        "columns": [_("时限"), _("期限"), _("依据"), _("可延期")],
        "params": [_param(one) for one in known.params],
        "deviations": [str(one) for one in try_examples(known, calendar())],
        "examples": len(known.examples),
        "tried": None,
    }
    if request.GET.get("try"):
        found = list(_changes(request, known))
        told["tried"] = [one for one in found if "lost" not in one]
        told["lost"] = [one for one in found if "lost" in one]
        told["tried_on"] = TRIED_ON
    return shown(request, "console/pack.html", told)


def _row(one: Pack) -> dict[str, Any]:
    verified = VERIFIED.get(one.verification, one.verification)
    return {
        "pack": one,
        "title": _title(one),
        "layer": layer_title(one.layer),
        "verified": verified,
    }


def _title(one: Pack) -> str:
    return one.title_en if (get_language() or "").startswith("en") else one.title_zh


def _param(one: Param) -> dict[str, str]:
    return {"title": parameter_title(one), "told": parameter_told(one), "clause": one.clause}


def _rule(rule: ClockRule) -> dict[str, Any]:
    english = (get_language() or "").startswith("en")
    return {
        "clock": clock_title(rule.clock),
        "title": rule.title_en if english else rule.title_zh,
        "amount": _period(rule.amount, english=english),
        "clause": rule.clause,
        "extendable": rule.extendable,
    }


def _period(amount: Amount | None, *, english: bool) -> str:
    if amount is None:
        return _("以来文或约定为准")
    if not amount.number:
        return _("当日")
    return amount.spoken_en if english else amount.spoken


def _changes(request: StaffRequest, one: Pack) -> Iterator[dict[str, Any]]:
    seen = Case.objects.visible_to(request.actor).filter(closed_at=None)
    cases = list(seen.order_by("next_due_at", "id").defer("description", "secret")[:TRIED_ON])
    lines: dict[int, list[Entry]] = {case.pk: [] for case in cases}
    for entry in Entry.objects.filter(case__in=lines).order_by("case_id", "seq"):
        lines[entry.case_id].append(entry)
    switch = {"disable" if one.default_on else "enable": frozenset({one.code})}
    for sample in (_sample(case, lines[case.pk]) for case in cases):
        yield from _of_case(sample, switch)


def _of_case(sample: Sample, switch: dict[str, frozenset[str]]) -> Iterator[dict[str, Any]]:
    """What would change of one case; a version that is lost is told, and hides no other case."""
    try:
        for change in diff(shelf(), [sample], calendar(), **switch):
            yield {
                "case": change.case,
                "clock": clock_title(change.clock),
                "old": change.old,
                "new": change.new,
            }
    except UnknownPackError as lost:
        yield {"case": sample.number, "lost": reason_told(lost.because)}


def _sample(case: Case, entries: list[Entry]) -> Sample:
    refs = tuple(PackRef(code, digest) for code, digest in case.packs)
    facts = [fact_of(entry) for entry in entries]
    return Sample(case.number, day_of(case.received_at), refs, traits_of(case), facts)
