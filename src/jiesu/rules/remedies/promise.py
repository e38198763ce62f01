"""What the operator promises: CP4 slow pays, CP5 rate (R29)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from jiesu.rules.remedies.remedy import Remedy, not_negative, remedy, yuan
from jiesu.rules.remedies.tariff import Tariff, our_own
from jiesu.rules.workdays.shanghai import SHANGHAI, day_of, end_of, said

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A reason not to pay, and the evidence that proves it; without evidence it is none."""

    reason: str
    evidence: str


def promise_due(at: datetime, *, tariff: Tariff | None = None) -> datetime:
    """Moment until which the work is promised: told before 16:00 the same day, else 24 hours."""
    terms = (tariff or our_own()).promise
    if at.astimezone(SHANGHAI).hour < terms.cutoff_hour:
        return end_of(day_of(at))
    return at + timedelta(hours=terms.grace_hours)


def promise_install(
    ordered_at: datetime,
    done_at: datetime,
    *,
    exclusion: Exclusion | None = None,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP4: a fixed sum, once, for an installation or move later than promised."""
    tariff = tariff or our_own()
    if spared := _spared(tariff, exclusion):
        return remedy(tariff, "CP4I", 0, spared)
    due = promise_due(ordered_at, tariff=tariff)
    if done_at <= due:
        return remedy(tariff, "CP4I", 0, f"在承诺的{said(due)}前完成。")
    amount = tariff.promise.install_fen
    return remedy(
        tariff, "CP4I", amount, f"承诺{said(due)}前完成，已逾期，一次性赔付{yuan(amount)}。"
    )


def promise_repair(
    reported_at: datetime,
    restored_at: datetime,
    *,
    exclusion: Exclusion | None = None,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP4: a sum for each started day (24 hours) after the promised moment, up to the cap."""
    tariff = tariff or our_own()
    if spared := _spared(tariff, exclusion):
        return remedy(tariff, "CP4R", 0, spared)
    due = promise_due(reported_at, tariff=tariff)
    late_days = max(-((due - restored_at) // _DAY), 0)
    if not late_days:
        return remedy(tariff, "CP4R", 0, f"在承诺的{said(due)}前修复。")
    terms = tariff.promise
    amount = min(late_days * terms.repair_fen_a_day, terms.repair_cap_fen)
    rate = f"每日{yuan(terms.repair_fen_a_day)}，封顶{yuan(terms.repair_cap_fen)}"
    sentence = (
        f"承诺{said(due)}前修复，逾期{late_days}天（不足一天按一天），{rate}，赔付{yuan(amount)}。"
    )
    return remedy(tariff, "CP4R", amount, sentence)


def promise_rate(
    subscribed_mbps: int,
    measured_mbps: Decimal,
    reported_on: date,
    cured_on: date,
    *,
    tariff: Tariff | None = None,
) -> Remedy:
    """CP5: a sum for each 30 days outlived by a rate below 90 % of what was subscribed.

    ``measured_mbps`` is the mean of valid wired tests. While it lasts ``cured_on`` is today.
    """
    tariff = tariff or our_own()
    terms = tariff.promise
    not_negative(签约速率=subscribed_mbps, 测得速率=measured_mbps)
    measured = f"测得{measured_mbps}M，签约{subscribed_mbps}M"
    if measured_mbps * 100 >= subscribed_mbps * terms.rate_floor_percent:
        return remedy(tariff, "CP5", 0, f"{measured}，达到{terms.rate_floor_percent}%。")
    days = (cured_on - reported_on).days
    periods = max((days - 1) // terms.rate_days, 0)
    if not periods:
        return remedy(tariff, "CP5", 0, f"{measured}，已在{terms.rate_days}天内解决。")
    slow = subscribed_mbps < terms.rate_border_mbps
    amount = periods * (terms.rate_slow_fen if slow else terms.rate_fast_fen)
    sentence = (
        f"{measured}，不足{terms.rate_floor_percent}%，{days}天未解决，"
        f"超过{periods}个{terms.rate_days}天，赔付{yuan(amount)}。"
    )
    return remedy(tariff, "CP5", amount, sentence)


def _spared(tariff: Tariff, exclusion: Exclusion | None) -> str:
    if exclusion is None or not exclusion.evidence.strip():
        return ""
    reasons = tariff.promise.exclusions
    if exclusion.reason not in reasons:
        raise ValueError(f"{exclusion.reason}不在除外情形之列（{'、'.join(reasons)}），未计算。")
    return f"属于除外情形：{reasons[exclusion.reason]}，证据{exclusion.evidence}。"
