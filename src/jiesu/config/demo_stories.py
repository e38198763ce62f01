"""The complaints of the demonstration: told through the same intake and moves as real ones."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.intake.receive import receive
from jiesu.cases.models import Case, Proceeding
from jiesu.cases.moves import make_move
from jiesu.config.demo_outages import close_outages, declare_outages
from jiesu.people.actor import Actor
from jiesu.people.actors import load_actor
from jiesu.people.models import Staff


class _Act(msgspec.Struct, forbid_unknown_fields=True):
    """One verb: who says it (``owner`` is the case's own), how long after the one before."""

    by: str
    verb: str
    after: float = 1.0
    """Hours."""
    words: dict[str, Any] = {}
    approved_by: str = ""
    """Who agrees at once, where the verb needs a second person."""
    on: str = ""
    """Machine whose latest proceeding is moved; empty for the complaint itself."""


class _Story(msgspec.Struct, forbid_unknown_fields=True):
    """A contact some hours before the demonstration is laid out, and what followed."""

    title: str
    hours_ago: float
    taken_by: str
    intake: dict[str, Any]
    acts: list[_Act] = []


class _Book(msgspec.Struct, forbid_unknown_fields=True):
    story: list[_Story]


def tell_stories(at: datetime) -> int:
    """Tell every story so that it has come to where it stands at ``at``; how many there are."""
    page = Path(__file__).with_name("demo_stories.toml").read_bytes()
    stories = msgspec.toml.decode(page, type=_Book).story
    forget_desk()  # the people of the demonstration have only just come
    outages = declare_outages(at)
    for story in stories:
        _tell(story, at, outages)
    close_outages(at, outages)
    return len(stories)


def _tell(story: _Story, at: datetime, outages: Mapping[str, str]) -> None:
    now = at - timedelta(hours=story.hours_ago)
    intake = msgspec.convert(_named(story.intake, outages), Intake)
    case = receive(_actor(story.taken_by), intake, now=now)
    for act in story.acts:
        now = min(now + timedelta(hours=act.after), at)
        _say(case, act, now, outages)


def _say(case: Case, act: _Act, now: datetime, outages: Mapping[str, str]) -> None:
    said = make_move(
        _whoever(case, act.by),
        case.number,
        act.verb,
        _named(act.words, outages),
        now=now,
        proceeding=_proceeding(case, act.on),
    )
    if act.approved_by:
        approver = _actor(act.approved_by)
        make_move(approver, case.number, "approve", {"request": said.seq}, now=now)


def _whoever(case: Case, name: str) -> Actor:
    """The person named; ``owner`` and ``customer`` are those of the case."""
    if name == "customer":
        return Actor(kind="customer", name="用户", case_id=case.id)
    if name == "owner":
        owner = Case.objects.get(pk=case.pk).owner
        name = owner.username if owner else ""
    return _actor(name)


def _actor(username: str) -> Actor:
    actor = load_actor(Staff.objects.get(username=username).pk)
    if actor is None:
        raise LookupError(f"{username} has left the demonstration")
    return actor


def _named(words: dict[str, Any], outages: Mapping[str, str]) -> dict[str, Any]:
    """In the stories ``…_id`` words name people by user name, and an outage goes by its cause."""
    told = {
        name: Staff.objects.get(username=value).pk if name.endswith("_id") else value
        for name, value in words.items()
    }
    cause = str(told.get("outage", ""))
    return told | ({"outage": outages[cause]} if cause else {})


def _proceeding(case: Case, machine: str) -> str:
    if not machine:
        return ""
    latest = Proceeding.objects.filter(case=case, machine=machine).order_by("-id").first()
    return latest.number if latest else ""
