"""Somebody goes on leave or for good: every open case gets another owner and is told so (S8)."""

from datetime import datetime

from django.utils.translation import gettext as _

from jiesu.cases.actions.hand_over import HandOver
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import NotAllowed
from jiesu.people.actor import Actor
from jiesu.people.models import Grant


def hand_over_all(
    actor: Actor, leaver_id: int, *, reason: str, now: datetime, to: int | None = None
) -> list[str]:
    """Hand over every open case that ``leaver_id`` owns; returns their numbers.

    Without ``to`` each goes to the least loaded other owner of its unit.

    Raises:
        NotAllowed: nobody else could take one; what was handed over before stays handed over.
    """
    mine = Case.objects.visible_to(actor).open().filter(owner_id=leaver_id).order_by("id")
    done = []
    for number, path in mine.values_list("number", "unit_path"):
        owner = to or _lightest(path, leaver_id, number)
        make_move(
            actor,
            number,
            "hand_over",
            HandOver(owner_id=owner, reason=reason, kind="leave"),
            now=now,
        )
        done.append(number)
    return done


def _lightest(unit_path: str, leaver_id: int, number: str) -> int:
    grants = Grant.objects.filter(role="R07", revoked_at=None, staff__left_at=None)
    fit = {
        grant.staff_id
        for grant in grants.select_related("organisation").exclude(staff_id=leaver_id)
        if unit_path.startswith(grant.organisation.path)
    }
    if not fit:
        raise NotAllowed(
            _("%(number)s 没有其他投诉专员可以接手，未变更。请先指定接手人。") % {"number": number}
        )
    return min(fit, key=lambda staff: (Case.objects.open().filter(owner_id=staff).count(), staff))
