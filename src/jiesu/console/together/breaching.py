"""Who is told in the inbox when a promise breaks: whom the pack names, where the work lies (§10).

Told inside the transaction that writes the breach: there is no breach without its notices, and
acting twice tells once. A batch is told as a whole, in a handful of statements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiesu.cases.alarms import Alarms, Breach
from jiesu.cases.book import shelf
from jiesu.cases.models import Case, Entry, Proceeding, PromiseRow
from jiesu.console.together.notifying import Meant, notify
from jiesu.people.holders import Holders, holders
from jiesu.people.serving import nearest_serving
from jiesu.rules.policies.shelf import UnknownPackError
from jiesu.rules.policies.told import OWNER, Told


@dataclass(frozen=True, slots=True)
class _Naming:
    """One breach and one of those whom its pack names."""

    breach: Breach
    case: Case
    told: Told
    place: str
    """Path of the unit where the work lies."""

    def meant(self, held: Holders) -> Meant:
        """Whom this concerns."""
        clock = self.breach.fall.row.clock
        return Meant(self.case.pk, self.breach.seq, "breach", list(self._people(held)), clock)

    def _people(self, held: Holders) -> Iterator[Sequence[int]]:
        if self.told == OWNER:
            yield [self.case.owner_id] if self.case.owner_id else ()
        for role in self.told.roles:
            yield held.nearest(role, self.place)


def tell_of_breaches(alarms: Alarms) -> None:
    """Put every breach into the inboxes of those whom its pack names and who may see the case."""
    namings = list(_namings(alarms.breaches))
    roles = {role for one in namings for role in one.told.roles}
    held = holders(roles, {one.place for one in namings})
    notify([one.meant(held) for one in namings], alarms.now)


def _namings(breaches: Sequence[Breach]) -> Iterator[_Naming]:
    running = [one for one in breaches if one.fall.row.stopped_at is None]
    ids = {one.fall.row.case_id for one in running}
    cases = Case.objects.only("unit_path", "owner_id", "packs").in_bulk(ids) if ids else {}
    units = _units_of_orders([(one.fall.row.case_id, one.fall.row.anchor) for one in running])
    for one in running:
        row, case = one.fall.row, cases[one.fall.row.case_id]
        place = units.get((row.case_id, row.anchor), case.unit_path)
        for told in _named(case, row):
            serving = nearest_serving(told.serving, place) if told.serving else None
            yield _Naming(one, case, told, serving.path if serving else place)


def _named(case: Case, row: PromiseRow) -> list[Told]:
    """Whom the pack names; the owner alone where the version it was frozen on is lost."""
    try:
        return shelf().told_on_breach(case.packs, row.pack, row.clock)
    except UnknownPackError:
        return [OWNER]


def _units_of_orders(anchors: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The unit that has the order, of every promise that began with one, by case and entry."""
    cases, seqs = {case for case, _seq in anchors}, {seq for _case, seq in anchors}
    began = Entry.objects.filter(case__in=cases, seq__in=seqs, verb__startswith="order_")
    orders = {
        (case, seq): number
        for case, seq, number in began.values_list("case_id", "seq", "facts__order")
    }
    have = Proceeding.objects.filter(number__in=set(orders.values())).exclude(unit=None)
    paths = dict(have.values_list("number", "unit__path"))
    return {anchor: paths[number] for anchor, number in orders.items() if number in paths}
