"""Ledgers that clocks cannot tell apart promise the same: new ones that come together often are.

What a ledger tells besides what any rule asks (whose case it is, what was suggested) is left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from jiesu.rules.clocks.book import Book
from jiesu.rules.clocks.promise import Fact

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Heard:
    """A ledger as clocks hear it; equal ones have the same promises under the same rules."""

    told: bytes
    facts: tuple[Fact, ...] = field(compare=False, repr=False)


def heard(facts: Iterable[Fact], book: Book) -> Heard:
    """What ``book`` can ask of the ledger ``facts``; ``derive`` gives for both the same."""
    left = tuple(Fact(one.seq, one.verb, one.at, _left_of(one.facts, book)) for one in facts)
    return Heard(_encode(left), left)


def _left_of(facts: Mapping[str, Any], book: Book) -> dict[str, Any]:
    """What is asked for, and of that which is only asked whether it is told just this."""
    valued, told = book.valued, book.told
    left = {name: value for name, value in facts.items() if name in valued}
    for name in told & facts.keys():
        left[name] = bool(facts[name])
    return left
