"""Turns a contact into everything that is written for it: pure but for the book it reads.

T01 and, if the record is complete, T02: two ledger entries, the folded case, its clocks and the
acknowledgement. One contact or a thousand go the same way (``write.py`` stores them).
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

import msgspec

from jiesu.cases import clocks, letters
from jiesu.cases.book import priorities, taxonomy
from jiesu.cases.chain import GENESIS
from jiesu.cases.climbing import climb_by_itself
from jiesu.cases.entries import new_entry
from jiesu.cases.external import external_number, external_opening
from jiesu.cases.fold import World, derivation, fold
from jiesu.cases.intake.acknowledging import acknowledgements
from jiesu.cases.intake.contact import LEAST_DESCRIPTION, Intake
from jiesu.cases.intake.desk import Choice, Desk, Owner
from jiesu.cases.intake.earlier import Known, judge, repeated
from jiesu.cases.intake.named import OutageNamed
from jiesu.cases.models import Case, Entry, Message, Part, Proceeding
from jiesu.cases.models.quick import made
from jiesu.cases.numbers import number_of
from jiesu.cases.packs import resolve_packs
from jiesu.cases.said import Letter, Said
from jiesu.cases.search import search_words
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.models import Organisation
from jiesu.rules.numbers import Prefix
from jiesu.rules.priority.assessment import assess
from jiesu.rules.priority.situation import Situation
from jiesu.rules.reason import why
from jiesu.rules.taxonomy.suggestion import Suggestion, suggest

_PARTICULARS = ("name", "phone", "email", "account", "address", "handle")
_TOLD = (
    "printed_due", "procedure", "grade", "filed_at", "authority_accepted_at", "contact_ended_at",
    "fault_reported_at", "paid_at", "occurred_at", "tracking", "relation", "met",
)  # fmt: skip
"""What stands in the ledger entry as it was told; most of it for clocks to read."""
_SEALED = ("subject", "vulnerable", "occurred_place")
"""What is told in free words: sealed with the entry, gone when it is erased."""
_particulars: Callable[[Intake], Sequence[str]] = attrgetter(*_PARTICULARS)
_as_told: Callable[[Intake], Sequence[Any]] = attrgetter(*_TOLD)
_sealed: Callable[[Intake], Sequence[Any]] = attrgetter(*_SEALED)
_REACHED = {"receive": "RECEIVED", "register": "REGISTERED"}


class Draft(msgspec.Struct):
    """Rows to be stored together."""

    case: Case
    entries: list[Entry] = []
    parts: list[Part] = []
    proceedings: dict[str, Proceeding] = {}
    outlook: clocks.Outlook = clocks.NOTHING_PROMISED
    letters: list[Letter] = []
    messages: list[Message] = []
    words: str = ""
    """To search by, a blank between two."""
    unowned: bool = False
    """Nobody is there who could answer for it."""
    named: OutageNamed | None = None
    """The outage that it is said to belong to."""


def compose(  # noqa: PLR0913 - the contact, who and when, and the house it comes into
    intake: Intake,
    actor: Actor,
    now: datetime,
    *,
    identity: int,
    desk: Desk,
    earlier: Sequence[Known],
) -> Draft:
    """Everything that follows from ``intake`` being saved at ``now`` by ``actor``."""
    description = intake.description.strip("\n")
    region = intake.region or desk.region_at(actor.unit_path)
    unit = desk.unit_for(region, actor.unit_path)
    case = made(
        Case,
        id=identity,
        number=number_of(Prefix.COMPLAINT, region or unit.region, now, identity),
        head=GENESIS,
        seq=0,
    )
    draft = Draft(case)
    suggestion = suggest(f"{intake.subject}\n{description}", taxonomy())
    said = _received(intake, description, suggestion, now)
    said.letters += acknowledgements(intake, actor, said.change["received_at"])
    said.change |= _place(unit, region)
    _relate(said, intake, earlier, now)
    _weigh(said, intake)
    _freeze_packs(said, case)
    _come_from_outside(said, intake, case)
    if actor.staff_id:
        said.parts.append(("registrar", actor.staff_id))
    _append(draft, "receive", said, actor, now)
    known = _owner_of_earlier(said, earlier)
    choice = desk.pick_owner(unit.path, case.category, now, known)
    if choice and _complete(case):
        _append(draft, "register", _registered(case, choice), actor, now)
    for verb, told in climb_by_itself(case, case.category, case.repeat_no, now):
        _append(draft, verb, told, SYSTEM, now)
    _follow(draft, choice.owner if choice else None)
    return draft


def _come_from_outside(said: Said, intake: Intake, case: Case) -> None:
    """A transfer opens the external case together with the complaint (T28, §11.9)."""
    if not intake.external_source:
        return
    source, no = intake.external_source, intake.external_no.strip()
    number = external_number(source, no, case.number)
    due = intake.printed_due
    said.opens.append(
        external_opening(number, source=source, external_no=no, origin="CREATED", printed_due=due)
    )


def _place(unit: Organisation, region: str) -> dict[str, Any]:
    return {
        "organisation_id": unit.id,
        "unit_path": unit.path,
        "region": region or unit.region,
    }


def _received(intake: Intake, description: str, suggestion: Suggestion, now: datetime) -> Said:
    received = min(intake.received_at.astimezone(UTC), now) if intake.received_at else now
    return Said(
        facts={
            "suggested": suggestion.category,
            "no_contact": intake.no_contact,
            **_told_of(intake, _TOLD, _as_told),
        },
        change={
            "case_type": intake.case_type,
            "channel": intake.channel,
            "external_source": intake.external_source,
            "external_no": intake.external_no,
            "rural": intake.rural,
            "received_at": received,
            "category": intake.category or suggestion.category,
            "identity_level": intake.identity_level,
        },
        record=_record(intake, suggestion),
        secret={
            "description": description,
            "desired_outcome": intake.desired_outcome,
            "particulars": {
                name: kept
                for name, value in zip(_PARTICULARS, _particulars(intake), strict=True)
                if (kept := value.strip())
            },
            **_told_of(intake, _SEALED, _sealed),
        },
    )


def _told_of(
    intake: Intake, names: Sequence[str], values: Callable[[Intake], Sequence[Any]]
) -> dict[str, Any]:
    return {name: value for name, value in zip(names, values(intake), strict=True) if value}


def _record(intake: Intake, suggestion: Suggestion) -> dict[str, Any]:
    told = {
        "suggested": {
            "category": suggestion.category,
            "confidence": suggestion.confidence,
            "because": [because.keyword for because in suggestion.because],
            "ours": suggestion.ours,
            **_corrected(intake, suggestion),
        },
        "preferred_channel": intake.preferred_channel,
        "written_reply": intake.written_reply,
        "vulnerable": bool(intake.vulnerable),
        "relation": intake.relation,
        "amount_fen": intake.amount_fen,
    }
    return {name: value for name, value in told.items() if value}


def _corrected(intake: Intake, suggestion: Suggestion) -> dict[str, str]:
    """What a person chose instead of what was suggested: words are trained by it (§13)."""
    differs = bool(intake.category) and intake.category != suggestion.category
    return {"corrected": intake.category} if differs else {}


def _relate(said: Said, intake: Intake, earlier: Sequence[Known], now: datetime) -> None:
    """Recognise a duplicate or a repeat among the person's earlier cases (§15.1, §15.2).

    Raises:
        Unfit: what is told to be repeated is no earlier case of this person.
    """
    if intake.repeat_of:
        _repeat(said, repeated(intake.repeat_of, earlier))
        return
    if not earlier:
        return
    verdict, identity = judge(intake, said.change["category"], earlier, now)
    if identity is None:
        return
    said.record["related"] = {
        "kind": verdict.kind,
        "to": verdict.of,
        "because": verdict.because,
    }
    if verdict.kind == "repeat":
        said.change |= {"repeat_of_id": identity, "repeat_no": verdict.repeat_no}


def _repeat(said: Said, known: Known) -> None:
    """Somebody who talked with the customer found that it is the same matter."""
    because = why("confirmed_again", case=known.case.no)
    said.record["related"] = {"kind": "repeat", "to": known.case.no, "because": because}
    said.change |= {"repeat_of_id": known.id, "repeat_no": known.case.repeat_no + 1}


def _owner_of_earlier(said: Said, earlier: Sequence[Known]) -> int | None:
    """Whoever answered for the complaint that this one repeats: nobody has to be told twice."""
    before = said.change.get("repeat_of_id")
    return next((known.owner_id for known in earlier if known.id == before), None)


def _weigh(said: Said, intake: Intake) -> None:
    situation = Situation(
        category=said.change["category"],
        external=bool(intake.external_source),
        vulnerable=bool(intake.vulnerable),
        repeat_no=said.change.get("repeat_no", 1),
        amount_fen=intake.amount_fen,
    )
    priority = assess(situation, priorities())
    said.change["priority"] = priority.level
    said.record["impact"], said.record["urgency"] = priority.impact, priority.urgency


def _freeze_packs(said: Said, case: Case) -> None:
    for column in ("region", "rural", "channel", "external_source", "category", "priority"):
        setattr(case, column, said.change[column])
    case.case_type, case.received_at = said.change["case_type"], said.change["received_at"]
    said.change["packs"] = resolve_packs(case)


def _complete(case: Case) -> bool:
    """Whether T02's guards hold, so that the contact is registered in the same breath."""
    told = len(case.description.strip()) >= LEAST_DESCRIPTION and case.desired_outcome.strip()
    return bool(told and taxonomy().selectable_at_intake(case.category))


