"""Places in a text that the server fills in, such as ``{case_no}`` and ``{accept_due}``."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from jiesu.cases.models import Case, PromiseRow
from jiesu.cases.titles import state_title
from jiesu.console.tongue import category_title
from jiesu.people.actor import Actor
from jiesu.rules.workdays.shanghai import day_of, said, said_date

PLACES: Mapping[str, Lazy] = {
    "case_no": _("编号"),
    "category": _("投诉分类"),
    "state": _("现在的状态"),
    "customer": _("用户姓名（隐去）"),
    "owner": _("专人"),
    "owner_no": _("专人工号"),
    "accept_due": _("受理告知的期限"),
    "answer_due": _("答复用户的期限"),
    "solve_due": _("提出方案的期限"),
    "next_due": _("最近的期限"),
    "me": _("我的姓名"),
    "my_no": _("我的工号"),
    "today": _("今天"),
    "hotline": _("客服热线"),
    "operator": _("公司名称"),
}
_PLACE = re.compile(r"\{(\w+)\}")
_CLOCKS = {"accept_due": "ACCEPT", "answer_due": "ANSWER", "solve_due": "SOLVE"}


def filled(text: str, actor: Actor, case: Case | None, now: datetime) -> str:
    """``text`` with its places filled in; what is not known yet stays as it was written."""
    known = _of_actor(actor, now)
    if case is not None and _PLACE.search(text):
        known |= _of_case(case)
    return _PLACE.sub(lambda place: known.get(place[1]) or place[0], text)


def filled_throughout(words: Any, fill: Callable[[str], str]) -> Any:
    """The same for every text within ``words``."""
    if isinstance(words, str):
        return fill(words)
    if isinstance(words, list):
        return [filled_throughout(one, fill) for one in words]
    if isinstance(words, dict):
        return {name: filled_throughout(one, fill) for name, one in words.items()}
    return words


def unfilled(text: str) -> list[str]:
    """Places that ``text`` still has."""
    return [name for name in _PLACE.findall(text) if name in PLACES]


def _of_actor(actor: Actor, now: datetime) -> dict[str, str]:
    return {
        "me": actor.name,
        "my_no": actor.work_no,
        "today": said_date(day_of(now)),
        "hotline": settings.HOTLINE,
        "operator": settings.OPERATOR_NAME,
    }


def _of_case(case: Case) -> dict[str, str]:
    """What the case tells; texts go to customers, so moments are said in Chinese."""
    due: dict[str, datetime] = {}
    for row in PromiseRow.objects.filter(case=case, stopped_at=None, binding=True):
        due[row.clock] = min(row.due_at, due.get(row.clock, row.due_at))
    owner = case.owner
    return {
        "case_no": case.number,
        "category": category_title(case.category) if case.category else "",
        "state": state_title(case.state),
        "customer": case.masked.get("name", ""),
        "owner": owner.name if owner else "",
        "owner_no": owner.work_no if owner else "",
        "next_due": said(case.next_due_at) if case.next_due_at else "",
        **{name: said(due[clock]) for name, clock in _CLOCKS.items() if clock in due},
    }
