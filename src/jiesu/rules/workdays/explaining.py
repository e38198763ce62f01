"""A due date told sentence by sentence: what counted, what was skipped, and by which rule."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from jiesu.rules.reason import Reason, why
from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.calendar import Calendar, Day, Kind, Status
from jiesu.rules.workdays.counting import Roll, ServiceHours, last_day
from jiesu.rules.workdays.days import KIND_SAID
from jiesu.rules.workdays.shanghai import DAY_END, ONE_DAY, day_of


def how_counted(
    start: datetime, amount: Amount, calendar: Calendar, roll: Roll, service: ServiceHours
) -> Iterator[Reason]:
    """Give the steps in the order in which a person would reckon, all but the answer."""
    yield why("counted_from", start=start, amount=amount)
    if amount.unit in {Unit.MIN, Unit.H}:
        yield why("runs_on")
    elif amount.unit is Unit.SERVICE_H:
        yield why("service_hours", opens=service.opens, closes=service.closes)
    elif amount.unit is Unit.WD:
        yield from _working_days(day_of(start), amount.number, calendar)
    else:
        yield from _days(day_of(start), amount.number, calendar, roll)


def how_ended(day_end: time) -> Reason:
    """Say at which hour the last day ends."""
    if day_end == DAY_END:
        return why("ends_at_midnight")
    return why("ends_at_closing", hour=day_end)


def _working_days(start: date, number: int, calendar: Calendar) -> Iterator[Reason]:
    last = last_day(start, number, Unit.WD, calendar, Roll.NONE).on
    days = [calendar.day(on) for on in _dates(start + ONE_DAY, last)]
    yield why("first_day_left_out", day=start)
    if skipped := [day for day in days if not day.works]:
        yield why("skipped", days=_runs(skipped, _what))
    if made_up := [day for day in days if day.kind is Kind.MAKEUP_WORK]:
        yield why("made_up", days=_runs(made_up, lambda day: why("made_up_for", name=day.name)))
    yield why("nth_working_day", n=number, day=last)
    yield from _remark(days)


def _days(start: date, number: int, calendar: Calendar, roll: Roll) -> Iterator[Reason]:
    last = start + timedelta(days=number)
    if number:
        yield why("nth_day", start=start, n=number, day=last)
    else:
        yield why("within_the_day", day=start)
    if roll is Roll.NEXT_WD:
        yield from _rolling(last, calendar)
    else:
        yield why("stays")


def _rolling(last: date, calendar: Calendar) -> Iterator[Reason]:
    end = last_day(last, 0, Unit.D, calendar, Roll.NEXT_WD).on
    days = [calendar.day(on) for on in _dates(last, end)]
    if end == last:
        yield why("last_day_works", kind=_kind(days[0]))
    else:
        yield why("rolled", days=_runs(days[:-1], _what), end=end)
    yield from _remark(days)


def _remark(days: Iterable[Day]) -> Iterator[Reason]:
    if unsure := [day for day in days if day.provisional]:
        yield why("unsure", days=_runs(unsure, lambda _: why("not_announced")))


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _runs(days: Iterable[Day], what: Callable[[Day], Reason]) -> tuple[Reason, ...]:
    """Give days of which the same is said and which touch each other as one run."""
    runs: list[list[Day]] = []
    for day in days:
        if runs and day.date - runs[-1][-1].date == ONE_DAY and what(day) == what(runs[-1][0]):
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(_run(run[0].date, run[-1].date, what(run[0])) for run in runs)


def _run(first: date, last: date, what: Reason) -> Reason:
    if first == last:
        return why("day", first=first, what=what)
    return why("days", first=first, last=last, what=what)


def _what(day: Day) -> Reason:
    named = day.name and day.kind is not Kind.WEEKEND
    return why("named_kind", kind=_kind(day), name=day.name) if named else _kind(day)


def _kind(day: Day) -> Reason:
    local = day.status is Status.LOCAL
    return why("local_kind" if local else "kind", kind=KIND_SAID[day.kind])
