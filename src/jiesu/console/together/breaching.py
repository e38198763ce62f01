"""Who is told in the inbox when a promise breaks: whom the pack names, where the work lies (§10).

Told inside the transaction that writes the breach: there is no breach without its notices, and
acting twice tells once. A batch is told as a whole, in a handful of statements.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import IntegerField, QuerySet, Value

from jiesu.cases.alarms import Alarms, Breach
from jiesu.cases.book import shelf
from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import Notice
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.holders import Holders, holders
from jiesu.people.serving import nearest_serving
from jiesu.rules.policies.told import OWNER, Told

_AT_ONCE = 50
"""Persons whose sight is asked about in one statement."""


@dataclass(frozen=True, slots=True)
class _Naming:
    """One breach and one of those whom its pack names."""

    breach: Breach
    case: Case
    told: Told
    place: str
    """Path of the unit where the work lies."""

    def candidates(self, held: Holders) -> Iterator[Sequence[int]]:
        """Who is meant, and who instead if nobody of those may see the case."""
        if self.told == OWNER:
            yield [self.case.owner_id] if self.case.owner_id else ()
        for role in self.told.roles:
            yield held.nearest(role, self.place)


def tell_of_breaches(alarms: Alarms) -> None:
    """Put every breach into the inboxes of those whom its pack names and who may see the case."""
    namings = list(_namings(alarms.breaches))
    rows = [
        Notice(
            staff_id=staff,
            case_id=naming.case.pk,
            kind="breach",
            seq=naming.breach.seq,
            at=alarms.now,
        )
        for naming, staff in _meant(namings)
    ]
    if rows:
        Notice.objects.bulk_create(rows, ignore_conflicts=True)
        call([row.staff_id for row in rows])


def _namings(breaches: Sequence[Breach]) -> Iterator[_Naming]:
    running = [one for one in breaches if one.fall.row.stopped_at is None]
    ids = {one.fall.row.case_id for one in running}
    cases = Case.objects.only("unit_path", "owner_id", "packs").in_bulk(ids) if ids else {}
    units = _units_of_orders([(one.fall.row.case_id, one.fall.row.anchor) for one in running])
    for one in running:
        row, case = one.fall.row, cases[one.fall.row.case_id]
        place = units.get((row.case_id, row.anchor), case.unit_path)
        for told in shelf().told_on_breach(case.packs, row.pack, row.clock):
            serving = nearest_serving(told.serving, place) if told.serving else None
            yield _Naming(one, case, told, serving.path if serving else place)


def _meant(namings: Sequence[_Naming]) -> Iterator[tuple[_Naming, int]]:
    """Of the candidates for each naming the first of whom anybody sees the case."""
    roles = {role for one in namings for role in one.told.roles}
    held = holders(roles, {one.place for one in namings})
    several = [(one, list(one.candidates(held))) for one in namings]
    people = {staff for _one, candidates in several for those in candidates for staff in those}
    seen = set(_seen(people, {one.case.pk for one in namings}))
    for one, candidates in several:
        may = ([who for who in those if (who, one.case.pk) in seen] for those in candidates)
        yield from ((one, staff) for staff in next((those for those in may if those), ()))


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


def _seen(people: Iterable[int], cases: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Which of the persons see which of the cases: one statement for fifty of them."""
    actors = [actor for staff in sorted(people) if (actor := load_actor(staff))]
    asked = [_asked(actor, cases) for actor in actors]
    for start in range(0, len(asked), _AT_ONCE):
        first, *more = asked[start : start + _AT_ONCE]
        yield from first.union(*more, all=True)


def _asked(actor: Actor, cases: Iterable[int]) -> QuerySet[Case, tuple[int, int]]:
    seen = Case.objects.visible_to(actor).filter(pk__in=cases).order_by()
    who = Value(actor.staff_id, output_field=IntegerField())
    return seen.annotate(who=who).values_list("who", "pk")
