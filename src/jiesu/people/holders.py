"""Who holds a role nearest to where the work lies: asked once for many places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.people.models import Grant

MOST = 20
"""Holders of one role at one unit who are named; where there are more they read their board."""
_WIDTH = {"crew": 0, "department": 1, "area": 1, "city": 2, "province": 3, "company": 3, "group": 4}
"""Kinds of units, and of scopes of the ladder (§11.5), by how much they take in."""


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of some roles over some places, by role and the path they hold it over."""

    found: Mapping[tuple[str, str], Sequence[int]]
    kinds: Mapping[str, str]
    """Kind of the unit at each of these paths."""

    def nearest(self, role: str, place: str) -> Sequence[int]:
        """Those who hold ``role`` over ``place``, from the nearest unit that has any."""
        held = (self.found.get((role, path), ()) for path in reversed(_above(place)))
        return next((those for those in held if those), ())[:MOST]

    def from_as_wide_as(self, scope: str, role: str, place: str) -> list[Sequence[int]]:
        """Those who hold ``role`` over ``place`` and a unit as wide as ``scope``, nearest first.

        After them those who hold it over less, the widest first: better they than nobody.
        """
        held = [path for path in _above(place) if (role, path) in self.found]
        wide = [path for path in held if _WIDTH.get(self.kinds[path], 0) >= _WIDTH[scope]]
        paths = [*reversed(wide), *(path for path in held if path not in wide)]
        return [self.found[role, path][:MOST] for path in paths]


def holders(roles: Iterable[str], places: Iterable[str]) -> Holders:
    """Look up who holds ``roles`` over ``places`` or over a unit above them: one query."""
    paths = {path for place in places for path in _above(place)}
    held = Grant.objects.filter(
        role__in=set(roles), organisation__path__in=paths, revoked_at=None, staff__left_at=None
    )
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    kinds: dict[str, str] = {}
    where = ("organisation__path", "organisation__kind")
    for role, path, kind, staff in held.order_by("staff_id").values_list(
        "role", *where, "staff_id"
    ):
        found[role, path].append(staff)
        kinds[path] = kind
    return Holders(found, kinds)


def _above(place: str) -> list[str]:
    """The paths from the root down to ``place``: ``/1/4/`` gives ``/1/``, ``/1/4/``."""
    parts = place.strip("/").split("/")
    return [f"/{'/'.join(parts[:n])}/" for n in range(1, len(parts) + 1)]
