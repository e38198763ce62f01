"""Whether, by whom and when a user is asked for a score (§7, K10)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from jiesu.rules.answer import Answer
from jiesu.rules.letters.quiet import QuietHours
from jiesu.rules.reason import why
from jiesu.rules.survey.terms import SurveyTerms, our_own


def may_ask(
    last_asked_at: datetime | None,
    now: datetime,
    *,
    refused: bool,
    terms: SurveyTerms | None = None,
) -> Answer:
    """Whether a scored request may go to a user: one in 7 days, and none after a T (N41).

    ``last_asked_at`` is the last scored request to this user on any case, by any channel.
    """
    days = (terms or our_own()).asking.days_between
    if refused:
        return Answer(allowed=False, because=why("wants_no_surveys"))
    if last_asked_at is None or now - last_asked_at >= timedelta(days=days):
        return Answer(allowed=True, because=why("not_asked_lately", days=days))
    return Answer(
        allowed=False,
        because=why("asked_lately", at=last_asked_at.isoformat(), days=days),
    )


def may_call_back(caller: str, handlers: Collection[str]) -> Answer:
    """Whether ``caller`` may call back: nobody who handled the case (§17)."""
    if caller in handlers:
        return Answer(allowed=False, because=why("caller_handled_it"))
    return Answer(allowed=True, because=why("caller_did_not_handle_it"))


def asking_moment(
    resolved_at: datetime,
    spread: float,
    *,
    quiet: QuietHours | None = None,
    terms: SurveyTerms | None = None,
) -> datetime:
    """Moment of the request: 2 to 24 hours after the result and not at night.

    ``spread`` in [0, 1) places it, so that nobody can foretell it. Where night covers the
    place drawn it is the morning, or for a morning too late the last evening moment.
    """
    asking, quiet = (terms or our_own()).asking, quiet or QuietHours()
    first = resolved_at + timedelta(hours=asking.earliest_hours)
    last = resolved_at + timedelta(hours=asking.latest_hours)
    return _awake(first + (last - first) * spread, last, quiet)


def _awake(drawn: datetime, last: datetime, quiet: QuietHours) -> datetime:
    morning = quiet.next_end(drawn)
    if morning <= last:
        return morning
    return quiet.last_awake(drawn)
