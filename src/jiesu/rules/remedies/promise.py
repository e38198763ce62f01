"""What the operator promises: CP4 slow pays, CP5 rate (R29)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from jiesu.rules.reason import Quote, Reason, why
from jiesu.rules.remedies.remedy import Remedy, RemedyError, not_negative, remedy
from jiesu.rules.remedies.tariff import Tariff, our_own
from jiesu.rules.workdays.shanghai import SHANGHAI, day_of, end_of

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
        return remedy(tariff, "CP4I", 0, why("promise_done", due=due))
    amount = tariff.promise.install_fen
    return remedy(tariff, "CP4I", amount, why("promise_done_late", due=due, amount=amount))


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
        return remedy(tariff, "CP4R", 0, why("promise_mended", due=due))
    terms = tariff.promise
    amount = min(late_days * terms.repair_fen_a_day, terms.repair_cap_fen)
    told = {"a_day": terms.repair_fen_a_day, "most": terms.repair_cap_fen, "amount": amount}
    late = why("promise_mended_late", due=due, days=late_days, **told)
    return remedy(tariff, "CP4R", amount, late)


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
    not_negative((why("rate_subscribed"), subscribed_mbps), (why("rate_measured"), measured_mbps))
    measured = why("rate_found", measured=measured_mbps, subscribed=subscribed_mbps)
    if measured_mbps * 100 >= subscribed_mbps * terms.rate_floor_percent:
        enough = why("rate_reached", found=measured, percent=terms.rate_floor_percent)
        return remedy(tariff, "CP5", 0, enough)
    days = (cured_on - reported_on).days
    periods = max((days - 1) // terms.rate_days, 0)
    if not periods:
        cured = why("rate_cured", found=measured, days=terms.rate_days)
        return remedy(tariff, "CP5", 0, cured)
    slow = subscribed_mbps < terms.rate_border_mbps
    amount = periods * (terms.rate_slow_fen if slow else terms.rate_fast_fen)
    told = {"percent": terms.rate_floor_percent, "days": days, "length": terms.rate_days}
    late = why("rate_too_low", found=measured, **told, periods=periods, amount=amount)
    return remedy(tariff, "CP5", amount, late)


def _spared(tariff: Tariff, exclusion: Exclusion | None) -> Reason | None:
    if exclusion is None or not exclusion.evidence.strip():
        return None
    reasons = tariff.promise.exclusions
    if exclusion.reason not in reasons:
        raise RemedyError(why("exclusion_unknown", reason=exclusion.reason, known=list(reasons)))
    told = {"reason": reasons[exclusion.reason], "evidence": Quote(exclusion.evidence)}
    return why("exclusion_proven", **told)
