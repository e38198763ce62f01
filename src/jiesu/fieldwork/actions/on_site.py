"""An order with a technician: real contact, real appointment, arrival, repair (§4, S77-S102)."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.holder import holders_phone
from jiesu.cases.models import Proceeding
from jiesu.cases.refusals import WrongState, unfit
from jiesu.cases.said import Letter, Said
from jiesu.cases.second import NeedsSecond
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import Code, Line, MaybeLine, MaybePage, Moment
from jiesu.fieldwork import flow  # noqa: F401 - enrols the machine before its verbs
from jiesu.fieldwork.actions.unreached import missed
from jiesu.fieldwork.scene import check_is_work, order_of, relay, visitor
from jiesu.rules.workdays.shanghai import said

WIDEST_WINDOW = timedelta(hours=2)
EARLY = timedelta(minutes=15)
"""Arrival earlier than this before the window is not on time without consent (K8)."""
BETWEEN_CALLS = timedelta(minutes=5)
"""Two calls in vain, this far apart, must come before a text message counts (FS1)."""
MOST_OURS = 2
"""Reschedules caused by us before a team leader must decide (S102)."""
AT_LAST = timedelta(hours=24)
"""So soon the visit begins that was moved once too often (S102)."""
_LEADERS = frozenset({"R13", "R21"})


class FirstContact(Words):
    """The call or text by which the customer was really reached (FS1)."""

    event: Line
    """Identifier of the call or message in the telephone system."""
    means: Literal["call", "sms"]


@move
def order_contact(scene: Scene, words: FirstContact) -> Said:
    """First response: proven by a call or message, never by a click (S77, §7)."""
    if words.means == "sms" and not _called_in_vain(scene):
        raise WrongState(
            _(
                "以短信作为首次响应，须先有两次相隔五分钟以上的未接通来电记录，未登记。"
                "请先致电用户；未接通时登记“电话未接通”(FS1)。"
            )
        )
    return Said(facts={"means": words.means}, secret={"event": words.event})


class Window(Words):
    """A window agreed with the customer, and the proof that it was."""

    window_start: Moment
    window_end: Moment
    consent: Line


@move
def order_appoint(scene: Scene, words: Window) -> Said:
    """Agree a visit; the customer learns the technician's name and a relay number (S79, S82)."""
    check_window(words, scene.now)
    values = {**visitor(scene), "window": window_said(words), "relay": relay(scene)}
    return Said(
        facts=_window(words),
        record={"window": _window(words), "windows": 1, "wished": None},
        letters=[Letter("N15", values), *_holder_told(scene, words)],
    )


def _holder_told(scene: Scene, words: Window) -> list[Letter]:
    """The holder learns that somebody else had the line looked at, and no more (N16, §7)."""
    if scene.case.record.get("relation") != "user" or not holders_phone(scene.case):
        return []
    told = {
        "account_mask": scene.case.masked.get("account", "—"),
        "time": said(scene.case.received_at),
        "window": window_said(words),
    }
    return [Letter("N16", told, readers=("holder",))]


class Reschedule(Window):
    """A new window, who caused it, and the customer's consent (FS6)."""

    caused_by: Literal["user", "operator"]
    reason: Line


@move
def order_reschedule(scene: Scene, words: Reschedule) -> Said:
    """Move the visit; endless postponement is forbidden (S100-S102)."""
    check_window(words, scene.now)
    record = order_of(scene).record
    ours = record.get("ours", 0) + (words.caused_by == "operator")
    agreed_by = _leader(scene, words) if words.caused_by == "operator" and ours > MOST_OURS else ""
    old = record["window"]
    late = scene.now >= datetime.fromisoformat(old["window_start"])
    values = {
        "reason": words.reason,
        "old_window": _said_window(old),
        "new_window": window_said(words),
    }
    facts = {**_window(words), "caused_by": words.caused_by, "late": late}
    if agreed_by:
        facts["agreed_by"] = agreed_by
    return Said(
        facts=facts,
        record={"window": _window(words), "ours": ours, "wished": None},
        secret={"reason": words.reason},
        letters=[Letter("N18", values)],
    )


class WindowWish(Words):
    """The window that would suit the customer, and what the technician should know."""

    window_start: Moment
    window_end: Moment
    said: MaybeLine = ""


@move
def order_ask_window(scene: Scene, words: WindowWish) -> Said:
    """Ask for another visit: a wish, answered by an appointment or a change of it (S83, N18).

    The appointment agreed stands until then; nobody's clock stops for a wish.
    """
    check_window(words, scene.now)
    return Said(
        facts=_window(words),
        record={"wished": {**_window(words), "at": scene.now.isoformat()}},
        secret={"said": words.said} if words.said else {},
    )


