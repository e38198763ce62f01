"""The questions of a complaint, one a screen, in the order asked (S144-S149)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.portal import answers
from jiesu.portal.forms import made
from jiesu.portal.plainly import worded
from jiesu.ui.fields import Kind


@dataclass(frozen=True, slots=True)
class Question:
    """One screen: its name in the address, the answer's struct, what is wrong with an answer."""

    name: str
    title: str
    lead: str
    words: type[msgspec.Struct]
    faults: Callable[[Mapping[str, Any], datetime], dict[str, str]]
    kinds: Mapping[str, Kind]
    known: Mapping[str, str]
    """What a browser may fill in by itself: field → autocomplete token."""


def _question(  # noqa: PLR0913 - private: one line a question
    name: str,
    title: Lazy,
    lead: Lazy | str,
    words: type[msgspec.Struct],
    faults: Callable[[Mapping[str, Any], datetime], dict[str, str]],
    *,
    kinds: Mapping[str, Kind] | None = None,
    known: Mapping[str, str] | None = None,
) -> Question:
    heading, sentence = (worded("question", name, n, told) for n, told in enumerate((title, lead)))
    return Question(name, heading, sentence, words, faults, kinds or {}, known or {})


QUESTIONS: tuple[Question, ...] = (
    _question("what", _("发生了什么？"), "", answers.What, answers.faults_of_what),
    _question(
        "when",
        _("什么时候、在哪里发生的？"),
        _("记不清就填大概，也可以不填。"),
        answers.When,
        answers.faults_of_when,
    ),
    _question(
        "wish",
        _("您希望怎样解决？"),
        _("可以选几项，也可以自己写。"),
        answers.Wish,
        answers.faults_of_wish,
    ),
    _question(
        "name",
        _("怎么称呼您？"),
        "",
        answers.Name,
        answers.faults_of_name,
        known={"name": "name"},
    ),
    _question(
        "reach",
        _("怎样联系您？"),
        _("电话和邮箱至少留一个。"),
        answers.Reach,
        answers.faults_of_reach,
        kinds={"phone": "tel", "email": "email"},
        known={"phone": "tel", "email": "email"},
    ),
    _question(
        "place",
        _("是哪里的宽带？"),
        _("填得越全，我们越快找到您的线路；不知道的可以不填。"),
        answers.Place,
        answers.faults_of_place,
        known={"address": "street-address", "account": "off"},
    ),
)
CARE = _question(
    "care",
    _("还有什么要我们注意的？"),
    _("没有就不用填。"),
    answers.Care,
    answers.faults_of_care,
)
"""Asked only of who wants to tell it, from the last page."""

ORDER = ("symptom", "what", "when", "wish", "photos", "name", "reach", "place", "review")
"""All screens; an answer once complete leads to the next of them."""
_BY_NAME = {question.name: question for question in (*QUESTIONS, CARE)}


def question_named(name: str) -> Question | None:
    """Return the question of that name."""
    return _BY_NAME.get(name)


def after(name: str) -> str:
    """Return the screen after ``name``; after what is asked in between comes the last one."""
    return ORDER[ORDER.index(name) + 1] if name in ORDER else ORDER[-1]


def before(name: str) -> str:
    """Return the screen before ``name``."""
    return ORDER[ORDER.index(name) - 1] if name in ORDER else ORDER[-1]


def first_open(draft: Mapping[str, Any], now: datetime) -> Question | None:
    """Return the first question that the draft does not answer yet."""
    return next((one for one in QUESTIONS if _open(one, draft, now)), None)


def _open(question: Question, draft: Mapping[str, Any], now: datetime) -> bool:
    answer = made(question.words, draft)
    if answer is None:
        return True
    told = {name: value for name, value in msgspec.structs.asdict(answer).items() if value}
    return bool(question.faults(told, now))
