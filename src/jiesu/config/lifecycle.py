"""Reference pages of the life cycle, written from the tables that run it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from jiesu.cases.book import shelf
from jiesu.cases.flow import OPEN, Step, steps_of, verbs
from jiesu.cases.flow import STATES as STATES_OF_CASE
from jiesu.cases.titles import STATES, state_title, verb_title
from jiesu.cases.verbs import Words, verb_named
from jiesu.people.permissions import Cell, Verb, book
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.policies.pack import ClockRule

_MACHINES = ("complaint", "order", "appeal", "rectification", "external")


def pages() -> dict[str, str]:
    """File name and text of each page; the caller says that it is written."""
    return {
        "verbs.md": _verbs(),
        "states.md": _states(),
        "clocks.md": _clocks(),
        "roles.md": _roles(),
    }


def _verbs() -> str:
    head = (
        "Who: roles of `roles.md`; O own cases, D department, A all; ² a second person agrees; "
        "S the system. Words: * must be told; limits are characters or numbers.\n"
    )
    columns = ("verb", "中文", "English", "from → to", "who", "second person", "words", "clause")
    parts = [
        f"## {machine}\n\n{_table(columns, map(_verb, verbs(machine)))}" for machine in _MACHINES
    ]
    return "\n".join(["# Verbs", head, *parts])


def _verb(name: str) -> tuple[str, ...]:
    known, rule = verb_named(name), book().verbs.get(name)
    who = [f"{role} {_cell(cell)}" for role, cell in rule.cells.items()] if rule else []
    if rule and rule.system:
        who.append("S")
    return (
        f"`{name}`",
        verb_title(name),
        name.replace("_", " "),
        "; ".join(map(_way, steps_of(name))),
        ", ".join(who) or "—",
        _seconds(rule) if rule and rule.second else "—",
        _words(known.words) if known else "—",
        steps_of(name)[0].clause,
    )


def _seconds(rule: Verb) -> str:
    legal = [f"{role} (CP7)" for role in sorted(rule.legal)]
    return " ".join([*sorted(rule.second), *legal])


def _cell(cell: Cell) -> str:
    return (cell.reach or "") + ("²" if "second" in cell.how else "")


def _way(step: Step) -> str:
    return f"{_sources(step)} → {' or '.join(step.targets) or 'stays'}"


def _sources(step: Step) -> str:
    """The states it starts from, with one word for many."""
    for word, many in (("any state", STATES_OF_CASE), ("any open state", OPEN)):
        if step.machine == "complaint" and many <= step.sources:
            return " ".join([word, *sorted(step.sources - many)])
    return " ".join(sorted(step.sources)) or "nothing"


def _words(words: type[Words]) -> str:
    schema = msgspec.json.schema(words)
    own: Mapping[str, Any] = schema["$defs"][words.__name__]
    must = set(own.get("required", ()))
    told = [
        f"{name}{'*' if name in must else ''}{_limits(schema, field)}"
        for name, field in own.get("properties", {}).items()
    ]
    return ", ".join(told) or "none"


def _limits(schema: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    """The bounds of one field as people read them; empty if there are none."""
    if enum := field.get("enum"):
        return f" ({' · '.join(str(one) or '-' for one in enum)})"
    if ref := field.get("$ref"):
        return _limits(schema, schema["$defs"][ref.rpartition("/")[2]])
    for least, most in (("minLength", "maxLength"), ("minItems", "maxItems")):
        if most in field:
            return f" ({field.get(least, 0)}–{field[most]})"
    bounds = [f"{sign} {field[key]}" for key, sign in _BOUNDS.items() if key in field]
    return f" ({', '.join(bounds)})" if bounds else ""


_BOUNDS = {"minimum": "≥", "maximum": "≤"}


def _states() -> str:
    """Every state of every machine, with the verbs that lead there and away."""
    parts = []
    for machine in _MACHINES:
        steps = [step for name in verbs(machine) for step in steps_of(name)]
        codes = [code for code in STATES if code in _reached(steps)]
        rows = [_state(code, machine, steps) for code in codes]
        columns = ("state", "中文", "reached by", "left by")
        parts.append(f"## {machine}\n\n{_table(columns, rows)}")
    return "\n".join(["# States", "", *parts])


def _reached(steps: Iterable[Step]) -> set[str]:
    return {state for step in steps for state in (*step.sources, *step.targets)}


def _state(code: str, machine: str, steps: list[Step]) -> tuple[str, ...]:
    reached = dict.fromkeys(step.verb for step in steps if code in step.targets)
    left = dict.fromkeys(step.verb for step in steps if code in step.sources and step.targets)
    return (
        f"`{code}`",
        state_title(code, machine),
        " ".join(reached) or "—",
        " ".join(left) or "—",
    )


def _clocks() -> str:
    rules: dict[str, list[ClockRule]] = {code: [] for code in catalogue()}
    for pack in shelf().packs.values():
        for rule in pack.rules:
            rules[rule.clock].append(rule)
    rows = [
        (
            f"`{code}`",
            kind.zh,
            kind.en,
            kind.from_to,
            "; ".join(map(_rule, rules[code])) or "—",
            kind.clause,
        )
        for code, kind in catalogue().items()
    ]
    columns = ("clock", "中文", "English", "from → to", "packs", "clause")
    return "\n".join(["# Clocks", "", _table(columns, rows)])


def _rule(rule: ClockRule) -> str:
    amount = rule.amount.spoken if rule.amount else "as printed"
    return f"{rule.pack} {amount} ({rule.layer.value})"


def _roles() -> str:
    rows = [
        (
            f"`{code}`",
            role.zh,
            role.en,
            ", ".join(sorted(role.own)) or "—",
            " ".join(name for name, verb in book().verbs.items() if code in verb.cells),
        )
        for code, role in book().roles.items()
    ]
    columns = ("role", "中文", "English", "a case is theirs as", "verbs")
    return "\n".join(["# Roles", "", _table(columns, rows)])


def _table(columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    head = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    told = [f"| {' | '.join(one.replace('|', '/') for one in row)} |" for row in rows]
    return "\n".join([*head, *told, ""])
