"""Several verbs in one act: foreseen by doing them and taking them back, done all or none.

A macro gives nobody anything: every verb in it passes the same door as if it were said alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from jiesu.cases.covering import masking
from jiesu.cases.flow import step_from
from jiesu.cases.foresight import taken_back
from jiesu.cases.models import Case, Message
from jiesu.cases.moves import make_move
from jiesu.cases.refusals import Refusal
from jiesu.cases.titles import state_title, verb_title
from jiesu.cases.verbs import Verb, all_verbs, verb_named
from jiesu.console.form import manner_of
from jiesu.console.wording.keeping import offered
from jiesu.console.wording.models import Version
from jiesu.console.wording.places import filled, filled_throughout
from jiesu.people.actor import Actor
from jiesu.people.errors import RefusedError
from jiesu.people.permissions import book
from jiesu.ui.fields import Field
from jiesu.ui.forms import fields_of
from jiesu.ui.joining import listed

NEVER = frozenset(
    [
        "receive",
        "request",
        "approve",
        "decline",
        "reveal",
        "export_evidence",
        "add_evidence",
        "unlock",
        "decide_malice",
    ]
)
"""Verbs that ask for a look of one's own each time: they are in no macro."""
MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One verb of a macro: what it is called and with which words it is said."""

    verb: str
    title: str
    words: list[tuple[str, str]]


@dataclass(slots=True)
class Outcome:
    """What doing the macro leads to, or why it cannot be done."""

    said: list[tuple[Step, bool]] = field(default_factory=list)
    """Each step, and whether it waits for a second person."""
    before: str = ""
    after: str = ""
    letters: list[Message] = field(default_factory=list)
    refused: str = ""
    refused_step: str = ""


def sayable() -> list[Verb]:
    """Verbs that a macro may hold: of the complaint itself, said by people."""
    cells = {name: verb.cells for name, verb in book().verbs.items()}
    return [
        verb
        for verb in all_verbs()
        if verb.machine == "complaint" and verb.name not in NEVER and cells.get(verb.name)
    ]


def macros_for(actor: Actor, case: Case) -> list[Version]:
    """Macros whose first verb the flow table has from the case's present state."""
    return [
        one
        for one in offered(actor, "macro")
        if one.body["steps"] and step_from(one.body["steps"][0]["verb"], case.state)
    ]


def told_steps(
    actor: Actor, steps: Sequence[Mapping[str, Any]], case: Case | None = None
) -> list[Step]:
    """The steps in words."""
    return [_told(actor, step["verb"], step["words"], case) for step in steps]


def foresee(actor: Actor, case: Case, macro: Version, *, now: datetime) -> Outcome:
    """What would happen: everything is done and taken back, so that nothing is guessed."""
    outcome = Outcome(before=state_title(case.state))
    with taken_back():
        try:
            _say(actor, case, macro, outcome, now=now)
        except (Refusal, RefusedError) as refusal:
            outcome.refused = str(refusal)
    return outcome


@transaction.atomic
def carry_out(  # noqa: PLR0913 - the move's own terms
    actor: Actor, case: Case, macro: Version, *, now: datetime, seen: int | None, key: str
) -> Outcome:
    """Do every step, or none; ``seen`` is the ledger's length that was looked at.

    Raises:
        Refusal, RefusedError: the first step that is refused; nothing was written.
    """
    outcome = Outcome(before=state_title(case.state))
    _say(actor, case, macro, outcome, now=now, seen=seen, key=key)
    return outcome


def _say(  # noqa: PLR0913 - the move's own terms
    actor: Actor,
    case: Case,
    macro: Version,
    outcome: Outcome,
    *,
    now: datetime,
    seen: int | None = None,
    key: str = "",
) -> None:
    fill = partial(filled, actor=actor, case=case, now=now)
    for n, step in enumerate(macro.body["steps"]):
        outcome.refused_step = verb_title(step["verb"])
        words = filled_throughout(step["words"], fill)
        told = _told(actor, step["verb"], words, case)
        entry = make_move(
            actor,
            case.number,
            step["verb"],
            words,
            now=now,
            version=seen if n == 0 else None,
            key=key and f"{key}-{n}",
        )
        outcome.said.append((told, entry.verb == "request"))
    outcome.refused_step = ""
    outcome.after = state_title(Case.objects.values_list("state", flat=True).get(pk=case.pk))
    outcome.letters = list(Message.objects.filter(case=case, seq__gt=case.seq).order_by("id"))
    cover = masking(case)
    for letter in outcome.letters:
        letter.body = cover(letter.body)  # to be looked at; it goes out as it is written


def _told(actor: Actor, name: str, words: Mapping[str, Any], case: Case | None) -> Step:
    verb = verb_named(name)
    fields = fields_of(verb.words, manner_of(name, actor, case), words) if verb else []
    return Step(name, verb_title(name), [(one.title, _shown(one)) for one in fields if _said(one)])


def _said(one: Field) -> bool:
    return one.value not in ("", None, False, [], ())


def _shown(one: Field) -> str:
    """What was chosen, by its title; anything else as it stands."""
    if titles := [choice.title for choice in one.choices if choice.code in one.chosen]:
        return listed(titles)
    if one.kind == "yes":
        return "✓"
    return listed(one.value) if isinstance(one.value, list) else str(one.value)
