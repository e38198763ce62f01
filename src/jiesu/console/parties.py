"""Who complains, for which line, how well we know them, and what may be told them (§12.2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.entries import typed
from jiesu.cases.models import Case, Entry
from jiesu.console.labels import label
from jiesu.kit.masks import mask_name, mask_text
from jiesu.people.customers import holder_of
from jiesu.people.models import Subscription
from jiesu.rules.identity.table import Level, our_own
from jiesu.ui.tongue import by_language, named

PARTICULARS = ("name", "phone", "email", "account", "address", "handle")


@dataclass(frozen=True, slots=True)
class Identity:
    """How well the person is known, and what follows."""

    level: str
    title: str
    may: list[str]
    """What may be talked about or done at this level."""
    more: list[tuple[str, str]]
    """What takes a higher level, and which."""
    how: str
    """How the next level is reached; empty at the highest."""


def identity_of(case: Case) -> Identity:
    """Say what the present level allows (§12.2)."""
    table = our_own()
    level = case.identity_level or "L0"
    needs = table.need.values()
    higher = sorted(code for code in table.level if code > level)
    return Identity(
        level=level,
        title=named(table.level[level]),
        may=[named(need) for need in needs if need.level <= level],
        more=[(named(need), need.level) for need in needs if need.level > level],
        how=_how(table.level[higher[0]]) if higher else "",
    )


def _how(level: Level) -> str:
    """Say how a level is reached."""
    return by_language(level.reached_by, level.reached_by_en)


def particulars(case: Case, open_fields: dict[str, str]) -> list[tuple[str, str]]:
    """What is known of the person: in full where it was asked for, else masked."""
    told = [(n, open_fields.get(n) or case.masked.get(n, "")) for n in PARTICULARS]
    return [(label(name).title, text) for name, text in told if text]


def standing(case: Case, entries: list[Entry]) -> list[tuple[str, Any]]:
    """As what the person speaks, and how to reach them."""
    received = next((entry for entry in entries if entry.verb == "receive"), None)
    facts = received.facts if received else {}
    care = received and typed(received, "vulnerable")
    relation, record = str(facts.get("relation", "")), case.record
    preferred = record.get("preferred_channel", "")
    told: list[tuple[str, Any]] = [
        (_("身份"), label(f"relation:{relation}").title if relation else _("未说明")),
        (_("希望怎样联系"), label(f"preferred_channel:{preferred}").title if preferred else ""),
        (_("特别关照"), _care(care or record.get("vulnerable"))),
    ]
    if relation in {"agent", "third"}:
        told.append((_("代办"), _("须有授权书和双方证件，核对授权范围和期限。")))
    return told


def _care(told: Any) -> str:
    """Why care is needed, in the words it was told in; records of old hold them in clear."""
    return _("需要，原因已按期限删除") if told is True else mask_text(str(told or ""))


def line_told(case: Case) -> list[tuple[str, Any]]:
    """The line complained about and its holder, masked; nothing if we do not know the account."""
    if not case.account_index:
        return []
    lines = Subscription.objects.select_related("customer")
    line = lines.filter(account_index=bytes(case.account_index)).first()
    if line is None:
        return [(_("线路"), _("这个账号不在线路资料中。"))]
    holder = holder_of(line.customer)
    return [
        (
            _("机主"),
            _("%(name)s（单位）") % {"name": mask_name(holder.name)}
            if line.customer.company
            else mask_name(holder.name),
        ),
        (_("产品"), str(line)),
        (_("开通"), f"{line.installed_on:%Y-%m-%d}"),
        (_("城乡"), _("农村") if line.rural else _("城镇")),
    ]
