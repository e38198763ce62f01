"""How much of a promise's time is left, in plain words and in a colour."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

Tone = Literal["calm", "soon", "near", "late", "met", "paused"]
_SOON, _NEAR = 0.5, 0.2
_WORDS = {
    "left": _lazy("还剩 %(time)s"),
    "late": _lazy("已超时 %(time)s"),
    "days_hours": _lazy("%(days)d 天 %(hours)d 小时"),
    "days": _lazy("%(days)d 天"),
    "hours_minutes": _lazy("%(hours)d 小时 %(minutes)d 分"),
    "hours": _lazy("%(hours)d 小时"),
    "minutes": _lazy("%(minutes)d 分钟"),
}
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Remaining:
    """What a clock chip shows."""

    tone: Tone
    words: str


def remaining(
    now: datetime,
    due_at: datetime,
    *,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    paused: bool = False,
) -> Remaining:
    """Tell how a promise due at ``due_at`` stands.

    Below half of its time it is *soon*, below a fifth *near*; without a start only hours count.
    """
    if stopped_at:
        late = stopped_at > due_at
        return Remaining("late", _("超时完成")) if late else Remaining("met", _("已按时完成"))
    if paused:
        return Remaining("paused", _("计时暂停"))
    left = due_at - now
    if left < timedelta(0):
        return Remaining("late", countdown_words()["late"] % {"time": length(-left)})
    return Remaining(
        _tone(left, due_at, started_at), countdown_words()["left"] % {"time": length(left)}
    )


def length(time: timedelta) -> str:
    """Tell a length of time by its two largest units."""
    days, rest = divmod(time, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days:
        kind = "days_hours" if hours else "days"
    else:
        kind = ("hours_minutes" if minutes else "hours") if hours else "minutes"
    return countdown_words()[kind] % {"days": days, "hours": hours, "minutes": minutes}


def countdown_words() -> dict[str, str]:
    """Tell how time left is said, for the script that counts on in the browser."""
    return _words_in(get_language())


@cache
def _words_in(language: str | None) -> dict[str, str]:  # noqa: ARG001 - each language has its own
    """The words of one language; a queue says them a hundred times."""
    return {kind: str(words) for kind, words in _WORDS.items()}


def _tone(left: timedelta, due_at: datetime, started_at: datetime | None) -> Tone:
    whole = due_at - started_at if started_at else 2 * _DAY
    share = left / whole if whole > timedelta(0) else 0.0
    if share < _NEAR:
        return "near"
    return "soon" if share < _SOON else "calm"
