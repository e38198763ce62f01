"""What an actor may fetch, told so that a query can ask it (§17)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from jiesu.people.actor import Actor, Held
from jiesu.people.permissions import book


@dataclass(frozen=True, slots=True)
class Scopes:
    """The cases an actor may see. Everything empty: none; the query returns nothing (404)."""

    prefixes: tuple[str, ...] = ()
    """Organisations whose cases are all visible, with everything below them."""
    by_part: bool = False
    """Cases in which the person has a part are visible too, wherever they lie."""
    by_order: bool = False
    """An open order of the person's own unit makes its case visible."""
    by_visit: bool = False
    """An order given to the person makes its case visible, until closing + 24 h (technicians)."""
    crew_prefixes: tuple[str, ...] = ()
    """Organisations whose open orders make a case visible (contractors), until closing + 24 h."""
    inspection_prefixes: tuple[str, ...] = ()
    """Organisations whose cases are visible: a second person approved an inspection of them."""
    agg_prefixes: tuple[str, ...] = ()
    """Organisations of which sums may be shown, never a row."""
    case_id: int | None = None
    """The customer's one case."""
    everything: bool = False
    """The system itself."""


def scopes(actor: Actor) -> Scopes:
    """Tell which cases ``actor`` may see."""
    if actor.kind == "system":
        return Scopes(everything=True)
    if actor.kind == "customer":
        return Scopes(case_id=actor.case_id)
    if any(held.role == "R25" for held in actor.held):
        return Scopes()
    view, crews = book().permissions["view_case"].cells, book().contractor.roles
    seen = [(held, view[held.role]) for held in actor.held if held.role in view]
    rows = [(held, cell) for held, cell in seen if cell.reach and "second" not in cell.how]
    whole = [(held, cell) for held, cell in seen if cell.reach in {"A", "D"}]
    return Scopes(
        prefixes=_paths(h for h, c in whole if h.role not in crews and "second" not in c.how),
        by_part=any(held.role not in crews for held, _ in rows),
        by_order=any(held.role not in crews for held, _ in rows),
        by_visit=any(held.role in crews for held, _ in rows),
        crew_prefixes=_paths(held for held, _ in whole if held.role in crews),
        inspection_prefixes=_inspected(actor, [h for h, c in whole if "second" in c.how]),
        agg_prefixes=_paths(held for held, cell in seen if "agg" in cell.how),
    )


def _inspected(actor: Actor, held: list[Held]) -> tuple[str, ...]:
    """Of the inspections in force those, or the parts of those, that the role still covers."""
    both = ((one, path) for one in held for path in actor.inspects)
    return _paths(
        replace(one, path=max(one.path, path, key=len))
        for one, path in both
        if path.startswith(one.path) or one.path.startswith(path)
    )


def _paths(held: Iterable[Held]) -> tuple[str, ...]:
    """Each subtree once: a path below another says nothing new."""
    kept: list[str] = []
    for path in sorted({one.path for one in held}):
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)
