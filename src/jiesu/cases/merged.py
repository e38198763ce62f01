"""Whoever was merged into another complaint hears how far that one is and how it ended (§11.1)."""

from collections.abc import Sequence
from datetime import datetime

from jiesu.cases import clocks
from jiesu.cases.actions.report_result import TELLING
from jiesu.cases.alarms import Alarms
from jiesu.cases.covering import masking
from jiesu.cases.letters import repeated
from jiesu.cases.merging import last_master, merged_into, same_person
from jiesu.cases.models import Case, Entry
from jiesu.cases.moved import Moved
from jiesu.cases.moves import make_move, write
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene
from jiesu.people.actor import SYSTEM

NEWS = frozenset({"N03", "N09", "N21", "N25", "N27", "N46", "N47"})
"""What all who wait were promised: who sees to it, how far it is, until when, that we are late.

Not what one person is asked, is offered or has agreed with us (N06, N10–N19, N22, N23, N26, N28).
"""

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


def pass_news_on(moved: Moved) -> None:
    """Tell all that are merged into the case moved what its own customer was told of its course."""
    if moved.entry.verb != "report_news":
        _pass_on(moved.case, moved.entry.seq, moved.letters, moved.entry.at)


def pass_breaches_on(alarms: Alarms) -> None:
    """Tell them too that a promise broke."""
    told = [breach for breach in alarms.breaches if breach.letters]
    ids = [one.fall.row.case_id for one in told]
    masters = Case.objects.filter(pk__in=ids, record__has_key="children").select_related("owner")
    cases = {case.pk: case for case in masters}
    for breach in told:
        if case := cases.get(breach.fall.row.case_id):
            _pass_on(case, breach.seq, breach.letters, alarms.now)


def _pass_on(case: Case, seq: int, letters: Sequence[Letter], now: datetime) -> None:
    """Write the news among ``letters`` under the numbers of all who did not read them already."""
    news = [one for one in letters if one.template in NEWS and one.readers == ("user",)]
    if not news or not case.record.get("children"):
        return
    promises = clocks.promises_of(case, list(Entry.objects.filter(case=case).order_by("seq")))
    covered = [repeated(case, one, promises, masking(case)) for one in news]
    for child in merged_into(case):
        if not same_person(child, case):
            entries = list(Entry.objects.filter(case=child).order_by("seq"))
            scene = Scene(child, SYSTEM, now, entries, frozenset())
            said = Said(facts={"of": case.number, "entry": seq}, letters=covered)
            write(scene, "report_news", said)
