"""The customer presses: heard always, answered with a new fact (S131-S134, §15.3)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from jiesu.cases.book import repeats
from jiesu.cases.climbing import climb
from jiesu.cases.models import Case, Proceeding, PromiseRow
from jiesu.cases.said import Letter, Said
from jiesu.cases.titles import state_title
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.words import MaybeLine
from jiesu.rules.escalation import Event
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.repeats.expedite import effect_of_expedite
from jiesu.rules.workdays.shanghai import said

_TIME_TO_CONTACT = timedelta(minutes=30)
_TOLD_THE_CUSTOMER = Q(binding=True) | Q(clock__in=["FIRST_TOUCH", "FIRST_RESPONSE", "ON_TIME"])
"""Promises whose breach makes a customer press rightly; our other targets are our own affair."""


class Expedition(Words):
    """What the customer says when pressing."""

    said: MaybeLine = ""


@move
def expedite(scene: Scene, words: Expedition) -> Said:
    """Press an open case: allowed always, counted, answered with a new fact (§15.3)."""
    times = len(scene.case.record.get("expedites", [])) + 1
    exceeded = _limit_exceeded(scene.case, scene.now)
    effect = effect_of_expedite(times, limit_exceeded=exceeded, book=repeats())
    orders = scene.case.proceedings.filter(machine="order", closed_at=None)
    order = orders.exclude(record__kind="TASK").last()
    number = order.number if order else ""
    return Said(
        facts={"n": times, "order": number, "within_limit": not exceeded},
        add={"expedites": {"at": scene.now.isoformat(), "by": scene.actor.kind}},
        secret={"said": words.said} if words.said else {},
        letters=[_answer(scene, times, order, exceeded=exceeded)],
        then=climb(scene.case, Event("expedite", times), scene.now) if effect.level else [],
    )


def _limit_exceeded(case: Case, now: datetime) -> bool:
    running = PromiseRow.objects.filter(case=case, stopped_at=None, paused_since=None)
    return running.filter(_TOLD_THE_CUSTOMER, due_at__lte=now).exists()


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
        return Letter("N13", _visit(scene.case, order))
    return Letter("N08", _standing(scene.case))


def _visit(case: Case, order: Proceeding) -> dict[str, str]:
    assert order.assignee
    window = order.record["window"]
    start, end = (datetime.fromisoformat(window[name]) for name in ("window_start", "window_end"))
    return {
        "work_kind": "上门",
        "window": f"{said(start)} 至 {said(end)}",
        "tech": order.assignee.name,
        "work_no": order.assignee.work_no,
        "relay": order.assignee.extension or settings.HOTLINE,
        "limit": said(case.next_due_at) if case.next_due_at else "-",
    }


def _standing(case: Case) -> dict[str, str]:
    clock = catalogue().get(case.next_due_clock)
    return {
        "status": state_title(case.state),
        "next": clock.zh if clock else "答复您",
        "when": f"{said(case.next_due_at)}前" if case.next_due_at else "-",
    }
