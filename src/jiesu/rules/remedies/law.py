"""What the law grants: CP1 rent for a fault, CP2 late installation, CP3 planned interruption."""

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction

from jiesu.rules.reason import why
from jiesu.rules.remedies.remedy import Remedy, RemedyError, half_up, not_negative, remedy
from jiesu.rules.remedies.tariff import Tariff, our_own
from jiesu.rules.workdays.shanghai import day_of

_HOUR = timedelta(hours=1)


def rent_waiver(  # noqa: PLR0913 - the facts of Art.32, each named at the call
    monthly_rent_fen: int,
    reported_at: datetime,
    restored_at: datetime,
    *,
    rural: bool,
    terminal_cause: bool = False,
    from_first_hour: bool = False,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP1: monthly rent for each calendar day touched, once the fault outlasts 48 or 72 hours.

    For a fault that still lasts ``restored_at`` is now. RemedyError if it lies before the report.
    """
    tariff = tariff or our_own()
    not_negative((why("amount_rent"), monthly_rent_fen))
    _in_order(reported_at, restored_at)
    limit = tariff.fault.rural_hours if rural else tariff.fault.urban_hours
    place = why("fault_in_the_country" if rural else "fault_in_town", hours=limit)
    if terminal_cause:
        return remedy(tariff, "CP1", 0, why("fault_of_the_users_device"))
    if restored_at - reported_at <= limit * _HOUR and not from_first_hour:
        return remedy(tariff, "CP1", 0, why("fault_within", limit=place))
    days = _days_by_month(day_of(reported_at), day_of(restored_at))
    shares = (_share(monthly_rent_fen, month, count) for month, count in days.items())
    amount = half_up(sum(shares, Fraction()))
    beyond = why("fault_from_first_hour") if from_first_hour else why("fault_beyond", limit=place)
    months = [
        why("fault_in_month", year=month[0], month=month[1], days=count, length=_length(month))
        for month, count in days.items()
    ]
    return remedy(
        tariff,
        "CP1",
        amount,
        why("fault_days", beyond=beyond, days=days.total(), months=months),
        why("rent_by_the_day", rent=monthly_rent_fen, amount=amount),
    )


def late_install(
    fee_fen: int,
    due_on: date,
    done_on: date,
    *,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP2: one percent of the fee collected for each day after the published limit."""
    tariff = tariff or our_own()
    not_negative((why("amount_fee"), fee_fen))
    late_days = max((done_on - due_on).days, 0)
    if not late_days:
        return remedy(tariff, "CP2", 0, why("install_in_time"))
    percent = tariff.install.percent_a_day
    amount = half_up(fee_fen * Fraction(percent) / 100 * late_days)
    told = {"days": late_days, "fee": fee_fen, "percent": percent}
    return remedy(tariff, "CP2", amount, why("install_late", **told, amount=amount))


def planned_outage(  # noqa: PLR0913 - the facts of Art.35, each named at the call
    monthly_rent_fen: int,
    began_at: datetime,
    ended_at: datetime,
    *,
    notified: bool,
    proven_loss_fen: int = 0,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP3: rent for each started hour; and the proven loss when nobody was told beforehand."""
    tariff = tariff or our_own()
    not_negative((why("amount_rent"), monthly_rent_fen), (why("amount_loss"), proven_loss_fen))
    _in_order(began_at, ended_at)
    hours = -((began_at - ended_at) // _HOUR)
    first = day_of(began_at)
    rent = half_up(Fraction(monthly_rent_fen * hours, 24 * _length((first.year, first.month))))
    because = [why("outage_rent", hours=hours, rent=monthly_rent_fen, amount=rent)]
    if notified:
        return remedy(tariff, "CP3", rent, *because)
    because.append(why("outage_untold", loss=proven_loss_fen))
    return remedy(tariff, "CP3", rent + proven_loss_fen, *because)


def _days_by_month(first: date, last: date) -> Counter[tuple[int, int]]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return Counter((day.year, day.month) for day in days)


def _share(monthly_rent_fen: int, month: tuple[int, int], days: int) -> Fraction:
    return Fraction(monthly_rent_fen * days, _length(month))


def _length(month: tuple[int, int]) -> int:
    return monthrange(*month)[1]


def _in_order(begin: datetime, end: datetime) -> None:
    if end < begin:
        raise RemedyError(why("remedy_ends_before", end=end, begin=begin))
