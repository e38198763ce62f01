"""§11.8: joined by mistake, the case leaves again; its fault is still to be put right."""

from typing import Any, Literal

from django.utils.translation import gettext as _

from jiesu.cases.actions.approve import waiting_for
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.register import to_leave


class Leaving(Words):
    """Number of the rectification, and why it does not put this case right."""

    out_of: Line
    reason: Literal["other_cause", "not_covered", "by_mistake"]
    note: MaybePage = ""


@move
def leave_rectification(scene: Scene, words: Leaving) -> Said:
    """Take the case out of a running rectification again.

    Both ledgers tell of it. What was asked for in this case and answered by joining waits again,
    unless another rectification puts it right.
    """
    case = scene.case
    plan = _chosen(scene, words.out_of.strip())
    left = [number for number in case.record["joined"] if number != plan.number]
    return Said(
        facts={"rectification": plan.number, "of": plan.case.number, "reason": words.reason},
        record={"joined": left, **({} if left else _asked_again(case))},
        secret={"note": words.note} if words.note else {},
        elsewhere=[(plan.case.number, "leave_rectification", _served(plan, case, words.reason))],
    )


def _chosen(scene: Scene, number: str) -> Proceeding:
    running = {one.number: one for one in to_leave(scene.actor, scene.case)}
    if number not in running:
        raise unfit(
            "out_of",
            _(
                "没有可移出的整改 %(number)s，未移出。"
                "请选择本件已并入、仍在进行的整改；已办结的，如根因未消除请另行发起。"
            )
            % {"number": number},
        )
    return running[number]


def _served(plan: Proceeding, case: Case, reason: str) -> Said:
    """What the ledger of the case with the rectification says; others may leave at this moment."""
    host = Case.objects.select_for_update(of=("self",)).get(pk=plan.case_id)
    served = [pair for pair in host.record["serves"] if pair != [plan.number, case.number]]
    return Said(
        facts={"rectification": plan.number, "case": case.number, "reason": reason},
        record={"serves": served},
    )


def _asked_again(case: Case) -> dict[str, Any]:
    """The case's requests, those open again that joining had answered."""
    before: dict[str, dict[str, Any]] = case.record.get("requests", {})
    again = {
        seq: {**asked, "state": "open"}
        for seq, asked in before.items()
        if asked["state"] == "joined"
    }
    if not again:
        return {}
    requests = {**before, **again}
    return {"requests": requests, "waiting": waiting_for(requests)}
