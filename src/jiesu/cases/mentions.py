"""Who may be mentioned in a note: only people who see the case anyhow."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiesu.cases.models import Case
from jiesu.cases.refusals import unfit
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff
from jiesu.ui.joining import listed

MOST = 10


def mentioned_on(case: Case, work_numbers: Sequence[str]) -> list[int]:
    """Return the ids of those mentioned.

    Raises:
        Unfit: somebody is unknown, has left, or may not see the case; nothing is said of which.
    """
    wanted = {number.strip().upper() for number in work_numbers if number.strip()}
    if len(wanted) > MOST:
        raise unfit(
            "mentioned",
            _("一次最多提到 %(most)s 位同事，批注未保存。请减少人数。") % {"most": MOST},
        )
    staff = Staff.objects.filter(work_no__in=wanted, left_at=None)
    seeing = {one.work_no: one.pk for one in staff if _sees(one.pk, case)}
    if missing := sorted(wanted - set(seeing)):
        told = listed(missing)
        raise unfit(
            "mentioned",
            _("工号 %(told)s 不存在或无权查看本件，批注未保存。请核对工号。") % {"told": told},
        )
    return sorted(seeing.values())


def _sees(staff_id: int, case: Case) -> bool:
    actor = load_actor(staff_id)
    return actor is not None and Case.objects.visible_to(actor).filter(pk=case.pk).exists()
