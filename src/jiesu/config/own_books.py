"""An operator's own books beside the packs, checked before they are in force."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec

from jiesu.rules.escalation import load_ladder
from jiesu.rules.escalation.checking import faults_of
from jiesu.rules.outages.book import load_signs
from jiesu.rules.priority.book import load_priorities
from jiesu.rules.repeats.book import load_repeats
from jiesu.rules.routing.book import load_routing
from jiesu.rules.taxonomy.taxonomy import load_taxonomy


class Checked(NamedTuple):
    """One book of the operator: its file, how much is in it, and what is wrong."""

    file: str
    rules: int
    examples: int
    faults: list[str]


def check_books(own: Path) -> list[Checked]:
    """Check every book that lies in the operator's folder."""
    return [_checked(name, check, own) for name, check in BOOKS.items() if (own / name).is_file()]


def _checked(name: str, check: Callable[[str, Path], Checked], own: Path) -> Checked:
    try:
        return check(name, own)
    except RecursionError:
        return Checked(name, 0, 0, ["括号嵌套过深，读不下去"])
    except (msgspec.DecodeError, ValueError, LookupError) as fault:
        return Checked(name, 0, 0, [str(fault)])


def _ladder(name: str, own: Path) -> Checked:
    ladder = load_ladder(own)
    return Checked(name, len(ladder.rule), len(ladder.example), faults_of(ladder))


def _readable(load: Callable[[Path | None], object]) -> Callable[[str, Path], Checked]:
    def check(name: str, own: Path) -> Checked:
        load(own)
        return Checked(name, 0, 0, [])

    return check


BOOKS: dict[str, Callable[[str, Path], Checked]] = {
    "escalation.toml": _ladder,
    "priority.toml": _readable(load_priorities),
    "repeats.toml": _readable(load_repeats),
    "outages.toml": _readable(load_signs),
    "routing.toml": _readable(load_routing),
    "categories.tsv": _readable(load_taxonomy),
}
"""Files that shadow ours, apart from the packs."""
