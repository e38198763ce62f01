"""A case that nobody answers for: whoever may give it an owner is told at once (S8, §11.5)."""

from itertools import accumulate

from jiesu.cases.unowned import Unowned
from jiesu.console.together.inbox_channel import call
from jiesu.console.together.models import Notice
from jiesu.people.models import Grant
from jiesu.people.permissions import book

MOST_TOLD = 20


def tell_leads(unowned: Unowned) -> None:
    """Put it into the inbox of those who hand cases over there, the nearest first.

    Where nobody does, the administrator's first steps count it (``console/beginning.py``).
    """
    case, entry = unowned.case, unowned.entry
    told = _leads_over(case.unit_path)
    Notice.objects.bulk_create(
        Notice(staff_id=staff, case=case, kind="unowned", seq=entry.seq, at=entry.at)
        for staff in told
    )
    call(told)


def _leads_over(path: str) -> list[int]:
    above = list(accumulate(f"{part}/" for part in path.split("/")[:-1]))
    held = Grant.objects.filter(
        role__in=book().verbs["hand_over"].cells,
        organisation__path__in=above,
        revoked_at=None,
        staff__left_at=None,
    )
    rows = held.order_by("-organisation__path", "staff_id").values_list("staff_id", flat=True)
    return list(dict.fromkeys(rows))[:MOST_TOLD]
