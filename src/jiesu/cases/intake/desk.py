"""What intake needs to know of the house: units by region, owners with their load, the book."""

import json
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext as _
from msgspec.structs import replace

from jiesu.cases.book import routing
from jiesu.cases.refusals import Refusal
from jiesu.people.models import Absence, Organisation
from jiesu.rules.reason import Because, why
from jiesu.rules.routing import Candidate, Standby
from jiesu.rules.routing.shifts import Shift, away, on_shift

FRESH_FOR = 5.0
"""Seconds for which a process trusts the roster it read; loads are counted on in between."""

_ROSTER = """
    SELECT s.id, s.name, s.work_no, s.extension, o.path,
           (SELECT coalesce(sum(t.n), 0)::int FROM cases_tally t WHERE t.owner = s.id),
           d.cap, coalesce(d.skills, '[]'), coalesce(d.shifts, '[]')
      FROM people_staff s
      JOIN people_grant g ON g.staff_id = s.id AND g.role = 'R07' AND g.revoked_at IS NULL
      JOIN people_organisation o ON o.id = g.organisation_id
      LEFT JOIN LATERAL (SELECT * FROM people_duty WHERE staff_id = s.id ORDER BY id DESC LIMIT 1) d
             ON TRUE
     WHERE s.left_at IS NULL
"""


@dataclass(slots=True)
class Owner:
    """Somebody who may own cases, and when."""

    id: int
    name: str
    work_no: str
    extension: str
    path: str
    candidate: Candidate
    """The owner as the rules of routing know one."""
    shifts: tuple[Shift, ...] = ()
    absences: tuple[tuple[datetime, datetime], ...] = ()

    def take(self) -> None:
        """Count one open case more."""
        self.candidate = replace(self.candidate, load=self.candidate.load + 1)


class _Free(NamedTuple):
    """Who can be picked at one place at a moment, and what is said of them."""

    owners: dict[int, Owner]
    standby: Standby
    because: Because


@dataclass(frozen=True, slots=True)
class Choice:
    """The owner picked, and why: the reasons stand in the ledger."""

    owner: Owner
    because: tuple[Because, ...]


@dataclass(slots=True)
class Desk:
    """A picture of the house at one moment."""

    units: dict[int, Organisation]
    owners: list[Owner]
    by_region: dict[str, Organisation] = field(default_factory=dict)
    _free: dict[tuple[str, datetime], _Free] = field(default_factory=dict)
    _turn: Lock = field(default_factory=Lock)

    def unit_for(self, region: str, path: str) -> Organisation:
        """The unit that answers for ``region``, else the one at ``path``, the only city, the root.

        Raises:
            Refusal: there is no unit yet, so nobody could answer for the contact.
        """
        if found := self.by_region.get(region):
            return found
        if not self.units:
            raise Refusal(
                _("系统尚未启用(还没有任何组织)，未登记。请先由管理员建立组织，或稍后再试。")
            )
        own = next((unit for unit in self.units.values() if unit.path == path), None)
        only = next(iter(self.by_region.values())) if len(self.by_region) == 1 else None
        return own or only or min(self.units.values(), key=lambda unit: len(unit.path))

    def region_at(self, path: str) -> str:
        """The city of whoever works at ``path``: where a contact belongs that names none."""
        own = next((unit for unit in self.units.values() if unit.path == path), None)
        return own.region if own else ""

    def pick_owner(
        self, path: str, category: str, now: datetime, known: int | None = None
    ) -> Choice | None:
        """Pick who answers for a new case of ``category`` at ``path`` (§11.4); it is counted.

        Only owners whose grant covers the unit. Somebody is picked as long as there is anybody:
        out of hours whoever is not away, and only if all are away one of those.
        """
        free = self._free_at(path, now.replace(second=0, microsecond=0))
        if not free.owners:
            return None
        with self._turn:  # who is picked is counted before the next one looks
            picked = free.standby.pick(category.partition("-")[0], known)
            owner = free.owners[picked.staff_id]
            owner.take()
        return Choice(owner, (free.because, *picked.because))

    def _free_at(self, path: str, minute: datetime) -> _Free:
        found = self._free.get((path, minute))
        if found is None:
            near = [owner for owner in self.owners if path.startswith(owner.path)]
            found = self._free[path, minute] = _free_of(near, minute)
        return found


def _free_of(near: list[Owner], now: datetime) -> _Free:
    present = [owner for owner in near if not away(owner.absences, now)]
    on_duty = [owner for owner in present if on_shift(owner.shifts, now)]
    because = why("all_away")
    if present:
        because = why("on_duty_here" if on_duty else "nobody_on_duty")
    free = {owner.id: owner for owner in on_duty or present or near}
    return _Free(free, Standby(free, routing().owner_cap), because)


class _Seen:
    desk: Desk | None = None
    at: float = 0.0


def desk(now: datetime) -> Desk:
    """The house as this process saw it at most ``FRESH_FOR`` seconds ago."""
    if _Seen.desk is None or time.monotonic() - _Seen.at > FRESH_FOR:
        _Seen.desk = _look(now)
        _Seen.at = time.monotonic()
    return _Seen.desk


def forget_desk() -> None:
    """Look again at next use."""
    _Seen.desk = None


def _look(now: datetime) -> Desk:
    units = {unit.id: unit for unit in Organisation.objects.all()}
    by_region: dict[str, Organisation] = {}
    for unit in sorted(units.values(), key=lambda unit: unit.path):
        if unit.kind == "city":
            by_region.setdefault(unit.region, unit)
    with connection.cursor() as cursor:
        cursor.execute(_ROSTER)
        rows = cursor.fetchall()
    absences = _absences(now)
    return Desk(units, [_owner(row, absences) for row in rows], by_region)


def _owner(row: tuple[Any, ...], absences: Mapping[int, list[tuple[datetime, datetime]]]) -> Owner:
    identity, name, work_no, extension, path, load, cap, skills, shifts = row
    known = frozenset(json.loads(skills))
    return Owner(
        identity,
        name,
        work_no,
        extension,
        path,
        Candidate(staff_id=identity, skills=known, load=load, cap=cap),
        tuple((day, since, until) for day, since, until in json.loads(shifts)),
        tuple(absences.get(identity, ())),
    )


def _absences(now: datetime) -> dict[int, list[tuple[datetime, datetime]]]:
    """Absences noted and not over, by person: few rows of a partial index."""
    found: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    running = Absence.objects.filter(ended_at=None, until__gt=now)
    for staff, since, until in running.values_list("staff_id", "since", "until"):
        found[staff].append((since, until))
    return found
