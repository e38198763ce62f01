"""Ledgers of ten entries, told by real moves: the ground's cases get theirs from these."""

from datetime import datetime, timedelta
from typing import Any

from jiesu.cases.models import Case
from jiesu.cases.moves import make_move
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff

ENTRIES = 10


def tell(case: Case, now: datetime) -> None:
    """From the registration, which intake wrote, to the result: eight entries more."""
    owner, investigator = _actor(case.owner_id), _actor(_named("weiming"))
    acts: tuple[tuple[Actor, str, dict[str, Any]], ...] = (
        (owner, "accept", {}),
        (owner, "investigate", {"investigator_id": investigator.staff_id}),
        (investigator, "annotate", {"text": "已联系小区物业,明天上午可以进机房测试。"}),
        (investigator, "find", _finding()),
        (owner, "propose", {"measures": "更换入户线,复测三次", "done_by": "本周五"}),
        (owner, "agree", {"evidence": "录音 1"}),
        (owner, "report_progress", {"done": "换了线", "doing": "在复测", "next_date": "明天"}),
        (owner, "resolve", {"result": "更换入户线后三次测速均达到签约速率"}),
    )  # fmt: skip
    for actor, verb, words in acts:
        now += timedelta(minutes=20)
        make_move(actor, case.number, verb, words, now=now)


def _finding() -> dict[str, Any]:
    return {
        "answers": [{"claim": "网速不达标", "verdict": "unsubstantiated"}],
        "cause": "R-LINE",
        "liability": "NONE",
        "explanation": "三次有线测速,其中一次在晚间高峰",
        "evidence": ["测速记录"],
    }


def _actor(staff_id: int | None) -> Actor:
    found = load_actor(staff_id or 0)
    assert found is not None, "the case has an owner, the demonstration has its people"
    return found


def _named(username: str) -> int:
    return Staff.objects.get(username=username).pk
