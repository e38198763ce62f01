"""One announcement, one closure: every linked complaint hears of it once (peers.md §5 no. 15).

The job that tells them may run twice, or twice at once: whoever has heard the latest is passed
over, and what changed again meanwhile is told as it stands now.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Q

from jiesu.cases.models import Case
from jiesu.cases.models.case import CaseQuerySet
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import WrongState
from jiesu.incidents.flow import HEARING_THE_END
from jiesu.incidents.models import Outage
from jiesu.kit.jobs import job, queue
from jiesu.people.actor import SYSTEM

BATCH = 200


def tell_later(outage: Outage) -> None:
    """Queue the telling, for the time after what is to be told is committed."""
    queue(tell_job, key=f"outage {outage.number}", number=outage.number)


@job("incidents.tell")
def tell_job(*, number: str) -> None:
    """Tell every linked complaint how the outage stands."""
    tell(number, datetime.now(UTC))


def tell(number: str, now: datetime, batch: int = BATCH) -> int:
    """Tell the complaints linked to the outage ``number`` its news; return how many heard it.

    Whoever is closed meanwhile hears only that it is over: N12 promised that, and no more.

    Each in a transaction of its own: broken off, it goes on where it was.

    Raises:
        ExceptionGroup: some could not be told; all others were, and the job tries those again.
    """
    outage = Outage.objects.get(number=number)
    verb = "outage_moved" if outage.ended_at is None else "outage_over"
    heard, failed = 0, list[Exception]()
    for case in _each(outage, batch):
        try:
            heard += _tell(case, verb, now)
        except Exception as error:  # noqa: BLE001 - one that fails must not silence ten thousand
            failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} complaints of {number} were not told", failed)
    return heard


def linked(outage: Outage) -> CaseQuerySet:
    """The complaints linked to the outage, ended ones too; who may see which is for the caller."""
    return Case.objects.filter(outage=outage.number)


def _each(outage: Outage, batch: int) -> Iterator[str]:
    """Numbers of those who have not heard the latest, ``batch`` of them in memory."""
    unheard = _waiting(outage).filter(record__outage_told__lt=outage.version)
    last = -1
    while rows := list(
        unheard.filter(pk__gt=last).order_by("pk").values_list("pk", "number")[:batch]
    ):
        yield from (number for _, number in rows)
        last = rows[-1][0]


def _waiting(outage: Outage) -> CaseQuerySet:
    """Those that the latest turn concerns."""
    if outage.ended_at is None or outage.called_off:
        return linked(outage).open()
    after = Q(state__in=HEARING_THE_END) & ~Q(record__has_key="erased")
    return linked(outage).filter(Q(closed_at=None) | after)


def _tell(number: str, verb: str, now: datetime) -> bool:
    try:
        make_move(SYSTEM, number, verb, {}, now=now)
    except WrongState:  # it ended, left or was told meanwhile: nobody waits for this any more
        return False
    return True
