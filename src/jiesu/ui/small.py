"""Components so small and so often on one page that a template of their own would cost most of it.

A queue shows some three hundred of them: rendered as templates they took half of its time.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiesu.ui.remaining import remaining

_MINUTE = "%Y-%m-%d %H:%M"


def badge(text: str, tone: str = "") -> SafeString:
    """Show a short fact; tone: accent, ok, warn, error, info."""
    drawn = f"badge badge-{escape(tone)}" if tone else "badge"
    return mark_safe(f'<span class="{drawn}">{_escaped(text)}</span>')  # noqa: S308 - escaped


def marked(pieces: Iterable[tuple[str, bool]]) -> SafeString:
    """Show a text in pieces; those that were searched for stand out."""
    return mark_safe(  # noqa: S308 - each piece is escaped
        "".join(f"<mark>{_escaped(text)}</mark>" if hit else _escaped(text) for text, hit in pieces)
    )


def clock(  # noqa: PLR0913 - a promise has that many facts
    name: str,
    due_at: datetime,
    now: datetime,
    *,
    started_at: datetime | None = None,
    stopped_at: datetime | None = None,
    paused: bool = False,
    provisional: bool = False,
) -> SafeString:
    """Show how a promise stands, in words and colour; one that runs is counted down by a script."""
    left = remaining(now, due_at, started_at=started_at, stopped_at=stopped_at, paused=paused)
    runs = () if paused or stopped_at else (("due", due_at), ("since", started_at))
    data = "".join(f' data-{kind}="{_local(at).isoformat()}"' for kind, at in runs if at)
    unsure = f" {_('（暂定）')}" if provisional else ""
    return mark_safe(  # noqa: S308 - the name is escaped; all else is ours
        f'<span class="clock clock-{left.tone}"{data}>'
        f'<span class="clock-name">{_escaped(name)}</span> '
        f'<span class="clock-left" data-left>{left.words}</span> '
        f'<span class="small">{due(due_at)}{unsure}</span></span>'
    )


def stamp(at: datetime | None) -> str:
    """Show a moment in the house's time zone; the year only if it is not the present one."""
    return _time(_local(at), f"{_local(at):{_MINUTE}}") if at else ""


def due(at: datetime | None) -> str:
    """Show a moment by which something is due: a midnight ends the day before, at 24:00."""
    return _time(_local(at), _ending(_local(at))) if at else ""


def due_in_words(at: datetime) -> str:
    """The same as bare text, for where no markup can stand: what may be chosen from a list."""
    return _short(_ending(_local(at)))


def _ending(local: datetime) -> str:
    if local.time() == time(0):
        return f"{local - timedelta(days=1):%Y-%m-%d} 24:00"
    return f"{local:{_MINUTE}}"


def _time(local: datetime, told: str) -> SafeString:
    return mark_safe(  # noqa: S308 - figures
        f'<time class="nowrap" datetime="{local.isoformat()}"'
        f' title="{local:%Y-%m-%d %H:%M:%S}">{_short(told)}</time>'
    )


def _short(told: str) -> str:
    return told.removeprefix(f"{_local(timezone.now()).year}-")


def _escaped(text: str) -> str:
    """Escape unless that is done: Django's own first asks every argument whether it is lazy."""
    return text if isinstance(text, SafeString) else escape(str(text))


def _local(at: datetime) -> datetime:
    return at.astimezone(timezone.get_default_timezone())
