"""Why somebody sees a case: the grant, part, order or approved look that opens it (§17)."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.console.labels import label, labelled
from jiesu.console.tongue import role_title
from jiesu.people.actor import Actor
from jiesu.people.scopes import scopes

_OPEN_NOTHING = frozenset(
    {"accused", "technician", "crew", "order_open", "break_glass", "inspection"}
)
"""Parts that are told otherwise, or open nothing by themselves."""


def why_seen(actor: Actor, case: Case, parts: frozenset[str]) -> list[str]:
    """Say every ground on which ``actor`` sees ``case``, in the order in which access asks."""
    return list(dict.fromkeys(_grounds(actor, case, parts)))


def _grounds(actor: Actor, case: Case, parts: frozenset[str]) -> Iterator[str]:
    held = scopes(actor)
    for part in sorted(parts - _OPEN_NOTHING):
        if held.by_part and not part.startswith("was_"):
            yield _("您在本件中是%(part)s。") % {"part": part_title(part)}
    for one in actor.held:
        alone = scopes(replace(actor, held=(one,)))
        if any(case.unit_path.startswith(path) for path in alone.prefixes):
            yield _("您的角色“%(role)s”覆盖%(unit)s。") % {
                "role": role_title(one.role),
                "unit": case.organisation.name,
            }
    yield from _by_order(parts)
    yield from _by_look(actor, case)


def _by_order(parts: frozenset[str]) -> Iterator[str]:
    if "technician" in parts:
        yield _("本件有派给您的工单，完成一天后不再可见。")
    elif "crew" in parts or "handler" in parts:
        yield _("本件有派给您单位的工单。")


def _by_look(actor: Actor, case: Case) -> Iterator[str]:
    if case.number in actor.glass:
        yield _("应急查看：一小时内有效，已告知个人信息保护负责人。")
    if any(case.unit_path.startswith(path) for path in actor.inspects):
        yield _("经批准的检查正在进行，每次打开都会记录。")
    for one in actor.held:
        if case.unit_path.startswith(one.path) and _waits_for(one.role, case):
            yield _("本件正等%(role)s办理。") % {"role": role_title(one.role)}


_WAITS = {("R17", "RESOLVED"), ("R17", "CALLBACK"), ("R16", "APPEALED")}


def _waits_for(role: str, case: Case) -> bool:
    """Whether the case waits for work of the role's own (``cases/sight.py`` asks it in SQL)."""
    record = case.record
    if role == "R17" and case.state == "WITHDRAWN":
        return bool(record.get("withdrawal_check") == "due")
    if role == "R23" and record.get("malice", {}).get("state") == "review":
        return True
    return role in record.get("waiting", ()) or (role, case.state) in _WAITS


def part_title(part: str) -> str:
    """What somebody is in a case, in words."""
    return label(f"part:{part}").title if labelled(f"part:{part}") else part
