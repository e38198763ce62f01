"""Which outages a case may be joined to: those where its line lies first (TG, S106)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.incidents.known import Known, known_at
from jiesu.incidents.models import Outage
from jiesu.kit.sealed import unseal_json
from jiesu.people.actor import Actor
from jiesu.ui.fields import Choice


@dataclass(frozen=True, slots=True)
class There:
    """What is known to be broken or worked on around a case."""

    here: list[Known]
    """Those that its address lies in."""
    around: list[Known]
    """The others of its city."""


def outages_around(case: Case) -> There:
    """Look by the address told, then by the city alone: a place may be written in another way."""
    now, path = timezone.now(), case.unit_path
    address = _address(case)
    here = [one for one in known_at(now, unit_path=path, address=address) if one.sure]
    known = {one.number for one in here}
    every = known_at(now, unit_path=path, address="")
    return There(here, [one for one in every if one.number not in known])


def open_outages(actor: Actor, case: Case | None) -> Iterable[Choice]:
    """Offer them under what they are to the case; for several cases all that are open."""
    if case is None:
        for each in Outage.objects.visible_to(actor).open().select_related("unit"):
            where = "、".join(each.places) or each.unit.name
            yield Choice(each.number, f"{each.number} {each.cause} · {where}")
        return
    there = outages_around(case)
    for group, known in ((_("本件地址在内"), there.here), (_("同城的其他群障"), there.around)):
        for one in known:
            yield Choice(one.number, f"{one.number} {one.cause} · {one.where}", group)


def _address(case: Case) -> str:
    """The address told; to look by, never to be shown (§18)."""
    told: dict[str, str] = unseal_json(bytes(case.secret)) if case.secret else {}
    return told.get("address", "")
