"""The owner hears that a promise on the case is nearly due, and that it broke (§10, §17).

Others are called up the ladder or named by the pack; whoever answers for the whole case hears of
it too, each promise once at its last warning and once when it breaks, in the transaction of the
batch. Whoever is called about the case in the same batch need not be told twice.
"""

from collections.abc import Iterator, Mapping, Sequence

from jiesu.cases.alarms import Alarms, Breach
from jiesu.cases.falls import BREACH, Fall
from jiesu.cases.models import Case, Entry
from jiesu.console.together.models import Notice
from jiesu.console.together.notifying import Meant, notify


def tell_owners(alarms: Alarms) -> None:
    """Put what is nearly due and what broke into the inboxes of the owners of the cases."""
    pressing = [*_nearly_due(alarms.falls), *_broken(alarms.breaches)]
    if not pressing:
        return
    owners = _owners({case for case, _seq, _kind, _clock in pressing})
    called = _called(alarms.calls)
    meant = [
        Meant(case, seq, kind, [[owners[case]]], clock)
        for case, seq, kind, clock in pressing
        if case in owners and (owners[case], case) not in called
    ]
    notify(meant, alarms.now)


_Pressing = tuple[int, int, str, str]
"""Case, entry, kind of notice, clock."""


def _nearly_due(falls: Sequence[Fall]) -> Iterator[_Pressing]:
    """Binding promises at their last warning; an internal target is told when missed (§11.5)."""
    broken = {fall.row.pk for fall in falls if fall.breaks}
    for fall in falls:
        row = fall.row
        if row.binding and _runs(fall) and _is_last_warning(fall) and row.pk not in broken:
            yield row.case_id, row.anchor, "due", row.clock


def _is_last_warning(fall: Fall) -> bool:
    """Whether no warning is left before the promise breaks: at 80 %, if the pack says no other."""
    before = [level for level in fall.row.warn_at if level < BREACH]
    return bool(before) and fall.level == max(before)


def _broken(breaches: Sequence[Breach]) -> Iterator[_Pressing]:
    for breach in breaches:
        if _runs(breach.fall):
            yield breach.fall.row.case_id, breach.seq, "breach", breach.fall.row.clock


def _runs(fall: Fall) -> bool:
    """Nobody is told of what was kept late but is done."""
    return fall.row.stopped_at is None


def _owners(cases: set[int]) -> Mapping[int, int]:
    owned = Case.objects.filter(pk__in=cases).exclude(owner=None)
    return dict(owned.values_list("pk", "owner_id"))


def _called(calls: Sequence[Entry]) -> set[tuple[int, int]]:
    """Whom the ladder called in this batch, and to which case: person and case, by their ids."""
    seqs = {call.case_id: call.seq for call in calls}
    told = Notice.objects.filter(kind="call", case__in=seqs)
    return {
        (staff, case)
        for staff, case, seq in told.values_list("staff_id", "case_id", "seq")
        if seqs[case] == seq
    }
