"""Derives the case, its parts, proceedings, clocks and search text anew from the ledger.

What comes out must equal what is stored; where it does not, the ledger is right.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from jiesu.cases import clocks
from jiesu.cases.chain import GENESIS
from jiesu.cases.entries import secret_of
from jiesu.cases.fold import World, fold
from jiesu.cases.models import Case, Entry, Part, Proceeding, PromiseRow
from jiesu.cases.search import search_words
from jiesu.kit.sealed import unseal_json

_SEALED = frozenset({"secret"})
_PROMISE_KEY = ("clock", "pack", "anchor")
_ALARM = ("alarm_at", "alarm_level")
"""The next alarm depends on what was acted on, which the ledger does not tell."""


def each_case(number: str | None = None, batch: int = 200) -> Iterator[Case]:
    """Every case, or the one called ``number``, oldest first, a batch in memory."""
    if number:
        yield from Case.objects.filter(number=number)
        return
    last = -1
    while cases := list(Case.objects.filter(id__gt=last).order_by("id")[:batch]):
        yield from cases
        last = cases[-1].id


def derive_world(case: Case, entries: list[Entry]) -> World:
    """The case and its rows as the ledger alone tells them."""
    world = World(Case(id=case.id, number=case.number, head=GENESIS, seq=0))
    for entry in entries:
        fold(world, entry, secret_of(entry))
    if world.case.organisation_id:  # where its unit hangs is no fact of the ledger (relocate.py)
        world.case.unit_path = world.case.organisation.path
    clocks.note_next_due(world.case, clocks.promises_of(world.case, entries))
    return world


def differences(case: Case) -> list[str]:
    """What is stored otherwise than the ledger says, in words; empty if nothing is."""
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    world = derive_world(case, entries)
    proceedings = list(world.proceedings.values())
    promises = [clocks.row_of(case.id, p) for p in clocks.promises_of(world.case, entries)]
    found = [
        *_compare("case", case, world.case),
        *_compare_rows("part", Part, case, world.parts, key=("staff_id", "part", "since")),
        *_compare_rows("proceeding", Proceeding, case, proceedings, key=("number",)),
        *_compare_rows("promise", PromiseRow, case, promises, key=_PROMISE_KEY, skip=_ALARM),
    ]
    same_words = _stored_words(case) == set(_words(world))
    return found if same_words else [*found, "search text"]


def differs_still(case: Case) -> list[str]:
    """The differences that are there while nobody moves the case; those of a moment are none."""
    if not differences(case):
        return []
    with transaction.atomic():
        return differences(Case.objects.select_for_update().get(pk=case.pk))


@transaction.atomic
def rebuild(case: Case) -> list[str]:
    """Bring what is stored into line with the ledger; return what had to be changed."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    found = differences(case)
    if not found:
        return found
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    world = derive_world(case, entries)
    Part.objects.filter(case=case).delete()
    Proceeding.objects.filter(case=case).delete()
    world.case.save(force_update=True)
    Part.objects.bulk_create(world.parts)
    Proceeding.objects.bulk_create(world.proceedings.values())
    clocks.refresh(world.case, entries)
    _store_words(world)
    return found


def _compare(name: str, stored: Model, derived: Model, skip: tuple[str, ...] = ()) -> list[str]:
    found = []
    for field in stored._meta.concrete_fields:  # noqa: SLF001 - Django's documented Model._meta
        if field.attname in skip or field.primary_key:
            continue
        left, right = getattr(stored, field.attname), getattr(derived, field.attname)
        if _plain(field.attname, left) != _plain(field.attname, right):
            found.append(f"{name} {stored}: {field.attname}")
    return found


def _compare_rows(  # noqa: PLR0913 - one call compares one table
    name: str,
    model: type[Any],
    case: Case,
    derived: list[Any],
    *,
    key: tuple[str, ...],
    skip: tuple[str, ...] = (),
) -> list[str]:
    stored = {tuple(getattr(r, k) for k in key): r for r in model.objects.filter(case=case)}
    wanted = {tuple(getattr(r, k) for k in key): r for r in derived}
    found = [f"{name} {k} missing" for k in wanted.keys() - stored.keys()]
    found += [f"{name} {k} too many" for k in stored.keys() - wanted.keys()]
    for shared in stored.keys() & wanted.keys():
        found += _compare(name, stored[shared], wanted[shared], skip)
    return found


def _plain(column: str, value: Any) -> Any:
    if isinstance(value, memoryview | bytes):
        return unseal_json(bytes(value)) if column in _SEALED else bytes(value)
    return value


def _stored_words(case: Case) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tsvector_to_array(words) FROM cases_searchtext WHERE case_id = %s", [case.id]
        )
        row = cursor.fetchone()
    return set(row[0]) if row else set()


def _words(world: World) -> list[str]:
    return search_words(world.case, (part.staff_id for part in world.parts))


def _store_words(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_searchtext (case_id, words)"
            " VALUES (%s, array_to_tsvector(%s::text[])) ON CONFLICT (case_id)"
            " DO UPDATE SET words = excluded.words",
            [world.case.id, _words(world)],
        )
