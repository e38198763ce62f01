"""The rows of a list of cases: what each is about, whose it is, and the one time that counts.

Written as text, for fifty of them as a template were a third of what the page cost. Whatever
somebody wrote is escaped here; figures, codes and the words of the house are ours.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiesu.cases.titles import state_title
from jiesu.console.finding.listing import Listed
from jiesu.console.finding.marking import Pieces
from jiesu.console.machines import body_named
from jiesu.console.tongue import category_title, clock_title, code_title
from jiesu.ui.small import badge, clock, marked, stamp

_ANY = "NUMBER"
PRIORITY_TONES = {"P1": "error", "P2": "warn"}


class InPieces(NamedTuple):
    """A row in pieces, of which those searched for stand out."""

    subject: Pieces
    quoted: Pieces
    """Where they stand in the complaint, if not in the subject."""


def rows_of(
    cases: Iterable[Listed],
    now: datetime,
    hits: Mapping[int, InPieces] | None = None,
    *,
    choosing: bool = False,
) -> SafeString:
    """Write the rows of a table under ``columns()``; ``choosing`` puts a box before each."""
    words = _Words()
    written = (_row(case, now, words, (hits or {}).get(case.id), choosing) for case in cases)
    return mark_safe("\n".join(written))  # noqa: S308 - each part is escaped where it is written


def columns() -> list[str]:
    """Name the columns of a list of cases."""
    return [_("最近时限"), _("投诉"), _("状态"), _("优先级"), _("用户"), _("渠道"), _("专人")]


def address_of(route: str, number: str) -> str:
    """The address of ``route`` for the case ``number``: fifty rows ask for a hundred."""
    return _address(route).replace(_ANY, number)


class _Titles(dict[str, str]):
    """What codes are called, each worked out and escaped once a page."""

    def __init__(self, title: Callable[[str], str]) -> None:
        super().__init__()
        self._title = title

    def __missing__(self, code: str) -> str:
        told = self[code] = escape(self._title(code)) if code else ""
        return told


class _Words:
    """The words that the rows of a page share."""

    def __init__(self) -> None:
        _due, _about, self.state, self.priority, self.who, self.channel, self.owner = map(
            escape, columns()
        )
        self.choose = escape(_("选择 %(number)s"))
        self.ended, self.paused = escape(_("结束")), badge(_("计时暂停"), "info")
        self.states, self.categories = _Titles(state_title), _Titles(category_title)
        self.channels = _Titles(lambda code: code_title("channels", code))
        self.clocks = _Titles(clock_title)


def _row(case: Listed, now: datetime, words: _Words, hit: InPieces | None, choosing: bool) -> str:  # noqa: FBT001 - private
    number = escape(case.number)
    badges = "".join(badge(text, tone) for text, tone in _badges(case))
    priority = badge(case.priority, PRIORITY_TONES.get(case.priority, "")) if case.priority else ""
    return (
        f'<tr class="row-pairs" data-row data-case="{number}" data-version="{case.version:d}">'
        f"{_choice(number, words) if choosing else ''}<td>{_time(case, number, now, words)}</td>"
        f'<th scope="row">{_about(case, number, words, hit)}</th>'
        f'<td data-label="{words.state}"><span class="row row-tight">'
        f'<span class="badge">{words.states[case.state]}</span>{badges}</span></td>'
        f'<td data-label="{words.priority}">{priority}</td>'
        f'<td data-label="{words.who}" class="nowrap">{escape(case.who) or "—"}</td>'
        f'<td data-label="{words.channel}" class="nowrap">{words.channels[case.channel]}</td>'
        f'<td data-label="{words.owner}" class="nowrap">{escape(case.owner) or "—"}</td></tr>'
    )


def _choice(number: str, words: _Words) -> str:
    return (
        '<td class="pick-cell"><label class="pick-row"><input class="option-box" type="checkbox"'
        f' name="case" value="{number}" form="bulk">'
        f'<span class="unseen">{words.choose % {"number": number}}</span></label></td>'
    )


def _time(case: Listed, number: str, now: datetime, words: _Words) -> str:
    """What is due next; else when the case ended, or that its clocks stand still."""
    if case.next_due_at:
        return _explained(number, _clock(case, case.next_due_at, now, words))
    if case.closed_at:
        return f'<span class="soft small">{words.ended} {stamp(case.closed_at)}</span>'
    return _explained(number, words.paused) if case.paused else '<span class="soft">—</span>'


def _explained(number: str, shown: str) -> str:
    """A way to all clocks of the case and why; ``beside.js`` shows them where one points."""
    here = address_of("console:clocks", number)
    return (
        f'<a class="plain" href="{here}" data-beside="{here}" aria-describedby="beside">{shown}</a>'
    )


def _clock(case: Listed, due_at: datetime, now: datetime, words: _Words) -> str:
    return clock(
        mark_safe(words.clocks[case.next_due_clock]),  # noqa: S308 - escaped by _Titles
        due_at,
        now,
        started_at=case.started_at or case.received_at,
        provisional=case.provisional,
    )


def _about(case: Listed, number: str, words: _Words, hit: InPieces | None) -> str:
    subject = marked(hit.subject) if hit else escape(case.subject)
    quoted = f'<div class="small said">{marked(hit.quoted)}</div>' if hit and hit.quoted else ""
    category = f"<span>{words.categories[case.category]}</span>" if case.category else ""
    return (
        f'<div><a href="{address_of("console:case", number)}" data-open>{subject}</a>{quoted}'
        '<div class="row row-tight soft small">'
        f'<span class="figures">{number}</span>{category}</div></div>'
    )


def _badges(case: Listed) -> Iterator[tuple[str, str]]:
    if case.external_source:
        yield body_named(case.external_source), "info"
    if case.repeat_no > 1:
        yield _("重复 %(n)d") % {"n": case.repeat_no}, "warn"
    if case.pressed:
        yield _("催办 %(n)d") % {"n": case.pressed}, "warn"
    if case.escalated:
        yield _("升级 %(level)s") % {"level": case.escalated}, "error"


@cache
def _address(route: str) -> str:
    return reverse(route, args=[_ANY])
