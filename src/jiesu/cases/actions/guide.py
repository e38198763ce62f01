"""T08, T09: settle a simple or technical complaint while the customer is on the line (S37)."""

from django.utils.translation import gettext as _

from jiesu.cases.owed import beyond_its_limit
from jiesu.cases.papers import wanted_on_paper
from jiesu.cases.refusals import unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage


class Guidance(Words):
    """What is going to be tried."""

    note: MaybePage = ""


@move
def guide(scene: Scene, words: Guidance) -> Said:
    """Open the trail of steps taken with the customer."""
    return Said(
        facts={"from": scene.case.state},
        parts=_handler(scene),
        secret={"note": words.note} if words.note else {},
    )


class Settlement(Words):
    """What solved it, and how the customer confirmed."""

    result: Line
    confirmed_by: Line
    """How the customer confirmed: recorded call, reply, tap in the portal."""


@move
def settle(scene: Scene, words: Settlement) -> Said:
    """Solved at first contact, confirmed by the customer."""
    if wanted_on_paper(scene.case):
        raise unfit("result", _("用户要求书面答复，不能在线直接解决，未保存。请受理后按流程答复。"))
    if beyond_its_limit(scene):
        raise unfit(
            "result",
            _(
                "故障已超过法定修复时限，须依法减免月租，不能在线直接解决，未保存。"
                "请转派单或核实，由专员提出方案(电信条例第三十二条)。"
            ),
        )
    return Said(
        facts={"outcome": "SOLVED"},
        record={"outcome": "SOLVED", "resolved_at": scene.now.isoformat()},
        parts=_handler(scene),
        secret={"result": words.result, "confirmed_by": words.confirmed_by},
        letters=[Letter("N20", {"result": words.result})],
    )


def _handler(scene: Scene) -> list[tuple[str, int]]:
    """The agent's part in the case, given once: handlers do not call back (§17)."""
    staff = scene.actor.staff_id
    return [("handler", staff)] if staff and "handler" not in scene.parts else []
