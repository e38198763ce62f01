"""What is wrong with a ladder: told before it is in force, and not when a case is in trouble."""

import re
from collections.abc import Iterator

from jiesu.rules.escalation.ladder import Event, Ladder, level_for

SCOPES = ("crew", "department", "city", "company")
"""How wide a unit a rung may ask for."""
KINDS = frozenset(
    {
        "clock", "overdue_hours", "expedite", "repeat", "safety", "external", "mass_outage",
        "p1_waiting_minutes",
    }
)  # fmt: skip
"""Events that come up here; a ladder without a rule for one of them could not be asked."""
_NONE = "不升级"
_ROLE = re.compile(r"R(0[3-9]|1\d|2[0-6])")


def faults_of(ladder: Ladder) -> list[str]:
    """Every fault in words; empty if the ladder can be climbed and its examples come out."""
    found = [*_of_rungs(ladder), *_of_rules(ladder)]
    return found or list(_of_examples(ladder))


def _of_rungs(ladder: Ladder) -> Iterator[str]:
    levels = [rung.level for rung in ladder.step]
    if not levels or levels != sorted(set(levels)):
        yield f"step 的 level 须各不相同、由低到高，现为 {' '.join(levels) or '空'}"
    for rung in ladder.step:
        if not _ROLE.fullmatch(rung.role):
            yield f"{rung.level} 的角色 {rung.role} 不是 R03–R26 之一"
        if rung.scope not in SCOPES:
            yield f"{rung.level} 的范围 {rung.scope} 不是 {' '.join(SCOPES)} 之一"
        if rung.acknowledge_minutes < 1:
            yield f"{rung.level} 的应答时间须至少一分钟"


def _of_rules(ladder: Ladder) -> Iterator[str]:
    levels = {rung.level for rung in ladder.step}
    for rule in ladder.rule:
        if rule.level not in levels:
            yield f"{rule.kind} 的规则指向 {rule.level}，没有这一级"
    for kind in sorted(KINDS - ladder.kinds):
        yield f"没有 {kind} 的规则，发生这类事件时无法升级"


def _of_examples(ladder: Ladder) -> Iterator[str]:
    for number, told in enumerate(ladder.example, 1):
        if told.kind not in ladder.kinds:
            yield f"第 {number} 例：没有 {told.kind} 的规则"
            continue
        step = level_for(Event(told.kind, told.measure, told.layer), ladder)
        found = step.level if step else ""
        if found != told.level:
            event = f"{told.kind} {told.measure} {told.layer}".strip()
            yield f"第 {number} 例：{event} 应为 {told.level or _NONE}，算得 {found or _NONE}"
