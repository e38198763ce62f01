"""What a list of cases is narrowed by: told in an address, or kept as a view.

Conditions are data. They can only narrow: what somebody sees is said by ``visible_to`` alone.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

import msgspec
from django.http import QueryDict
from msgspec import Meta

from jiesu.cases.book import taxonomy
from jiesu.cases.flow import OPEN, STATES

Whose = Literal["mine", "unit", "free", "all"]
Level = Literal["P1", "P2", "P3", "P4"]
Flag = Literal[
    "external", "repeat", "pressed", "escalated", "paused", "written", "vulnerable", "outage"
]
WHOSE: tuple[str, ...] = get_args(Whose)
LEVELS: tuple[str, ...] = get_args(Level)
FLAGS: tuple[str, ...] = get_args(Flag)
ENDED = "ended"
"""Instead of a state: all that have ended."""
MOST_HOURS = 24 * 60
MOST_DAYS = 3650
MOST_TEXT = 60
_Short = Annotated[str, Meta(max_length=24)]


class Conditions(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One look at the cases. What is empty narrows nothing."""

    whose: Whose = "all"
    state: tuple[_Short, ...] = ()
    """States; ``ENDED`` alone for all that have ended."""
    category: Annotated[str, Meta(max_length=8)] = ""
    """A code or the beginning of one."""
    priority: tuple[Level, ...] = ()
    owner: int = 0
    """Identity of the member of staff who answers for the case."""
    unit: _Short = ""
    """Code of a unit; what lies below it counts too."""
    channel: tuple[_Short, ...] = ()
    overdue: bool = False
    today: bool = False
    """The next deadline falls before midnight in Shanghai, and has not fallen."""
    within: Annotated[int, Meta(ge=0, le=MOST_HOURS)] = 0
    """The next deadline falls within so many hours (or has fallen)."""
    older: Annotated[int, Meta(ge=0, le=MOST_DAYS)] = 0
    """Received at least so many days ago."""
    flag: tuple[Flag, ...] = ()
    """All of these hold."""
    text: Annotated[str, Meta(max_length=MOST_TEXT)] = ""
    """Words that the complaint holds."""

    @property
    def ended(self) -> bool:
        """Whether it looks at cases that have ended; one list never mixes both."""
        return bool(self.state) and not any(state in OPEN for state in self.state)

    @property
    def query(self) -> str:
        """The look as an address holds it, but for the words (``asked.address_of`` tells them)."""
        return urlencode(self.pairs)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values as an address repeats them; the words asked for stand in none (§18)."""
        return [(name, one) for name, one in _told(self) if one not in {"", "0"} and name != "text"]


def read_conditions(asked: QueryDict, usual: Whose = "all") -> Conditions:
    """Read the look from an address or a form; nonsense narrows nothing."""
    whose = asked.get("whose", "")
    return Conditions(
        whose=whose if whose in WHOSE else usual,  # type: ignore[arg-type] # one of the literals
        state=tuple(s for s in asked.getlist("state") if s in STATES | {ENDED}),
        category=_category(asked.get("category", "")),
        priority=tuple(p for p in asked.getlist("priority") if p in LEVELS),  # type: ignore[misc] # literals
        owner=_number(asked.get("owner", ""), 2**63 - 1),
        unit=asked.get("unit", "")[:24],
        channel=tuple(c for c in asked.getlist("channel") if c in _channels()),
        overdue=asked.get("overdue") == "true",
        today=asked.get("today") == "true",
        within=_number(asked.get("within", ""), MOST_HOURS),
        older=_number(asked.get("older", ""), MOST_DAYS),
        flag=tuple(f for f in asked.getlist("flag") if f in FLAGS),  # type: ignore[misc] # literals
        text=" ".join(asked.get("text", "").replace("\x00", "").split())[:MOST_TEXT],
    )


def kept_conditions(told: Mapping[str, Any]) -> Conditions:
    """Read conditions that a view kept.

    Raises:
        msgspec.ValidationError: they are none of ours.
    """
    return msgspec.convert(dict(told), Conditions)


def _told(conditions: Conditions) -> list[tuple[str, str]]:
    """Names and values as an address repeats them."""
    found: list[tuple[str, str]] = []
    for name, value in msgspec.structs.asdict(conditions).items():
        if isinstance(value, tuple):
            found += [(name, one) for one in value]
        elif isinstance(value, bool):
            found += [(name, "true")] if value else []
        else:
            found.append((name, str(value)))
    return found


def _number(told: str, most: int) -> int:
    return int(told) if told.isascii() and told.isdigit() and int(told[:20]) <= most else 0


def _category(told: str) -> str:
    """A code of the book; what nobody knows narrows nothing."""
    return told if told in taxonomy().categories else ""


def _channels() -> frozenset[str]:
    return frozenset(one.code for one in taxonomy().codes("channels"))
