"""Works out the examples that every pack carries and says where they come out otherwise."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from jiesu.kit.text import shortened
from jiesu.rules.clocks.derive import derive
from jiesu.rules.clocks.promise import Fact, Promise
from jiesu.rules.policies.pack import Example, Pack
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.shanghai import SHANGHAI, end_of, said

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d)")
NONE = "none"


@dataclass(frozen=True, slots=True)
class Deviation:
    """An example that comes out otherwise than written."""

    pack: str
    says: str
    clock: str
    wanted: str
    got: str

    def __str__(self) -> str:
        return f"{self.pack}“{self.says}”：{self.clock} 应为 {self.wanted}，算得 {self.got}。"


@dataclass(frozen=True, slots=True)
class Unworkable:
    """An example that cannot be worked out: something in it is missing, or no moment."""

    pack: str
    says: str
    why: str

    def __str__(self) -> str:
        return f"{self.pack}“{self.says}”：算不出来（{self.why}）。"


def try_examples(pack: Pack, calendar: Calendar) -> tuple[Deviation | Unworkable, ...]:
    """Every fault of ``pack``'s own examples; empty if all come out as written."""
    return tuple(fault for example in pack.examples for fault in _tried(pack, example, calendar))


def example_facts(example: Example) -> tuple[Fact, ...]:
    """The example's ledger; moments in Shanghai become ISO moments."""
    return tuple(_fact(seq, row) for seq, row in enumerate(example.facts, 1))


def read_moment(text: str) -> datetime:
    """Read ``2026-09-21 24:00`` as Shanghai time. Raises ValueError for anything else."""
    try:
        return _moment(text)
    except ValueError:
        said_so = f"看不懂时刻“{shortened(text)}”；请写成 2026-09-21 24:00。"
        raise ValueError(said_so) from None


def _moment(text: str) -> datetime:
    found = MOMENT.fullmatch(text)
    if not found:
        raise ValueError(text)
    on = date.fromisoformat(found[1])
    if found[2] == "24:00":
        return end_of(on)
    return datetime.combine(on, time.fromisoformat(found[2]), SHANGHAI)


def _tried(
    pack: Pack, example: Example, calendar: Calendar
) -> tuple[Deviation, ...] | tuple[Unworkable]:
    try:
        return tuple(_try(pack, example, calendar))
    except KeyError as missing:
        why = f"缺少 {missing.args[0]}"
    except (ValueError, OverflowError) as fault:
        why = str(fault).rstrip("。")
    return (Unworkable(pack.code, example.says, why),)


def _try(pack: Pack, example: Example, calendar: Calendar) -> Iterator[Deviation]:
    promises = derive(example_facts(example), pack.rules, example.traits, calendar)
    for clock, wanted in example.due.items():
        got = _latest(promises, clock)
        if (got.due_at if got else None) != (None if wanted == NONE else read_moment(wanted)):
            found = said(got.due_at, year=True) if got else NONE
            yield Deviation(pack.code, example.says, clock, wanted, found)


def _latest(promises: tuple[Promise, ...], clock: str) -> Promise | None:
    return next((one for one in reversed(promises) if one.clock == clock), None)


def _fact(seq: int, row: Mapping[str, Any]) -> Fact:
    facts = {name: _plain(value) for name, value in row.items() if name not in {"verb", "at"}}
    return Fact(seq, str(row["verb"]), read_moment(str(row["at"])), facts)


def _plain(value: Any) -> Any:
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return read_moment(value).isoformat()
    return value
