"""§11.8: what is being put right is not put right twice: the case joins, and hears of it."""

from typing import Any

from django.utils.translation import gettext as _

from jiesu.cases.actions.approve import waiting_for
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.register import to_join


class Joining(Words):
    """Number of the rectification that already puts the cause right, and a remark."""

    into: Line
    note: MaybePage = ""


@move
def join_rectification(scene: Scene, words: Joining) -> Said:
    """Tie the case to a running rectification for the same cause, instead of opening another.

    Both ledgers tell of it, and what was asked for in this case is thereby answered.
    """
    case = scene.case
    plan = _chosen(scene, words.into.strip())
    return Said(
        facts={"rectification": plan.number, "of": plan.case.number},
        record=_answered(case),
        add={"joined": plan.number},
        secret={"note": words.note} if words.note else {},
        elsewhere=[(plan.case.number, "join_rectification", _serving(plan, case))],
    )


def _chosen(scene: Scene, number: str) -> Proceeding:
    if not scene.case.record.get("finding", {}).get("cause"):
        raise WrongState(_("本件还没有认定根因，未并入整改。请先作出认定结论。"))
    running = {one.number: one for one in to_join(scene.actor, scene.case)}
    if number in running:  # it may be closed at this moment: who joins then would hear of nothing
        Case.objects.select_for_update(of=("self",)).get(pk=running[number].case_id)
        running = {one.number: one for one in to_join(scene.actor, scene.case)}
    if number not in running:
        raise unfit(
            "into",
            _(
                "没有可并入的整改 %(number)s，未并入。"
                "请选择本单位或上下级单位中针对同一根因、仍在进行的整改。"
            )
            % {"number": number},
        )
    return running[number]


def _serving(plan: Proceeding, case: Case) -> Said:
    """What the ledger of the case with the rectification says of it."""
    return Said(
        facts={"rectification": plan.number, "case": case.number},
        add={"serves": [plan.number, case.number]},
    )


def _answered(case: Case) -> dict[str, Any]:
    """The case's requests, those for a rectification of its own answered by joining this one."""
    before: dict[str, dict[str, Any]] = case.record.get("requests", {})
    waits = {seq for seq, asked in before.items() if _asks_for_another(asked)}
    if not waits:
        return {}
    after = {seq: {**asked, "state": "joined"} for seq, asked in before.items() if seq in waits}
    requests = {**before, **after}
    return {"requests": requests, "waiting": waiting_for(requests)}


def _asks_for_another(asked: dict[str, Any]) -> bool:
    return bool(asked["verb"] == "rectify" and asked["state"] == "open")


class RectificationNews(Words):
    """How the rectification that the case joined stands."""

    rectification: Line
    of: Line
    """Number of the complaint that carries it."""
    day: int = 0
    """After how many days its effect was checked; 0 when it was closed."""
    effective: bool = False
    closed: bool = False


@move
def report_rectification(scene: Scene, words: RectificationNews) -> Said:  # noqa: ARG001 - every action sees the scene
    """Let whoever answers for a joined case know whether what was done had an effect (S49)."""
    told = {"rectification": words.rectification, "of": words.of}
    if words.closed:
        return Said(facts={**told, "closed": True})
    return Said(facts={**told, "day": words.day, "effective": words.effective})
