"""What each address does: take a complaint, show it, list them, explain its promises, move it."""

from typing import Any

import msgspec
from django.utils.translation import gettext as _

from jiesu.api import listing
from jiesu.api.asked import Answer, Task, told
from jiesu.api.bodies import read
from jiesu.api.headers import has_seen, key_of, version_of
from jiesu.api.problems import FaultShape, Trouble
from jiesu.api.shapes import Explained, Moved, Promises
from jiesu.cases.book import calendar, shelf
from jiesu.cases.clocks import fact_of, promises_of
from jiesu.cases.intake.contact import Intake
from jiesu.cases.intake.receive import receive
from jiesu.cases.masking import revealed
from jiesu.cases.models import Case, Entry
from jiesu.cases.moves import make_move
from jiesu.cases.reading import INCLUDED, line, sheet, sheet_of
from jiesu.cases.reasons import reason_told
from jiesu.cases.refusals import UnknownCase
from jiesu.cases.verbs import verb_named
from jiesu.people.inspections import note_inspected
from jiesu.rules.clocks.explain import explain
from jiesu.rules.clocks.promise import Fact, Promise

_INTAKE = msgspec.json.Decoder(Intake)
_OBJECT = msgspec.json.Decoder(dict[str, Any])


def create(task: Task) -> Answer:
    """POST complaints: T01 and, if the record is complete, T02."""
    intake = read(task, _INTAKE)
    case = receive(task.actor, intake, now=task.now, key=key_of(task))
    return told(201, sheet_of(case), version=case.seq, Location=f"/api/v1/complaints/{case.number}")


def page(task: Task) -> Answer:
    """GET complaints: a page of them."""
    return told(200, listing.page_of(task.actor, task.asked.query, task.now))


def show(task: Task) -> Answer:
    """GET complaints/{number}."""
    include = listing.fields_of(task.asked.query, {"include"}).get("include", "")
    wanted = tuple(dict.fromkeys(include.split(","))) if include else ()
    if unknown := [name for name in wanted if name not in INCLUDED]:
        raise Trouble("bad-query", FaultShape("include", ",".join(unknown)[:200]))
    found = sheet(task.actor, task.number, wanted)
    if found is None:
        raise _unknown(task.number)
    note_inspected(task.actor, found.number, at=task.now)
    if not wanted and has_seen(task, found.version):
        return Answer(304, b"", headers={"ETag": f'"{found.version}"'})
    return told(200, found, version=found.version)


def promises(task: Task) -> Answer:
    """GET complaints/{number}/promises: each with the reasons for its date."""
    case = Case.objects.visible_to(task.actor).filter(number=task.number).first()
    if case is None:
        raise _unknown(task.number)
    entries = list(Entry.objects.filter(case=case).order_by("seq"))
    facts = [fact_of(entry) for entry in entries]
    owed = sorted(promises_of(case, entries), key=lambda promise: promise.due_at)
    shown = [_explained(case, promise, facts, task) for promise in owed]
    return told(200, Promises(case.number, shown), version=case.seq)


def move(task: Task) -> Answer:
    """POST complaints/{number}/{verb}: any verb, also on one of its proceedings."""
    verb = verb_named(task.verb)
    if verb is None:
        raise Trouble("unknown-address")
    entry = make_move(
        task.actor,
        task.number,
        task.verb,
        read(task, _OBJECT) if task.asked.body != b"" else {},
        now=task.now,
        proceeding=task.proceeding,
        version=version_of(task),
        # Every look behind the mask leaves its own trace: a key would show it again without one.
        key="" if task.verb == "reveal" else key_of(task),
    )
    return _moved(task, entry)


def _moved(task: Task, entry: Entry) -> Answer:
    moved = Moved(task.number, entry.seq, line(entry.case_id, entry.seq))
    if entry.verb == "request" and task.verb != "request":
        moved.waiting = True
        return told(202, moved, version=entry.seq)
    if entry.verb == task.verb == "reveal":
        moved.revealed = _revealed(entry)
        return told(200, moved, version=entry.seq, Cache_Control="no-store")
    return told(200, moved, version=entry.seq)


def _revealed(entry: Entry) -> dict[str, str]:
    """What the entry says was looked at."""
    case = Case.objects.only("secret", "description", "desired_outcome").get(pk=entry.case_id)
    texts = {"description": case.description, "desired_outcome": case.desired_outcome}
    return revealed(bytes(case.secret) if case.secret else None, texts, entry.facts["fields"])


def _explained(case: Case, promise: Promise, facts: list[Fact], task: Task) -> Explained:
    rule = shelf().rule(case.packs, promise.pack, promise.rule)
    return Explained(
        clock=promise.clock,
        title_zh=rule.title_zh,
        title_en=rule.title_en,
        pack=promise.pack,
        layer=promise.layer.value,
        clause=promise.clause,
        cycle=promise.cycle,
        started_at=promise.started_at,
        due_at=promise.due_at,
        original_due_at=promise.original_due_at,
        stopped_at=promise.stopped_at,
        paused_since=promise.paused_since,
        provisional=promise.provisional,
        binding=promise.binding,
        overdue=promise.broken(task.now),
        because=tuple(map(reason_told, explain(promise, facts, rule, calendar()))),
    )


def _unknown(number: str) -> UnknownCase:
    return UnknownCase(_("没有找到编号为 %(number)s 的投诉，请核对编号。") % {"number": number})
