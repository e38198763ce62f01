"""Tells a ledger entry to a person: what was done, when, by whom, with which facts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jiesu.cases.entries import secret_of
from jiesu.cases.flow import steps_of
from jiesu.cases.masking import PROSE, SECRETS_TELLING_SCORES
from jiesu.cases.models import Entry
from jiesu.cases.reasons import reason_told
from jiesu.cases.titles import state_title, verb_title
from jiesu.console.choices import chosen_title
from jiesu.console.kinds import kind_of
from jiesu.console.labels import label, labelled
from jiesu.console.naming import HANDED_ON, PEOPLE, Names
from jiesu.console.sentences import sentence
from jiesu.console.tongue import (
    category_title,
    clock_title,
    evidence_title,
    order_type_title,
    reason_title,
    remedy_title,
)
from jiesu.rules.reason import read_all_back
from jiesu.ui.joining import listed, told_together

_TONES = {"breach": "error", "escalate": "warn", "decline": "warn", "object": "warn"}
_ENDS = {"CLOSED": "ok", "RESOLVED": "ok", "ACCEPTED": "accent", "EXECUTING": "accent"}
_UNTOLD = frozenset({"particulars", "description", "desired_outcome"})
"""Sealed particulars are shown only by the verb ``reveal``; the rest heads the page."""
_FOR_MACHINES = frozenset(
    {
        "anchor",
        "pack",
        "layer",
        "packs",
        "message",
        "happened_at",
        "receipt",
        "report_news.entry",
        "report_result.after",
        "report_result.entry",
        "lapse.request",
        "order_create.kind",
        "outage_over.restored",
        "outage_over.before",
        "outage_over.after_end",
    }
)
"""Facts that clocks and checks read; a sentence may use them, a list does not show them."""
_A_NO_COUNTS = frozenset({"contact", "try_call"})
"""Verbs of which a "no" is worth telling."""
_YES_OR_NO = {
    "reached", "within_limit", "answers_question", "on_time", "passed", "effective", "closed",
    "owed_again",
}  # fmt: skip
"""Facts that choose between two sentences."""
_LATER = timedelta(minutes=1)
"""What was written down later than this is told with both its times."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline."""

    seq: int
    title: str
    at: datetime
    who: str
    tone: str
    reached: str
    """The state it led to, in words."""
    proceeding: str
    facts: list[tuple[str, Any]]
    said: list[tuple[str, str]]
    """Free text, with what it is called."""
    sentence: str = ""
    role: str = ""
    kind: str = ""
    clause: str = ""
    """The step of the procedure it follows (§11.2 and beside)."""
    happened: datetime | None = None
    """When it happened, where that was earlier than it was written down."""
    proof: str = ""
    """Hash of the entry: what the chain proves (S70)."""


def tell(
    entry: Entry, names: Names, *, cover: Callable[[str], str], scores: bool = False
) -> Moment:
    """Tell one entry, its free texts as ``cover`` lets them be read.

    Without ``scores`` nothing is told of what the customer scored (§7).
    """
    untold = _UNTOLD if scores else _UNTOLD | SECRETS_TELLING_SCORES
    sentence_told, used = _sentence(entry, names)
    return Moment(
        seq=entry.seq,
        title=verb_title(entry.verb),
        at=entry.at,
        who=_who(entry, names),
        tone=_TONES.get(entry.verb) or _ENDS.get(entry.to_state, ""),
        reached=state_title(entry.to_state, entry.machine) if entry.to_state else "",
        proceeding=entry.proceeding,
        facts=[
            (title, cover(value) if name in PROSE and isinstance(value, str) else value)
            for name, title, value in _facts(entry, names)
            if name not in used
        ],
        said=[(title, cover(text)) for title, text in _texts(entry, names, untold)],
        sentence=cover(sentence_told),
        role=names.role_for(entry.by_staff_id, entry.verb) if entry.by_staff_id else "",
        kind=kind_of(entry.verb),
        clause=_clause(entry),
        happened=_happened(entry),
        proof=bytes(entry.hash).hex(),
    )


def _sentence(entry: Entry, names: Names) -> tuple[str, set[str]]:
    verb = entry.verb
    told = {
        name: spoken(value_told(name, value, verb, names))
        for name, value in entry.facts.items()
        if value or (value == 0 and not isinstance(value, bool))
    }
    holding = frozenset(name for name, value in entry.facts.items() if value is True)
    said, used = sentence(verb, told, holding)
    return said, used | (_YES_OR_NO if said else set())


