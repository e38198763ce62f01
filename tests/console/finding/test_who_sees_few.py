"""Whoever sees few cases has them listed from indexes; the list is just what that person sees."""

import pytest
from django.db import connection
from django.utils import timezone

from cast import Cast
from jiesu.cases.models import Case
from jiesu.cases.sight import sees_few
from jiesu.console.finding.conditions import Conditions
from jiesu.console.finding.listing import listed
from jiesu.console.finding.narrowing import narrowed
from jiesu.people.actor import Actor
from tale import DOWN, Tale

LATER = {
    "clock": "INVEST",
    "new_due_at": "2026-10-29T00:00:00+08:00",
    "special_reason": "管道施工需审批",
    "done": "现场勘察",
    "plan": "获批后三日内施工",
}


@pytest.fixture
def told(cast: Cast) -> list[Tale]:
    """Cases in which somebody is asked, one investigates, a crew works, and nothing waits."""
    tales = [Tale(cast, DOWN) for _ in range(4)]
    asked, looked_into, worked_on, _ = tales
    for tale in tales:
        tale.say(tale.owner, "accept")
    for tale in (asked, looked_into):
        tale.say(tale.owner, "investigate", investigator_id=cast.investigator.staff_id)
    asked.say(asked.owner, "extend", **LATER)
    worked_on.say(cast.dispatcher, "dispatch")
    return tales


def shown(actor: Actor, conditions: Conditions) -> set[int]:
    where, values = narrowed(actor, conditions, timezone.now())
    return {case.id for case in listed(where, values, "id", 50)}


def everybody(cast: Cast) -> dict[str, Actor]:
    return {name: one for name, one in vars(cast).items() if isinstance(one, Actor)}


@pytest.mark.usefixtures("told")
def test_the_list_is_what_one_sees(cast: Cast) -> None:
    few = {name: one for name, one in everybody(cast).items() if sees_few(one)}
    assert few
    for name, actor in everybody(cast).items():
        seen = set(Case.objects.visible_to(actor).open().values_list("pk", flat=True))
        assert shown(actor, Conditions(whose="all")) == seen, name


def test_who_is_asked_sees_that_case(cast: Cast, told: list[Tale]) -> None:
    assert sees_few(cast.approver)
    assert told[0].case.pk in shown(cast.approver, Conditions(whose="all"))


@pytest.mark.usefixtures("told")
def test_what_waits_is_found_in_an_index() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        waiting = Case.objects.filter(record__waiting__0__isnull=False)
        assert "case_waits_for" in waiting.order_by("next_due_at", "id").explain()
