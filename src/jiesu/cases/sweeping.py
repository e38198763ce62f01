"""Sweeps the vault: a file that nothing names any more is erased when its term is over (§18).

Such are the pictures of a complaint that was never sent, what was chosen in a form and left out
again, what a crash left behind. The row ``unattached`` of ``rules/evidence/retention.toml`` says
how long they wait; a receipt is worth nothing long before that.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from django.db.models import Q

from jiesu.cases.models import Case, Evidence
from jiesu.cases.vault import left_in_the_anteroom, stored
from jiesu.rules.evidence import kept_until
from jiesu.rules.workdays.shanghai import day_of

AT_ONCE = 500
"""Files asked about in one statement."""


def sweep_vault(now: datetime) -> int:
    """Erase the files that are over their term and belong to nothing; returns how many."""
    today = day_of(now)
    named = _unnamed(path for path in stored() if _over(path, today))
    swept = [*named, *(path for path in left_in_the_anteroom() if _over(path, today))]
    return sum(_erased(path, today) for path in swept)


def _unnamed(files: Iterator[Path]) -> list[Path]:
    """Those that neither a piece of evidence nor an archive names."""
    loose: list[Path] = []
    while some := list(islice(files, AT_ONCE)):
        needed = set(_evidence({path.name for path in some}))
        loose += [path for path in some if path.name not in needed]
    packed = set(_archives()) if loose else set()
    return [path for path in loose if path.name not in packed]


def _evidence(names: set[str]) -> Iterator[str]:
    kept = Evidence.objects.filter(Q(sha256__in=names) | Q(redacted__in=names), erased_at=None)
    for pair in kept.values_list("sha256", "redacted"):
        yield from pair


def _archives() -> Iterable[str]:
    """Packages; one walk through the cases, and only when something is loose at all."""
    packed = Case.objects.filter(record__has_key="archive").order_by()
    return packed.values_list("record__archive__sha256", flat=True).iterator()


def _over(path: Path, today: date) -> bool:
    """Whether the file came so long ago that its term is over; what came again came now."""
    try:
        came = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # attached and erased, or taken in, while we walked
        return False
    last = kept_until("unattached", day_of(came), None)
    return last is not None and today > last


def _erased(path: Path, today: date) -> bool:
    """Erase it, unless the same content came in again since we looked."""
    if not _over(path, today):
        return False
    path.unlink(missing_ok=True)
    return True
