"""What the law grants: CP1 rent for a fault, CP2 late installation, CP3 planned interruption."""

from calendar import monthrange
from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction

from jiesu.rules.remedies.remedy import Remedy, half_up, not_negative, remedy, yuan
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

    For a fault that still lasts ``restored_at`` is now. ValueError if it lies before the report.
    """
    tariff = tariff or our_own()
    not_negative(月租=monthly_rent_fen)
    _in_order(reported_at, restored_at)
    limit = tariff.fault.rural_hours if rural else tariff.fault.urban_hours
    place = f"{'农村' if rural else '城镇'}{limit}小时"
    if terminal_cause:
        return remedy(tariff, "CP1", 0, "故障由用户终端设备引起，不在减免范围。")
    if restored_at - reported_at <= limit * _HOUR and not from_first_hour:
        return remedy(tariff, "CP1", 0, f"故障未超过{place}，不需减免。")
    days = _days_by_month(day_of(reported_at), day_of(restored_at))
    shares = (_share(monthly_rent_fen, month, count) for month, count in days.items())
    amount = half_up(sum(shares, Fraction()))
    why = "按规定从首小时起减免" if from_first_hour else f"故障超过{place}"
    spelled = "、".join(
        f"{month}月{count}天（当月{_length((y, month))}天）" for (y, month), count in days.items()
    )
    return remedy(
        tariff,
        "CP1",
        amount,
        f"{why}，历经{days.total()}个自然日：{spelled}。",
        f"月租{yuan(monthly_rent_fen)}按日折算，减免{yuan(amount)}。",
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
    not_negative(费用=fee_fen)
    late_days = max((done_on - due_on).days, 0)
    if not late_days:
        return remedy(tariff, "CP2", 0, "在公布的时限内完成，没有逾期。")
    percent = tariff.install.percent_a_day
    amount = half_up(fee_fen * Fraction(percent) / 100 * late_days)
    return remedy(
        tariff,
        "CP2",
        amount,
        f"逾期{late_days}天，已收费用{yuan(fee_fen)}，每日{percent}%，共{yuan(amount)}。",
    )


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
    not_negative(月租=monthly_rent_fen, 损失=proven_loss_fen)
    _in_order(began_at, ended_at)
    hours = -((began_at - ended_at) // _HOUR)
    first = day_of(began_at)
    rent = half_up(Fraction(monthly_rent_fen * hours, 24 * _length((first.year, first.month))))
    because = [f"中断{hours}小时，按月租{yuan(monthly_rent_fen)}折算减免{yuan(rent)}。"]
    if notified:
        return remedy(tariff, "CP3", rent, *because)
    because.append(f"事先没有通知用户，另赔已证明的损失{yuan(proven_loss_fen)}。")
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
        raise ValueError(f"结束时间{end}早于开始时间{begin}，未计算，请核对。")
