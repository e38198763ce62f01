"""Who may be named for a work: somebody who is here, holds the role over the case, is not accused.

A number typed wrong, a colleague who left or one of another city would leave the case in the
hands of nobody who can go on with it (S8, §17).
"""

from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.verbs import Scene
from jiesu.people.models import Grant, Staff


def named(scene: Scene, field: str, staff_id: int, role: str, what: str) -> Staff:
    """The member of staff named in ``field`` for ``what`` (投诉专员, 调查员 …).

    Raises:
        Unfit: nobody of that number works here, or without ``role`` over the case's unit.
        NotAllowed: the complaint is about this person.
    """
    staff = Staff.objects.filter(pk=staff_id, left_at=None).first()
    if staff is None:
        raise unfit(field, f"没有这位在职人员，未指定{what}，未做任何改动。请另选。")
    if scene.case.parts.filter(staff=staff, part="accused", until=None).exists():
        raise NotAllowed(f"被投诉人不能担任本件{what}，未做任何改动。请另选。")
    if not _holds(staff, role, scene.case.unit_path):
        raise unfit(field, f"此人不是本单位的{what}，未做任何改动。请另选。")
    return staff


def _holds(staff: Staff, role: str, path: str) -> bool:
    grants = Grant.objects.filter(staff=staff, role=role, revoked_at=None)
    return any(
        path.startswith(grant.organisation.path) for grant in grants.select_related("organisation")
    )
