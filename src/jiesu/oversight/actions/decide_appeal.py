"""T25, §11.7: heard anew by others, decided ground by ground in writing (S50-S53)."""

from typing import Annotated, Any, Literal

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.actions.investigate import check_no_open_orders
from jiesu.cases.actions.reopen import new_round
from jiesu.cases.papers import paper_values, unstopped
from jiesu.cases.permit import parts_of
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybeLine, MaybePage, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.actions.appeal import GROUNDS, Ground
from jiesu.oversight.hearing import of_the_trade
from jiesu.oversight.scene import proceeding_of, running
from jiesu.people.actors import load_actor
from jiesu.people.separation import conflicts
from jiesu.ui.joining import listed


class Reinvestigation(Words):
    """Who looks into it anew, and later what that person found."""

    investigator_id: int | None = None
    report: MaybePage = ""
    evidence: Annotated[list[Line], Meta(max_length=50)] = []


@move
def reinvestigate(scene: Scene, words: Reinvestigation) -> Said:
    """Look into it anew: first by whom, then with what result; somebody else may take it over."""
    heard = proceeding_of(scene, "appeal")
    anew = heard.state != "RE_INVESTIGATING"
    if not (anew or (words.investigator_id and not words.report.strip())):
        return _report(words)
    investigator = words.investigator_id or scene.actor.staff_id
    if investigator is None:
        raise unfit("investigator_id", _("还没有指定调查人，未开始核查。请选择调查人。"))
    _check_never_handled(scene, investigator)
    return Said(
        facts={"investigator": investigator},
        record={"investigator": investigator, "reported": False},
        ends=["appeal_investigator"],
        parts=[("appeal_investigator", investigator)],
    )


def _report(words: Reinvestigation) -> Said:
    if not words.report.strip():
        raise unfit("report", _("没有写明核查结果，未保存。请写明查到的事实和依据。"))
    proof = {"evidence": words.evidence} if words.evidence else {}
    return Said(record={"reported": True}, secret={"report": words.report, **proof})


def _check_never_handled(scene: Scene, staff_id: int) -> None:
    """The investigator of an appeal differs from everybody who handled the case (§11.7, §17)."""
    person = load_actor(staff_id)
    if person is None:
        raise unfit("investigator_id", _("没有这位在职人员，未开始核查。请另选。"))
    if not of_the_trade(person):
        raise unfit("investigator_id", _("此人不是调查员或申诉专员，未开始核查。请另选。"))
    if why := conflicts("reinvestigate", parts_of(person, scene.case)):
        raise NotAllowed(_("所选调查人不合适：%(why)s请另选。") % {"why": why})


class GroundDecided(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The decision on one ground, with its reason."""

    ground: Ground
    accepted: bool
    reason: Page


class AppealDecision(Words):
    """What is decided, ground by ground, and what follows."""

    decision: Literal["UPHELD", "PARTLY", "OVERTURNED"]
    grounds: Annotated[list[GroundDecided], Meta(min_length=1, max_length=6)]
    measures: MaybePage = ""
    due: MaybeLine = ""
    """Until when the measures are carried out, as told to the customer."""
    reopen: bool = False
    """Whether the complaint is handled anew; a decision overturned always is."""
    impossible: bool = False
    """What the customer asks for cannot be done."""


_SAID = {"UPHELD": "维持原处理", "PARTLY": "部分调整", "OVERTURNED": "改变原处理"}


@move
def decide_appeal(scene: Scene, words: AppealDecision) -> Said:
    """Decide in writing; upheld or impossible, the customer learns the way outside (N38)."""
    number = _under_investigation(scene)
    _check_grounds(scene, number, words)
    _check_consequences(words)
    reopened = words.decision == "OVERTURNED" or (words.decision == "PARTLY" and words.reopen)
    if not reopened:
        check_no_open_orders(scene)
    record = scene.case.record
    return Said(
        facts={
            "appeal": number,
            "decision": words.decision,
            "reopened": reopened,
            "grounds": [[told.ground, told.accepted] for told in words.grounds],
        },
        change={"cycle": scene.case.cycle + 1} if reopened else {},
        record={
            **(new_round(record) if reopened else {}),
            "documents": [*_papers(record, reopened=reopened), "N37"],
            "appeal_decision": words.decision,
            **_lifted(words),
        },
        reaches={number: "DECIDED"},
        secret=msgspec.to_builtins(words),
        to="REOPENED" if reopened else "CLOSED",
        letters=_letters(scene, number, words),
    )


def _papers(record: dict[str, Any], *, reopened: bool) -> list[str]:
    told = new_round(record) if reopened else record
    return list(told.get("documents", []))


def _under_investigation(scene: Scene) -> str:
    """The number of the appeal that may be decided now."""
    for number in running(scene, "appeal"):
        heard = scene.case.proceedings.get(number=number)
        if heard.state == "RE_INVESTIGATING" and heard.record.get("reported"):
            return number
    raise WrongState(_("申诉还没有重新核查的结果，未作决定。请先由其他人员核查并写明结果。"))


def _check_grounds(scene: Scene, number: str, words: AppealDecision) -> None:
    raised = scene.case.proceedings.get(number=number).record["grounds"]
    answered = [told.ground for told in words.grounds]
    if sorted(raised) != sorted(answered):
        names = listed(_(GROUNDS[ground]) for ground in raised)
        raise unfit(
            "grounds", _("须对每项理由各作一次决定(%(names)s)，未保存(S52)。") % {"names": names}
        )


def _check_consequences(words: AppealDecision) -> None:
    accepted = any(told.accepted for told in words.grounds)
    if accepted == (words.decision == "UPHELD"):
        raise unfit("decision", _("决定与各项理由的结论不一致，未保存。有理由成立即不能维持。"))
    if accepted and not (words.measures.strip() and words.due.strip()):
        raise unfit("measures", _("申诉成立，须写明措施和期限，未保存。"))


def _lifted(words: AppealDecision) -> dict[str, None]:
    """A label of malice that was wrong is taken off at once (§15.4)."""
    wrong = any(told.ground == "malice_label" and told.accepted for told in words.grounds)
    return {"malice": None} if wrong else {}


def _letters(scene: Scene, number: str, words: AppealDecision) -> list[Letter]:
    told = [
        f"{n}. {GROUNDS[one.ground]}：{'成立' if one.accepted else '不成立'}。"
        f"{unstopped(one.reason)}。"
        for n, one in enumerate(words.grounds, 1)
    ]
    values = {
        **paper_values(scene),
        "signatory": scene.actor.name,
        "appeal_no": number,
        "grounds": "\n".join(told),
        "decision": _SAID[words.decision],
        "measures": words.measures.strip() or "维持原有措施",
        "due": words.due.strip() or "无",
    }
    letters = [Letter("N37", values)]
    if words.decision == "UPHELD" or words.impossible:
        letters.append(Letter("N38"))
    return letters
