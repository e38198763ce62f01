"""Owners free at one place, in order: the next is found without looking through all (§11.4)."""

from collections.abc import Mapping
from heapq import heapify, heappop, heapreplace
from typing import Protocol

from jiesu.rules.reason import why
from jiesu.rules.routing.picking import (
    Candidate,
    NobodyFitsError,
    Picked,
    below_cap,
    chosen,
    order_of,
)

_Order = tuple[int, tuple[bool, int, int]]


class Standing(Protocol):
    """Somebody whose load grows while others are picked."""

    @property
    def candidate(self) -> Candidate:
        """As the rules know that person now."""


class Standby:
    """Picks whom ``pick_owner`` picks of the same people, as long as loads only grow."""

    def __init__(self, standing: Mapping[int, Standing], cap: int) -> None:
        self._standing = standing
        self._cap = cap
        self._queues: dict[tuple[str | None, bool], list[_Order]] = {}

    def pick(self, skill: str, known_owner: int | None = None) -> Picked:
        """Pick the owner of a case that needs ``skill``; ``known_owner`` had the user's before.

        Raises:
            NobodyFitsError: nobody on duty is there.
        """
        known = self._standing.get(known_owner) if known_owner is not None else None
        if known and known.candidate.on_duty and below_cap(known.candidate, self._cap):
            return Picked(known.candidate.staff_id, (why("owned_before"),))
        for room in (True, False):
            skilled = self._next(skill, room=room)
            if best := skilled or self._next(None, room=room):
                return chosen(best, skilled=bool(skilled), full_at=None if room else self._cap)
        raise NobodyFitsError

    def _next(self, skill: str | None, *, room: bool) -> Candidate | None:
        """Who comes first of those who have ``skill`` (and ``room``); grown loads are put back."""
        queue = self._queue(skill, room=room)
        while queue:
            load, (_, _, staff_id) = queue[0]
            one = self._standing[staff_id].candidate
            if room and not below_cap(one, self._cap):
                heappop(queue)
            elif one.load == load:
                return one
            else:
                heapreplace(queue, order_of(one))
        return None

    def _queue(self, skill: str | None, *, room: bool) -> list[_Order]:
        queue = self._queues.get((skill, room))
        if queue is None:
            told = [one.candidate for one in self._standing.values()]
            fit = (one for one in told if one.on_duty and (skill is None or skill in one.skills))
            queue = self._queues[skill, room] = [order_of(one) for one in fit]
            heapify(queue)
        return queue
