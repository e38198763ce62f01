"""Says before it is done what a verb will do: letters, clocks, who is told, what follows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiesu.cases.foresight import Foreseen
from jiesu.cases.models import Message
from jiesu.cases.titles import state_title, verb_title
from jiesu.console.labels import label
from jiesu.console.telling import spoken
from jiesu.console.timeline import where_to
from jiesu.console.tongue import clock_title
from jiesu.console.why_seen import part_title
from jiesu.rules.clocks.promise import Promise
from jiesu.ui.event import Passage
from jiesu.ui.joining import listed, with_number

_SILENT = frozenset({"request", "receive"})
"""Followers that need no line of their own."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What will happen, in words."""

    state: str
    """Where the case will stand; empty if it stays."""
    second: bool
    letters: tuple[tuple[str, Passage], ...]
    """Whom it goes to, and what it says."""
    clocks: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.state or self.second or self.letters or self.clocks or self.others)


def preview_of(seen: Foreseen, cover: Callable[[str], str]) -> Preview:
    """Tell what was foreseen, letters as ``cover`` lets them be read."""
    return Preview(
        state=state_title(seen.state) if seen.state != seen.was else "",
        second=seen.asks_second,
        letters=tuple(_letter(one, cover) for one in seen.letters if one.reader != "staff"),
        clocks=tuple(_clocks(seen)),
        others=tuple(_others(seen)),
    )


def _letter(letter: Message, cover: Callable[[str], str]) -> tuple[str, Passage]:
    told = {
        "carrier": label(f"carrier:{letter.carrier}").title,
        "reader": label(f"reader:{letter.reader}").title,
        "to": where_to(letter),
    }
    to = _("%(carrier)s发给%(reader)s（%(to)s）") % told
    return to, Passage(letter.subject, cover(letter.body))


def _clocks(seen: Foreseen) -> Iterable[str]:
    if ended := [clock_title(one.clock) for one in seen.ended]:
        yield _("停止计时：%(clocks)s") % {"clocks": _all(ended)}
    if begun := [_due(one) for one in seen.begun]:
        yield _("开始计时：%(what)s") % {"what": _all(begun)}
    for old, new in seen.moved:
        told = {"clock": clock_title(new.clock), "old": spoken(old.due_at)}
        if new.paused_since and not old.paused_since:
            yield _("暂停计时：%(clock)s（原定 %(old)s）") % told
        else:
            yield _("改期：%(clock)s，%(old)s 改为 %(new)s") % {**told, "new": spoken(new.due_at)}


def _due(promise: Promise) -> str:
    return with_number(clock_title(promise.clock), spoken(promise.due_at))


def _others(seen: Foreseen) -> Iterable[str]:
    for part in seen.parts:
        told = {"name": part.staff.name, "part": part_title(part.part)}
        yield _("%(name)s成为%(part)s") % told
    if any(one.reader == "staff" for one in seen.letters):
        yield _("告知相关同事，进入其工作清单")
    for entry in seen.entries[1:]:
        if entry.verb not in _SILENT:
            yield _("随后：%(verb)s") % {"verb": verb_title(entry.verb)}


def _all(several: Iterable[str]) -> str:
    return listed(dict.fromkeys(several))
