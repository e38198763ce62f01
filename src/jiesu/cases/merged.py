"""Whoever was merged into another complaint hears how that one ended (§11.1 MERGED, T27)."""

from jiesu.cases.actions.report_result import TELLING
from jiesu.cases.merging import last_master, same_person
from jiesu.cases.models import Case
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move
from jiesu.people.actor import SYSTEM

_WITHDRAWN = "并案的投诉已由其投诉人撤回"


def tell_merged(moved: Moved) -> None:
    """Tell all that are merged into the case moved, if it was answered or came to its end."""
    case, entry = moved.case, moved.entry
    if entry.verb == "merge" and _comes_after_the_answer(case):
        make_move(SYSTEM, case.number, "report_result", {}, now=entry.at)
    after = entry.said("after") if entry.verb == "report_result" else entry.verb
    if after not in TELLING or not case.record.get("children"):
        return
    for child in Case.objects.filter(master=case, state="MERGED").order_by("pk"):
        if after == "withdraw" and not same_person(child, case):
            words = {"reason": _WITHDRAWN}
            make_move(SYSTEM, child.number, "unmerge", words, now=entry.at)
        else:
            make_move(SYSTEM, child.number, "report_result", {}, now=entry.at)


def _comes_after_the_answer(case: Case) -> bool:
    """Whether the complaint that it was merged into has been answered already."""
    return case.state == "MERGED" and bool(last_master(case).record.get("resolved_at"))
