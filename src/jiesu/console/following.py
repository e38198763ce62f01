"""The next case of one's own queue, offered when one is done with the present."""

from django.db.models import Exists, F, OuterRef, Q

from jiesu.cases.models import Case, Part
from jiesu.people.actor import Actor

_WORKING = ("owner", "investigator", "handler", "callback", "appeal_officer")


def following(actor: Actor, done: Case) -> Case | None:
    """Of the open cases that are the actor's own the one due first; None if there is no other."""
    parts = Part.objects.filter(case=OuterRef("pk"), staff=actor.staff_id, until=None)
    mine = Q(owner=actor.staff_id) | Q(Exists(parts.filter(part__in=_WORKING)))
    seen = Case.objects.visible_to(actor).open().filter(mine).exclude(pk=done.pk)
    return seen.order_by(F("next_due_at").asc(nulls_last=True), "id").first()
