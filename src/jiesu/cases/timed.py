"""The system goes on by itself when what a case waited for did not come (T04, T20, T32)."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import connection, transaction

from jiesu.cases.alarms import AWAY, TRY_AGAIN
from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.people.actor import SYSTEM

_log = structlog.get_logger()
_CLAIM = """
    SELECT id FROM cases_case WHERE waits_until <= %s ORDER BY waits_until LIMIT 1
       FOR NO KEY UPDATE SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class TimedAct:
    """What was done, or why it was refused and put off."""

    number: str
    verb: str
    refused: str = ""


@transaction.atomic
def act_on_waiting(now: datetime) -> TimedAct | None:
    """Do the one timed act that has been due longest; None if nothing is, or others do it.

    What is refused, or breaks, is tried again later; `jiesu verify` shows such a case as deviating.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [now])
        claimed = cursor.fetchone()
    if claimed is None:
        return None
    case = Case.objects.only("number", "waits_for").get(pk=claimed[0])
    try:
        make_move(SYSTEM, case.number, case.waits_for, {}, now=now)
    except Refusal as refusal:
        Case.objects.filter(pk=case.pk).update(waits_until=now + TRY_AGAIN)
        return TimedAct(case.number, case.waits_for, refusal.sentence)
    except AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - it must not stop all others for ever
        _log.exception("keeper.act_broke", case=case.number, verb=case.waits_for)
        Case.objects.filter(pk=case.pk).update(waits_until=now + TRY_AGAIN)
        return TimedAct(case.number, case.waits_for, type(error).__name__)
    return TimedAct(case.number, case.waits_for)


def next_wait() -> datetime | None:
    """When the next timed act is due."""
    first = Case.objects.exclude(waits_until=None).order_by("waits_until")
    return first.values_list("waits_until", flat=True).first()