def _registered(case: Case, choice: Choice) -> Said:
    owner = choice.owner
    told = {"category": case.category, "priority": case.priority}
    return Said(
        facts={"owner": owner.id, "because": list(choice.because), **told},
        change={"owner_id": owner.id},
        parts=[("owner", owner.id)],
    )


def _append(draft: Draft, verb: str, said: Said, actor: Actor, now: datetime) -> None:
    case = draft.case
    entry = new_entry(
        case,
        verb,
        actor,
        now,
        facts={**said.facts, "cycle": 1, "derived": derivation(said)},
        secret=said.secret,
        to_state=_REACHED.get(verb, ""),
    )
    fold(World(case, draft.proceedings, draft.parts), entry, said.secret or None)
    draft.entries.append(entry)
    draft.letters += said.letters


def _follow(draft: Draft, owner: Owner | None) -> None:
    """Clocks, then the acknowledgement that quotes them, then the words to search by."""
    case, draft.unowned = draft.case, owner is None
    outlook = draft.outlook = clocks.outlook_of(case, draft.entries)
    case.next_due_at, case.next_due_clock = outlook.next_due
    draft.messages = letters.compose(case, draft.entries[0], draft.letters, outlook.dues, owner)
    draft.words = " ".join(search_words(case, (part.staff_id for part in draft.parts)))
