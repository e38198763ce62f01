"""§11.8: a fault found is put right for everybody: opened, planned, approved (S44, S49)."""

from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.actions.dispatch import unit_serving
from jiesu.cases.book import taxonomy
from jiesu.cases.naming import named
from jiesu.cases.numbers import next_number
from jiesu.cases.quality import QUALITY, concerned
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Opening, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, MaybeCode, MaybeLine, MaybePage, Moment, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.metrics import metric_of
from jiesu.oversight.scene import proceeding_of
from jiesu.people.models import Grant, Organisation, Staff
from jiesu.rules.numbers import Prefix

FOUND_BY_PEOPLE = ("substantiated", "low_scores", "repeats", "external", "inspection", "breach")
"""Sources that a person may name; ``coaching`` and ``withdrawn`` are noticed by the system."""


class Rectification(Words):
    """What is wrong, who puts it right, and how we came to know."""

    source: Literal[
        "substantiated", "low_scores", "repeats", "external", "inspection", "breach", "coaching",
        "withdrawn",
    ]  # fmt: skip
    problem: Page
    unit: MaybeCode = ""
    """Code of the unit that is responsible; empty means the one of the case."""
    owner_id: int | None = None
    """Who answers for it; left open, the unit's first rectification owner."""


@move
def rectify(scene: Scene, words: Rectification) -> Said:
    """Open a rectification; RECTIFY_PLAN runs until there is a plan (S44)."""
    unit = unit_serving("", scene.case.unit_path, words.unit) if words.unit else _own_unit(scene)
    quality = words.source in QUALITY
    owner = _owner(scene, words.owner_id, unit, concerned(scene.case) if quality else set())
    number = next_number(Prefix.RECTIFICATION, scene.case.region, scene.now)
    return Said(
        facts={"rectification": number, "source": words.source, "unit": unit.code},
        opens=[
            Opening(
                "rectification",
                number,
                "OPEN",
                unit_id=unit.id,
                assignee_id=owner.id if owner else None,
                record={"source": words.source},
            )
        ],
        parts=[("rectifier", owner.id)] if owner else [],
        add={"quality_cases": number} if quality else {},
        secret={"problem": words.problem},
    )


def _own_unit(scene: Scene) -> Organisation:
    return Organisation.objects.get(pk=scene.case.organisation_id)


def _owner(scene: Scene, staff_id: int | None, unit: Organisation, out: set[int]) -> Staff | None:
    if staff_id is None:
        return _first_of(unit, out)
    owner = named(scene, "owner_id", staff_id, "R20", unit.path)
    if owner.id in out:
        raise unfit("owner_id", _("没有这位可担任的在职人员，未发起整改。请另选整改责任人。"))
    return owner


def _first_of(unit: Organisation, out: set[int]) -> Staff | None:
    """The rectification owner whose own unit is nearest to ``unit``, none of those kept ``out``."""
    grants = Grant.objects.filter(role="R20", revoked_at=None, staff__left_at=None)
    near = [
        grant.staff
        for grant in grants.select_related("staff__organisation", "organisation").order_by("id")
        if unit.path.startswith(grant.organisation.path) and grant.staff_id not in out
    ]
    return next((staff for staff in near if staff.organisation.path == unit.path), None) or next(
        iter(near), None
    )


class RectificationPlan(Words):
    """Root cause, what is done about it and against its return, until when, measured how."""

    root_cause: Code
    corrective: Page
    preventive: Page
    planned_due: Moment
    metric: MaybeLine = ""
    """What will show the effect, such as: 小区X每千户N-03投诉下降五成."""
    check_until: Literal[30, 60, 90] = 90
    """Days after which the effect is checked for the last time."""


@move
def plan_rectification(scene: Scene, words: RectificationPlan) -> Said:
    """Put the plan forward; RECTIFY_DONE runs until the day it names."""
    plan = proceeding_of(scene, "rectification")
    if words.root_cause not in taxonomy().codes("root_causes"):
        raise unfit(
            "root_cause",
            _("没有根因代码 %(root_cause)s，方案未保存。请从列表中选择。")
            % {"root_cause": words.root_cause},
        )
    if words.planned_due <= scene.now:
        raise unfit("planned_due", _("计划完成时间已经过去，方案未保存。请填写将来的时间。"))
    staff = scene.actor.staff_id
    mine = staff is not None and plan.assignee_id is None
    return Said(
        facts={"root_cause": words.root_cause, "planned_due": words.planned_due},
        change={"assignee_id": staff} if mine else {},
        record={
            "root_cause": words.root_cause,
            "planned_due": words.planned_due.isoformat(),
            "check_until": words.check_until,
            "checks": [],
        },
        parts=[("rectifier", staff)] if staff and "rectifier" not in scene.parts else [],
        secret={
            "corrective": words.corrective,
            "preventive": words.preventive,
            "metric": words.metric,
        },
    )


class RectificationApproval(Words):
    """A remark on the plan."""

    note: MaybePage = ""


@move
def approve_rectification(scene: Scene, words: RectificationApproval) -> Said:
    """Approve the plan, once it says by what its effect will be measured (§11.8)."""
    plan = proceeding_of(scene, "rectification")
    metric = metric_of(plan)
    if not metric:
        raise WrongState(_("方案没有写明衡量效果的指标，未批准。请整改责任人补充指标后重新提交。"))
    return Said(secret={"metric": metric, **({"note": words.note} if words.note else {})})
