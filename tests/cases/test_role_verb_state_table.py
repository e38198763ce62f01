"""Role × verb × state: who may say what, and when. The states stand here a second time (§11.2)."""

import itertools

import pytest

from jiesu.cases.flow import STATES, step_from, steps_of, verbs
from jiesu.cases.models import Case
from jiesu.cases.permit import parts_of
from jiesu.people.access import may
from jiesu.people.actor import SYSTEM, Actor
from jiesu.people.permissions import book
from people.test_role_verb_table import BELOW, OWN, STAFF, TABLE, expected, guarded, someone, wanted

OPEN = (
    "RECEIVED REGISTERED PENDING_INFO ACCEPTED ONLINE IN_PROGRESS INVESTIGATING FOUND PROPOSED"
    " NEGOTIATING EXECUTING RESOLVED CALLBACK REOPENED APPEALED"
)
CHANGES = {  # the steps of §11.2 that lead to another state
    "receive": "",
    "register": "RECEIVED",
    "ask": "RECEIVED REGISTERED",
    "supplement": "PENDING_INFO",
    "proceed": "PENDING_INFO",
    "accept": "REGISTERED",
    "refuse": "REGISTERED",
    "transfer": "REGISTERED",
    "guide": "REGISTERED ACCEPTED",
    "settle": "ONLINE",
    "dispatch": "ONLINE ACCEPTED",
    "investigate": "ACCEPTED ONLINE IN_PROGRESS",
    "find": "INVESTIGATING",
    "conclude": "IN_PROGRESS",
    "propose": "FOUND NEGOTIATING",
    "agree": "PROPOSED",
    "object": "PROPOSED",
    "reconcile": "NEGOTIATING",
    "deadlock": "NEGOTIATING",
    "resolve": "EXECUTING",
    "call_back": "RESOLVED",
    "close": "CALLBACK",
    "reopen": "CALLBACK RESOLVED CLOSED ARCHIVED",
    "rehandle": "REOPENED",
    "appeal": "CLOSED RESOLVED NOT_ACCEPTED ARCHIVED",
    "decide_appeal": "APPEALED",
    "withdraw": OPEN,
    "merge": "RECEIVED REGISTERED ACCEPTED",
}


def changes_from(verb: str) -> set[str]:
    rows = [row for row in steps_of(verb) if row.targets]
    return {state for row in rows for state in row.sources}


@pytest.mark.parametrize("verb", CHANGES)
def test_a_state_is_left_only_where_the_domain_says(verb: str) -> None:
    assert changes_from(verb) == set(CHANGES[verb].split())


def test_every_role_says_every_verb_just_in_its_states() -> None:
    wrong = []
    for verb, role, state in itertools.product(CHANGES, ["R01", *STAFF], sorted(STATES)):
        parts = frozenset({OWN[role]} if role in OWN else ())
        cell = expected(TABLE[verb]).get(role, "")
        kind = wanted(role, cell, over=True, own=bool(parts), verb=verb)
        allowed = kind != "refused" and not guarded(verb, parts)
        want = allowed and state in CHANGES[verb].split()
        verdict = may(someone(role), verb, unit_path=BELOW, parts=parts)
        row = step_from(verb, state)
        if (verdict.kind != "refused" and bool(row and row.targets)) != want:
            wrong.append((verb, role, state))
    assert wrong == []


def test_the_customer_is_the_complainant_of_the_one_case_and_of_no_other() -> None:
    customer = Actor(kind="customer", name="孙女士", case_id=7)
    assert parts_of(customer, Case(id=7)) == {"complainant"}
    assert parts_of(customer, Case(id=8)) == frozenset()
    assert parts_of(SYSTEM, Case(id=7)) == frozenset()


def test_only_what_the_customer_was_promised_moves_a_case_that_is_archived() -> None:
    """The archive comes after seven days; N44 and N34 promise thirty (T22, T24, T32)."""
    moving = [verb for verb in verbs("complaint") if "ARCHIVED" in changes_from(verb)]
    assert moving == ["reopen", "appeal"]


def test_every_verb_of_the_flow_has_its_permission() -> None:
    assert set(verbs()) - set(book().verbs) == set()
