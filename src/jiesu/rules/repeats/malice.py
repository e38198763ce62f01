"""Suspicion of malice: objective criteria, two or more, each proven (§15.4, S72)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.rules.reason import Because, why
from jiesu.rules.repeats.book import RepeatBook


@dataclass(frozen=True, slots=True)
class MaliceView:
    """Whether the criteria allow the deciders to decide so; it decides nothing by itself."""

    proven: tuple[str, ...]
    because: Because
    """In Chinese where it is grounded: only the letter tells that."""
    grounded: bool


def judge_malice(evidence: Mapping[str, str], book: RepeatBook) -> MaliceView:
    """Weigh criteria by their evidence (criterion → reference); without one it does not count.

    LookupError when a criterion is not in the list: impressions are no criteria.
    """
    known = {criterion.code: criterion.zh for criterion in book.malice.criterion}
    strange = sorted(evidence.keys() - known.keys())
    if strange:
        raise LookupError(
            f"恶意投诉认定条件中没有 {'、'.join(strange)}，未作认定；请只选列明的客观条件。"
        )
    proven = tuple(code for code in known if evidence.get(code, "").strip())
    needed = book.malice.needed
    if len(proven) < needed:
        because = why("malice_unproven", n=len(proven), needed=needed)
        return MaliceView(proven, because, grounded=False)
    named = "；".join(known[code] for code in proven)
    return MaliceView(proven, f"有证据的客观条件{len(proven)}项：{named}", grounded=True)


def blocks_others(idle_contacts: Iterable[datetime], now: datetime, book: RepeatBook) -> bool:
    """Ask whether contacts on answered facts, without a new one, are too many in the window."""
    since = now - timedelta(days=book.malice.contacts_days)
    return sum(since <= at <= now for at in idle_contacts) > book.malice.contacts
