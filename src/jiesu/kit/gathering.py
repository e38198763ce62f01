"""Calls that come at the same time are done as one, for what costs less together than apart."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from jiesu.kit.hands import HANDS, Hands

Asked = TypeVar("Asked")
Given = TypeVar("Given")


@dataclass(slots=True, eq=False)
class _Call(Generic[Asked, Given]):
    """One call, and what became of it: done, refused, or only tried together with others."""

    asked: Asked
    woken: threading.Event = field(default_factory=threading.Event)
    """Set once it was tried, or once it is its turn to do those who wait."""
    tried: bool = False
    done: list[Given] = field(default_factory=list)
    """What it was given, once it is done."""
    error: Exception | None = None


class Gathering(Generic[Asked, Given]):
    """Whoever comes first does what was asked; whoever comes meanwhile waits, and is done at once.

    Nobody waits for company: a call that comes alone is done alone, at once. ``together`` does
    several, all or none, and returns what it gives in their order; if it fails for several, each is
    done alone, so that each hears its own error and no other's. Who is done goes at once; of those
    who came meanwhile the one who waits longest is next to do them.
    """

    def __init__(
        self,
        together: Callable[[Sequence[Asked]], Sequence[Given]],
        *,
        most: int,
        hands: Hands = HANDS,
    ) -> None:
        self._together, self._most, self._hands = together, most, hands
        self._waiting: deque[_Call[Asked, Given]] = deque()
        self._busy, self._book = False, threading.Lock()

    def __len__(self) -> int:
        """How many calls wait for their turn."""
        return len(self._waiting)

    def do(self, asked: Asked) -> Given:
        """Do ``asked``, perhaps with others, in this thread or in that of another.

        Raises:
            Exception: what ``together`` raises for this one alone.
        """
        call: _Call[Asked, Given] = _Call(asked)
        if not self._is_first(call):
            with self._hands.rested():
                call.woken.wait()
        if not call.tried:
            self._do_those(self._next())
        if call.error:
            raise call.error
        return (call.done or self._together([asked]))[0]

    def _is_first(self, call: _Call[Asked, Given]) -> bool:
        """Whether nobody is at it, so that it is this call's turn."""
        with self._book:
            self._waiting.append(call)
            first, self._busy = not self._busy, True
        return first

    def _next(self) -> list[_Call[Asked, Given]]:
        """Those who wait longest, whoever has the turn among them."""
        with self._book:
            return [self._waiting.popleft() for _ in range(min(self._most, len(self)))]

    def _do_those(self, calls: Sequence[_Call[Asked, Given]]) -> None:
        try:
            given = self._together([call.asked for call in calls])
            for call, one in zip(calls, given, strict=True):
                call.done.append(one)
        except Exception as error:  # noqa: BLE001 - raised again to whom it concerns
            if len(calls) == 1:
                calls[0].error = error
        finally:
            self._pass_on()
            for call in calls:
                call.tried = True
                call.woken.set()

    def _pass_on(self) -> None:
        """Give the turn to whoever waits longest, if anybody does."""
        with self._book:
            self._busy = bool(self._waiting)
            if self._busy:
                self._waiting[0].woken.set()
