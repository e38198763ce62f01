"""Two cases about one thing become one, and nothing promised is lost (§15.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from jiesu.rules.reason import Because, why
from jiesu.rules.repeats.book import Windows
from jiesu.rules.repeats.contact import EarlierCase


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Merge ``child`` into ``master``, or only link the two."""

    kind: str
    """``merge`` for one account, ``link`` for different users in one outage."""
    master: str
    child: str
    because: Because


def propose_merge(
    one: EarlierCase, other: EarlierCase, windows: Windows, now: datetime
) -> MergeProposal | None:
    """Propose to merge or link two open cases; None when they have nothing to do with each other.

    The master is the case received first, so the earliest receipt counts.
    """
    first, second = sorted((one, other), key=lambda case: (case.received_at, case.no))
    if not (first.open_at(now) and second.open_at(now)) or first.no == second.no:
        return None
    if first.outage and first.outage == second.outage and not first.users & second.users:
        return MergeProposal("link", first.no, second.no, why("one_outage"))
    one_account = first.account and first.account == second.account
    soon = second.received_at - first.received_at <= windows.merge
    if one_account and first.category == second.category and soon:
        because = why("one_account", days=windows.merge_days)
        return MergeProposal("merge", first.no, second.no, because)
    return None


def merge_clocks(*dues: Mapping[str, datetime]) -> dict[str, datetime]:
    """Keep the strictest due moment of every clock that any of the cases runs."""
    names = {name for each in dues for name in each}
    return {name: min(each[name] for each in dues if name in each) for name in sorted(names)}
