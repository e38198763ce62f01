"""Plain tables that say when a rule applies: field, and the values that satisfy it.

A value is a word, a prefix such as ``N-*``, a list of these, ``true`` (something is told) or
``false`` (nothing is). All fields must be satisfied. There is no expression language
(docs/decisions: plain tables in packs).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Wanted = bool | int | str | list[int | str]


@dataclass(frozen=True, slots=True)
class Condition:
    """One field and what it must be."""

    field: str
    told: bool | None
    words: frozenset[str]
    prefixes: tuple[str, ...]

    def holds(self, value: Any) -> bool:
        """Whether ``value`` satisfies the condition; None and blank are nothing."""
        if self.told is not None:
            return bool(value) is self.told
        word = str(value)
        return word in self.words or (bool(self.prefixes) and word.startswith(self.prefixes))

    def __str__(self) -> str:
        if self.told is not None:
            return f"{self.field} {'有' if self.told else '无'}"
        return f"{self.field}={'|'.join([*sorted(self.words), *(f'{p}*' for p in self.prefixes)])}"


Match = tuple[Condition, ...]


def read_match(table: Mapping[str, Wanted]) -> Match:
    """Compile a table; ValueError (in Chinese) names a value that cannot be meant."""
    return tuple(_condition(field, wanted) for field, wanted in table.items())


def holds(match: Match, ask: Callable[[str], Any]) -> bool:
    """Whether every condition is satisfied by what ``ask(field)`` answers."""
    for condition in match:  # noqa: SIM110 - asked 30 times for each new case: no generator
        if not condition.holds(ask(condition.field)):
            return False
    return True


def _condition(field: str, wanted: Wanted) -> Condition:
    if isinstance(wanted, bool):
        return Condition(field, wanted, frozenset(), ())
    values = [str(value) for value in (wanted if isinstance(wanted, list) else [wanted])]
    if not values or not all(values):
        raise ValueError(f"条件 {field} 的取值是空的；要表示“未填写”请写 false。")
    if any("*" in value[:-1] for value in values):
        raise ValueError(f"条件 {field} 的“*”只能放在末尾，表示前缀，如 N-*。")
    return Condition(
        field,
        None,
        frozenset(value for value in values if not value.endswith("*")),
        tuple(value[:-1] for value in values if value.endswith("*")),
    )
