"""Which unit hears an appeal: one of appeal officers that did not handle the complaint (T24)."""

from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.cases.refusals import WrongState
from jiesu.people.models import Grant, Organisation, Staff


def appeal_unit(case: Case) -> Organisation:
    """The nearest unit with an appeal officer over ``case`` that is not the owner's unit.

    Raises:
        WrongState: nobody of another unit may hear it.
    """
    handled = handling_unit(case)
    grants = Grant.objects.filter(role="R16", revoked_at=None, staff__left_at=None).select_related(
        "staff__organisation", "organisation"
    )
    fit = [
        grant.staff.organisation
        for grant in grants
        if case.unit_path.startswith(grant.organisation.path)
        and grant.staff.organisation != handled
    ]
    if not fit:
        raise WrongState(
            _(
                "没有与原办理部门不同的申诉处理部门，申诉尚未登记。请致电客服热线，"
                "或直接向通信管理局、12315 反映；管理员须先指定申诉专员。"
            )
        )
    return max(fit, key=lambda unit: (len(unit.path), unit.path))


def handling_unit(case: Case) -> Organisation | None:
    """The unit of the case's owner, who handled it."""
    owner = case.owner_id and Staff.objects.select_related("organisation").get(pk=case.owner_id)
    return owner.organisation if owner else None
