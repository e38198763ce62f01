"""What every order verb needs of its scene."""

from django.conf import settings
from django.utils.translation import gettext as _

from jiesu.cases.models import Proceeding
from jiesu.cases.refusals import WrongState
from jiesu.cases.verbs import Scene


def order_of(scene: Scene) -> Proceeding:
    """The order that the verb moves.

    Raises:
        WrongState: no order was named.
    """
    if scene.proceeding is None or scene.proceeding.machine != "order":
        raise WrongState(_("没有指明工单，未做任何改动。请从工单页面操作。"))
    return scene.proceeding


def check_is_work(scene: Scene) -> Proceeding:
    """The order, which is not a question to a department: that one is only answered (§11.4).

    Raises:
        WrongState: it is one.
    """
    order = order_of(scene)
    if order.record.get("kind") == "TASK":
        raise WrongState(_("会办事项不派人、不修复，未做任何改动。请直接答复会办。"))
    return order


def visitor(scene: Scene) -> dict[str, str]:
    """Name and work number of whoever comes, as letters name them."""
    technician = order_of(scene).assignee
    return {
        "tech": technician.name if technician else scene.actor.name,
        "work_no": technician.work_no if technician else scene.actor.work_no,
    }


def relay(scene: Scene) -> str:
    """The relay number of the crew, else the hotline; a technician's own is never told (§7)."""
    return crew_number(scene) or settings.HOTLINE


def crew_number(scene: Scene) -> str:
    """The relay number of the crew; empty if it has none."""
    technician = order_of(scene).assignee
    return technician.extension if technician else ""
