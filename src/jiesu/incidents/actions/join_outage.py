"""S106: the complaint is one of many from one outage: linked, never merged (§15.2)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage
from jiesu.incidents import flow  # noqa: F401 - enrols the verbs before their actions
from jiesu.incidents.linked import (
    ended_before,
    facts_of,
    held_still,
    letter_about,
    lies_in,
    outage_of,
)
from jiesu.incidents.models import Outage


@dataclass(frozen=True, slots=True)
class OutageJoined:
    """A complaint joined an outage, and its own orders are to go on there (§11.3)."""

    number: str
    """Of the complaint."""
    outage: str
    at: datetime


class Joining(Words):
    """Number of the outage, and what becomes of the complaint's own orders to the line."""

    outage: Line
    orders: Literal["convert", "keep"] = "convert"


@move
def join_outage(scene: Scene, words: Joining) -> Said:
    """Link the complaint to a known outage; the customer reads why, and until when (N12)."""
    outage = _chosen(scene, words.outage.strip())
    joined = OutageJoined(scene.case.number, outage.number, scene.now)
    return Said(
        facts={**facts_of(outage), "orders": words.orders},
        change={"outage": outage.number},
        record={"outage_told": outage.version, "restored_at": None},
        letters=[letter_about(outage, scene.now)],
        events=[joined] if words.orders == "convert" else [],
    )


def _chosen(scene: Scene, number: str) -> Outage:
    if scene.case.outage:
        raise WrongState(
            _("此件已并入群障 %(number)s，未做任何改动。如属另一群障，请先移出。")
            % {"number": scene.case.outage}
        )
    outage = held_still(number)
    if outage is None or not lies_in(scene.case, outage):
        raise unfit(
            "outage",
            _("本件所在区域没有编号为 %(number)s 的群障，未并入。请从列表中选择。")
            % {"number": number},
        )
    if outage.ended_at is not None:
        raise unfit(
            "outage",
            _("群障 %(number)s 已解除，未并入。仍不能上网的，请按线路故障办理。")
            % {"number": number},
        )
    return outage


class Leaving(Words):
    """Why this line is not one of them."""

    reason: Literal["still_bad", "another_fault"]
    note: MaybePage = ""


@move
def leave_outage(scene: Scene, words: Leaving) -> Said:
    """Take the complaint out again: it goes on where it was, as a fault of its own line.

    Where service is back and this line is not, the repair it was promised runs on (TG.2).
    """
    outage = outage_of(scene)
    over = outage.ended_at is not None and not ended_before(scene, outage)
    return Said(
        facts={"outage": outage.number, "reason": words.reason, "restored": over},
        change={"outage": ""},
        record={"outage_told": None, "restored_at": None},
        secret={"note": words.note} if words.note else {},
    )
