"""Conditions as a question to the database, always asked of what the actor sees (§17)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q
from django.db.models.expressions import RawSQL

from jiesu.cases.models import Case
from jiesu.cases.models.case import CaseQuerySet
from jiesu.console.finding.conditions import ENDED, Conditions
from jiesu.kit.bigrams import tsquery
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from jiesu.people.scopes import scopes
from jiesu.rules.workdays.shanghai import day_of, end_of

_MINE = """
    SELECT c.id FROM cases_case c WHERE c.owner_id = %s AND c.closed_at IS {ended}
     UNION
    SELECT p.case_id FROM cases_part p JOIN cases_case c ON c.id = p.case_id
     WHERE p.staff_id = %s AND p.until IS NULL AND c.closed_at IS {ended}
       AND p.part IN ('investigator', 'handler', 'appeal_officer', 'appeal_investigator')
"""
"""Asked as a list of its own: then it costs by what one person has, never by what is open."""
_HOLDS = "SELECT s.case_id FROM cases_searchtext s WHERE s.words @@ %s::tsquery"
_FLAGS: dict[str, Q] = {
    "external": ~Q(external_source=""),
    "repeat": Q(repeat_no__gt=1),
    "pressed": Q(record__has_key="expedites"),
    "escalated": Q(record__has_key="escalated"),
    "paused": Q(record__paused__reason__isnull=False),
    "written": Q(record__written_reply=True),
    "vulnerable": Q(record__has_key="vulnerable"),
}


def narrowed(actor: Actor, conditions: Conditions, now: datetime) -> CaseQuerySet:
    """Cases that ``actor`` sees and that fit, in no order."""
    seen = Case.objects.visible_to(actor).filter(closed_at__isnull=not conditions.ended)
    return seen.filter(_belongs(actor, conditions), *_fits(conditions, now)).order_by()


def seen_paths(actor: Actor) -> tuple[str, ...]:
    """Units of which the actor sees every case; who sees only own ones: the units of the roles."""
    return scopes(actor).prefixes or tuple(sorted({held.path for held in actor.held}))


def _belongs(actor: Actor, conditions: Conditions) -> Q:
    match conditions.whose:
        case "mine":
            return Q(pk__in=_mine(actor, ended=conditions.ended))
        case "unit":
            return _below(seen_paths(actor))
        case "free":
            return Q(owner=None) & _below(seen_paths(actor))
        case _:
            return Q()


def _mine(actor: Actor, *, ended: bool) -> RawSQL:
    told = _MINE.format(ended="NOT NULL" if ended else "NULL")
    return RawSQL(told, [actor.staff_id, actor.staff_id])  # noqa: S611 - a constant of this file


def _below(paths: Sequence[str]) -> Q:
    return reduce(or_, (Q(unit_path__startswith=path) for path in paths), Q(pk__in=[]))


def _fits(conditions: Conditions, now: datetime) -> list[Q]:
    plain = {
        "state__in": [] if ENDED in conditions.state else list(conditions.state),
        "priority__in": list(conditions.priority),
        "channel__in": list(conditions.channel),
        "category__startswith": conditions.category,
        "owner": conditions.owner,
        "next_due_at__lt": now if conditions.overdue else None,
        "next_due_at__lte": now + timedelta(hours=conditions.within) if conditions.within else None,
        "received_at__lte": now - timedelta(days=conditions.older) if conditions.older else None,
    }
    found = [Q(**{column: value}) for column, value in plain.items() if value]
    found += [_FLAGS[flag] for flag in conditions.flag]
    if conditions.today:
        found.append(Q(next_due_at__gte=now, next_due_at__lte=end_of(day_of(now))))
    if conditions.unit:
        units = Organisation.objects.filter(code=conditions.unit)
        found.append(_below(list(units.values_list("path", flat=True))))
    if wanted := tsquery(conditions.text):
        found.append(Q(pk__in=RawSQL(_HOLDS, [wanted])))  # noqa: S611 - the same
    return found
