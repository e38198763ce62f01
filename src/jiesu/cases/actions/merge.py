"""T27, §15.2: two complaints about one thing become one, and nothing promised is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases import clocks
from jiesu.cases.actions.investigate import check_no_open_orders
from jiesu.cases.actions.pause import heard_meanwhile
from jiesu.cases.book import repeats, taxonomy
from jiesu.cases.flow import OPEN
from jiesu.cases.models import Case, Entry
from jiesu.cases.models.case import CaseQuerySet
from jiesu.cases.next_step import next_step
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.titles import state_title
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line
from jiesu.rules.repeats.contact import EarlierCase
from jiesu.rules.repeats.merging import MergeProposal, merge_clocks, propose_merge


class Merger(Words):
    """Number of the complaint that goes on with both."""

    into: Line


@move
def merge(scene: Scene, words: Merger) -> Said:
    """Merge into the earlier complaint: the earliest receipt and the strictest clocks win."""
    child, seen = scene.case, Case.objects.visible_to(scene.actor)
    known = _master(scene, words.into, seen)
    check_no_open_orders(scene)
    _proposed(scene, known)  # none but the later one may wait for the other: no two in a ring
    master = _master(scene, words.into, seen.select_for_update(of=("self",)))
    proposal = _proposed(scene, master)
    return Said(
        facts={"into": master.number, "because": proposal.because},
        change={"master_id": master.pk},
        record={"merged_from": child.state},
        letters=[Letter("N08", _news(master, scene.now))],
        elsewhere=[(master.number, "merge", _joined(scene, master))],
    )


def proposal_for(one: Case, other: Case, now: datetime) -> MergeProposal | None:
    """Whether the two should be one complaint; screens show it as a proposal."""
    return propose_merge(_as_told(one), _as_told(other), repeats().windows, now)


def _master(scene: Scene, number: str, cases: CaseQuerySet) -> Case:
    master = cases.filter(number=number).exclude(pk=scene.case.pk).first()
    if master is None:
        raise unfit(
            "into",
            _("没有找到编号为 %(number)s 的另一件投诉，未并单。请核对编号。") % {"number": number},
        )
    if master.state not in OPEN:
        raise unfit(
            "into", _("%(number)s 已不在办理中，未并单。请作为重复投诉办理。") % {"number": number}
        )
    return master


def _proposed(scene: Scene, master: Case) -> MergeProposal:
    """The proposal to merge the scene's case into ``master``. WrongState when there is none."""
    proposal = proposal_for(scene.case, master, scene.now)
    if proposal is None or proposal.kind != "merge":
        told = reason_told(proposal.because) if proposal else _("不是同一账号七日内的同一问题")
        raise WrongState(
            _("不能并单：%(told)s。两件均未改动，可在批注中互相注明编号。") % {"told": told}
        )
    if proposal.child != scene.case.number:
        raise WrongState(
            _("应将较晚收到的 %(child)s 并入 %(master)s，两件均未改动。")
            % {"child": proposal.child, "master": proposal.master}
        )
    return proposal


def _as_told(case: Case) -> EarlierCase:
    """The case as the rules see it; the phone stands in where no account was told."""
    person = case.account_index or case.phone_index
    keys = [key for key in (case.account_index, case.phone_index) if key]
    resolved = case.record.get("resolved_at")
    return EarlierCase(
        no=case.number,
        users=frozenset(bytes(key).hex() for key in keys),
        category=taxonomy().level2(case.category) if case.category else "",
        received_at=case.received_at,
        resolved_at=datetime.fromisoformat(resolved) if resolved else case.closed_at,
        outage=case.outage,
        account=bytes(person).hex() if person else "",
    )


def _news(master: Case, now: datetime) -> dict[str, str]:
    return {
        "case_no": master.number,
        "status": state_title(master.state),
        "next": "两次反映一并核实办理",
        "when": next_step(master, now)[1],
    }


def _joined(scene: Scene, master: Case) -> Said:
    """What the master's ledger says of it: clocks read the dues, contacts follow the child."""
    entries = list(Entry.objects.filter(case=master).order_by("seq"))
    strictest = merge_clocks(_dues(scene.case, scene.entries), _dues(master, entries))
    first = min(master.received_at, scene.case.received_at)
    waits = bool(scene.case.outage) and not master.outage
    return Said(
        facts={
            "child": scene.case.number,
            "earliest_received_at": first,
            "strictest": strictest,
        },
        add={"children": scene.case.number},
        to=master.state,
        change={"outage": scene.case.outage} if waits else {},
        record=_heard_of_outage(scene.case) if waits else {},
    )


def _heard_of_outage(child: Case) -> dict[str, Any]:
    """What the customer was told of it; the master hears the rest, as only open cases do."""
    return {name: child.record.get(name) for name in ("outage_told", "restored_at")}


def _dues(case: Case, entries: list[Entry]) -> Mapping[str, datetime]:
    dues: dict[str, datetime] = {}
    for promise in clocks.promises_of(case, entries):
        if promise.running and promise.binding:
            dues[promise.clock] = min(promise.due_at, dues.get(promise.clock, promise.due_at))
    return dues


class Parting(Words):
    """Why the two are not one after all."""

    reason: Line


@move
def unmerge(scene: Scene, words: Parting) -> Said:
    """Take the child out again: it stands where it stood, with all that was said on it since.

    Its own clocks run on as if there had been no merger; the master owes nothing for it any more.
    """
    child = scene.case
    others = Case.objects.select_for_update(of=("self",))  # another may leave at this moment
    master = others.filter(pk=child.master_id or 0).first()
    if master is None:
        raise WrongState(_("此件没有并入其他投诉，未做任何改动。"))
    left = [number for number in master.record.get("children", []) if number != child.number]
    parted = Said(facts={"child": child.number}, record={"children": left}, to=master.state)
    news = {"done": "恢复单独办理", "doing": "由专人继续跟进"}
    return Said(
        facts={"out_of": master.number},
        change={"master_id": None},
        record={"merged_from": None, **_pressed_meanwhile(scene), **heard_meanwhile(scene)},
        to=child.record["merged_from"],
        secret={"reason": words.reason},
        letters=[Letter("N21", news, dues={"next_date": "ANSWER"})],
        elsewhere=[(master.number, "unmerge", parted)],
    )


def _pressed_meanwhile(scene: Scene) -> dict[str, list[dict[str, str]]]:
    """How often the customer pressed here, those times included that were passed on."""
    passed = [
        {"at": entry.at.isoformat(), "by": entry.by_kind}
        for entry in scene.entries
        if entry.verb == "expedite" and "passed_on_to" in entry.facts
    ]
    before = scene.case.record.get("expedites", [])
    new = [one for one in passed if one not in before]
    return {"expedites": [*before, *new]} if new else {}
