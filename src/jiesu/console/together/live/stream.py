"""One open screen: what it shows, and what it is still to be told."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from jiesu.people.actor import Actor

MOST_CASES = 120
"""Cases that one screen may ask about; a queue shows fifty, the tabs a dozen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a screen asks to hear of."""

    known: Mapping[str, int]
    """Number of each case on it → the length of the ledger it shows."""
    at: str = ""
    """The case that is looked at, if it is the page of one."""
    queue: bool = False
    """Whether it shows a queue, into which new cases come."""


@dataclass(eq=False, slots=True)
class Stream:
    """``pending`` is bounded by what was asked for: the same call twice is told once."""

    actor: Actor
    session: str
    asked: Asked
    pending: dict[tuple[str, str], None] = field(default_factory=dict)
    ended: bool = False
    _wake: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, event: str, number: str = "") -> None:
        """Have the screen told; it may be told already."""
        self.pending[event, number] = None
        self._wake.set()

    def end(self) -> None:
        """Have the stream ended, so that the screen comes again and asks anew."""
        self.ended = True
        self._wake.set()

    async def rest(self, seconds: float) -> None:
        """Wait until there is something to tell, at most so long."""
        try:
            await asyncio.wait_for(self._wake.wait(), seconds)
        except TimeoutError:
            return

    def take(self) -> bytes:
        """Give all that is to be told, as server-sent events; a comment if there is nothing."""
        self._wake.clear()
        told, self.pending = list(self.pending), {}
        if not told:
            return b": beat\n\n"
        return "".join(f"event: {event}\ndata: {number}\n\n" for event, number in told).encode()


def read_asked(query: Mapping[str, list[str]]) -> Asked:
    """Read ``case=NUMBER.SEQ`` (repeated), ``at=NUMBER``, ``queue=1``; nonsense is passed over."""
    known = {}
    for told in query.get("case", [])[:MOST_CASES]:
        number, _dot, seq = told.partition(".")
        if number and len(number) <= 24 and seq.isdecimal():  # noqa: PLR2004 - as long as a number can be
            known[number] = int(seq[:9])
    at = query.get("at", [""])[0]
    return Asked(known, at if at in known else "", query.get("queue", [""])[0] == "1")
