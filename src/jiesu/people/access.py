"""Who may do and see what (§17): verdicts on one case, and scopes for fetching many.

``parts`` are what the person is in the case: the parts named by ``own`` in permissions.toml
(``owner``, ``handler``, ``technician`` …), ``accused``, ``requester`` of the act under approval,
``approved`` when a second person has agreed, ``break_glass`` while an emergency look lasts,
``inspection`` while an approved one covers the case (it opens looking only), and ``was_…`` for a
part held earlier. ``technician`` and ``crew`` are told only while an order of the person's crew is
open and ``contractor_grace()`` after; ``crew_order``, only while it is open: to a crew's own roles
the case then lies where the order does. Nobody needs a part for what does not exist yet
(``receive``).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.people.actor import Actor
from jiesu.people.permissions import Cell, Verb, book
from jiesu.people.separation import conflicts
from jiesu.ui.joining import listed
from jiesu.ui.tongue import named

_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an act may go on, and if not, why, in words for the person."""

    kind: Literal["allowed", "second", "refused"]
    why: str = ""
    second: frozenset[str] = frozenset()
    """Roles one of whose holders must approve, when ``kind`` is ``second``."""
    how: frozenset[str] = frozenset()
    """Bounds that the caller keeps: ``masked``, ``limit``, ``simple``, ``after_close`` …"""

    @property
    def allowed(self) -> bool:
        """Whether the act may be done at once."""
        return self.kind == "allowed"


def may(actor: Actor, verb: str, *, unit_path: str, parts: frozenset[str] = _NOTHING) -> Verdict:
    """Judge whether ``actor`` may do ``verb`` to something of the organisation at ``unit_path``.

    Raises KeyError for a verb that permissions.toml does not know.
    """
    rule = _rule(verb)
    if actor.kind == "system":
        return _system(rule)
    if clash := _clash(actor, verb, rule, parts):
        return Verdict("refused", clash)
    if "break_glass" in parts and verb == "view_case":
        return Verdict("allowed")
    if rule.about != "case" or verb == "receive":
        parts |= {"self"}
    if verb == "view_case" and "inspection" in parts:
        parts |= {"approved"}
    return _best(actor, rule, unit_path, parts)


def may_approve(
    actor: Actor,
    verb: str,
    *,
    unit_path: str,
    parts: frozenset[str] = _NOTHING,
    legal: bool = False,
) -> Verdict:
    """Judge whether ``actor`` may be the second person for ``verb`` (approve or decline it)."""
    if clash := conflicts("approve", parts) or conflicts(verb, parts):
        return Verdict("refused", clash)
    second = second_person_for(verb, legal=legal)
    if actor.kind == "staff" and second & actor.roles_over(unit_path):
        return Verdict("allowed")
    return Verdict("refused", _refusal(second))


def second_person_for(verb: str, *, legal: bool = False) -> frozenset[str]:
    """Roles that may approve ``verb`` when somebody else asks for it; empty if nobody has to.

    ``legal`` where a legal decision is needed (§16 CP7).
    """
    return _rule(verb).legal if legal else _rule(verb).second


def contractor_grace() -> timedelta:
    """How long after closing an order its crew still sees the case (§17)."""
    return timedelta(hours=book().contractor.hours_after_closing)


def _rule(verb: str) -> Verb:
    try:
        return book().verbs[verb]
    except KeyError:
        raise KeyError(
            f"permissions.toml has no verb {verb!r}; nothing was done. Add its row to [verb]."
        ) from None


def _system(rule: Verb) -> Verdict:
    if rule.system:
        return Verdict("allowed")
    return Verdict("refused", _("这一步须由人办理，系统不能代办。"))


def _clash(actor: Actor, verb: str, rule: Verb, parts: frozenset[str]) -> str:
    """The hard guards: no role and no grant lifts them."""
    if rule.about != "case" or verb == "receive":
        return ""
    if clash := conflicts(verb, parts):
        return clash
    looks = verb == "view_case" and "break_glass" in parts
    if not looks and any(held.role == "R25" for held in actor.held):
        return _("系统管理员不接触投诉内容；确有急需请使用应急查看，说明理由并留痕。")
    return ""


def _best(actor: Actor, rule: Verb, unit_path: str, parts: frozenset[str]) -> Verdict:
    """One role that allows is enough, the freest counts; next comes one that needs a second."""
    cells = list(reaching(actor, rule.cells, unit_path=unit_path, parts=parts))
    alone = [cell for cell in cells if "second" not in cell.how or "approved" in parts]
    found = min(alone or cells, key=lambda cell: len(cell.how), default=None)
    if found is None:
        return Verdict("refused", _refusal(frozenset(rule.cells)))
    if alone:
        return Verdict("allowed", how=found.how - {"second"})
    return Verdict("second", _second(rule), rule.second, found.how - {"second"})


def reaching(
    actor: Actor, cells: dict[str, Cell], *, unit_path: str, parts: frozenset[str]
) -> Iterator[Cell]:
    """Give the cells of the actor's roles that reach as far as this case.

    O counts wherever the case lies: it was given to the person. A and D stay in the grant.
    """
    return (cell for _role, cell in _reaching(actor, cells, unit_path, parts))


def roles_for(
    actor: Actor, permission: str, *, unit_path: str, parts: frozenset[str]
) -> frozenset[str]:
    """Roles by which ``actor`` has ``permission`` (a row of §17) on this case."""
    cells = book().permissions[permission].cells
    return frozenset(role for role, _cell in _reaching(actor, cells, unit_path, parts))


def _reaching(
    actor: Actor, cells: dict[str, Cell], unit_path: str, parts: frozenset[str]
) -> Iterator[tuple[str, Cell]]:
    for role, path in _held(actor):
        cell = cells.get(role)
        if cell is None or not cell.reach:
            continue
        own = "self" in parts or bool(book().roles[role].own & parts)
        crews = role in book().contractor.roles
        here = cell.reach == "O" or unit_path.startswith(path) or (crews and "crew_order" in parts)
        if here and (own or not (cell.reach == "O" or crews)):
            yield role, cell


def _held(actor: Actor) -> list[tuple[str, str]]:
    if actor.kind == "customer":
        return [("R01", "")]
    return [(held.role, held.path) for held in actor.held]


def _refusal(roles: frozenset[str]) -> str:
    names = listed(named(book().roles[role]) for role in sorted(roles))
    if not names:
        return _("这一步由系统自动完成。")
    return _("这一步由本单位或本人经办的%(roles)s办理；您没有这项权限。") % {"roles": names}


def _second(rule: Verb) -> str:
    names = listed(named(book().roles[role]) for role in sorted(rule.second))
    return _("这一步须由另一人（%(roles)s）批准，请提交申请。") % {"roles": names}
