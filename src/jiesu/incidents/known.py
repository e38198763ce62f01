"""Which outages are known where a line lies: what intake and the portal ask first (S105, S123)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.incidents.places import sought
from jiesu.kit.statements import fetch

AHEAD = timedelta(hours=24)
"""How long before it begins planned work is told of."""
_FIND = """
    SELECT o.number, o.kind, o.cause, o.since, coalesce(o.eta, o.until),
           hit OR (everywhere AND starts_with(%(path)s, u.path)),
           ARRAY(SELECT jsonb_array_elements_text(o.places)), u.name
      FROM incidents_outage o
      JOIN people_organisation u ON u.id = o.unit_id
      CROSS JOIN LATERAL (SELECT
           EXISTS (SELECT 1 FROM jsonb_array_elements_text(o.sought) AS place
                    WHERE position(place IN %(address)s) > 0) AS hit,
           o.sought = '[]' AS everywhere) AS found
     WHERE o.ended_at IS NULL
       AND (starts_with(%(path)s, u.path) OR starts_with(u.path, %(path)s))
       AND (hit OR everywhere OR %(address)s = '')
       AND (o.kind <> 'work'
            OR (o.since <= %(ahead)s AND coalesce(o.eta, o.until) >= %(now)s))
     ORDER BY 6 DESC, o.since DESC, o.id DESC
"""


@dataclass(frozen=True, slots=True)
class Known:
    """An outage that is, or may be, why a line there does not work."""

    number: str
    kind: str
    """``fault`` or ``work``."""
    cause: str
    since: datetime
    back_at: datetime | None
    """When service is expected back; None while nobody can tell."""
    sure: bool
    """Whether the line surely lies in it: a place stands in the address, or all the unit has it."""
    places: list[str]
    unit: str
    """Name of the unit in whose area it is."""

    @property
    def where(self) -> str:
        """Its places; all of the unit if none is named."""
        return "、".join(self.places) or self.unit


def known_at(now: datetime, *, unit_path: str, address: str) -> list[Known]:
    """Open faults, and planned work running or near, where a line lies; the sure ones first.

    ``unit_path`` is the path of the line's unit, ``address`` as people write it; without one every
    outage of the unit may be it.
    """
    asked = {"path": unit_path, "address": sought(address), "now": now, "ahead": now + AHEAD}
    return [Known(*row) for row in fetch(_FIND, asked)]
