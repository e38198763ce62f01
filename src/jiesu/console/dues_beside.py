"""Which promise of an order, an appeal or a rectification falls due first."""

from collections.abc import Sequence

from jiesu.cases.models import Entry, Proceeding, PromiseRow


def earliest_dues(rows: Sequence[Proceeding], machine: str) -> dict[str, PromiseRow]:
    """The running promise of each of ``rows`` that falls due first, by number; two statements.

    A promise belongs to what the entry that began it speaks of.
    """
    begun = _begun(rows, machine)
    running = PromiseRow.objects.filter(case__in={row.case_id for row in rows}, stopped_at=None)
    found: dict[str, PromiseRow] = {}
    for promise in running.filter(paused_since=None).order_by("due_at", "clock"):
        if number := begun.get((promise.case_id, promise.anchor)):
            found.setdefault(number, promise)
    return found


def _begun(rows: Sequence[Proceeding], machine: str) -> dict[tuple[int, int], str]:
    """The number of which each entry speaks, by case and line."""
    spoken = Entry.objects.filter(
        case__in={row.case_id for row in rows},
        **{f"facts__{machine}__in": [row.number for row in rows]},
    )
    told = spoken.values_list("case_id", "seq", f"facts__{machine}")
    return {(case_id, seq): number for case_id, seq, number in told}
