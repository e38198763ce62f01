"""§11.1 MERGED: what came of the complaint that goes on with both is told to this customer too.

The other may be another person on the same line (§15.2): nothing of that person goes along (§18).
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from msgspec import structs

from jiesu.cases.book import taxonomy
from jiesu.cases.covering import masking
from jiesu.cases.entries import secret_of, typed
from jiesu.cases.merging import last_master, same_person
from jiesu.cases.models import Case, Entry
from jiesu.cases.papers import (
    NOT_AGREED,
    REMEDIES,
    REMEDIES_SHORT,
    paper_values,
    reply_values,
    wanted_on_paper,
)
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move


class ResultNews(Words):
    """Nothing to tell: the ledger of the other complaint knows it."""


@move
def report_result(scene: Scene, words: ResultNews) -> Said:  # noqa: ARG001 - every action takes words
    """Tell a merged customer the result, under the number this customer knows (§11.1, S18)."""
    master = last_master(scene.case)
    told = _latest(master)
    if told is None or scene.case.record.get("result_told") == [master.number, told.seq]:
        raise WrongState(_("用户已获知并案办理的最新结果，未重复告知。"))
    cover = _cover(scene.case, master)
    letters = [
        structs.replace(
            letter, values={name: cover(value) for name, value in letter.values.items()}
        )
        for letter in TELLING[told.verb](told)
    ]
    if told.verb in _IN_WRITING and wanted_on_paper(scene.case):
        letters.append(_on_paper(scene, master, told, cover))
    return Said(
        facts={"of": master.number, "after": told.verb, "entry": told.seq},
        record={"result_told": [master.number, told.seq]},
        letters=letters,
    )


def _latest(master: Case) -> Entry | None:
    return Entry.objects.filter(case=master, verb__in=TELLING).order_by("seq").last()


def _cover(case: Case, master: Case) -> Callable[[str], str]:
    """How to write what was written to the other: numbers and names of that person covered."""
    return str if same_person(case, master) else masking(master)


def _on_paper(scene: Scene, master: Case, told: Entry, cover: Callable[[str], str]) -> Letter:
    """The written reply N30: what was found and done there, to this person and this wish (S168)."""
    entries = list(Entry.objects.filter(case=master).order_by("seq"))
    there = replace(scene, case=master, entries=entries)
    values = reply_values(there, _result(told), "")
    own = {
        **paper_values(scene),
        "doc_no": values["doc_no"].replace(master.number, scene.case.number),
        "claims": scene.case.desired_outcome or scene.case.subject,
    }
    if not same_person(scene.case, master):
        own["compensation"] = f"随{master.number}办理"
    return Letter("N30", {name: cover(value) for name, value in values.items()} | own)


def _result(told: Entry) -> str:
    return str(_kept(told).get("result") or NOT_AGREED)


def _kept(told: Entry) -> Mapping[str, Any]:
    return secret_of(told) or {}


def _settled(told: Entry) -> list[Letter]:
    old = told.said("derived")["record"]  # where results stood before they were sealed
    return [Letter("N20", {"result": typed(told, "result") or old["result"]})]


def _resolved(told: Entry) -> list[Letter]:
    return [Letter("N24", {"result": _result(told), "remedies_short": REMEDIES_SHORT})]


def _not_agreed(told: Entry) -> list[Letter]:
    """What the other demanded stays with the other: this one reads what was done."""
    done = f"{NOT_AGREED}；已做工作：{_kept(told).get('work_done') or '—'}"
    return [Letter("N24", {"result": done, "remedies_short": REMEDIES_SHORT})]


def _decided(told: Entry) -> list[Letter]:
    measures = str(_kept(told).get("measures") or "").strip() or "维持原处理结果"
    result = f"经二次处理，{measures}"
    return [Letter("N24", {"result": result, "remedies_short": REMEDIES_SHORT})]


def _refused(told: Entry) -> list[Letter]:
    reason = taxonomy().codes("non_acceptance").get(told.facts["reason"]).zh
    basis = str(_kept(told).get("basis") or "—")
    return [Letter("N04", {"reason": reason, "basis": basis, "remedies": REMEDIES})]


def _sent_on(told: Entry) -> list[Letter]:
    return [Letter("N05", {name: typed(told, name) for name in ("body", "contact")})]


TELLING: Mapping[str, Callable[[Entry], list[Letter]]] = {
    "settle": _settled,
    "resolve": _resolved,
    "deadlock": _not_agreed,
    "decide_appeal": _decided,
    "refuse": _refused,
    "transfer": _sent_on,
    "close": lambda _told: [Letter("N44")],
    "withdraw": lambda _told: [Letter("N45")],
}
"""What the master's customer hears at its end or answer, and this one hears of it."""
_IN_WRITING = frozenset({"resolve", "deadlock"})
