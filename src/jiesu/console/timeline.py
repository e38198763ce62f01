"""The story of a case in one timeline: ledger, letters with their delivery, turns of the clocks."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from jiesu.cases.carried import set_up
from jiesu.cases.models import Message
from jiesu.console.kinds import KINDS
from jiesu.console.labels import label
from jiesu.console.promises import Told
from jiesu.console.telling import Moment, spoken
from jiesu.ui.ago import ago
from jiesu.ui.event import Event, Passage
from jiesu.ui.joining import listed

SHOWN_AT_ONCE = 80
"""Events shown before one asks for all of them."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the timeline is looked at, read from the address."""

    kind: str = ""
    oldest: bool = False
    """Whether it begins with the first event."""
    whole: bool = False

    def address(self, **other: object) -> str:
        """The address of this look with something changed."""
        look = replace(self, **other)  # type: ignore[arg-type]  # names of the fields above
        told = {
            "kind": look.kind,
            "order": "oldest" if look.oldest else "",
            "all": "1" if look.whole else "",
        }
        return f"?{urlencode({k: v for k, v in told.items() if v})}#story"


@dataclass(frozen=True, slots=True)
class Timeline:
    """What the page shows of the story."""

    events: list[Event]
    tabs: list[tuple[str, str, bool]]
    orders: list[tuple[str, str, bool]]
    rest: int
    """How many more there are."""
    whole: str
    """Where all are shown."""


def read_look(asked: QueryDict) -> Look:
    """Read the look from an address; nonsense narrows nothing."""
    kind = asked.get("kind", "")
    return Look(
        kind=kind if kind in KINDS else "",
        oldest=asked.get("order") == "oldest",
        whole=asked.get("all") == "1",
    )


def timeline(
    moments: Sequence[Moment],
    letters: Sequence[Message],
    promises: Iterable[Told],
    look: Look,
    now: datetime,
) -> Timeline:
    """Put the story together as ``look`` asks for it."""
    turns = _turns(promises)
    told = list(_in_order(moments, letters, turns, now))
    counts = Counter(kind for kinds, _event in told for kind in kinds)
    wanted = [event for kinds, event in told if not look.kind or look.kind in kinds]
    if not look.oldest:
        wanted.reverse()
    most = None if look.whole else SHOWN_AT_ONCE
    return Timeline(
        events=wanted[:most],
        tabs=_tabs(look, counts, len(told)),
        orders=[
            (look.address(oldest=False), _("最新在前"), not look.oldest),
            (look.address(oldest=True), _("最早在前"), look.oldest),
        ],
        rest=max(0, len(wanted) - SHOWN_AT_ONCE) if most else 0,
        whole=look.address(whole=True),
    )


def _in_order(
    moments: Sequence[Moment],
    letters: Sequence[Message],
    turns: Mapping[int, list[str]],
    now: datetime,
) -> Iterator[tuple[set[str], Event]]:
    """Give kinds and event of each, a letter after the entry that caused it."""
    caused: dict[int, list[Message]] = {}
    for letter in letters:
        caused.setdefault(letter.seq, []).append(letter)
    for moment in moments:
        turned = turns.get(moment.seq, [])
        yield {moment.kind, *(["clock"] if turned else [])}, _event(moment, turned, now)
        for letter in caused.get(moment.seq, ()):
            yield {"letter"}, letter_event(letter, now)


def _event(moment: Moment, turned: Sequence[str], now: datetime) -> Event:
    badges = [(moment.reached, "accent")] if moment.reached else []
    if moment.proceeding:
        badges.append((moment.proceeding, ""))
    who = "，".join(part for part in (moment.who, moment.role) if part)
    return Event(
        anchor=f"e{moment.seq}",
        number=f"#{moment.seq}",
        title=moment.title,
        at=moment.at,
        ago=ago(moment.at, now),
        sentence=moment.sentence,
        who=who,
        tone=moment.tone,
        happened=moment.happened,
        badges=tuple(badges),
        facts=tuple(moment.facts),
        passages=tuple(Passage(title, text) for title, text in moment.said),
        turns=tuple(turned),
        clause=moment.clause,
        proof=moment.proof,
    )


