"""No verb, state, role, clock or channel without its word in the glossary (rules 1 and 8)."""

import re

from house.source import TOP
from jiesu.cases.flow import steps_of, verbs
from jiesu.cases.titles import STATES, VERBS
from jiesu.people.permissions import book
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.taxonomy.taxonomy import load_taxonomy

ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def rows(heading: str) -> dict[str, str]:
    """Code and Chinese word of every line under the headings that begin so."""
    text = (TOP / "docs" / "glossary.md").read_text(encoding="utf-8")
    parts = [part for part in text.split("\n## ") if part.startswith(heading)]
    return {code: zh for part in parts for code, zh, _, _ in ROW.findall(part)}


def test_every_verb_has_its_word() -> None:
    assert rows("Verbs") == {name: str(VERBS[name]) for name in verbs()}


def test_every_state_has_its_word() -> None:
    assert rows("States") == {code: str(zh) for code, zh in STATES.items()}
    used = {s for name in verbs() for row in steps_of(name) for s in (*row.sources, *row.targets)}
    assert used - STATES.keys() == set()


def test_every_role_has_its_word() -> None:
    roles = {code: role.zh for code, role in book().roles.items()}
    assert rows("Roles") == {**roles, "SYS": "系统"}


def test_every_clock_has_its_word() -> None:
    assert rows("Clocks") == {code: kind.zh for code, kind in catalogue().items()}


def test_every_channel_has_its_word() -> None:
    assert rows("Channels") == {one.code: one.zh for one in load_taxonomy().codes("channels")}
