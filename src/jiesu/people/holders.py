"""Who holds a role nearest to where the work lies: asked once for many places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.people.models import Grant

MOST = 20
"""Holders of one role at one unit who are named; where there are more they read their board."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of some roles over some places, by role and the path they hold it over."""

    found: Mapping[tuple[str, str], Sequence[int]]

    def nearest(self, role: str, place: str) -> Sequence[int]:
        """Those who hold ``role`` over ``place``, from the nearest unit that has any."""
        held = (self.found.get((role, path), ()) for path in reversed(_above(place)))
        return next((those for those in held if those), ())[:MOST]


def holders(roles: Iterable[str], places: Iterable[str]) -> Holders:
    """Look up who holds ``roles`` over ``places`` or over a unit above them: one query."""
    paths = {path for place in places for path in _above(place)}
    held = Grant.objects.filter(
        role__in=set(roles), organisation__path__in=paths, revoked_at=None, staff__left_at=None
    )
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    told = held.order_by("staff_id").values_list("role", "organisation__path", "staff_id")
    for role, path, staff in told:
        found[role, path].append(staff)
    return Holders(found)


def _above(place: str) -> list[str]:
    """The paths from the root down to ``place``: ``/1/4/`` gives ``/1/``, ``/1/4/``."""
    parts = place.strip("/").split("/")
    return [f"/{'/'.join(parts[:n])}/" for n in range(1, len(parts) + 1)]
