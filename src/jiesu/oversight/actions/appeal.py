"""T24, §11.7: the customer appeals, and an officer of another unit takes it on (S50, S51)."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from msgspec import Meta

from jiesu.cases.letters import DAYS_TO_APPEAL
from jiesu.cases.numbers import next_number
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Letter, Opening, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybePage, Page
from jiesu.oversight import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.oversight.appeal_unit import appeal_unit, handling_unit
from jiesu.oversight.scene import proceeding_of, running
from jiesu.rules.numbers import Prefix
from jiesu.ui.joining import listed

Ground = Literal[
    "new_facts", "wrong_finding", "inadequate_remedy", "procedure", "attitude", "malice_label"
]
GROUNDS = {
    "new_facts": gettext_noop("有新的事实"),
    "wrong_finding": gettext_noop("核实结论有误"),
    "inadequate_remedy": gettext_noop("补救不足"),
    "procedure": gettext_noop("办理程序"),
    "attitude": gettext_noop("服务态度"),
    "malice_label": gettext_noop("异常投诉标记"),
}
"""How a ground is said to the customer."""


class Appeal(Words):
    """On what grounds, in the customer's own words."""

    grounds: Annotated[list[Ground], Meta(min_length=1, max_length=6)]
    statement: Page


@move
def appeal(scene: Scene, words: Appeal) -> Said:
    """Open the appeal; N36 names the unit that hears it and the day of the answer."""
    check_no_open_appeal(scene)
    _check_new(scene, words)
    unit = appeal_unit(scene.case)
    number = next_number(Prefix.APPEAL, scene.case.region, scene.now)
    grounds = list(dict.fromkeys(words.grounds))
    record = {"grounds": grounds, "from": scene.case.state}
    officer = scene.actor.staff_id
    return Said(
        facts={"appeal": number, "grounds": grounds, "unit": unit.code},
        record={"appealed": True},
        opens=[Opening("appeal", number, "SUBMITTED", unit_id=unit.id, record=record)],
        parts=[("appeal_officer", officer)] if officer else [],
        secret={"statement": words.statement},
        letters=[
            Letter("N36", {"appeal_no": number, "ap_unit": unit.name}, dues={"due": "APPEAL"})
        ],
    )


def check_no_open_appeal(scene: Scene) -> None:
    """At most one appeal is open (T24).

    Raises:
        WrongState: naming the one that is.
    """
    if numbers := running(scene, "appeal"):
        raise WrongState(
            _("申诉 %(numbers)s 还在处理，未重复登记。新的意见可以补充到该申诉中。")
            % {"numbers": listed(numbers)}
        )


def _check_new(scene: Scene, words: Appeal) -> None:
    """New facts are heard at any time; the same ones within thirty days and once (S50, NA4)."""
    if "new_facts" in words.grounds:
        return
    answered = _answered_at(scene)
    if answered and scene.now - answered > timedelta(days=DAYS_TO_APPEAL):
        raise WrongState(
            _(
                "答复已超过 %(days)s 日，未登记申诉。"
                "如有新的事实请选择“有新的事实”；也可向通信管理局、12315 反映或依法起诉。"
            )
            % {"days": DAYS_TO_APPEAL}
        )
    if scene.count("decide_appeal"):
        raise WrongState(
            _(
                "同一事项已作出申诉决定，未重复登记。"
                "如有新的事实请选择“有新的事实”；也可持决定书向通信管理局申诉。"
            )
        )


def _answered_at(scene: Scene) -> datetime | None:
    if scene.case.closed_at:
        return scene.case.closed_at
    told = scene.case.record.get("resolved_at")
    return datetime.fromisoformat(told) if told else None


class AppealRegistration(Words):
    """Nothing has to be told to register."""

    note: MaybePage = ""


@move
def register_appeal(scene: Scene, words: AppealRegistration) -> Said:
    """An officer of another unit takes the appeal on; the old file is there to be read (S51)."""
    officer = scene.actor.staff_id
    if officer is None:
        raise unfit("note", _("申诉须由申诉专员登记，未做任何改动。"))
    proceeding_of(scene, "appeal")
    check_other_unit(scene)
    return Said(
        facts={"officer": officer},
        change={"assignee_id": officer},
        parts=[] if "appeal_officer" in scene.parts else [("appeal_officer", officer)],
        secret={"note": words.note} if words.note else {},
    )


def check_other_unit(scene: Scene) -> None:
    """Whoever hears an appeal is of another unit than the one that handled the case (T24).

    Raises:
        NotAllowed: the actor works in the owner's unit.
    """
    handled = handling_unit(scene.case)
    if handled and handled.path == scene.actor.unit_path:
        raise NotAllowed(
            _("您与原办理人同属一个部门，未登记。申诉须由其他部门的申诉专员办理(S51)。")
        )
