"""An order at a department: taken, returned once, sent elsewhere, given to a technician (§11.3)."""

from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.actions.dispatch import unit_serving
from jiesu.cases.models import Proceeding, PromiseRow
from jiesu.cases.reasons import moment_told
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, MaybePage
from jiesu.fieldwork import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.fieldwork.scene import check_is_work, order_of
from jiesu.people.models import Grant, Staff

_GOES = ("R12", "R13")
"""Who may be sent to a customer."""


class Taking(Words):
    """Nothing has to be told to take an order."""

    note: MaybePage = ""


@move
def order_accept(scene: Scene, words: Taking) -> Said:
    """Take the order on; who takes it is a handler of the case from now on."""
    staff = scene.actor.staff_id
    return Said(
        facts={"unit": _unit_code(scene)},
        parts=[("handler", staff)] if staff else [],
        secret={"note": words.note} if words.note else {},
    )


class Return(Words):
    """Why it is not ours to do (§11.3)."""

    reason: Literal["not_ours", "insufficient", "duplicate"]
    explanation: Line


@move
def order_return(scene: Scene, words: Return) -> Said:
    """Return it, once a department; the designated unit of a second round may not."""
    returned = order_of(scene).record.get("returns", [])
    if len(returned) > 1:
        raise NotAllowed(_("此工单已退过两次，指定部门不得再退。请接单办理，由首接部门协调。"))
    if any(one["unit"] == _unit_code(scene) for one in returned):
        raise NotAllowed(_("本部门已退过此工单一次，不能再退。如不属本部门，请联系调度员裁定。"))
    if late := _overdue(scene):
        raise NotAllowed(
            _("退单期限已于 %(late)s 届满，未退单。请接单办理，由首接部门协调(§11.3)。")
            % {"late": moment_told(late, year=True)}
        )
    told = {"unit": _unit_code(scene), "reason": words.reason}
    return Said(facts=told, add={"returns": told}, secret={"explanation": words.explanation})


class Reassignment(Words):
    """The department or crew that takes it instead, and why."""

    unit: Code
    reason: Line


@move
def order_reassign(scene: Scene, words: Reassignment) -> Said:
    """Send the order to another unit."""
    unit = unit_serving("", scene.case.unit_path, words.unit)
    return Said(
        facts={"unit": unit.code},
        change={"unit_id": unit.id, "assignee_id": None},
        secret={"reason": words.reason},
    )


class Assignment(Words):
    """The technician who goes."""

    technician_id: int


@move
def order_assign(scene: Scene, words: Assignment) -> Said:
    """Give the order to a technician; the thirty minutes begin (S78, S93, K7)."""
    check_is_work(scene)
    technician = Staff.objects.filter(pk=words.technician_id, left_at=None).first()
    if technician is None or not _is_technician(technician):
        raise unfit("technician_id", _("没有这位在岗装维人员，未派单。请另选。"))
    if not _of_the_crew(technician, order_of(scene)):
        raise unfit(
            "technician_id", _("此人不属于承办这张工单的单位，未派单。请另选，或先改派工单。")
        )
    if _accused(scene, technician):
        raise NotAllowed(_("被投诉人不能办理本件工单，未派单。请另选。"))
    return Said(
        facts={"technician": technician.id},
        change={"assignee_id": technician.id},
        parts=[("technician", technician.id)],
    )


class Cancellation(Words):
    """Why the order is no longer needed."""

    reason: Literal["user", "duplicate", "remote"]
    explanation: Line


@move
def order_cancel(scene: Scene, words: Cancellation) -> Said:
    """Cancel the order; never in silence, never instead of doing it."""
    if order_of(scene).state in {"FIXED", "VERIFIED"}:
        raise WrongState(_("工单已修复，不能撤销，未做任何改动。请完成验证和确认。"))
    return Said(facts={"reason": words.reason}, secret={"explanation": words.explanation})


def _overdue(scene: Scene) -> datetime | None:
    """When the time to take or return the order ended, if it did (DEPT_ACK)."""
    number = order_of(scene).number
    came = [
        entry.seq
        for entry in scene.entries
        if entry.verb in {"order_create", "order_reassign"} and entry.facts.get("order") == number
    ]
    rows = PromiseRow.objects.filter(case=scene.case, clock="DEPT_ACK", anchor=max(came, default=0))
    return rows.filter(due_at__lt=scene.now).values_list("due_at", flat=True).first()


def _unit_code(scene: Scene) -> str:
    unit = order_of(scene).unit
    return unit.code if unit else ""


def _is_technician(staff: Staff) -> bool:
    return Grant.objects.filter(staff=staff, role__in=_GOES, revoked_at=None).exists()


def _of_the_crew(staff: Staff, order: Proceeding) -> bool:
    """Whether the person works where the order lies, or in a crew below or above it."""
    here = order.unit.path if order.unit else ""
    grants = Grant.objects.filter(staff=staff, role__in=_GOES, revoked_at=None)
    paths = [grant.organisation.path for grant in grants.select_related("organisation")]
    return any(path.startswith(here) or here.startswith(path) for path in paths)


def _accused(scene: Scene, staff: Staff) -> bool:
    return scene.case.parts.filter(staff=staff, part="accused", until=None).exists()
