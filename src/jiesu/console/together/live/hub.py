"""All open streams of one process, found by the case they show and by the person they belong to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeVar

from jiesu.console.together.live.stream import Stream

Key = TypeVar("Key")
MOST = 5000
"""Streams of one process: each costs some 30 kB (docs/decisions/0080)."""
MOST_OF_ONE = 12
"""Streams of one person: windows that are really visible at the same time."""


class Full(Exception):  # noqa: N818 - not a failure: come again later
    """No further stream is taken just now."""


class Hub:
    """Nothing here is anybody's only copy: a stream that comes again asks the database."""

    def __init__(self, most: int = MOST, most_of_one: int = MOST_OF_ONE) -> None:
        self._most, self._most_of_one = most, most_of_one
        self.streams: set[Stream] = set()
        self._by_case: dict[str, set[Stream]] = defaultdict(set)
        self._by_person: dict[int, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        """Take the stream in.

        Raises:
            Full: the process, or the person, has as many as it may have.
        """
        mine = self._by_person.get(stream.actor.staff_id or 0, set())
        if len(self.streams) >= self._most or len(mine) >= self._most_of_one:
            raise Full
        self.streams.add(stream)
        self._by_person[stream.actor.staff_id or 0].add(stream)
        for number in stream.asked.known:
            self._by_case[number].add(stream)

    def remove(self, stream: Stream) -> None:
        """Let the stream go."""
        self.streams.discard(stream)
        _drop(self._by_person, stream.actor.staff_id or 0, stream)
        for number in stream.asked.known:
            _drop(self._by_case, number, stream)

    def showing(self, number: str) -> list[Stream]:
        """Streams whose screen shows the case."""
        return list(self._by_case.get(number, ()))

    def of(self, staff_id: int) -> list[Stream]:
        """Streams of one person."""
        return list(self._by_person.get(staff_id, ()))

    def looks(self) -> set[tuple[str, int]]:
        """Who looks at which case: number and person."""
        return {(s.asked.at, s.actor.staff_id or 0) for s in self.streams if s.asked.at}

    def queues(self) -> list[Stream]:
        """Streams whose screen shows a queue."""
        return [stream for stream in self.streams if stream.asked.queue]

    def end_all(self) -> None:
        """Have everybody come again: what was told meanwhile we may not have heard."""
        end(self.streams)


def end(streams: Iterable[Stream]) -> None:
    """Have these streams come again."""
    for stream in streams:
        stream.end()


def _drop(index: dict[Key, set[Stream]], key: Key, stream: Stream) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(stream)
        if not found:
            del index[key]
