"""What belongs to a case: earlier and later complaints, merged ones, its orders and appeals."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Proceeding
from jiesu.cases.titles import state_title
from jiesu.console.machines import called, machine_title
from jiesu.console.outage import Linked
from jiesu.oversight.register import rectifications
from jiesu.people.actor import Actor
from jiesu.ui.graph import Graph, Node, graph

MOST = 12
"""Complaints that are drawn; more than that is no longer a picture."""


@dataclass(frozen=True, slots=True)
class Relative:
    """One thing that belongs to the case."""

    role: str
    number: str
    state: str
    href: str
    earlier: bool

    @property
    def node(self) -> Node:
        """The same as a box of the drawing."""
        return Node(f"{self.role} · {self.state}", self.number)


@dataclass(frozen=True, slots=True)
class Kin:
    """The relatives as a list and as a drawing."""

    relatives: list[Relative]
    drawn: Graph


def kin_of(
    actor: Actor, case: Case, proceedings: Sequence[Proceeding], outage: Linked | None = None
) -> Kin | None:
    """Draw what belongs to ``case``, as far as ``actor`` sees it; None if nothing does."""
    told = [
        *_outage(outage),
        *_joined(actor, case),
        *_cases(actor, case),
        *_machines(case, proceedings),
    ]
    if not told:
        return None
    middle = Node(" · ".join([_("本件"), state_title(case.state)]), case.number)
    before = [one.node for one in told if one.earlier]
    after = [one.node for one in told if not one.earlier]
    return Kin(told, graph(middle, before, after))


def _outage(linked: Linked | None) -> Iterator[Relative]:
    """The outage came first: the case is one of those that it brought about."""
    if linked:
        yield Relative(_("群障"), linked.outage.number, linked.stands, linked.href, earlier=True)


def _cases(actor: Actor, case: Case) -> Iterator[Relative]:
    for other in _seen(actor, case):
        role, earlier = _role(case, other)
        href = reverse("console:case", args=[other.number])
        yield Relative(role, other.number, state_title(other.state), href, earlier)


def _joined(actor: Actor, case: Case) -> Iterator[Relative]:
    """The rectifications of other cases that this one joined (§11.8)."""
    numbers = case.record.get("joined", ())
    for plan in rectifications(actor).filter(number__in=numbers) if numbers else ():
        state = state_title(plan.state, plan.machine)
        href = f"{reverse('console:case', args=[plan.case.number])}#{plan.number}"
        yield Relative(_("并入的整改"), plan.number, state, href, earlier=True)


def _seen(actor: Actor, case: Case) -> Iterable[Case]:
    ids = {case.repeat_of_id, case.master_id} - {None}
    related = str(case.record.get("related", {}).get("to") or "")
    named = [related, *_serving(case)]
    wanted = Q(pk__in=ids) | Q(repeat_of=case.pk) | Q(master=case.pk) | Q(number__in=named)
    if case.repeat_of_id:
        wanted |= Q(repeat_of=case.repeat_of_id)
    found = Case.objects.visible_to(actor).filter(wanted).exclude(pk=case.pk)
    told = found.only("id", "number", "state", "repeat_of_id", "master_id", "received_at")
    return told.order_by("received_at", "id")[:MOST]


def _serving(case: Case) -> set[str]:
    """Numbers of the complaints that joined a rectification of this one."""
    return {number for _plan, number in case.record.get("serves", ())}


def _role(case: Case, other: Case) -> tuple[str, bool]:
    """What ``other`` is to ``case``, and whether it came first."""
    if other.pk == case.master_id:
        return _("并入的主件"), True
    if other.master_id == case.pk:
        return _("并入本件"), True
    if other.pk == case.repeat_of_id:
        return _("首次投诉"), True
    if case.pk == other.repeat_of_id:
        return _("再次投诉"), False
    earlier = (other.received_at, other.pk) < (case.received_at, case.pk)
    if case.repeat_of_id and other.repeat_of_id == case.repeat_of_id:
        return _("同一事项"), earlier
    return _("同一整改") if other.number in _serving(case) else _("疑似重复"), earlier


def _machines(case: Case, proceedings: Sequence[Proceeding]) -> Iterator[Relative]:
    here = reverse("console:case", args=[case.number])
    for one in proceedings:
        state = state_title(one.state, one.machine)
        href = f"{here}#{one.number}"
        yield Relative(machine_title(one.machine), called(one), state, href, earlier=False)
