"""Whose complaints are merged, and into which one they went in the end (§15.2, T27)."""

from jiesu.cases.models import Case


def last_master(case: Case) -> Case:
    """The complaint that goes on with ``case`` and with all that joined it before."""
    while case.state == "MERGED" and case.master_id:
        case = Case.objects.get(pk=case.master_id)
    return case


def same_person(one: Case, other: Case) -> bool:
    """Whether both came from one telephone; whoever cannot be known again is somebody else."""
    keys = one.phone_index, other.phone_index
    return None not in keys and len({bytes(key) for key in keys if key}) == 1
