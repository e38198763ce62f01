"""The customer presses: heard always, answered with a new fact (S131-S134, §15.3)."""

from datetime import datetime, timedelta

from django.conf import settings

from jiesu.cases.book import repeats
from jiesu.cases.climbing import climb
from jiesu.cases.models import Case, Proceeding, PromiseRow
from jiesu.cases.next_step import PROMISED, next_promise, next_step
from jiesu.cases.said import Letter, Said
from jiesu.cases.titles import state_title
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeLine
from jiesu.rules.escalation import Event
from jiesu.rules.repeats.expedite import level_called
from jiesu.rules.workdays.shanghai import said

_TIME_TO_CONTACT = timedelta(minutes=30)


class Expedition(Words):
    """What the customer says when pressing."""

    said: MaybeLine = ""


@move
def expedite(scene: Scene, words: Expedition) -> Said:
    """Press an open case: allowed always, counted, answered with a new fact (§15.3)."""
    times = len(scene.case.record.get("expedites", [])) + 1
    exceeded = _limit_exceeded(scene.case, scene.now)
    level = level_called(times, limit_exceeded=exceeded, book=repeats())
    orders = scene.case.proceedings.filter(machine="order", closed_at=None)
    order = orders.exclude(record__kind="TASK").last()
    number = order.number if order else ""
    return Said(
        facts={"n": times, "order": number, "within_limit": not exceeded},
        add={"expedites": {"at": scene.now.isoformat(), "by": scene.actor.kind}},
        secret={"said": words.said} if words.said else {},
        letters=[_answer(scene, times, order, exceeded=exceeded)],
        then=climb(scene.case, Event("expedite", times), scene.now) if level else [],
    )


def _limit_exceeded(case: Case, now: datetime) -> bool:
    running = PromiseRow.objects.filter(case=case, stopped_at=None, paused_since=None)
    return running.filter(PROMISED, due_at__lte=now).exists()


def _answer(scene: Scene, times: int, order: Proceeding | None, *, exceeded: bool) -> Letter:
    """N14 when we are late; else the visit agreed (N13), or where the case stands (N08)."""
    if exceeded:
        values = {
            "order_no": order.number if order else scene.case.number,
            "n": str(times),
            "contact_due": said(scene.now + _TIME_TO_CONTACT),
        }
        return Letter("N14", values)
    if order and order.assignee and "window" in order.record:
        return Letter("N13", _visit(order, next_promise(scene.case, scene.now)))
    return Letter("N08", _standing(scene.case, scene.now))


def _visit(order: Proceeding, promise: PromiseRow | None) -> dict[str, str]:
    assert order.assignee
    window = order.record["window"]
    start, end = (datetime.fromisoformat(window[name]) for name in ("window_start", "window_end"))
    return {
        "work_kind": "上门",
        "window": f"{said(start)} 至 {said(end)}",
        "tech": order.assignee.name,
        "work_no": order.assignee.work_no,
        "relay": order.assignee.extension or settings.HOTLINE,
        "limit": said(promise.due_at if promise else end),
    }


def _standing(case: Case, now: datetime) -> dict[str, str]:
    what, when = next_step(case, now)
    return {"status": state_title(case.state), "next": what, "when": when}
