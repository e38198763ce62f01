"""T03: ask the customer for what is needed and not yet held (S56, S151)."""

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _
from msgspec import Meta

from jiesu.cases.book import calendar
from jiesu.cases.entries import typed
from jiesu.cases.models import Case
from jiesu.cases.refusals import WrongState
from jiesu.cases.said import Letter, Said
from jiesu.cases.verbs import Scene, Words, move
from jiesu.cases.waiting import REMINDERS
from jiesu.cases.words import Line
from jiesu.rules.workdays.amounts import parse_amount
from jiesu.rules.workdays.due import due
from jiesu.rules.workdays.shanghai import said

MOST_ROUNDS = 2
TIME_TO_ANSWER = parse_amount("5wd")
"""What the customer is given to answer (S151)."""


class Question(Words):
    """The exact items that are missing."""

    items: Annotated[list[Line], Meta(min_length=1, max_length=10)]


@move
def ask(scene: Scene, words: Question) -> Said:
    """Name the missing items and the day until which we wait for them."""
    if scene.count("ask") >= MOST_ROUNDS:
        raise WrongState(
            _("已请用户补充过两次，不能再次要求补充，未发送。请按现有材料继续办理，或记录联系。")
        )
    until = due(scene.now, TIME_TO_ANSWER, calendar()).at
    asked = {"until": until.isoformat(), "at": scene.now.isoformat()}
    return Said(
        facts={"reason": "WAIT_USER_INFO", "answer_due": until},
        record={"asked": asked},
        secret={"items": words.items},
        letters=[_question(words.items, until)],
    )


class Reminder(Words):
    """Nothing to tell: the day has come."""


@move
def remind(scene: Scene, words: Reminder) -> Said:  # noqa: ARG001 - every action takes words
    """Remind the customer of what was asked, on the second and the fourth day (T03)."""
    asked = scene.case.record["asked"]
    done = asked.get("reminded", 0)
    if done >= len(REMINDERS):
        raise WrongState(_("已提醒两次，未再提醒。"))
    if scene.now < datetime.fromisoformat(asked["at"]) + timedelta(days=REMINDERS[done]):
        raise WrongState(_("提醒的时间未到，未发送。"))
    return Said(
        facts={"n": done + 1},
        record={"asked": {**asked, "reminded": done + 1}},
        letters=[_question(asked_for(scene.case), datetime.fromisoformat(asked["until"]))],
    )


def asked_for(case: Case) -> list[str]:
    """What the customer is asked for just now; records of old hold it themselves."""
    asked = case.record.get("asked")
    if not asked:
        return []
    question = case.entries.filter(verb="ask").last()
    return list(asked.get("items") or (typed(question, "items") if question else ()))


def _question(items: list[str], until: datetime) -> Letter:
    return Letter("N06", {"items": "、".join(items), "due": said(until)})
