"""What GET /api/v1/complaints/{no} shows to whom: the table of §17 stands here a second time."""

from typing import Any

import pytest
from django.utils import timezone
from msgspec import structs

from api.door import COMPLAINTS, Door
from cast import Cast, person
from jiesu.cases.models import Case, Part, Proceeding
from jiesu.config import wsgi
from jiesu.people.actor import Actor
from jiesu.people.models import Organisation
from jiesu.people.permissions import book
from tale import NOW, SLOW, Tale

FULL = {
    "name": "欧阳晓明",
    "phone": "13800005678",
    "address": "甲市东区幸福小区3号楼502",
    "account": "075500012301",
}
MASKED = {
    "name": "欧阳**",
    "phone": "138****5678",
    "address": "甲市东区幸福小区3号楼***",
    "account": "0755****01",
}
SAID = "家里网速很慢,请打13911112222找我,身份证号44010119900101123X。"
TEXT = {
    "m": "家里网速很慢,请打139****2222找我,身份证号4401***********23X。",
    "i": "家里网速很慢,请打13911112222找我,身份证号4401***********23X。",
}
"""All numbers covered; identity numbers covered."""

# role, part that makes the case its own; particulars at once (m masked, f full, a the address in
# full); text at once; single scores before and after closing (s shown); whether it may reveal
TABLE = """
R03 registrar        m m -- reveal
R04 registrar        m m -- reveal
R05 registrar        m m -- reveal
R06 registrar        m m -- reveal
R07 owner            m m -s reveal
R08 -                m m -- -
R09 handler          m m -- -
R10 handler          m m -- -
R11 investigator     m m -- reveal
R12 technician       a m -- -
R13 crew             m m -- -
R14 crew             m m -- -
R15 approver         m m -- -
R16 appeal_officer   m m ss reveal
R17 callback         m m ss -
R18 -                m m ss -
R19 liaison          m m -- reveal
R20 rectifier        m m -- -
R21 -                m m ss reveal
R22 -                f i -- reveal
R23 legal            m m -- reveal
"""
ROWS = [tuple(line.split()) for line in TABLE.strip().splitlines()]
NOTHING = {"R24", "R25", "R26"}
"""Sums only; no case at all; only under an approved inspection."""


@pytest.fixture
def tale(cast: Cast) -> Tale:
    """A complaint, an order of a crew, a low score."""
    told = Tale(cast, structs.replace(SLOW, description=SAID, desired_outcome="修好", **FULL))
    Case.objects.filter(pk=told.case.pk).update(state="CALLBACK")
    told.say(cast.caller, "score", score=3)
    return told


def hired(role: str, part: str, tale: Tale) -> Actor:
    """Somebody with the role, to whom the case is given as it is given to such people."""
    crew = Organisation.objects.get(code="CR-1")
    city = Organisation.objects.get(code="C4401")
    ground = crew if part in {"technician", "crew"} else city
    actor = person("somebody", "某某", ground, role, ground)
    assert actor.staff_id
    if ground == crew:
        assignee = actor.staff_id if part == "technician" else None
        Proceeding.objects.create(
            case_id=tale.case.pk,
            machine="order",
            number="GD1",
            state="AT_TECH",
            unit=crew,
            assignee_id=assignee,
            opened_at=NOW,
        )
    elif part != "-":
        Part.objects.create(case_id=tale.case.pk, staff_id=actor.staff_id, part=part, since=1)
    return actor


def shown(door: Door, tale: Tale) -> Any:
    reply = door.get(f"{COMPLAINTS}/{tale.case.number}?include=ledger,messages")
    assert reply.status == 200, reply.body
    return reply.json


def scores_told(told: Any) -> bool:
    """Whether the score is told anywhere; half told is told."""
    line = next(line for line in told["ledger"] if line["verb"] == "score")
    letters = {one["template"] for one in told["messages"]}
    places = {"score" in told["record"], "score" in line["facts"], "N42" in letters}
    assert len(places) == 1, places
    return places.pop()


def test_the_table_names_every_role_of_staff() -> None:
    assert {row[0] for row in ROWS} | NOTHING == set(book().roles) - {"R01", "R02"}


@pytest.mark.parametrize(("role", "part", "particulars", "text", "scores", "reveals"), ROWS)
def test_each_role_is_shown_what_the_domain_says(  # noqa: PLR0913, PLR0917 - a row of the table
    tale: Tale, role: str, part: str, particulars: str, text: str, scores: str, reveals: str
) -> None:
    door = Door(wsgi.application).as_(hired(role, part, tale))
    told = shown(door, tale)
    wanted = {"m": MASKED, "f": FULL, "a": {**MASKED, "address": FULL["address"]}}
    assert told["customer"] == wanted[particulars]
    assert told["description"] == TEXT[text]
    assert told["subject"].startswith(TEXT["m"][:20])
    assert scores_told(told) == (scores[0] == "s")
    look = {"fields": [*FULL, "text"], "purpose": "contact", "why": "联系用户核实"}
    reply = door.post(f"{COMPLAINTS}/{tale.case.number}/reveal", look)
    assert reply.status == (200 if reveals == "reveal" else 403)
    if reveals == "reveal":
        full = {**FULL, "description": TEXT["i"], "desired_outcome": "修好"}
        assert reply.json["revealed"] == full
    Case.objects.filter(pk=tale.case.pk).update(closed_at=timezone.now(), state="CLOSED")
    assert scores_told(shown(door, tale)) == (scores[1] == "s")


@pytest.mark.parametrize("role", sorted(NOTHING))
def test_some_roles_see_no_case(tale: Tale, role: str) -> None:
    door = Door(wsgi.application).as_(hired(role, "handler", tale))
    assert door.get(f"{COMPLAINTS}/{tale.case.number}").status == 404
    assert door.get(COMPLAINTS).json["complaints"] == []