def letter_event(letter: Message, now: datetime) -> Event:
    """Tell a letter: to whom, over what, whether it arrived, and what it says."""
    state, tone = delivery(letter, now)
    return Event(
        anchor=f"m{letter.pk}",
        number=letter.template,
        title=letter.subject,
        at=letter.written_at,
        ago=ago(letter.written_at, now),
        sentence=letter_to(letter),
        tone="error" if letter.refused_at else "letter",
        badges=((state, tone),),
        facts=((_("未送达原因"), letter.refusal),) if letter.refusal else (),
        passages=(Passage(_("内容"), letter.body),),
    )


def letter_to(letter: Message) -> str:
    """Say to whom a letter goes and over what."""
    told = {
        "carrier": label(f"carrier:{letter.carrier}").title,
        "reader": label(f"reader:{letter.reader}").title,
        "to": where_to(letter),
    }
    return _("发给%(reader)s（%(carrier)s，%(to)s）。") % told


def where_to(letter: Message) -> str:
    """Say at which address it arrives, masked."""
    if letter.reader == "holder":
        return _("机主登记的号码")
    return letter.masked or _("网上")


def delivery(letter: Message, now: datetime) -> tuple[str, str]:
    """How far a letter has come, in words and in a colour."""
    if letter.delivered_at:
        return _("%(at)s 已送达") % {"at": spoken(letter.delivered_at)}, "ok"
    if letter.refused_at:
        return _("未送达"), "error"
    if letter.tries:
        return _("已试 %(n)d 次，将再发送") % {"n": letter.tries}, "warn"
    if not set_up(letter.carrier):
        way = label(f"carrier:{letter.carrier}").title
        return _("等待：%(way)s通道尚未接入") % {"way": way}, "warn"
    if letter.send_at and letter.send_at > now:
        return _("%(at)s 发送") % {"at": spoken(letter.send_at)}, ""
    return _("等待发送"), ""


def _turns(promises: Iterable[Told]) -> dict[int, list[str]]:
    """What began and what ended with each entry, promises to the customer first."""
    began: dict[int, list[str]] = {}
    ended: dict[int, list[str]] = {}
    for one in promises:
        promise = one.promise
        due = _("%(clock)s（%(due)s）") % {"clock": one.title, "due": spoken(promise.due_at)}
        began.setdefault(promise.anchor, []).append(due)
        if promise.stopped_at and promise.stop_seq:
            late = promise.stopped_at > promise.due_at
            told = _("%(clock)s（超时）") if late else _("%(clock)s（按时）")
            ended.setdefault(promise.stop_seq, []).append(told % {"clock": one.title})
    return {
        seq: [
            *([_("计时结束：%(what)s") % {"what": _all(ended[seq])}] if seq in ended else []),
            *([_("开始计时：%(what)s") % {"what": _all(began[seq])}] if seq in began else []),
        ]
        for seq in began.keys() | ended.keys()
    }


def _all(several: list[str]) -> str:
    return listed(dict.fromkeys(several))


def _tabs(look: Look, counts: Mapping[str, int], every: int) -> list[tuple[str, str, bool]]:
    titles = {
        "handling": _("办理"),
        "talk": _("沟通"),
        "letter": _("消息"),
        "evidence": _("证据"),
        "beside": _("工单与事项"),
        "clock": _("时限"),
        "watch": _("审批与查阅"),
    }
    found = [("", _("全部 %(n)d") % {"n": every})]
    found += [(kind, f"{titles[kind]} {counts[kind]}") for kind in KINDS if counts[kind]]
    return [(look.address(kind=kind), title, kind == look.kind) for kind, title in found]
