"""A due date told in Chinese sentences: what counted, what was skipped, and by which rule."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.calendar import Calendar, Day, Kind, Status
from jiesu.rules.workdays.counting import Roll, ServiceHours, last_day
from jiesu.rules.workdays.days import KIND_SAID
from jiesu.rules.workdays.shanghai import DAY_END, ONE_DAY, day_of, said_day, said_start


def how_counted(
    start: datetime, amount: Amount, calendar: Calendar, roll: Roll, service: ServiceHours
) -> Iterator[str]:
    """Sentences in the order in which a person would reckon, all but the answer."""
    yield f"起算时刻 {said_start(start, year=True)}，期限 {amount.spoken}。"
    if amount.unit in {Unit.MIN, Unit.H}:
        yield "从起算时刻起连续计算，夜间、周末和节假日不停（《民法典》第二百零一条）。"
    elif amount.unit is Unit.SERVICE_H:
        yield f"只在每日服务时间 {service.opens:%H:%M}–{service.closes:%H:%M} 内计算。"
    elif amount.unit is Unit.WD:
        yield from _working_days(day_of(start), amount.number, calendar)
    else:
        yield from _days(day_of(start), amount.number, calendar, roll)


def how_ended(day_end: time) -> str:
    """Say at which hour the last day ends."""
    hour = "24:00" if day_end == DAY_END else f"业务时间结束 {day_end:%H:%M}"
    return f"最后一日至 {hour} 届满（《民法典》第二百零三条）。"


def _working_days(start: date, number: int, calendar: Calendar) -> Iterator[str]:
    last = last_day(start, number, Unit.WD, calendar, Roll.NONE).on
    days = [calendar.day(on) for on in _dates(start + ONE_DAY, last)]
    yield f"{said_day(start)}是起算当日，不计入；从次日起数工作日（《民法典》第二百零一条）。"
    if skipped := [day for day in days if not day.works]:
        yield f"跳过：{_runs(skipped, _reason)}。"
    if made_up := [day for day in days if day.kind is Kind.MAKEUP_WORK]:
        yield f"调休上班，计入：{_runs(made_up, lambda day: f'{day.name}调休')}。"
    yield f"第 {number} 个工作日是{said_day(last)}。"
    yield from _remark(days)


def _days(start: date, number: int, calendar: Calendar, roll: Roll) -> Iterator[str]:
    last = start + timedelta(days=number)
    yield (
        f"{said_day(start)}是起算当日，不计入；周末和节假日照算；"
        f"第 {number} 日是{said_day(last)}（《民法典》第二百零一条）。"
        if number
        else f"期限就在起算当日{said_day(start)}之内。"
    )
    if roll is Roll.NEXT_WD:
        yield from _rolling(last, calendar)
    else:
        yield "最后一日即使是休息日也不顺延（对经营者从严）。"


def _rolling(last: date, calendar: Calendar) -> Iterator[str]:
    end = last_day(last, 0, Unit.D, calendar, Roll.NEXT_WD).on
    days = [calendar.day(on) for on in _dates(last, end)]
    if end == last:
        yield f"最后一日是{_kind_said(days[0])}，无须顺延。"
    else:
        yield (
            f"最后一日是休息日：{_runs(days[:-1], _reason)}；"
            f"顺延至其后第一个工作日{said_day(end)}（《民法典》第二百零三条）。"
        )
    yield from _remark(days)


def _remark(days: Iterable[Day]) -> Iterator[str]:
    if unsure := [day for day in days if day.provisional]:
        yield (
            f"预计：{_runs(unsure, lambda _: '官方放假安排尚未公布')}，"
            "按法定节日推算、不含调休；公布后重新计算并告知。"
        )


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _runs(days: Iterable[Day], reason: Callable[[Day], str]) -> str:
    """Say days that share a reason and touch each other as one run."""
    runs: list[list[Day]] = []
    for day in days:
        if runs and day.date - runs[-1][-1].date == ONE_DAY and reason(day) == reason(runs[-1][0]):
            runs[-1].append(day)
        else:
            runs.append([day])
    return "；".join(f"{_span(run)} {reason(run[0])}" for run in runs)


def _span(run: list[Day]) -> str:
    first, last = said_day(run[0].date), said_day(run[-1].date)
    return first if first == last else f"{first}至{last}"


def _reason(day: Day) -> str:
    named = day.name and day.kind is not Kind.WEEKEND
    return f"{_kind_said(day)}（{day.name}）" if named else _kind_said(day)


def _kind_said(day: Day) -> str:
    return f"本地{KIND_SAID[day.kind]}" if day.status is Status.LOCAL else KIND_SAID[day.kind]
