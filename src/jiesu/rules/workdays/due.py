"""When a promise falls due (C4–C7), and what remains of it when the calendar changes (C2)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from jiesu.rules.reason import Reason, why
from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.calendar import Calendar
from jiesu.rules.workdays.counting import SERVICE, Roll, ServiceHours, last_day, service_end
from jiesu.rules.workdays.explaining import how_counted, how_ended
from jiesu.rules.workdays.shanghai import DAY_END, aware, day_of, end_of

__all__ = ["SERVICE", "Due", "Roll", "ServiceHours", "due", "explain", "internal_due"]

LENGTH = {Unit.MIN: timedelta(minutes=1), Unit.H: timedelta(hours=1)}


@dataclass(frozen=True, slots=True)
class Due:
    """The UTC moment; ``provisional`` while a day that decided it is not official (C2)."""

    at: datetime
    provisional: bool


def due(  # noqa: PLR0913 - a period is these things; the last three have the law's defaults
    start: datetime,
    amount: Amount,
    calendar: Calendar,
    *,
    roll: Roll = Roll.NONE,
    day_end: time = DAY_END,
    service: ServiceHours = SERVICE,
) -> Due:
    """When ``amount`` counted from ``start`` is over.

    Minutes and hours run on through nights and holidays; service hours run inside ``service``;
    days and working days end at ``day_end`` of the last one, the day of ``start`` not counted.
    ``roll`` moves the end of a period of days, and of nothing else.
    """
    if length := LENGTH.get(amount.unit):
        return Due(aware(start).astimezone(UTC) + amount.number * length, provisional=False)
    if amount.unit is Unit.SERVICE_H:
        return Due(service_end(aware(start), amount.number, service), provisional=False)
    return _due_by_days(day_of(start), amount.number, amount.unit, calendar, roll, day_end)


def explain(  # noqa: PLR0913 - takes what ``due`` takes
    start: datetime,
    amount: Amount,
    calendar: Calendar,
    *,
    roll: Roll = Roll.NONE,
    day_end: time = DAY_END,
    service: ServiceHours = SERVICE,
) -> tuple[Reason, ...]:
    """Say how ``due`` came to its answer: what counted, what did not, and why; it comes last."""
    end = due(start, amount, calendar, roll=roll, day_end=day_end, service=service)
    told = [*how_counted(start, amount, calendar, roll, service)]
    if amount.unit in {Unit.D, Unit.WD}:
        told.append(how_ended(day_end))
    return (*told, why("expected" if end.provisional else "due", at=end.at))


def internal_due(old: Due, new: Due, *, law: bool) -> Due:
    """Moment we hold ourselves to after a recomputation: a longer LAW clock stays at its old end.

    Whether it is still provisional follows the new reckoning (C2).
    """
    return Due(min(old.at, new.at), new.provisional) if law else new


@lru_cache(maxsize=65_536)
def _due_by_days(  # noqa: PLR0913, PLR0917 - the memo's key
    start: date, number: int, unit: Unit, calendar: Calendar, roll: Roll, day_end: time
) -> Due:
    landing = last_day(start, number, unit, calendar, roll)
    return Due(end_of(landing.on, day_end), landing.provisional)
