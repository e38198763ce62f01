"""What whoever goes to a customer needs on the doorstep, above all else of the case (S78-S82).

The address as far as the role may see it (§17), the window agreed, what was tried before, the next
step, a photo. The order itself moves up here: it is not shown a second time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from jiesu.cases.entries import secret_of
from jiesu.cases.models import Case, Entry, Proceeding
from jiesu.cases.titles import verb_title
from jiesu.console.labels import label
from jiesu.console.likely import likely
from jiesu.console.offers import Offer
from jiesu.console.telling import spoken

_SHOWN = ("address", "name", "phone")
"""Particulars that lead to the door, in this order."""
_ABOVE = frozenset({"account", "address", "contact_phone", "amount_fen"})
"""Words of an order that the case tells itself."""


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
    entries: Sequence[Entry],
    plain: dict[str, str],
    cover: Callable[[str], str],
) -> Doorstep | None:
    """The visit that waits for this person; None if no order of work was given to him.

    ``orders`` are the proceedings as the page shows them, ``plain`` the particulars that are shown
    in full, ``cover`` covers what this person may not see of a text.
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
        tried=list(_tried(row.number, entries, cover)),
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
    number: str, entries: Sequence[Entry], cover: Callable[[str], str]
) -> Iterator[tuple[str, str]]:
    """What was noted when the case was guided on the line, and what this order was given."""
    for entry in entries:
        told = secret_of(entry) or {}
        if entry.verb == "guide" and told.get("note"):
            yield verb_title("guide"), cover(told["note"])
        if entry.verb == "dispatch" and entry.facts.get("order") == number:
            given = told.get("order", {}).items()
            yield from ((label(n).title, cover(str(v))) for n, v in given if v and n not in _ABOVE)
