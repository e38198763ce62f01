"""Who may be named for a work: somebody who is here, holds the role over the case, is not accused.

A number typed wrong, a colleague who left or one of another city would leave the case in the
hands of nobody who can go on with it (S8, §17).
"""

from django.utils.translation import gettext as _

from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.verbs import Scene
from jiesu.people.models import Grant, Staff
from jiesu.people.permissions import book
from jiesu.ui import tongue


def named(scene: Scene, field: str, staff_id: int, role: str, at: str = "") -> Staff:
    """The member of staff named in ``field`` for the work of ``role`` (R07, R11 …).

    ``at`` is the path of the unit that the work lies with, if not the case's own.

    Raises:
        Unfit: nobody of that number works here, or without ``role`` over that unit.
        NotAllowed: the complaint is about this person.
    """
    what = tongue.named(book().roles[role])
    staff = Staff.objects.filter(pk=staff_id, left_at=None).first()
    if staff is None:
        raise unfit(
            field, _("没有这位在职人员，未指定%(what)s，未做任何改动。请另选。") % {"what": what}
        )
    if scene.case.parts.filter(staff=staff, part="accused", until=None).exists():
        raise NotAllowed(_("被投诉人不能担任本件%(what)s，未做任何改动。请另选。") % {"what": what})
    if not _holds(staff, role, at or scene.case.unit_path):
        raise unfit(field, _("此人不是本单位的%(what)s，未做任何改动。请另选。") % {"what": what})
    return staff


def _holds(staff: Staff, role: str, path: str) -> bool:
    grants = Grant.objects.filter(staff=staff, role=role, revoked_at=None)
    return any(
        path.startswith(grant.organisation.path) for grant in grants.select_related("organisation")
    )
