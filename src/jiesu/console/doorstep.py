"""What whoever goes to a customer needs on the doorstep, above all else of the case (S78-S82).

The address as far as the role may see it (§17), the window agreed, what was tried before, the next
step, a photo. The order itself moves up here: it is not shown a second time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.console.labels import label
from jiesu.console.likely import likely
from jiesu.console.offers import Offer
from jiesu.console.telling import Moment, spoken

_SHOWN = ("address", "name", "phone")
"""Particulars that lead to the door, in this order."""


@dataclass(frozen=True, slots=True)
class Doorstep:
    """One visit, before whoever makes it."""

    order: dict[str, Any]
    """The order as the page shows it elsewhere."""
    facts: list[tuple[str, str]]
    tried: list[tuple[str, str]]
    """What was found and tried before, and with what the order was given."""
    following: Offer | None
    """The step that is probably next."""
    besides: list[Offer]


def doorstep(
    case: Case,
    orders: Sequence[dict[str, Any]],
    told: tuple[Sequence[Entry], Sequence[Moment]],
    plain: dict[str, str],
) -> Doorstep | None:
    """The visit that waits for this person; None if no order of work was given to him.

    ``orders`` are the proceedings as the page shows them, ``told`` the entries and what is told of
    each, ``plain`` the particulars that are shown in full.
    """
    order = next((one for one in orders if _is_visit(one)), None)
    if order is None:
        return None
    row: Proceeding = order["row"]
    offers: list[Offer] = [offer for _group, those in order["offers"] for offer in those]
    wanted = likely(case, (), row)
    following = next((one for verb in wanted for one in offers if one.verb == verb), None)
    following = following or next(iter(offers), None)
    return Doorstep(
        order=order,
        facts=[*_where(case, plain), *_when(row)],
        tried=list(_tried(row.number, *told)),
        following=following,
        besides=[one for one in offers if one != following],
    )


def _is_visit(one: dict[str, Any]) -> bool:
    row: Proceeding = one["row"]
    return bool(one["mine"] and row.closed_at is None and row.record.get("kind") == "FIELD")


def _where(case: Case, plain: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name in _SHOWN:
        if text := plain.get(name) or case.masked.get(name, ""):
            yield label(name).title, text


def _when(order: Proceeding) -> Iterator[tuple[str, str]]:
    for name, title in (("window", _("上门时段")), ("wished", _("用户希望改到"))):
        if window := order.record.get(name):
            yield title, _span(window)


def _span(window: dict[str, str]) -> str:
    """From when to when; an end on the same day without saying the day again."""
    start = timezone.localtime(datetime.fromisoformat(window["window_start"]))
    end = timezone.localtime(datetime.fromisoformat(window["window_end"]))
    until = f"{end:%H:%M}" if start.date() == end.date() else spoken(end)
    return f"{spoken(start)} – {until}"


def _tried(
    number: str, entries: Sequence[Entry], moments: Sequence[Moment]
) -> Iterator[tuple[str, str]]:
    """What was said when the case was guided on the line and when this order was made."""
    said = {one.seq: one.said for one in moments}
    for entry in entries:
        if entry.verb == "guide" or (entry.verb, entry.facts.get("order")) == ("dispatch", number):
            yield from said.get(entry.seq, ())
