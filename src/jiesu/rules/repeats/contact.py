"""What a new contact is to the cases a user already has (§15.1)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

import msgspec

from jiesu.rules.reason import Because, why
from jiesu.rules.repeats.book import Measure, RepeatBook, Windows

Kind = Literal["new", "repeat", "duplicate", "join", "progress_query"]
Purpose = Literal["demand", "progress", "material", "callback_answer"]


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact as it comes in. ``users`` are blind keys of account, phone and address."""

    at: datetime
    users: frozenset[str]
    category: str
    """Code of level 2 (``Taxonomy.level2``)."""
    purpose: Purpose = "demand"
    new_demand: bool = False
    outage: str = ""


class EarlierCase(msgspec.Struct, frozen=True, kw_only=True):
    """A case as far as later contacts need it."""

    no: str
    users: frozenset[str]
    category: str
    received_at: datetime
    resolved_at: datetime | None = None
    repeat_no: int = 1
    outage: str = ""
    account: str = ""
    breached: bool = False
    dissatisfied: bool = False

    def open_at(self, moment: datetime) -> bool:
        """Ask whether the case was received and not yet resolved at the moment."""
        return self.received_at <= moment and (
            self.resolved_at is None or moment < self.resolved_at
        )


class Verdict(msgspec.Struct, frozen=True):
    """What the contact is, to which case, with its number among the repeats."""

    kind: Kind
    of: str | None
    repeat_no: int
    because: Because


def judge_contact(new: Contact, earlier: Iterable[EarlierCase], windows: Windows) -> Verdict:
    """Judge a contact; the order of the earlier cases does not matter."""
    own = [case for case in earlier if case.users & new.users and case.received_at <= new.at]
    if new.purpose != "demand":
        return _touches(new, own)
    same = [case for case in own if _same_matter(case, new)]
    still_open = [case for case in same if case.open_at(new.at)]
    if still_open:
        return _while_open(new, _latest(still_open), _next_no(same, new, windows), windows)
    recent = [case for case in same if _within(case, new, windows)]
    if recent:
        case, number = _latest(recent), _next_no(same, new, windows)
        days = windows.repeat_days
        return Verdict("repeat", case.no, number, why("told_again", case=case.no, days=days))
    return Verdict("new", None, 1, why("nothing_alike"))


def measures(repeat_no: int, book: RepeatBook) -> tuple[Measure, ...]:
    """List what a repeat of this number calls for."""
    return tuple(measure for measure in book.measure if repeat_no >= measure.since)


def _touches(new: Contact, own: list[EarlierCase]) -> Verdict:
    """Progress queries, material and answers never make a repeat."""
    ours = [case for case in own if case.open_at(new.at)] or own
    if not ours:
        return Verdict("new", None, 1, why("nothing_of_the_user"))
    case = _latest([case for case in ours if case.category == new.category] or ours)
    if new.purpose == "progress":
        because = why("asks_for_progress", case=case.no)
        return Verdict("progress_query", case.no, case.repeat_no, because)
    return Verdict("join", case.no, case.repeat_no, why("adds_to", case=case.no))


def _while_open(new: Contact, case: EarlierCase, number: int, windows: Windows) -> Verdict:
    if new.new_demand:
        return Verdict("repeat", case.no, number, why("new_demand", case=case.no))
    if new.at - case.received_at <= windows.merge:
        because = why("same_as_open", case=case.no, days=windows.merge_days)
        return Verdict("duplicate", case.no, case.repeat_no, because)
    return Verdict("join", case.no, case.repeat_no, why("joins_open", case=case.no))


def _same_matter(case: EarlierCase, new: Contact) -> bool:
    another_outage = case.outage and new.outage and case.outage != new.outage
    return case.category == new.category and not another_outage


def _within(case: EarlierCase, new: Contact, windows: Windows) -> bool:
    return case.resolved_at is not None and new.at - case.resolved_at <= windows.repeat


def _next_no(same: list[EarlierCase], new: Contact, windows: Windows) -> int:
    counting = [case for case in same if case.open_at(new.at) or _within(case, new, windows)]
    return 1 + max((case.repeat_no for case in counting), default=0)


def _latest(cases: list[EarlierCase]) -> EarlierCase:
    return max(cases, key=lambda case: (case.received_at, case.no))
