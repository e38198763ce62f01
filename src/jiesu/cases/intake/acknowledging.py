"""What is said at once to whoever turned to us (S158-S160), each channel in its way."""

from collections.abc import Iterator
from datetime import datetime

from jiesu.cases.intake.contact import Intake
from jiesu.cases.said import Letter
from jiesu.people.actor import Actor
from jiesu.rules.workdays.shanghai import day_of, said, said_date

_PUBLIC = frozenset({"wechat", "weibo"})
"""Platforms on which everybody reads along."""


def acknowledgements(intake: Intake, actor: Actor, received: datetime) -> Iterator[Letter]:
    """N01 or, for a letter by post, N01L; besides what is handed over or posted by hand."""
    if intake.channel == "letter":
        date = said_date(day_of(received))
        yield Letter("N01L", {"tracking": intake.tracking or "-", "date": date})
        return
    yield Letter("N01")
    if intake.channel == "counter":
        yield Letter("N01P", _at_the_counter(intake, actor, received), readers=("counter",))
    if intake.channel in _PUBLIC and not (intake.phone or intake.email):
        yield Letter("N02", readers=("public",))


def _at_the_counter(intake: Intake, actor: Actor, received: datetime) -> dict[str, str]:
    """Values of the printed receipt; nobody met is said as a dash (S55, S164)."""
    return {
        "clerk": f"{actor.name}（工号{actor.work_no}）" if actor.work_no else actor.name,
        "manager": intake.met or "-",
        "time": said(received, year=True),
        "desired": intake.desired_outcome or "-",
    }