def _leader(scene: Scene, words: Reschedule) -> str:
    """Who agrees to one change of ours too many: a leader, by an act of his own (S102).

    Raises:
        Unfit: the visit would be more than a day away. NeedsSecond: a leader has to agree.
    """
    if words.window_start - scene.now > AT_LAST:
        raise unfit("window_start", _("我方已改约两次，第三次须在24小时内上门，未改约(S102)。"))
    if scene.approver is not None:
        return scene.approver.name
    unit = order_of(scene).unit
    if unit and _LEADERS & scene.actor.roles_over(unit.path):
        return scene.actor.name
    raise NeedsSecond(_("我方已改约两次，第三次须由班组长或服务经理同意，已提请审批(S102)。"))


class Departure(Words):
    """When the technician expects to arrive."""

    eta: Line


@move
def order_depart(scene: Scene, words: Departure) -> Said:
    """The technician sets out; the customer is told (N17)."""
    return Said(letters=[Letter("N17", {**visitor(scene), "eta": words.eta})])


class Arrival(Words):
    """How the arrival is proven (FS5)."""

    proof: Literal["geo", "user_code"]
    reference: Line
    early_agreed: bool = False


@move
def order_arrive(scene: Scene, words: Arrival) -> Said:
    """Arrive; on time is inside the window, not long before it (K8)."""
    window = order_of(scene).record.get("window", {})
    start = datetime.fromisoformat(window["window_start"])
    end = datetime.fromisoformat(window["window_end"])
    too_early = scene.now < start - EARLY and not words.early_agreed
    return Said(facts={"proof": words.proof, "on_time": scene.now <= end and not too_early})


class Beginning(Words):
    """Nothing has to be told to begin."""

    note: MaybePage = ""


@move
def order_work(scene: Scene, words: Beginning) -> Said:  # noqa: ARG001 - every action sees the scene
    """Begin, or go on after what was in the way."""
    return Said(secret={"note": words.note} if words.note else {})


class Obstacle(Words):
    """What is in the way, and until when."""

    reason: Literal["PARTS", "ACCESS", "OUTAGE", "RESOURCE", "USER"]
    explanation: Line
    next_step: Line


@move
def order_block(scene: Scene, words: Obstacle) -> Said:  # noqa: ARG001 - every action sees it
    """Suspend with a reason and a next step; a reason without one is postponement."""
    return Said(facts={"reason": words.reason}, secret={"explanation": words.explanation})


class Fix(Words):
    """What was wrong, what was done, and the measurements that prove it."""

    cause: Code
    done: Line
    before: Annotated[str, Meta(min_length=1, max_length=200)]
    after: Annotated[str, Meta(min_length=1, max_length=200)]
    parts: MaybeLine = ""


@move
def order_fix(scene: Scene, words: Fix) -> Said:
    """Repaired: cause, parts and measurements before and after (FS7)."""
    check_is_work(scene)
    _check_visited(order_of(scene))
    told = {"done": words.done, "before": words.before, "after": words.after}
    return Said(
        facts={"cause": words.cause},
        record={"fix": {"cause": words.cause}},
        secret={**told, **({"parts": words.parts} if words.parts else {})},
    )


def _check_visited(order: Proceeding) -> None:
    """Only a department mends from its desk; in the field somebody goes there first (§11.3).

    Raises:
        WrongState: the order has just been taken and nobody has gone.
    """
    if order.state == "ACCEPTED" and order.record.get("kind") != "DEPARTMENT":
        raise WrongState(
            _(
                "现场工单尚未派人上门，不能直接登记修复，未做任何改动。请派给装维人员；"
                "已远程恢复的，请以“远程解决”撤销工单。"
            )
        )


def check_window(words: Window | WindowWish, now: datetime) -> None:
    """Refuse a window that is not one: backwards, past, or wider than two hours (FS2).

    Raises:
        Unfit: on the field.
    """
    if words.window_end <= words.window_start:
        raise unfit("window_end", _("预约结束时间不晚于开始时间，未预约。请改正时间段。"))
    if words.window_end <= now:
        raise unfit("window_start", _("预约时间已经过去，未预约。请与用户另约时间。"))
    if words.window_end - words.window_start > WIDEST_WINDOW:
        raise unfit(
            "window_end", _("预约时间段超过两小时，未预约。请与用户约定更准确的时间(FS2)。")
        )


def window_said(words: Window | WindowWish) -> str:
    """The window as the customer reads it."""
    return f"{said(words.window_start)} 至 {said(words.window_end)}"


def _window(words: Window | WindowWish) -> dict[str, str]:
    return {
        "window_start": words.window_start.isoformat(),
        "window_end": words.window_end.isoformat(),
    }


def _said_window(told: dict[str, str]) -> str:
    start, end = (datetime.fromisoformat(told[name]) for name in ("window_start", "window_end"))
    return f"{said(start)} 至 {said(end)}"


def _called_in_vain(scene: Scene) -> bool:
    times = missed(scene)
    return bool(times) and times[-1] - times[0] >= BETWEEN_CALLS
