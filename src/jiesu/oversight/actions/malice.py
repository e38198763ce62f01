"""§15.4, S72: suspicion of malice has due process; it never closes the door to a complaint."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import msgspec
from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.book import calendar, repeats
from jiesu.cases.models import Entry
from jiesu.cases.papers import paper_values
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import NotAllowed, WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Line, MaybePage, Page
from jiesu.oversight.labels import RESPONSES, label_on, unexpired
from jiesu.people.actors import load_actor
from jiesu.people.permissions import book
from jiesu.rules.repeats.malice import MaliceView, judge_malice
from jiesu.rules.wording import in_chinese
from jiesu.rules.workdays.amounts import Amount, Unit
from jiesu.rules.workdays.due import due
from jiesu.rules.workdays.shanghai import day_of, end_of
from jiesu.ui.tongue import named


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An objective criterion of §15.4 and what proves it."""

    criterion: Literal[
        "fabricated", "impersonation", "threats", "blocking", "extortion", "organised"
    ]
    evidence: Line
    """Reference of the recording, expertise, police receipt."""


class Flag(Words):
    """What was seen, criterion by criterion."""

    signs: Annotated[list[Sign], Meta(min_length=1, max_length=6)]
    description: Page


@move
def flag_malice(scene: Scene, words: Flag) -> Said:
    """Ask for a review; the case is handled on as before (§15.4)."""
    held = scene.case.record.get("malice") or {}
    if held.get("state") == "review":
        raise WrongState(_("此件已在审查中，未重复提请。投诉照常办理。"))
    limit = due(scene.now, Amount(repeats().malice.decide_work_days, Unit.WD), calendar())
    return Said(
        record={"malice": {**held, "state": "review", "decide_by": limit.at.isoformat()}},
        secret={"flag": msgspec.to_builtins(words)},
    )


class MaliceDecision(Words):
    """What legal counsel and the service manager decide together."""

    response: Literal["dismissed", "notice", "single_contact", "legal", "overturned"]
    reason: Page
    signs: Annotated[list[Sign], Meta(max_length=6)] = []
    behaviour: MaybePage = ""
    """What the notice is about, as the customer reads it."""
    cooperation: MaybePage = ""
    """What the customer is asked to do."""


@move
def decide_malice(scene: Scene, words: MaliceDecision) -> Said:
    """Decide, with a graded answer and N60; or take the suspicion back."""
    _check_together(scene)
    if words.response in {"dismissed", "overturned"}:
        return Said(
            facts={"response": words.response},
            record={"malice": _kept(scene, words.response)},
            secret={"reason": words.reason},
        )
    _check_review(scene)
    view = _judged(words)
    _check_graded(scene, words.response)
    until = six_months_after(scene.now)
    label = {"state": "labelled", "response": words.response, "until": until.isoformat()}
    return Said(
        facts={"response": words.response},
        record={"malice": label},
        secret={"decision": msgspec.to_builtins(words)},
        letters=[Letter("N60", _notice(scene, words, view))],
    )


def _kept(scene: Scene, response: str) -> dict[str, Any] | None:
    """A review dismissed leaves an earlier label as it was; one overturned is gone."""
    before = label_on(scene.case)
    if before is None or response == "overturned":
        return None
    return {"state": "labelled", "response": before["response"], "until": before["until"]}


def six_months_after(moment: datetime) -> datetime:
    """The label ends on the same day six months on, or the month's last."""
    day = day_of(moment)
    months = day.month - 1 + repeats().malice.expires_months
    year, month = day.year + months // 12, months % 12 + 1
    return end_of(_day_within(year, month, day.day))


def _day_within(year: int, month: int, day: int) -> date:
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


def _check_together(scene: Scene) -> None:
    """One decides for the law, the other for the service; neither of the unit complained about."""
    if not scene.approved_by:
        return
    path = scene.case.unit_path
    people = [scene.actor, load_actor(_last_approval(scene).by_staff_id or 0)]
    roles = {role for one in people if one for role in one.roles_over(path)}
    if missing := {"R21", "R23"} - roles:
        who = named(book().roles[max(missing)])
        raise NotAllowed(
            _("须由法务与服务经理共同决定，缺%(who)s，未作决定(§15.4)。") % {"who": who}
        )
    accused = scene.case.parts.filter(part="accused", until=None)
    units = set(accused.values_list("staff__organisation__path", flat=True))
    if any(one and one.unit_path in units for one in people):
        raise NotAllowed(_("被投诉人所在单位的人员不能参与审查，未作决定(§15.4)。"))


def _last_approval(scene: Scene) -> Entry:
    return next(entry for entry in reversed(scene.entries) if entry.verb == "approve")


def _check_review(scene: Scene) -> None:
    if (scene.case.record.get("malice") or {}).get("state") != "review":
        raise WrongState(_("此件没有待审查的恶意投诉提请，未作决定。"))


def _judged(words: MaliceDecision) -> MaliceView:
    view = judge_malice({sign.criterion: sign.evidence for sign in words.signs}, repeats())
    if not view.grounded:
        raise unfit(
            "signs",
            _("%(because)s，未作决定。请撤销审查或补充证据。")
            % {"because": reason_told(view.because)},
        )
    for name in ("behaviour", "cooperation"):
        if not getattr(words, name).strip():
            raise unfit(name, _("须书面告知用户，此项不能为空，未作决定。"))
    return view


def _check_graded(scene: Scene, response: str) -> None:
    """One grade at a time: first a notice, then a single contact, then the law (§15.4)."""
    before = label_on(scene.case) or {}
    reached = RESPONSES.index(before["response"]) + 1 if unexpired(before, scene.now) else 0
    if RESPONSES.index(response) > reached:
        raise unfit("response", _("处置须逐级进行，未作决定。请先书面告知。"))


def _notice(scene: Scene, words: MaliceDecision, view: MaliceView) -> dict[str, Any]:
    return {
        **paper_values(scene),
        "signatory": scene.actor.name,
        "behaviour": words.behaviour,
        "facts": in_chinese(view.because),
        "evidence": "、".join(sign.evidence for sign in words.signs),
        "cooperation": words.cooperation,
        "defence": "收到之日起可随时书面或来电申辩，也可就此申诉，由未经办人员复核",
    }