def spoken(value: Any) -> str:
    """Say a value inside a sentence: a moment as day and time, a midnight as 24:00."""
    if not isinstance(value, datetime):
        return str(value)
    local = timezone.localtime(value)
    if (local.hour, local.minute) == (0, 0):
        return f"{local - timedelta(days=1):%m-%d} 24:00"
    return f"{local:%m-%d %H:%M}"


def _who(entry: Entry, names: Names) -> str:
    if entry.by_staff_id:
        told = names.staff.get(entry.by_staff_id, "")
    else:
        told = _("用户") if entry.by_kind == "customer" else _("系统")
    if second := entry.facts.get("approved_by"):
        told += _("（%(name)s 批准）") % {"name": second}
    return told


def _clause(entry: Entry) -> str:
    """The step's clause: of several rows the one that leads where the entry led."""
    rows = steps_of(entry.verb)
    fitting = [row for row in rows if (entry.to_state in row.targets) == bool(entry.to_state)]
    return next((row.clause for row in fitting or rows), "")


def _happened(entry: Entry) -> datetime | None:
    told = entry.facts.get("happened_at")
    at = _moment(told) if isinstance(told, str) else None
    return at if at and entry.at - at > _LATER else None


def _facts(entry: Entry, names: Names) -> Iterator[tuple[str, str, Any]]:
    for name, value in entry.facts.items():
        if {name, f"{entry.verb}.{name}"} & _FOR_MACHINES:
            continue
        if value is False and entry.verb not in _A_NO_COUNTS:
            continue
        if value is True and name in PROSE:  # it is told below, in the words that are sealed
            continue
        if labelled(name, entry.verb) and value not in ("", None, [], {}):
            yield name, label(name, entry.verb).title, value_told(name, value, entry.verb, names)


def value_told(name: str, value: Any, verb: str, names: Names) -> Any:
    """Say one value as people read it."""
    match value:
        case bool():
            return _("是") if value else _("否")
        case int():
            return _number_told(name, value, verb, names)
        case list():
            return _list_told(name, value, verb, names)
        case dict():
            named = ((f"{name}.{k}", k, v) for k, v in value.items() if v)
            return "，".join(
                f"{label(path, verb).title} {value_told(k, v, verb, names)}"
                for path, k, v in named
                if labelled(path, verb)
            )
        case str():
            return _text_told(name, value, verb, names)
        case _:
            return value


def _list_told(name: str, value: list[Any], verb: str, names: Names) -> str:
    if name == "because":
        return told_together(map(reason_told, read_all_back(value)))
    return listed(value_told(name, one, verb, names) for one in value)


def _number_told(name: str, value: int, verb: str, names: Names) -> Any:
    if name.endswith("_fen"):
        return f"{value / 100:.2f}"
    if name in PEOPLE or (name == "before" and verb in HANDED_ON):
        return names.staff.get(value, value)
    return f"#{value}" if name == "payment" else value


_TELLERS: Mapping[str, Callable[[str], str]] = {
    "category": category_title,
    "suggested": category_title,
    "classify.before": category_title,
    "add_evidence.kind": evidence_title,
    "order_type": order_type_title,
    "clock": clock_title,
    "purpose": reason_title,
    "code": remedy_title,
    "verb": verb_title,
    "because": reason_told,
    "from": state_title,
    "to": state_title,
}


def _text_told(name: str, value: str, verb: str, names: Names) -> Any:
    if labelled(f"{name}:{value}", verb):
        return label(f"{name}:{value}", verb).title
    if name == "unit":
        return names.codes.get(value, value)
    if teller := _TELLERS.get(f"{verb}.{name}") or _TELLERS.get(name):
        return teller(value)
    if told := chosen_title(name, value, verb):
        return told
    return (_moment(value) or value) if len(value) > len("2026-01-01T00:00") else value


def _moment(value: str) -> datetime | None:
    try:
        return parse_datetime(value)
    except ValueError:
        return None


def _texts(entry: Entry, names: Names, untold: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Give what the entry keeps sealed; a request tells the words of the verb asked for."""
    secret, verb = secret_of(entry) or {}, entry.verb
    if verb == "request":
        asked, verb = secret.get("words", {}), str(entry.facts.get("verb", ""))
        secret = {**asked, "why": secret["why"]} if "why" in secret else asked
    for name, value in secret.items():
        if name not in untold and value not in ("", None, [], {}):
            yield label(name, verb).title, str(value_told(name, value, verb, names))
