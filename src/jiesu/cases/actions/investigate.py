"""T11, T12: investigate, and sign what was found (S9-S11, S25-S27, S59-S61)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.book import taxonomy
from jiesu.cases.models import Evidence
from jiesu.cases.naming import named
from jiesu.cases.papers import VERDICTS, unstopped
from jiesu.cases.refusals import NotAllowed, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, MaybePage, Page
from jiesu.rules.taxonomy.taxonomy import RESULT_ONLY
from jiesu.ui.joining import listed

Verdict = Literal["substantiated", "partly", "unsubstantiated", "undetermined"]


@dataclass(frozen=True, slots=True)
class FaultFound:
    """A complaint was found true, wholly or in part."""

    number: str
    cause: str
    liability: str
    at: datetime


class Investigation(Words):
    """Who investigates and what will be looked at."""

    investigator_id: int | None = None
    plan: MaybePage = ""


@move
def investigate(scene: Scene, words: Investigation) -> Said:
    """Open the investigation, or give it to another; nobody investigates himself."""
    investigator = words.investigator_id or _oneself(scene)
    if investigator is None:
        raise unfit("investigator_id", _("还没有指定调查人，未开始调查。请选择调查人。"))
    investigator = named(scene, "investigator_id", investigator, "R11").pk
    return Said(
        facts={"investigator": investigator},
        ends=["investigator"],
        parts=[("investigator", investigator)],
        secret={"plan": words.plan} if words.plan else {},
    )


def _oneself(scene: Scene) -> int | None:
    """Whoever opens it is meant where nobody is named, provided that he is an investigator here."""
    held = scene.actor.roles_over(scene.case.unit_path)
    return scene.actor.staff_id if "R11" in held else None


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The finding on one claim of the customer."""

    claim: Line
    verdict: Verdict


class Finding(Words):
    """What was found, claim by claim."""

    answers: Annotated[list[Answer], Meta(min_length=1, max_length=20)]
    cause: Code
    liability: Code
    explanation: Page
    evidence: Annotated[list[Line], Meta(max_length=50)] = []
    no_evidence_because: MaybePage = ""


@move
def find(scene: Scene, words: Finding) -> Said:
    """Sign the finding; it rests on evidence, or says why there is none (T12)."""
    _check_cause(words.cause)
    _check_liability(words.liability)
    held = scene.case.record.get("evidence") or _came_with_others(scene)
    if not (words.evidence or held or words.no_evidence_because.strip()):
        raise unfit("evidence", _("没有证据也没有说明原因，结论未保存。请添加证据或写明为何没有。"))
    overall = _overall(words.answers)
    return Said(
        facts={"finding": overall, "cause": words.cause, "liability": words.liability},
        record={"finding": {"overall": overall, "cause": words.cause, "by": scene.actor.staff_id}},
        add={"findings": {"answers": [{"verdict": one.verdict} for one in words.answers]}},
        secret={
            "answers": msgspec.to_builtins(words.answers),
            "explanation": words.explanation,
            "no_evidence": words.no_evidence_because,
        },
        letters=[
            Letter(
                "N22",
                {
                    "evidence_list": "、".join(words.evidence) or "现有记录",
                    **_spoken(words.answers),
                    "cause": unstopped(words.explanation[:60]),
                },
            )
        ],
        events=_fault(scene, overall, words),
    )


def _came_with_others(scene: Scene) -> bool:
    """Whether complaints merged into this one brought evidence (§15.2)."""
    merged = Evidence.objects.filter(case__master=scene.case, case__state="MERGED")
    return bool(scene.case.record.get("children")) and merged.exists()


def _check_cause(code: str) -> None:
    """A cause that no list knows would still decide who pays: the law looks at how it begins."""
    customers = code in taxonomy().categories and code.partition("-")[0] == RESULT_ONLY
    if code not in taxonomy().codes("root_causes") and not customers:
        raise unfit(
            "cause",
            _("没有根因代码 %(code)s，结论未保存。请从列表中选择。") % {"code": code},
        )


def _check_liability(code: str) -> None:
    known = taxonomy().codes("liabilities")
    if code not in known:
        offered = listed(one.code for one in known)
        raise unfit(
            "liability",
            _("没有责任代码 %(code)s，结论未保存。可选：%(offered)s。")
            % {"code": code, "offered": offered},
        )


def _fault(scene: Scene, overall: str, told: "Finding | Conclusion") -> list[object]:
    """What the house learns: a fault that may have to be put right for everybody (§11.8)."""
    if overall not in {"substantiated", "partly"}:
        return []
    return [FaultFound(scene.case.number, told.cause, told.liability, scene.now)]


def _spoken(answers: list[Answer]) -> dict[str, str]:
    """The claims and what was found, as N22 reads on: several claims each with its own verdict."""
    if len(answers) == 1:
        return {"claim": unstopped(answers[0].claim), "finding": VERDICTS[answers[0].verdict]}
    *first, last = answers
    told = "".join(f"{unstopped(one.claim)}”{VERDICTS[one.verdict]}；“" for one in first)
    return {"claim": told + unstopped(last.claim), "finding": VERDICTS[last.verdict]}


def _overall(answers: list[Answer]) -> str:
    """One word for the whole: partly, as soon as claims were answered differently."""
    verdicts = {answer.verdict for answer in answers}
    if len(verdicts) == 1:
        return verdicts.pop()
    return "partly" if verdicts & {"substantiated", "partly"} else "undetermined"


class Conclusion(Words):
    """What the work orders showed."""

    cause: Code
    liability: Code
    finding: Verdict
    explanation: Page


@move
def conclude(scene: Scene, words: Conclusion) -> Said:
    """T13: all orders are done and the facts are clear without an investigation."""
    _check_ordered(scene)
    check_no_open_orders(scene)
    _check_cause(words.cause)
    _check_liability(words.liability)
    return Said(
        facts={"finding": words.finding, "cause": words.cause, "liability": words.liability},
        record={"finding": {"overall": words.finding, "cause": words.cause}},
        secret={"explanation": words.explanation},
        events=_fault(scene, words.finding, words),
    )


def _check_ordered(scene: Scene) -> None:
    """Refuse to sum up orders where there was none (T13)."""
    noted = scene.case.record.get("proceedings", {}).values()
    if not any(machine == "order" for machine, _state in noted):
        raise NotAllowed(
            _("此件没有派过工单，没有结果可以汇总，结论未保存。请先派单，或转调查核实(T13)。")
        )


def check_no_open_orders(scene: Scene) -> None:
    """Refuse while a work order is open (§11.2, forbidden acts).

    Raises:
        NotAllowed: naming the orders.
    """
    if running := open_orders(scene):
        raise NotAllowed(
            _("工单 %(running)s 尚未完成，未做任何改动。请先完成或撤销工单。")
            % {"running": listed(running)}
        )


def open_orders(scene: Scene) -> list[str]:
    """Numbers of the work orders that have not ended."""
    noted = scene.case.record.get("proceedings", {})
    return [
        number
        for number, (machine, state) in noted.items()
        if machine == "order" and state not in {"DONE", "CANCELLED", "CONVERTED_TO_OUTAGE"}
    ]
