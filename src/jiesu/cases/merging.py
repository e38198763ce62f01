"""Whose complaints are merged, and into which one they went in the end (§15.2, T27)."""

from collections.abc import Iterator

from jiesu.cases.models import Case


def last_master(case: Case) -> Case:
    """The complaint that goes on with ``case`` and with all that joined it before."""
    while case.state == "MERGED" and case.master_id:
        case = Case.objects.get(pk=case.master_id)
    return case


def merged_into(case: Case) -> Iterator[Case]:
    """All complaints that went into ``case``, also those that had joined them before; locked."""
    merged = Case.objects.select_for_update(of=("self",)).filter(master=case, state="MERGED")
    for child in merged.order_by("pk"):
        yield child
        yield from merged_into(child)


def same_person(one: Case, other: Case) -> bool:
    """Whether both came from one telephone; whoever cannot be known again is somebody else."""
    keys = one.phone_index, other.phone_index
    return None not in keys and len({bytes(key) for key in keys if key}) == 1
